// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/readrun.h"

#include <algorithm>

namespace Kafka {

namespace {

constexpr Domain::OffsetSpan smallHole(2); ///< what a transaction's end leaves

} // namespace

void ReadRun::makeSlots(const std::vector<Domain::PartitionId> &ids)
{
    slots.clear();
    slots.reserve(ids.size());
    slotOf.assign(ids.empty() ? 0 : std::size_t(ids.back().value()) + 1, -1);
    for (const Domain::PartitionId id : ids) {
        slotOf[std::size_t(id.value())] = std::int32_t(slots.size());
        slots.emplace_back(id);
    }
}

Slot *ReadRun::find(std::int32_t partition)
{
    if (partition < 0 || std::size_t(partition) >= slotOf.size() || slotOf[std::size_t(partition)] < 0)
        return nullptr;
    return &slots[std::size_t(slotOf[std::size_t(partition)])];
}

bool ReadRun::isOver() const
{
    return std::all_of(slots.begin(), slots.end(), [](const Slot &slot) { return slot.reader.isOver(); });
}

void ReadRun::startAt(Slot &slot, Domain::Offset offset, Clock::time_point now)
{
    client->start(slot.reader.id(), offset);
    slot.mutedBatch = batch;
    slot.lastSign = now;
    slot.isLost = false;
}

void ReadRun::settle(Slot &slot)
{
    if (slot.reader.hasGaps())
        for (Domain::Gap gap : slot.reader.takeGaps()) {
            gap.isMark = gap.reason == Domain::GapReason::Hole && (isCompacted || gap.span() <= smallHole);
            sink->gap(gap);
        }
    if (slot.reader.isOver())
        client->stop(slot.reader.id());
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

void ReadRun::failAll(const Domain::Error &error)
{
    for (Slot &slot : slots) {
        slot.reader.fail(error);
        settle(slot);
    }
    failure = error;
}

} // namespace Kafka
