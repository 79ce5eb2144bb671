// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/heldrow.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace Kafka {

/// Decides whose turn it is when several partitions are merged: one lane a partition, each a queue of rows in the order of its
/// keys. A lane without rows stands where its next row can be at the earliest, so nothing overtakes what may still come. Equal
/// keys: by lane. Pure; belongs to a reading thread.
class LaneMerge
{
public:
    struct Lane
    {
        std::deque<HeldRow> rows;
        std::int64_t bound = 0; ///< no further row comes before it
        bool isOver = false;    ///< nothing more comes
        bool isPassed = false;  ///< for now nobody waits for it
        std::int64_t key() const { return rows.empty() ? bound : rows.front().key; }
    };

    /// Falling: the greatest key goes first, and the last of equal lanes, the exact reverse of rising.
    LaneMerge(std::size_t lanes, bool isFalling);

    Lane &lane(std::size_t index) { return m_lanes[index]; }
    const Lane &lane(std::size_t index) const { return m_lanes[index]; }
    std::size_t size() const { return m_lanes.size(); }

    /// The lane whose turn it is: its first row is due, or, when it has none, it must be filled first. None: all are over or passed.
    std::optional<std::size_t> top();
    /// Only the lane that top() gave has changed.
    void topChanged();
    /// Any lane may have changed.
    void changed() { m_isStale = true; }

private:
    bool takesPart(const Lane &lane) const { return !lane.rows.empty() || (!lane.isOver && !lane.isPassed); }
    bool goesBefore(std::uint32_t a, std::uint32_t b) const;
    void rebuild();
    void siftDown(std::size_t at);

    std::vector<Lane> m_lanes;
    bool m_isFalling;
    bool m_isStale = true;
    std::vector<std::uint32_t> m_heap; ///< lanes that take part, the first on top
};

} // namespace Kafka
