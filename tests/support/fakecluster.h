// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "tests/support/fakescript.h"

namespace TestSupport {

/// A Domain::Cluster that answers from a script. Destroying it does not take back answers that wait: they come late, as a
/// real cluster's might.
class FakeCluster final : public Domain::Cluster
{
public:
    explicit FakeCluster(std::shared_ptr<FakeScript> script);
    ~FakeCluster() override;

    Domain::RequestId requestMetadata(const std::string &topic, std::chrono::milliseconds deadline,
                                      Domain::Reply<Domain::ClusterSnapshot> reply) override;
    Domain::RequestId requestOffsets(std::vector<Domain::OffsetQuery> queries, Domain::IsolationLevel isolation, bool bulk,
                                     std::chrono::milliseconds deadline, Domain::Reply<std::vector<Domain::OffsetAnswer>> reply) override;
    Domain::RequestId requestBrokers(std::chrono::milliseconds deadline, Domain::Reply<Domain::ClusterSnapshot> reply) override;
    Domain::RequestId requestRecordTimes(std::vector<Domain::RecordTimeQuery> queries, std::chrono::milliseconds deadline,
                                         Domain::Reply<std::vector<Domain::RecordTimeAnswer>> reply) override;
    Domain::RequestId requestCommittedOffsets(const std::string &group, std::vector<Domain::PartitionName> partitions, std::chrono::milliseconds deadline,
                                              Domain::Reply<std::vector<Domain::OffsetAnswer>> reply) override;
    Domain::RequestId requestTopicFacts(const std::string &topic, std::chrono::milliseconds deadline, Domain::Reply<Domain::TopicFacts> reply) override;
    Domain::RequestId requestGroups(std::chrono::milliseconds deadline, Domain::Reply<std::vector<Domain::GroupName>> reply) override;
    std::shared_ptr<void> startThread(const std::string &name, std::function<void(std::stop_token)> body) override;
    std::shared_ptr<Domain::WriteGate> writes() override;
    void cancel(Domain::RequestId request) override;
    std::unique_ptr<Domain::RecordSource> startRead(const Domain::ReadPlan &plan, Domain::RecordSinkFactory sinkFactory) override;
    Domain::ConnectionState connectionState() const override;
    std::uint64_t connectionGeneration() const override;
    bool canLookUpTimes() const override;

private:
    std::shared_ptr<FakeScript> m_script;
};

inline std::unique_ptr<FakeCluster> fakeCluster(std::shared_ptr<FakeScript> script)
{
    return std::make_unique<FakeCluster>(std::move(script));
}

} // namespace TestSupport
