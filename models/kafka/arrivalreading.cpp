// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/arrivalreading.h"

#include <algorithm>

namespace Kafka {

void ArrivalReading::begin(Slot &slot, const Domain::PartitionRange &range, Clock::time_point now)
{
    slot.passOverBefore = range.passOverBefore;
    slot.reader.begin(range, Domain::untilOf(m_run.plan, range.place));
    m_run.settle(slot);
    if (!slot.reader.isOver())
        m_run.startAt(slot, range.begin, now);
}

bool ArrivalReading::isOver() const
{
    return std::all_of(m_run.slots.begin(), m_run.slots.end(), [](const Slot &slot) { return slot.reader.isOver(); });
}

} // namespace Kafka
