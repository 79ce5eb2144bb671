// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/recordstore.h"

namespace Store {

/// The rows of a store in the order they arrived: a list of runs with running totals. Plain value of the GUI thread.
/// A window read backward puts its runs in front (prepend); eviction drops runs from one end and counts what is released.
class ArrivalOrder
{
public:
    void append(const std::vector<Run> &runs);
    void prepend(const std::vector<Run> &runs);
    /// Drops every row of the given runs (whole slots) from the front or back; returns how many rows went from the front
    /// and how many from the back. Rows in the middle cannot go: runs of a slot that is not at an end are kept listed and
    /// reported as not dropped.
    struct Dropped { std::uint64_t front = 0; std::uint64_t back = 0; };
    Dropped drop(const std::vector<Run> &runs);
    void clear();

    std::uint64_t size() const; ///< rows, gaps included
    /// The run and index within the slot of row `position` (< size()); O(log runs).
    struct Place { Run run; std::uint32_t index = 0; };
    Place at(std::uint64_t position) const;

private:
    std::vector<Run> m_runs;              // the author chooses a structure with cheap work at both ends
    std::vector<std::uint64_t> m_ends;
    std::uint64_t m_size = 0;
};

} // namespace Store
