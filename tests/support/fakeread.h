// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/recordsource.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace TestSupport {

/// An owned record, for tests.
struct FakeRecord
{
    int partition = 0;
    std::int64_t offset = 0;
    std::int64_t timestampMs = 0;
    std::optional<std::string> key = {};
    std::optional<std::string> value = {};
    std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
    Domain::TimestampType timestampType = Domain::TimestampType::Create;
    std::uint16_t topic = 0; ///< index into the plan's topics
};

/// `count` records of each of `partitions` partitions, taking turns: offset 0 and up, times a second apart from
/// 2026-01-01 on, key "k<offset>", value {"partition":p,"offset":o}.
std::vector<FakeRecord> fakeRecords(int partitions, int count);

/// The test's end of one read: what a reading thread would do, done by the thread that calls. The source, which the code
/// under test owns, is the other end; it may go first. Any thread; each one gets a sink of its own from the factory, as
/// reading threads do, and gives it back with closeSink() or at the end.
class FakeRead : public std::enable_shared_from_this<FakeRead>
{
public:
    FakeRead(Domain::ReadPlan plan, Domain::RecordSinkFactory sinks);

    const Domain::ReadPlan &plan() const { return m_plan; }

    // Driving the sink of the calling thread; status().records and bytes grow with publish()
    void record(const FakeRecord &record);
    /// As a reader does: asks first whether the record is wanted, and whether the sink is full.
    void offer(const FakeRecord &record);
    void gap(int partition, std::int64_t from, std::int64_t to, Domain::GapReason reason = Domain::GapReason::Retention);
    void publish();
    bool hasRoom();
    void closeSink();
    /// All records the plan asks for (partitions, from, until, limit), published; then Finished, LimitReached or Waiting.
    void serve(const std::vector<FakeRecord> &records);

    // The status
    void setState(Domain::ReadState state, std::optional<Domain::Error> error = {});
    void change(const std::function<void(Domain::ReadStatus &)> &edit);
    Domain::ReadStatus status() const;
    std::uint64_t generation() const { return m_generation; }

    /// Runs once inside the other end's next look at the status, before it sees it: what comes at the worst moment.
    void atNextLook(std::function<void()> call);

    // What the other end did
    bool isPaused() const { return m_paused; }
    int resumes() const { return m_resumes; }
    bool isStopped() const { return m_stopped; }
    bool isSourceGone() const { return m_sourceGone; }

    /// The other end. Pausing and stopping show in the status at once; resuming brings Reading back.
    std::unique_ptr<Domain::RecordSource> makeSource();

private:
    class Source;
    struct Mine
    {
        std::unique_ptr<Domain::RecordSink> sink;
        std::uint64_t records = 0; ///< not published yet
        std::uint64_t bytes = 0;
        std::uint64_t gapOffsets = 0;
    };
    Mine &mine();
    bool isAskedFor(const FakeRecord &record) const;
    void beLookedAt();

    Domain::ReadPlan m_plan;
    Domain::RecordSinkFactory m_sinks;
    mutable std::mutex m_mutex;
    std::map<std::thread::id, Mine> m_sinkOf;
    Domain::ReadStatus m_status;
    std::function<void()> m_atNextLook;
    std::atomic<std::uint64_t> m_generation = 1;
    std::atomic<bool> m_paused = false;
    std::atomic<int> m_resumes = 0;
    std::atomic<bool> m_stopped = false;
    std::atomic<bool> m_sourceGone = false;
};

} // namespace TestSupport
