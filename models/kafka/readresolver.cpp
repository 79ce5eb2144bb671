// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/readresolver.h"

#include <algorithm>

namespace Kafka {

using Domain::Offset;
using Domain::PartitionId;
using Domain::ReadPlan;
using Domain::TopicPartition;

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

std::optional<Offset> resolveEnd(const ReadPlan &plan, TopicPartition place, const LogBounds &bounds)
{
    if (const auto own = plan.untilPerPartition.find(place); own != plan.untilPerPartition.end())
        return plan.isLive() ? own->second : std::min(own->second, bounds.end);
    if (plan.isLive())
        return std::nullopt;
    if (const auto *at = std::get_if<Domain::UntilOffset>(&plan.until))
        return std::min(at->offset, bounds.end);
    return std::min(bounds.atUntil.value_or(bounds.end), bounds.end);
}

} // namespace

Domain::Result<std::vector<PartitionId>> choosePartitions(const ReadPlan &plan, std::uint16_t topic, const std::vector<PartitionId> &existing)
{
    const auto exists = [&](PartitionId id) { return std::find(existing.begin(), existing.end(), id) != existing.end(); };
    for (const PartitionId id : plan.partitions)
        if (!exists(id))
            return unknownPartition(plan.topics[topic], id);
    for (const auto &[place, target] : plan.fromPerPartition)
        if (place.topic == topic && !exists(place.partition))
            return unknownPartition(plan.topics[topic], place.partition);

    std::vector<PartitionId> chosen = plan.partitions.empty() ? existing : plan.partitions;
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    return chosen;
}

const Domain::SeekTarget &startOf(const ReadPlan &plan, TopicPartition place)
{
    const auto own = plan.fromPerPartition.find(place);
    return own == plan.fromPerPartition.end() ? plan.from : own->second;
}

Domain::ReadUntil untilOf(const ReadPlan &plan, TopicPartition place)
{
    const auto own = plan.untilPerPartition.find(place);
    return own == plan.untilPerPartition.end() ? plan.until : Domain::ReadUntil(Domain::UntilOffset{own->second});
}

std::optional<std::int64_t> timeToLookUp(const ReadPlan &plan, TopicPartition place, bool canLookUpTimes)
{
    const auto *time = std::get_if<Domain::AtTime>(&startOf(plan, place));
    return time && canLookUpTimes && time->ms >= 0 ? std::optional(time->ms) : std::nullopt;
}

std::optional<std::int64_t> endTimeToLookUp(const ReadPlan &plan, TopicPartition place, bool canLookUpTimes, std::int64_t nowMs)
{
    const Domain::ReadUntil until = untilOf(plan, place);
    const auto *time = std::get_if<Domain::UntilTime>(&until);
    if (!time || !plan.newestFirst || !canLookUpTimes || time->ms > nowMs - std::max<std::int64_t>(time->latenessMs, 0))
        return std::nullopt;
    const std::int64_t end = time->ms + std::max<std::int64_t>(time->latenessMs, 0);
    return end >= 0 ? std::optional(end) : std::nullopt;
}

bool needsHighWatermark(const ReadPlan &plan, TopicPartition place, const LogBounds &bounds)
{
    const auto *at = std::get_if<Domain::AtOffset>(&startOf(plan, place));
    return at && plan.isolation == Domain::IsolationLevel::Committed && at->offset > bounds.end;
}

PartitionRange resolvePartition(const ReadPlan &plan, TopicPartition place, const LogBounds &bounds, bool canLookUpTimes)
{
    const Domain::SeekTarget &from = startOf(plan, place);
    const Start start = resolveStart(from, bounds, timeToLookUp(plan, place, canLookUpTimes).has_value());

    PartitionRange range{.place = place, .asked = start.asked, .begin = start.asked};
    range.passOverBefore = start.passOverBefore;
    range.end = resolveEnd(plan, place, bounds);
    if (bounds.atUntil && std::holds_alternative<Domain::UntilTime>(untilOf(plan, place)))
        range.logEnd = bounds.end;

    const Offset high = std::max(bounds.end, bounds.high.value_or(bounds.end));
    if (start.asked > high) {
        range.error = beyondTheEnd(plan.topics[place.topic], place.partition, start.asked, bounds.low, high);
        return range;
    }
    if (start.asked < bounds.low) {
        range.begin = bounds.low;
        const Offset removedUpTo = range.end ? std::min(bounds.low, *range.end) : bounds.low;
        if (start.asked < removedUpTo)
            range.gap = Domain::Gap{.topic = place.topic, .partition = place.partition, .from = start.asked, .to = removedUpTo,
                                    .reason = Domain::GapReason::Retention};
    }
    return range;
}

} // namespace Kafka
