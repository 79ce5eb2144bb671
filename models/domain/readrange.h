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

/// From a ReadPlan, which resolves nothing, to offsets: the same for a cluster and for a recording. Pure values, any thread.
namespace Domain {

/// What the log told about one partition when the read began.
struct LogBounds
{
    Offset low = {};                   ///< log start
    Offset end = {};                   ///< by the isolation of the read: last stable offset or high watermark
    std::optional<Offset> high = {};   ///< high watermark where asked for, see needsHighWatermark()
    std::optional<Offset> atTime = {}; ///< off(T) for the plan's start time; none: no record that late
    /// Where a read until the plan's time ends, if that is known beforehand. Of a cluster, newest first only: what stands there may
    /// also be a transaction marker, see PartitionRange::logEnd. None: not known, or no record that late.
    std::optional<Offset> atUntil = {};
};

/// Where one partition starts and ends.
struct PartitionRange
{
    TopicPartition place;
    Offset asked;                            ///< what was asked for; below `begin` when `gap` is set
    Offset begin;                            ///< first offset to fetch
    std::optional<Offset> end = {};          ///< exclusive; none: live
    std::optional<Gap> gap = {};             ///< asked for, but removed by retention
    std::optional<std::int64_t> passOverBefore = {}; ///< records dated earlier (Unix ms) are passed over
    std::optional<Error> error = {};         ///< the partition cannot be read as asked
    /// `end` was looked up by time, and what was found may be a transaction marker: those carry the time at which the transaction
    /// ended. Then the end of the log; only a record between the two tells where the range really ends.
    std::optional<Offset> logEnd = {};

    bool isEmpty() const { return end && begin >= *end; }
};

/// Whether a read until a time is over at a record of this time: dated ms + lateness or later (lateness 0 for LogAppend). Those
/// dated later than `nowMs` apart: a clock that runs ahead tells nothing about what follows.
bool endsRead(const UntilTime &until, const Timestamp &timestamp, std::int64_t nowMs);

/// The partitions of one of the plan's topics to read, rising, each once. UnknownPartition when the plan names one that does not exist.
Result<std::vector<PartitionId>> choosePartitions(const ReadPlan &plan, std::uint16_t topic, const std::vector<PartitionId> &existing);

const SeekTarget &startOf(const ReadPlan &plan, TopicPartition place);
/// Where the partition ends: its own offset, or what the plan says for all.
ReadUntil untilOf(const ReadPlan &plan, TopicPartition place);

/// The time to look up for this partition's start. None: its start is no time, or one that no broker can look up:
/// before 1970 (negative numbers are commands in the protocol), or when `canLookUpTimes` is false. It then starts at the
/// beginning and passes over what is older.
std::optional<std::int64_t> timeToLookUp(const ReadPlan &plan, TopicPartition place, bool canLookUpTimes);

/// Newest first, up to a time: the time at which a forward read would end, to be looked up so that what is later need not be
/// read. None: no such plan, or it lies in the future (`nowMs`), where no record ends a read.
std::optional<std::int64_t> endTimeToLookUp(const ReadPlan &plan, TopicPartition place, bool canLookUpTimes, std::int64_t nowMs);

/// True when the plan starts beyond `end` of a read_committed log: only the high watermark tells whether that offset exists.
bool needsHighWatermark(const ReadPlan &plan, TopicPartition place, const LogBounds &bounds);

PartitionRange resolvePartition(const ReadPlan &plan, TopicPartition place, const LogBounds &bounds, bool canLookUpTimes);

} // namespace Domain
