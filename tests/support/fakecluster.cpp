// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/fakecluster.h"

namespace TestSupport {

FakeCluster::FakeCluster(std::shared_ptr<FakeScript> script) : m_script(std::move(script))
{
    ++m_script->m_clustersAlive;
}

FakeCluster::~FakeCluster()
{
    --m_script->m_clustersAlive;
}

Domain::RequestId FakeCluster::requestMetadata(const std::string &topic, std::chrono::milliseconds, Domain::Reply<Domain::ClusterSnapshot> reply)
{
    ++m_script->m_metadataRequests;
    m_script->answer([script = m_script.get(), topic, reply = std::move(reply)] { reply(script->metadata(topic)); });
    return m_script->m_nextRequest++;
}

Domain::RequestId FakeCluster::requestOffsets(std::vector<Domain::OffsetQuery> queries, Domain::IsolationLevel, bool, std::chrono::milliseconds,
                                              Domain::Reply<std::vector<Domain::OffsetAnswer>> reply)
{
    {
        const std::lock_guard lock(m_script->m_mutex);
        m_script->m_offsetRequests.push_back(queries);
    }
    m_script->answer([script = m_script.get(), queries = std::move(queries), reply = std::move(reply)] { reply(script->offsets(queries)); });
    return m_script->m_nextRequest++;
}

Domain::RequestId FakeCluster::requestBrokers(std::chrono::milliseconds, Domain::Reply<Domain::ClusterSnapshot> reply)
{
    ++m_script->m_brokerRequests;
    m_script->answer([script = m_script.get(), reply = std::move(reply)] {
        const Domain::Result<Domain::ClusterSnapshot> brokers = [script] {
            const std::lock_guard lock(script->m_mutex);
            return script->m_brokers;
        }();
        reply(brokers);
    });
    return m_script->m_nextRequest++;
}

Domain::RequestId FakeCluster::requestRecordTimes(std::vector<Domain::RecordTimeQuery> queries, std::chrono::milliseconds,
                                                  Domain::Reply<std::vector<Domain::RecordTimeAnswer>> reply)
{
    m_script->answer([script = m_script.get(), queries = std::move(queries), reply = std::move(reply)] {
        std::vector<Domain::RecordTimeAnswer> answers;
        {
            const std::lock_guard lock(script->m_mutex);
            for (const Domain::RecordTimeQuery &query : queries)
                answers.push_back(script->recordTime(query));
        }
        reply(std::move(answers));
    });
    return m_script->m_nextRequest++;
}

Domain::RequestId FakeCluster::requestCommittedOffsets(const std::string &group, std::vector<Domain::PartitionName> partitions, std::chrono::milliseconds,
                                                       Domain::Reply<std::vector<Domain::OffsetAnswer>> reply)
{
    m_script->answer([script = m_script.get(), group, partitions = std::move(partitions), reply = std::move(reply)] {
        std::vector<Domain::OffsetAnswer> answers;
        {
            const std::lock_guard lock(script->m_mutex);
            for (const Domain::PartitionName &partition : partitions)
                answers.push_back(script->committed(group, partition));
        }
        reply(std::move(answers));
    });
    return m_script->m_nextRequest++;
}

Domain::RequestId FakeCluster::requestTopicFacts(const std::string &topic, std::chrono::milliseconds, Domain::Reply<Domain::TopicFacts> reply)
{
    m_script->answer([script = m_script.get(), topic, reply = std::move(reply)] {
        Domain::TopicFacts facts;
        {
            const std::lock_guard lock(script->m_mutex);
            if (const auto it = script->m_facts.find(topic); it != script->m_facts.end())
                facts = it->second;
        }
        reply(facts);
    });
    return m_script->m_nextRequest++;
}

Domain::RequestId FakeCluster::requestGroups(std::chrono::milliseconds, Domain::Reply<std::vector<Domain::GroupName>> reply)
{
    m_script->answer([script = m_script.get(), reply = std::move(reply)] {
        std::unique_lock lock(script->m_mutex);
        Domain::Result<std::vector<Domain::GroupName>> groups = script->m_groups;
        lock.unlock();
        reply(std::move(groups));
    });
    return m_script->m_nextRequest++;
}

/// Waits for the thread when it is let go: no test leaves one behind.
std::shared_ptr<void> FakeCluster::startThread(const std::string &, std::function<void(std::stop_token)> body)
{
    return std::make_shared<std::jthread>(std::move(body));
}

std::shared_ptr<Domain::WriteGate> FakeCluster::writes()
{
    const std::lock_guard lock(m_script->m_mutex);
    return m_script->m_writes;
}

void FakeCluster::cancel(Domain::RequestId) {} // late answers are what the tests are after

std::unique_ptr<Domain::RecordSource> FakeCluster::startRead(const Domain::ReadPlan &plan, Domain::RecordSinkFactory sinkFactory)
{
    return m_script->startRead(plan, std::move(sinkFactory))->makeSource();
}

Domain::ConnectionState FakeCluster::connectionState() const
{
    const std::lock_guard lock(m_script->m_mutex);
    return m_script->m_connection;
}

std::uint64_t FakeCluster::connectionGeneration() const
{
    return m_script->m_connectionGeneration;
}

bool FakeCluster::canLookUpTimes() const
{
    const std::lock_guard lock(m_script->m_mutex);
    return m_script->m_canLookUpTimes;
}

} // namespace TestSupport
