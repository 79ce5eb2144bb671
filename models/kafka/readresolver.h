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
};

/// Where one partition starts and ends.
struct PartitionRange
{
    Domain::PartitionId id;
    Domain::Offset asked;                            ///< what was asked for; below `begin` when `gap` is set
    Domain::Offset begin;                            ///< first offset to fetch
    std::optional<Domain::Offset> end = {};          ///< exclusive; none: live
    std::optional<Domain::Gap> gap = {};             ///< asked for, but removed by retention
    std::optional<std::int64_t> passOverBefore = {}; ///< records dated earlier (Unix ms) are passed over
    std::optional<Domain::Error> error = {};         ///< the partition cannot be read as asked

    bool isEmpty() const { return end && begin >= *end; }
};

/// The partitions to read, rising, each once. UnknownPartition when the plan names one that does not exist.
Domain::Result<std::vector<Domain::PartitionId>> choosePartitions(const Domain::ReadPlan &plan,
                                                                  const std::vector<Domain::PartitionId> &existing);

const Domain::SeekTarget &startOf(const Domain::ReadPlan &plan, Domain::PartitionId id);

/// The time to look up for this partition's start. None: its start is no time, or one that no broker can look up:
/// before 1970 (negative numbers are commands in the protocol), or when `canLookUpTimes` is false. It then starts at the
/// beginning and passes over what is older.
std::optional<std::int64_t> timeToLookUp(const Domain::ReadPlan &plan, Domain::PartitionId id, bool canLookUpTimes);

/// True when the plan starts beyond `end` of a read_committed log: only the high watermark tells whether that offset exists.
bool needsHighWatermark(const Domain::ReadPlan &plan, Domain::PartitionId id, const LogBounds &bounds);

PartitionRange resolvePartition(const Domain::ReadPlan &plan, Domain::PartitionId id, const LogBounds &bounds,
                                bool canLookUpTimes);

} // namespace Kafka
