// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/gaptracker.h"

#include <algorithm>

namespace Kafka {

using Domain::Gap;
using Domain::GapReason;
using Domain::Offset;

std::vector<Gap> GapTracker::advanceTo(Offset to)
{
    std::vector<Gap> gaps;
    if (to <= m_position)
        return gaps;
    if (m_refusedFrom) {
        const Offset from = std::clamp(*m_refusedFrom, m_position, to);
        const Offset end = std::clamp(m_refusedTo.value_or(to), from, to);
        append(gaps, m_position, from, GapReason::Hole);
        append(gaps, from, end, GapReason::Refused);
        append(gaps, end, to, GapReason::Hole);
        m_refusedFrom.reset();
        m_refusedTo.reset();
    } else {
        append(gaps, m_position, to, GapReason::Hole);
    }
    m_position = to;
    return gaps;
}

std::vector<Gap> GapTracker::removedBelow(Offset low)
{
    std::vector<Gap> gaps;
    append(gaps, m_position, low, GapReason::Retention);
    jumpTo(low);
    return gaps;
}

void GapTracker::jumpTo(Offset to)
{
    m_position = std::max(m_position, to);
}

void GapTracker::refuse(Offset from, std::optional<Offset> to)
{
    // Several damaged batches before the next record: one range from the first of them on.
    m_refusedFrom = m_refusedFrom ? std::min(*m_refusedFrom, from) : from;
    m_refusedTo = to;
}

void GapTracker::append(std::vector<Gap> &gaps, Offset from, Offset to, GapReason reason)
{
    if (from >= to)
        return;
    gaps.push_back({.topic = m_place.topic, .partition = m_place.partition, .from = from, .to = to, .reason = reason});
}

} // namespace Kafka
