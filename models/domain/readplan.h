// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/ids.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace Domain {

/// Names a partition of one of a plan's topics.
struct TopicPartition
{
    std::uint16_t topic = 0; ///< index into ReadPlan::topics
    PartitionId partition = {};
    auto operator<=>(const TopicPartition &) const = default;
};

/// Where reading a partition starts.
struct Beginning { bool operator==(const Beginning &) const = default; };
struct End { bool operator==(const End &) const = default; };
/// The first record at or after this offset. Below the log start: starts there, with a gap `retention` in front.
struct AtOffset { Offset offset; bool operator==(const AtOffset &) const = default; };
/// Records dated `ms` (Unix time, UTC) or later: starts at off(ms), the first offset whose timestamp is ≥ ms, and
/// passes over records dated before it.
struct AtTime { std::int64_t ms = 0; bool operator==(const AtTime &) const = default; };
/// The last `count` offsets of the partition (not records: holes count).
struct Tail { std::int64_t count = 0; bool operator==(const Tail &) const = default; };

using SeekTarget = std::variant<Beginning, End, AtOffset, AtTime, Tail>;

/// Where reading a partition ends.
struct UntilEnd { bool operator==(const UntilEnd &) const = default; };  ///< the end as it was when the read began
struct UntilLive { bool operator==(const UntilLive &) const = default; };///< never: follow the end
struct UntilOffset { Offset offset; bool operator==(const UntilOffset &) const = default; }; ///< exclusive
/// Exclusive, by record timestamp. A partition ends at the first record dated ≥ ms + lateness, or at the end fixed
/// at the start. Lateness is 10 min, 0 for LogAppendTime topics (architecture §5).
struct UntilTime { std::int64_t ms = 0; std::int64_t latenessMs = 600'000; bool operator==(const UntilTime &) const = default; };

using ReadUntil = std::variant<UntilEnd, UntilLive, UntilOffset, UntilTime>;

enum class IsolationLevel : std::uint8_t { Committed, Uncommitted };

/// The order in which records reach the sink.
enum class ReadOrder : std::uint8_t {
    Arrival, ///< as they come; offsets of a partition rise (fall when newest first)
    Offset,  ///< one partition after the other, by topic (as in the plan), partition and offset
    /// By record time over all topics and partitions, truly merged: a record is handed over only when every partition read has
    /// passed its time or ended. Equal times: by topic, partition, offset. Where times run backward inside a partition its
    /// running maximum counts, and the late records are told (ReadStatus::lateRecords).
    Time
};

/// What one run of reading reads. A value; nothing in it is resolved yet.
struct ReadPlan
{
    std::vector<std::string> topics = {};                        ///< at least one; Record::topic is an index into them
    std::vector<PartitionId> partitions = {};                    ///< of every topic; empty: all
    SeekTarget from = Beginning{};
    std::map<TopicPartition, SeekTarget> fromPerPartition = {};  ///< overrides `from`
    ReadUntil until = UntilEnd{};
    std::map<TopicPartition, Offset> untilPerPartition = {};     ///< exclusive; overrides `until`. Below the start: nothing of it is read
    std::optional<std::uint64_t> limit = {};                     ///< stop after this many records of all partitions
    IsolationLevel isolation = IsolationLevel::Committed;
    ReadOrder order = ReadOrder::Arrival;
    /// From the end of the range back to its start: falling offsets in each partition (with Time: falling times over all). Never
    /// with UntilLive.
    bool newestFirst = false;
    /// What may be fetched before the sink takes it, over all threads of the read. Less of it where the records are used more slowly than they come.
    int readAheadKilobytes = 64 * 1024;

    /// The only topic, or the first of several; empty: none.
    const std::string &topic() const
    {
        static const std::string none;
        return topics.empty() ? none : topics.front();
    }
    bool isLive() const { return std::holds_alternative<UntilLive>(until); }
    bool operator==(const ReadPlan &) const = default;
};

enum class ReadState : std::uint8_t {
    Connecting,    ///< handle, metadata, start offsets
    Reading,
    Waiting,       ///< live, everything read so far; waits for new records
    Paused,        ///< by the user
    BudgetReached, ///< the sink has no room; goes on after RecordSource::resume()
    Finished,      ///< every partition ended as planned (some may have failed: see the partitions)
    LimitReached,
    Stopped,       ///< by the user
    Failed         ///< nothing (more) can be read; see error
};

/// True when the run is over and will not change any more.
constexpr bool isFinal(ReadState s)
{
    return s == ReadState::Finished || s == ReadState::LimitReached || s == ReadState::Stopped || s == ReadState::Failed;
}

/// How far one partition of a run is.
struct PartitionProgress
{
    enum class State : std::uint8_t { Pending, Reading, AtEnd, Done, Failed };

    std::uint16_t topic = 0;                   ///< index into ReadPlan::topics
    PartitionId id = {};
    State state = State::Pending;
    Offset begin = {};                         ///< first offset asked for, valid from Reading on
    Offset position = {};                      ///< next offset expected; newest first: everything from here to the end was read
    std::optional<Offset> end = {};            ///< exclusive, fixed at the start; none when live
    std::optional<Offset> logEnd = {};         ///< newest known end of the log
    std::optional<Error> error = {};           ///< Failed: why; otherwise the trouble it is retrying through
    bool operator==(const PartitionProgress &) const = default;
};

/// A consistent picture of a run. Copied out under the run's lock.
struct ReadStatus
{
    ReadState state = ReadState::Connecting;
    std::uint64_t records = 0;            ///< read: offered to the sink (RecordSink::wants)
    std::uint64_t bytes = 0;              ///< key + value + headers of those
    std::uint64_t lateRecords = 0;        ///< ReadOrder::Time: handed over after a record of a later time of their partition
    std::uint64_t gapOffsets = 0;         ///< offsets covered by gaps
    std::vector<PartitionProgress> partitions = {};
    std::optional<Error> error = {};      ///< Failed: why; otherwise the newest connection trouble, cleared when it passes
    std::string waitingFor = {};          ///< while stalled for more than 2 s: who is silent, such as "broker 3"

    /// Every offset asked for was read or is covered by a gap.
    bool complete() const
    {
        if (state != ReadState::Finished && state != ReadState::LimitReached)
            return false;
        for (const PartitionProgress &p : partitions)
            if (p.state == PartitionProgress::State::Failed)
                return false;
        return true;
    }
};

} // namespace Domain
