// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/lanemerge.h"

#include <limits>
#include <utility>

namespace Kafka {

LaneMerge::LaneMerge(std::size_t lanes, bool isFalling) : m_lanes(lanes), m_isFalling(isFalling)
{
    for (Lane &lane : m_lanes)
        lane.bound = isFalling ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
}

bool LaneMerge::goesBefore(std::uint32_t a, std::uint32_t b) const
{
    const std::pair x(m_lanes[a].key(), a);
    const std::pair y(m_lanes[b].key(), b);
    return m_isFalling ? y < x : x < y;
}

std::optional<std::size_t> LaneMerge::top()
{
    if (m_isStale)
        rebuild();
    return m_heap.empty() ? std::nullopt : std::optional<std::size_t>(m_heap.front());
}

void LaneMerge::topChanged()
{
    if (m_isStale || m_heap.empty())
        return;
    if (!takesPart(m_lanes[m_heap.front()])) {
        m_heap.front() = m_heap.back();
        m_heap.pop_back();
    }
    siftDown(0);
}

void LaneMerge::rebuild()
{
    m_isStale = false;
    m_heap.clear();
    for (std::uint32_t i = 0; i < m_lanes.size(); ++i)
        if (takesPart(m_lanes[i]))
            m_heap.push_back(i);
    for (std::size_t i = m_heap.size() / 2; i-- > 0;)
        siftDown(i);
}

void LaneMerge::siftDown(std::size_t at)
{
    for (;;) {
        std::size_t first = at;
        for (const std::size_t child : {2 * at + 1, 2 * at + 2})
            if (child < m_heap.size() && goesBefore(m_heap[child], m_heap[first]))
                first = child;
        if (first == at)
            return;
        std::swap(m_heap[at], m_heap[first]);
        at = first;
    }
}

} // namespace Kafka
