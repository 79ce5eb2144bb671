// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/readresolver.h"

#include <algorithm>

namespace Kafka {

using Domain::Offset;
using Domain::PartitionId;
using Domain::ReadPlan;

namespace {

Domain::Error unknownPartition(const std::string &topic, PartitionId id)
{
    return {.code = Domain::ErrorCode::UnknownPartition,
            .args = {{"topic", topic}, {"partition", std::to_string(id.value())}},
            .fatal = true};
}

Domain::Error beyondTheEnd(const std::string &topic, PartitionId id, Offset asked, Offset low, Offset high)
{
    return {.code = Domain::ErrorCode::OffsetOutOfRange,
            .args = {{"topic", topic},
                     {"partition", std::to_string(id.value())},
                     {"offset", std::to_string(asked.value())},
                     {"low", std::to_string(low.value())},
                     {"high", std::to_string(high.value())}},
            .fatal = true};
}

/// The last `count` offsets before `end`, as far as the log reaches back.
Offset tailStart(std::int64_t count, const LogBounds &bounds)
{
    const std::int64_t wanted = std::max<std::int64_t>(count, 0);
    const std::int64_t held = std::max<std::int64_t>((bounds.end - bounds.low).value(), 0);
    return wanted >= held ? std::min(bounds.low, bounds.end) : Offset(bounds.end.value() - wanted);
}

struct Start
{
    Offset asked;
    std::optional<std::int64_t> passOverBefore = {};
};

Start resolveStart(const Domain::SeekTarget &from, const LogBounds &bounds, bool lookedUp)
{
    if (const auto *at = std::get_if<Domain::AtOffset>(&from))
        return {std::max(at->offset, Offset(0))};
    if (const auto *time = std::get_if<Domain::AtTime>(&from)) {
        if (!lookedUp)
            return {bounds.low, time->ms};
        return {bounds.atTime.value_or(bounds.end), time->ms};
    }
    if (const auto *tail = std::get_if<Domain::Tail>(&from))
        return {tailStart(tail->count, bounds)};
    return {std::holds_alternative<Domain::End>(from) ? bounds.end : bounds.low};
}

std::optional<Offset> resolveEnd(const Domain::ReadUntil &until, Offset logEnd)
{
    if (std::holds_alternative<Domain::UntilLive>(until))
        return std::nullopt;
    if (const auto *at = std::get_if<Domain::UntilOffset>(&until))
        return std::min(at->offset, logEnd);
    return logEnd;
}

} // namespace

Domain::Result<std::vector<PartitionId>> choosePartitions(const ReadPlan &plan, const std::vector<PartitionId> &existing)
{
    const auto exists = [&](PartitionId id) { return std::find(existing.begin(), existing.end(), id) != existing.end(); };
    for (const PartitionId id : plan.partitions)
        if (!exists(id))
            return unknownPartition(plan.topic(), id);
    for (const auto &[place, target] : plan.fromPerPartition)
        if (!exists(place.partition))
            return unknownPartition(plan.topic(), place.partition);

    std::vector<PartitionId> chosen = plan.partitions.empty() ? existing : plan.partitions;
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    return chosen;
}

const Domain::SeekTarget &startOf(const ReadPlan &plan, PartitionId id)
{
    const auto own = plan.fromPerPartition.find({.partition = id});
    return own == plan.fromPerPartition.end() ? plan.from : own->second;
}

std::optional<std::int64_t> timeToLookUp(const ReadPlan &plan, PartitionId id, bool canLookUpTimes)
{
    const auto *time = std::get_if<Domain::AtTime>(&startOf(plan, id));
    return time && canLookUpTimes && time->ms >= 0 ? std::optional(time->ms) : std::nullopt;
}

bool needsHighWatermark(const ReadPlan &plan, PartitionId id, const LogBounds &bounds)
{
    const auto *at = std::get_if<Domain::AtOffset>(&startOf(plan, id));
    return at && plan.isolation == Domain::IsolationLevel::Committed && at->offset > bounds.end;
}

PartitionRange resolvePartition(const ReadPlan &plan, PartitionId id, const LogBounds &bounds, bool canLookUpTimes)
{
    const Domain::SeekTarget &from = startOf(plan, id);
    const Start start = resolveStart(from, bounds, timeToLookUp(plan, id, canLookUpTimes).has_value());

    PartitionRange range{.id = id, .asked = start.asked, .begin = start.asked};
    range.passOverBefore = start.passOverBefore;
    range.end = resolveEnd(plan.until, bounds.end);

    const Offset high = std::max(bounds.end, bounds.high.value_or(bounds.end));
    if (start.asked > high) {
        range.error = beyondTheEnd(plan.topic(), id, start.asked, bounds.low, high);
        return range;
    }
    if (start.asked < bounds.low) {
        range.begin = bounds.low;
        const Offset removedUpTo = range.end ? std::min(bounds.low, *range.end) : bounds.low;
        if (start.asked < removedUpTo)
            range.gap = Domain::Gap{.partition = id, .from = start.asked, .to = removedUpTo, .reason = Domain::GapReason::Retention};
    }
    return range;
}

} // namespace Kafka
