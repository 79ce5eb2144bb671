// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "tests/support/fakeread.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace TestSupport {

/// What fake clusters answer, and the test's hand on them. Shared by the test and the clusters, which the code under test
/// owns and destroys: the script outlives them, so late answers can be let go after the cluster is gone. Any thread.
///
///     auto script = std::make_shared<FakeScript>();
///     script->addTopic("orders", 3);                  // offsets 0 … 0 each
///     script->setWatermarks("orders", 1, 5, 100);
///     script->setRecords("orders", fakeRecords(3, 200)); // reads of the topic are then served by themselves
///     Session::ClusterSession session({}, fakeCluster(script));
///
/// Answers are given by a thread of the script's, at once, or one by one when the test says so: see hold().
class FakeScript
{
public:
    FakeScript();
    ~FakeScript(); ///< drops what is held

    // What is there
    void setSnapshot(Domain::ClusterSnapshot snapshot);
    Domain::ClusterSnapshot snapshot() const;
    void addTopic(const std::string &name, int partitions); ///< leader: broker 1, which is added too
    void setMetadataError(std::optional<Domain::Error> error);
    void setBrokers(Domain::Result<Domain::ClusterSnapshot> answer); ///< of requestBrokers(); Unsupported until set
    void setWatermarks(const std::string &topic, int partition, std::int64_t low, std::int64_t high);
    void setWatermarkError(const std::string &topic, int partition, Domain::Error error);
    void setOffsetsError(std::optional<Domain::Error> error); ///< of whole requests
    void setConnection(Domain::ConnectionState state);
    void setCanLookUpTimes(bool can);
    void setCommitted(const std::string &group, const std::string &topic, int partition, std::int64_t offset);
    void setTopicFacts(const std::string &topic, Domain::TopicFacts facts); ///< all unknown until set
    void setGroups(Domain::Result<std::vector<Domain::GroupName>> answer);
    void setWrites(std::shared_ptr<Domain::WriteGate> gate); ///< none until set
    /// Records by topic, in arrival order; a read of the topic that starts later gets those its plan asks for, from the
    /// script's thread, and becomes Finished or Waiting. Watermarks are set to fit.
    void setRecords(const std::string &topic, std::vector<FakeRecord> records);

    // Answers
    /// From now on answers wait until release(); reads that start wait too.
    void hold();
    /// Gives what waits in order (at most `count`), and does not wait for them to arrive. `stopHolding`: later ones go at once.
    void release(int count = -1, bool stopHolding = true);
    /// Waits until everything not held has been given.
    void settle();

    // What was asked
    int metadataRequests() const { return m_metadataRequests; }
    int brokerRequests() const { return m_brokerRequests; }
    std::vector<std::vector<Domain::OffsetQuery>> offsetRequests() const;
    int heldAnswers() const;
    int clustersAlive() const { return m_clustersAlive; }
    /// Reads in the order they were started; null while none was.
    std::shared_ptr<FakeRead> lastRead() const;
    std::vector<std::shared_ptr<FakeRead>> reads() const;

private:
    friend class FakeCluster;
    void answer(std::function<void()> call);
    void work(const std::stop_token &stop);
    Domain::Result<Domain::ClusterSnapshot> metadata(const std::string &topic) const;
    Domain::Result<std::vector<Domain::OffsetAnswer>> offsets(const std::vector<Domain::OffsetQuery> &queries) const;
    Domain::OffsetAnswer offset(const Domain::OffsetQuery &query) const;
    Domain::RecordTimeAnswer recordTime(const Domain::RecordTimeQuery &query) const;
    Domain::OffsetAnswer committed(const std::string &group, const Domain::PartitionName &partition) const;
    std::shared_ptr<FakeRead> startRead(const Domain::ReadPlan &plan, Domain::RecordSinkFactory sinks);

    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::condition_variable m_idle;
    std::deque<std::function<void()>> m_ready; ///< given by the thread as they stand
    std::deque<std::function<void()>> m_held;
    bool m_holding = false;
    bool m_busy = false;

    Domain::ClusterSnapshot m_snapshot;
    std::optional<Domain::Error> m_metadataError;
    std::optional<Domain::Error> m_offsetsError;
    Domain::Result<Domain::ClusterSnapshot> m_brokers;
    std::map<std::pair<std::string, int>, Domain::Watermarks> m_marks;
    std::map<std::string, std::vector<FakeRecord>> m_records;
    std::map<std::pair<std::string, Domain::PartitionName>, std::int64_t> m_committed;
    std::map<std::string, Domain::TopicFacts> m_facts;
    Domain::Result<std::vector<Domain::GroupName>> m_groups = std::vector<Domain::GroupName>();
    std::shared_ptr<Domain::WriteGate> m_writes;
    Domain::ConnectionState m_connection;
    std::atomic<std::uint64_t> m_connectionGeneration = 1;
    bool m_canLookUpTimes = true;
    std::vector<std::vector<Domain::OffsetQuery>> m_offsetRequests;
    std::vector<std::shared_ptr<FakeRead>> m_reads;
    std::atomic<int> m_metadataRequests = 0;
    std::atomic<int> m_brokerRequests = 0;
    std::atomic<int> m_clustersAlive = 0;
    std::atomic<std::uint64_t> m_nextRequest = 1;
    std::jthread m_thread; // last: it uses all of the above
};

} // namespace TestSupport
