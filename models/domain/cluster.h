// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"
#include "domain/connectionprofile.h"
#include "domain/readplan.h"
#include "domain/recordsource.h"
#include "domain/topicfacts.h"
#include "domain/writegate.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace Domain {

/// Whether the cluster can be reached, as seen by the shared handle.
struct ConnectionState
{
    enum class Kind : std::uint8_t { Connecting, Up, Trouble, Refused };
    Kind kind = Kind::Connecting;
    std::optional<Error> error = {}; ///< Trouble: what happens now, retried; Refused: credentials refused, not retried
    std::vector<std::pair<BrokerId, Error>> brokersDown = {};
    bool operator==(const ConnectionState &) const = default;
};

/// Asks one partition for one offset.
struct OffsetQuery
{
    enum class Kind : std::uint8_t { Beginning, End, MaxTimestamp, AtTime };
    std::string topic = {};
    PartitionId partition = {};
    Kind kind = Kind::End;
    std::int64_t ms = 0; ///< AtTime only
};

/// The answer to the query of the same index. `offset` none without error: no such offset (no record that late).
struct OffsetAnswer
{
    std::optional<Offset> offset = {};
    std::int64_t timestampMs = -1; ///< of that record, −1 unknown
    std::optional<Error> error = {};
};

/// Asks when the first record at or after an offset was made.
struct RecordTimeQuery
{
    std::string topic = {};
    PartitionId partition = {};
    Offset offset = {};
};

/// The answer to the query of the same index: that record's place and time. No offset without error: no record from there on.
struct RecordTimeAnswer
{
    std::optional<Offset> offset = {};
    Timestamp timestamp = {};
    std::optional<Error> error = {};
};

/// A partition by the name of its topic.
struct PartitionName
{
    std::string topic = {};
    PartitionId partition = {};
    auto operator<=>(const PartitionName &) const = default;
};

/// Called exactly once with the result, on a thread of the cluster (never the caller's). A caller that is gone by then
/// must not be touched: Session code hands over with QMetaObject::invokeMethod and a context object.
template<typename T>
using Reply = std::function<void(Result<T>)>;
using RequestId = std::uint64_t;

/// What a session needs of a cluster: the one seam between Kafka and the program, and the one to fake in tests.
/// Members may be called from any thread and return at once; nothing here blocks. Nothing here writes but what goes through writes().
class Cluster
{
public:
    /// Outstanding requests end with ErrorCode::Cancelled or are dropped; threads are joined by a reaper (< 1 ms here).
    virtual ~Cluster() = default;

    /// Brokers and topics. `topic` empty: all of them. Beginning of every look at a cluster.
    virtual RequestId requestMetadata(const std::string &topic, std::chrono::milliseconds deadline, Reply<ClusterSnapshot> reply) = 0;

    /// Any number of queries; asked in chunks (≤ 500), answered together in the order of the queries.
    /// Isolation decides what End means: Committed gives the last stable offset, Uncommitted the high watermark.
    /// `bulk`: waits behind interactive requests.
    virtual RequestId requestOffsets(std::vector<OffsetQuery> queries, IsolationLevel isolation, bool bulk,
                                     std::chrono::milliseconds deadline, Reply<std::vector<OffsetAnswer>> reply) = 0;

    /// Racks and the real controller where the broker tells; an error where it does not (demo, no rights).
    virtual RequestId requestBrokers(std::chrono::milliseconds deadline, Reply<ClusterSnapshot> reply) = 0;

    /// Fetches one record for each query (at most 4,096 of them) on a handle of its own: to chart a log whose broker cannot look up
    /// times, and to learn where a log begins in time. Partial answers carry errors, late ones DeadlineExceeded.
    virtual RequestId requestRecordTimes(std::vector<RecordTimeQuery> queries, std::chrono::milliseconds deadline,
                                         Reply<std::vector<RecordTimeAnswer>> reply) = 0;

    /// Where a consumer group has committed, in the order of the partitions; no offset without error: nothing committed. Asks only:
    /// the group is neither joined nor made.
    virtual RequestId requestCommittedOffsets(const std::string &group, std::vector<PartitionName> partitions,
                                              std::chrono::milliseconds deadline, Reply<std::vector<OffsetAnswer>> reply) = 0;

    /// The topic's configuration, as far as it bears on records sent to it. Asks only.
    virtual RequestId requestTopicFacts(const std::string &topic, std::chrono::milliseconds deadline, Reply<TopicFacts> reply) = 0;

    /// The consumer groups of the cluster. Asks only. An error where no broker told; what some brokers did not tell is missing.
    virtual RequestId requestGroups(std::chrono::milliseconds deadline, Reply<std::vector<GroupName>> reply) = 0;

    /// Drops the answer of a request that has not been delivered yet.
    virtual void cancel(RequestId request) = 0;

    /// Starts reading on a thread and handle of its own. Never fails here: trouble comes through the status.
    virtual std::unique_ptr<RecordSource> startRead(const ReadPlan &plan, RecordSinkFactory sinkFactory) = 0;

    /// The newest connection state; `generation` rises with each change, so a timer can watch it cheaply.
    virtual ConnectionState connectionState() const = 0;
    virtual std::uint64_t connectionGeneration() const = 0;

    /// False where offsets cannot be looked up by time (the demo's cluster).
    virtual bool canLookUpTimes() const = 0;

    /// Runs `body`, which may block and must end soon after its token is stopped, in a thread of its own that is joined where this cluster's are.
    /// Letting go of what is returned asks it to stop and does not wait. `body` owns what it uses, this cluster included.
    virtual std::shared_ptr<void> startThread(const std::string &name, std::function<void(std::stop_token)> body) = 0;

    /// The door to writes; it may outlive the cluster, which does not wait for it. Null: nothing can be written here (a recording).
    virtual std::shared_ptr<WriteGate> writes() { return nullptr; }

    /// True for a `.playhead` file: it never grows, nothing is written, and its times are exact.
    virtual bool isRecording() const { return false; }
};

/// Opens a cluster; never blocks and never fails here: a property that is refused shows as ConnectionState::Refused.
using ClusterFactory = std::function<std::unique_ptr<Cluster>(const ConnectionProfile &, const Secrets &)>;

} // namespace Domain
