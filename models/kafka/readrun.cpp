// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/readrun.h"

#include <algorithm>

namespace Kafka {

namespace {

constexpr Domain::OffsetSpan smallHole(2); ///< what a transaction's end leaves

} // namespace

void ReadRun::addSlots(std::uint16_t topic, const std::vector<Domain::PartitionId> &ids)
{
    std::vector<std::int32_t> &slotOf = topics[topic].slotOf;
    slotOf.assign(ids.empty() ? 0 : std::size_t(ids.back().value()) + 1, -1);
    for (const Domain::PartitionId id : ids) {
        slotOf[std::size_t(id.value())] = std::int32_t(slots.size());
        slots.emplace_back(Domain::TopicPartition{topic, id}, slots.size());
    }
}

void ReadRun::addLostTopic(std::uint16_t topic, const Domain::Error &error)
{
    slots.emplace_back(Domain::TopicPartition{topic, Domain::PartitionId(-1)}, slots.size());
    slots.back().reader.fail(error);
}

void ReadRun::removeSlots(const std::set<Domain::TopicPartition> &places)
{
    std::vector<Slot> kept;
    for (TopicOfRun &topic : topics)
        std::fill(topic.slotOf.begin(), topic.slotOf.end(), -1);
    for (Slot &slot : slots) {
        const Domain::TopicPartition place = slot.reader.place();
        if (places.contains(place)) {
            client->stop(place);
            continue;
        }
        slot.index = kept.size();
        if (place.partition.value() >= 0 && !topics[place.topic].slotOf.empty())
            topics[place.topic].slotOf[std::size_t(place.partition.value())] = std::int32_t(slot.index);
        kept.push_back(std::move(slot));
    }
    slots = std::move(kept);
}

Slot *ReadRun::find(std::uint16_t topic, std::int32_t partition)
{
    if (topic >= topics.size() || partition < 0)
        return nullptr;
    const std::vector<std::int32_t> &slotOf = topics[topic].slotOf;
    if (std::size_t(partition) >= slotOf.size() || slotOf[std::size_t(partition)] < 0)
        return nullptr;
    return &slots[std::size_t(slotOf[std::size_t(partition)])];
}

void ReadRun::startAt(Slot &slot, Domain::Offset offset, Clock::time_point now)
{
    client->start(slot.reader.place(), offset);
    slot.mutedBatch = batch;
    slot.lastSign = now;
    slot.isLost = false;
}

void ReadRun::settle(Slot &slot)
{
    if (slot.reader.hasGaps())
        for (Domain::Gap gap : slot.reader.takeGaps()) {
            gap.isMark = gap.reason == Domain::GapReason::Hole && (topics[gap.topic].isCompacted || gap.span() <= smallHole);
            strategy->gap(slot, gap);
        }
    if (slot.reader.isOver())
        client->stop(slot.reader.place());
}

void ReadRun::noteSign(Slot &slot, Clock::time_point now)
{
    slot.lastSign = now;
    slot.suspicions = 0;
    slot.damages = 0;
    if (!slot.trouble && !trouble)
        return;
    slot.trouble.reset();
    if (std::none_of(slots.begin(), slots.end(), [](const Slot &s) { return s.trouble.has_value() && !s.reader.isOver(); }))
        trouble.reset();
}

void ReadRun::failTopic(std::uint16_t topic, const Domain::Error &error)
{
    for (Slot &slot : slots)
        if (slot.reader.place().topic == topic) {
            slot.reader.fail(error);
            settle(slot);
        }
    topics[topic].isSuspect = false;
    const auto hasFailed = [](const Slot &slot) { return slot.reader.state() == Domain::PartitionProgress::State::Failed; };
    if (std::all_of(slots.begin(), slots.end(), hasFailed) || topics.size() == 1)
        failure = error;
}

void ReadRun::handOver(const Domain::Record &record)
{
    if (isLimitReached())
        return;
    sink->record(record);
    ++handedOver;
    isSinkFull = sink->isFull();
}

void ReadRun::handOver(const Domain::Gap &gap)
{
    gapOffsets += std::uint64_t(gap.span().value());
    sink->gap(gap);
}

} // namespace Kafka
