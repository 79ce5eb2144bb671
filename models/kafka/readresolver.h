// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/readplan.h"
#include "domain/record.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// From a ReadPlan, which resolves nothing, to offsets. Pure values: no librdkafka, any thread.
namespace Kafka {

/// What the log told about one partition when the read began.
struct LogBounds
{
    Domain::Offset low;                        ///< log start
    Domain::Offset end;                        ///< by the isolation of the read: last stable offset or high watermark
    std::optional<Domain::Offset> high = {};   ///< high watermark where asked for, see needsHighWatermark()
    std::optional<Domain::Offset> atTime = {}; ///< off(T) for the plan's start time; none: no record that late
    /// Newest first: off(T) for the time at which a forward read would end; none: not known, or no record that late.
    std::optional<Domain::Offset> atUntil = {};
};

/// Where one partition starts and ends.
struct PartitionRange
{
    Domain::TopicPartition place;
    Domain::Offset asked;                            ///< what was asked for; below `begin` when `gap` is set
    Domain::Offset begin;                            ///< first offset to fetch
    std::optional<Domain::Offset> end = {};          ///< exclusive; none: live
    std::optional<Domain::Gap> gap = {};             ///< asked for, but removed by retention
    std::optional<std::int64_t> passOverBefore = {}; ///< records dated earlier (Unix ms) are passed over
    std::optional<Domain::Error> error = {};         ///< the partition cannot be read as asked
    /// `end` was looked up by time, and what was found may be a transaction marker: those carry the time at which the transaction
    /// ended. Then the end of the log; only a record between the two tells where the range really ends.
    std::optional<Domain::Offset> logEnd = {};

    bool isEmpty() const { return end && begin >= *end; }
};

/// The partitions of one of the plan's topics to read, rising, each once. UnknownPartition when the plan names one that does not exist.
Domain::Result<std::vector<Domain::PartitionId>> choosePartitions(const Domain::ReadPlan &plan, std::uint16_t topic,
                                                                  const std::vector<Domain::PartitionId> &existing);

const Domain::SeekTarget &startOf(const Domain::ReadPlan &plan, Domain::TopicPartition place);
/// Where the partition ends: its own offset, or what the plan says for all.
Domain::ReadUntil untilOf(const Domain::ReadPlan &plan, Domain::TopicPartition place);

/// The time to look up for this partition's start. None: its start is no time, or one that no broker can look up:
/// before 1970 (negative numbers are commands in the protocol), or when `canLookUpTimes` is false. It then starts at the
/// beginning and passes over what is older.
std::optional<std::int64_t> timeToLookUp(const Domain::ReadPlan &plan, Domain::TopicPartition place, bool canLookUpTimes);

/// Newest first, up to a time: the time at which a forward read would end, to be looked up so that what is later need not be
/// read. None: no such plan, or it lies in the future (`nowMs`), where no record ends a read.
std::optional<std::int64_t> endTimeToLookUp(const Domain::ReadPlan &plan, Domain::TopicPartition place, bool canLookUpTimes,
                                            std::int64_t nowMs);

/// True when the plan starts beyond `end` of a read_committed log: only the high watermark tells whether that offset exists.
bool needsHighWatermark(const Domain::ReadPlan &plan, Domain::TopicPartition place, const LogBounds &bounds);

PartitionRange resolvePartition(const Domain::ReadPlan &plan, Domain::TopicPartition place, const LogBounds &bounds,
                                bool canLookUpTimes);

} // namespace Kafka
