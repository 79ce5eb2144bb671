// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkacluster.h"

#include "kafka/clustercore.h"
#include "kafka/committedoffsets.h"
#include "kafka/kafkasource.h"
#include "kafka/metadatarequest.h"
#include "kafka/offsetrequest.h"
#include "kafka/readcontext.h"
#include "kafka/recordtimes.h"
#include "kafka/requestlane.h"
#include "kafka/servicethread.h"
#include "kafka/sidethreads.h"
#include "kafka/threadreaper.h"
#include "kafka/topicfacts.h"
#include "kafka/writegate.h"

namespace Kafka {

namespace {

using namespace std::chrono_literals;

/// The lane gives what it has at the deadline; the book answers for it only when it does not.
constexpr auto grace = 250ms;

class KafkaCluster final : public Domain::Cluster
{
public:
    KafkaCluster(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, std::shared_ptr<ThreadReaper> reaper,
                 std::shared_ptr<Domain::WriteJournal> journal)
        : m_reaper(std::move(reaper)), m_core(std::make_shared<ClusterCore>(profile, secrets)),
          m_interactive(std::make_shared<RequestLane>(m_core)), m_bulk(std::make_shared<RequestLane>(m_core)),
          m_aside(m_core, m_reaper), m_writes(makeWriteGate(m_core, m_reaper, std::move(journal)))
    {
        m_threads.push_back(m_reaper->spawn("kafka-service", 0, [core = m_core](const std::stop_token &stop) { ServiceThread(core).work(stop); }));
        m_threads.push_back(m_reaper->spawn("kafka-ask", 0, [lane = m_interactive](const std::stop_token &stop) { lane->work(stop); }));
        m_threads.push_back(m_reaper->spawn("kafka-bulk", 0, [lane = m_bulk](const std::stop_token &stop) { lane->work(stop); }));
    }

    ~KafkaCluster() override { m_core->book.clear(); } // then the tickets ask the threads to stop

    Domain::RequestId requestMetadata(const std::string &topic, std::chrono::milliseconds deadline,
                                      Domain::Reply<Domain::ClusterSnapshot> reply) override
    {
        return ask<Domain::ClusterSnapshot>(*m_interactive, "metadata", deadline, std::move(reply),
                                            [topic, core = m_core.get()](rd_kafka_t *handle, const CallScope &scope) {
                                                auto answer = fetchMetadata(handle, topic, scope);
                                                if (answer && topic.empty())
                                                    core->memory.keep(std::make_shared<const Domain::ClusterSnapshot>(answer.value()));
                                                return answer;
                                            });
    }

    Domain::RequestId requestOffsets(std::vector<Domain::OffsetQuery> queries, Domain::IsolationLevel isolation, bool bulk,
                                     std::chrono::milliseconds deadline, Domain::Reply<std::vector<Domain::OffsetAnswer>> reply) override
    {
        using Answers = std::vector<Domain::OffsetAnswer>;
        return ask<Answers>(bulk ? *m_bulk : *m_interactive, "offsets", deadline, std::move(reply),
                            [queries = std::move(queries), isolation, times = canLookUpTimes(), core = m_core.get()](rd_kafka_t *handle, const CallScope &scope) {
                                return Domain::Result<Answers>(OffsetRequest(handle, queries, isolation, times, core->memory, scope).run());
                            });
    }

    Domain::RequestId requestBrokers(std::chrono::milliseconds deadline, Domain::Reply<Domain::ClusterSnapshot> reply) override
    {
        const bool isDemo = m_core->profile.isDemo;
        return ask<Domain::ClusterSnapshot>(*m_interactive, "cluster description", deadline, std::move(reply),
                                            [isDemo](rd_kafka_t *handle, const CallScope &scope) -> Domain::Result<Domain::ClusterSnapshot> {
                                                // The mock cluster would let the call time out.
                                                if (isDemo)
                                                    return Domain::Error{.code = Domain::ErrorCode::Unsupported, .args = {{"what", "cluster description"}}};
                                                return describeCluster(handle, scope);
                                            });
    }

    Domain::RequestId requestRecordTimes(std::vector<Domain::RecordTimeQuery> queries, std::chrono::milliseconds deadline,
                                         Domain::Reply<std::vector<Domain::RecordTimeAnswer>> reply) override
    {
        using Answers = std::vector<Domain::RecordTimeAnswer>;
        return askAside<Answers>("record times", deadline, std::move(reply), [queries = std::move(queries)](ClusterCore &core, const CallScope &scope) {
            return RecordTimes(core, queries, scope).run();
        });
    }

    Domain::RequestId requestCommittedOffsets(const std::string &group, std::vector<Domain::PartitionName> partitions,
                                              std::chrono::milliseconds deadline, Domain::Reply<std::vector<Domain::OffsetAnswer>> reply) override
    {
        using Answers = std::vector<Domain::OffsetAnswer>;
        return askAside<Answers>("committed offsets", deadline, std::move(reply),
                                 [group, partitions = std::move(partitions)](ClusterCore &core, const CallScope &scope) {
                                     return CommittedOffsets(core, group, partitions, scope).run();
                                 });
    }

    Domain::RequestId requestTopicFacts(const std::string &topic, std::chrono::milliseconds deadline, Domain::Reply<Domain::TopicFacts> reply) override
    {
        return ask<Domain::TopicFacts>(*m_interactive, "topic configuration", deadline, std::move(reply),
                                       [topic, isDemo = m_core->profile.isDemo](rd_kafka_t *handle, const CallScope &scope) -> Domain::Result<Domain::TopicFacts> {
                                           if (isDemo) // would time out
                                               return Domain::Error{.code = Domain::ErrorCode::Unsupported, .args = {{"what", "topic configuration"}}};
                                           return fetchTopicFacts(handle, topic, scope);
                                       });
    }

    Domain::RequestId requestGroups(std::chrono::milliseconds deadline, Domain::Reply<std::vector<Domain::GroupName>> reply) override
    {
        using Groups = std::vector<Domain::GroupName>;
        // Aside, because one broker that is away costs the whole deadline.
        return askAside<Groups>("consumer groups", deadline, std::move(reply), [](ClusterCore &core, const CallScope &scope) -> Domain::Result<Groups> {
            if (core.profile.isDemo)
                return Domain::Error{.code = Domain::ErrorCode::Unsupported, .args = {{"what", "consumer groups"}}};
            const HandleAccess::Loan loan(core.access);
            return loan ? fetchGroups(loan.handle(), scope) : Domain::Error{.code = Domain::ErrorCode::Cancelled};
        });
    }

    void cancel(Domain::RequestId request) override
    {
        m_core->book.cancel(request);
        m_aside.cancel(request);
    }

    std::unique_ptr<Domain::RecordSource> startRead(const Domain::ReadPlan &plan, Domain::RecordSinkFactory sinkFactory) override
    {
        return Kafka::startRead({.profile = m_core->profile, .secrets = m_core->secrets, .gate = m_core->gate, .reaper = m_reaper, .canLookUpTimes = canLookUpTimes()},
                                plan, std::move(sinkFactory));
    }

    std::shared_ptr<void> startThread(const std::string &name, std::function<void(std::stop_token)> body) override
    {
        return std::make_shared<ThreadTicket>(m_reaper->spawn(name, 0, std::move(body)));
    }

    Domain::ConnectionState connectionState() const override { return m_core->watch.state(); }
    std::uint64_t connectionGeneration() const override { return m_core->watch.generation(); }
    bool canLookUpTimes() const override { return !m_core->profile.isDemo; }
    std::shared_ptr<Domain::WriteGate> writes() override { return m_writes; }

private:
    template<typename T>
    Domain::RequestId enter(const char *what, CallScope::Clock::time_point now, CallScope::Clock::time_point deadline, const Domain::Reply<T> &reply)
    {
        return m_core->book.add({.what = what, .asked = now, .deadline = deadline + grace, .fail = [reply](Domain::Error error) { reply(std::move(error)); }});
    }

    template<typename T, typename Call>
    Domain::RequestId askAside(const char *what, std::chrono::milliseconds patience, Domain::Reply<T> reply, Call call)
    {
        const auto now = CallScope::Clock::now();
        const Domain::RequestId id = enter(what, now, now + patience, reply);
        m_aside.run(id, what, now + patience, int(std::chrono::ceil<std::chrono::seconds>(patience).count()),
                    [id, reply = std::move(reply), call = std::move(call)](ClusterCore &core, const CallScope &scope) {
                        Domain::Result<T> result = call(core, scope);
                        if (core.book.take(id))
                            reply(std::move(result));
                    });
        return id;
    }

    template<typename T, typename Call>
    Domain::RequestId ask(RequestLane &lane, const char *what, std::chrono::milliseconds patience, Domain::Reply<T> reply, Call call)
    {
        const auto now = std::chrono::steady_clock::now();
        const auto deadline = now + patience;
        const Domain::RequestId id = enter(what, now, deadline, reply);
        lane.add({.id = id, .deadline = deadline, .seconds = int(std::chrono::ceil<std::chrono::seconds>(patience).count()),
                  .run = [core = m_core.get(), id, reply = std::move(reply), call = std::move(call)](rd_kafka_t *handle, const CallScope &scope) {
                      Domain::Result<T> result = call(handle, scope);
                      if (core->book.take(id))
                          reply(std::move(result));
                  }});
        return id;
    }

    std::shared_ptr<ThreadReaper> m_reaper;
    std::shared_ptr<ClusterCore> m_core;
    std::shared_ptr<RequestLane> m_interactive;
    std::shared_ptr<RequestLane> m_bulk;
    SideThreads m_aside;
    std::shared_ptr<Domain::WriteGate> m_writes;
    std::vector<ThreadTicket> m_threads;
};

} // namespace

std::unique_ptr<Domain::Cluster> openCluster(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets,
                                             std::shared_ptr<ThreadReaper> reaper, std::shared_ptr<Domain::WriteJournal> journal)
{
    return std::make_unique<KafkaCluster>(profile, secrets, std::move(reaper), std::move(journal));
}

std::unique_ptr<Domain::Cluster> openCluster(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets)
{
    return openCluster(profile, secrets, std::make_shared<ThreadReaper>());
}

Domain::ClusterFactory clusterFactory(std::shared_ptr<ThreadReaper> reaper, std::shared_ptr<Domain::WriteJournal> journal)
{
    return [reaper = std::move(reaper), journal = std::move(journal)](const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets) {
        return openCluster(profile, secrets, reaper, journal);
    };
}

} // namespace Kafka
