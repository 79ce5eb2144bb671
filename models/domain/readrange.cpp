// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "domain/readrange.h"

#include <algorithm>
#include <limits>

namespace Domain {

namespace {

Error unknownPartition(const std::string &topic, PartitionId id)
{
    return {.code = ErrorCode::UnknownPartition, .args = {{"topic", topic}, {"partition", std::to_string(id.value())}}, .fatal = true};
}

Error beyondTheEnd(const std::string &topic, PartitionId id, Offset asked, Offset low, Offset high)
{
    return {.code = ErrorCode::OffsetOutOfRange,
            .args = {{"topic", topic},
                     {"partition", std::to_string(id.value())},
                     {"offset", std::to_string(asked.value())},
                     {"low", std::to_string(low.value())},
                     {"high", std::to_string(high.value())}},
            .fatal = true};
}

std::int64_t plusSaturated(std::int64_t ms, std::int64_t more)
{
    constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    return more > 0 && ms > largest - more ? largest : ms + std::max<std::int64_t>(more, 0);
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

Start resolveStart(const SeekTarget &from, const LogBounds &bounds, bool lookedUp)
{
    if (const auto *at = std::get_if<AtOffset>(&from))
        return {std::max(at->offset, Offset(0))};
    if (const auto *time = std::get_if<AtTime>(&from)) {
        if (!lookedUp)
            return {bounds.low, time->ms};
        return {bounds.atTime.value_or(bounds.end), time->ms};
    }
    if (const auto *tail = std::get_if<Tail>(&from))
        return {tailStart(tail->count, bounds)};
    return {std::holds_alternative<End>(from) ? bounds.end : bounds.low};
}

std::optional<Offset> resolveEnd(const ReadPlan &plan, TopicPartition place, const LogBounds &bounds)
{
    if (const auto own = plan.untilPerPartition.find(place); own != plan.untilPerPartition.end())
        return plan.isLive() ? own->second : std::min(own->second, bounds.end);
    if (plan.isLive())
        return std::nullopt;
    if (const auto *at = std::get_if<UntilOffset>(&plan.until))
        return std::min(at->offset, bounds.end);
    return std::min(bounds.atUntil.value_or(bounds.end), bounds.end);
}

} // namespace

bool endsRead(const UntilTime &until, const Timestamp &timestamp, std::int64_t nowMs)
{
    if (timestamp.type == TimestampType::None || timestamp.ms > nowMs)
        return false;
    const std::int64_t lateness = timestamp.type == TimestampType::LogAppend ? 0 : until.latenessMs;
    return timestamp.ms >= plusSaturated(until.ms, lateness);
}

Result<std::vector<PartitionId>> choosePartitions(const ReadPlan &plan, std::uint16_t topic, const std::vector<PartitionId> &existing)
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

const SeekTarget &startOf(const ReadPlan &plan, TopicPartition place)
{
    const auto own = plan.fromPerPartition.find(place);
    return own == plan.fromPerPartition.end() ? plan.from : own->second;
}

ReadUntil untilOf(const ReadPlan &plan, TopicPartition place)
{
    const auto own = plan.untilPerPartition.find(place);
    return own == plan.untilPerPartition.end() ? plan.until : ReadUntil(UntilOffset{own->second});
}

std::optional<std::int64_t> timeToLookUp(const ReadPlan &plan, TopicPartition place, bool canLookUpTimes)
{
    const auto *time = std::get_if<AtTime>(&startOf(plan, place));
    return time && canLookUpTimes && time->ms >= 0 ? std::optional(time->ms) : std::nullopt;
}

std::optional<std::int64_t> endTimeToLookUp(const ReadPlan &plan, TopicPartition place, bool canLookUpTimes, std::int64_t nowMs)
{
    const ReadUntil until = untilOf(plan, place);
    const auto *time = std::get_if<UntilTime>(&until);
    if (!time || !plan.newestFirst || !canLookUpTimes)
        return std::nullopt;
    const std::int64_t end = plusSaturated(time->ms, time->latenessMs);
    return end >= 0 && end <= nowMs ? std::optional(end) : std::nullopt;
}

bool needsHighWatermark(const ReadPlan &plan, TopicPartition place, const LogBounds &bounds)
{
    const auto *at = std::get_if<AtOffset>(&startOf(plan, place));
    return at && plan.isolation == IsolationLevel::Committed && at->offset > bounds.end;
}

PartitionRange resolvePartition(const ReadPlan &plan, TopicPartition place, const LogBounds &bounds, bool canLookUpTimes)
{
    const SeekTarget &from = startOf(plan, place);
    const Start start = resolveStart(from, bounds, timeToLookUp(plan, place, canLookUpTimes).has_value());

    PartitionRange range{.place = place, .asked = start.asked, .begin = start.asked};
    range.passOverBefore = start.passOverBefore;
    range.end = resolveEnd(plan, place, bounds);
    if (bounds.atUntil && std::holds_alternative<UntilTime>(untilOf(plan, place)))
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
            range.gap = Gap{.topic = place.topic, .partition = place.partition, .from = start.asked, .to = removedUpTo,
                                    .reason = GapReason::Retention};
    }
    return range;
}

} // namespace Domain
