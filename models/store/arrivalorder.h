// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/row.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace Store {

/// The rows of a store in the order they arrived: a list of runs with running totals. Plain value of the GUI thread.
/// A window read backward puts its runs in front (prepend); eviction drops runs from one end and counts what is released.
class ArrivalOrder
{
public:
    void append(const std::vector<Run> &runs);
    /// The runs in their own order, before everything else.
    void prepend(const std::vector<Run> &runs);

    /// Drops every row of the given runs (whole slots, from RecordStore::evict) from the front or the back; tells how many
    /// rows went from there. What stays is one piece: rows of other slots that lie between dropped ones go too (when several
    /// writers filled slots at the same time), although their memory is free only when their slot is evicted.
    struct Dropped
    {
        std::uint64_t front = 0;        ///< rows, gaps included
        std::uint64_t back = 0;
        std::uint64_t frontRecords = 0; ///< of those, records
        std::uint64_t backRecords = 0;
    };
    Dropped drop(const std::vector<Run> &runs, bool fromFront = true);
    /// What drop() would do, without doing it: to announce it before.
    Dropped wouldDrop(const std::vector<Run> &runs, bool fromFront = true) const;
    void clear();
    /// The slots all of whose rows are among the first (or last) `rows`, from that end on.
    std::vector<std::uint32_t> slotsWithin(std::uint64_t rows, bool fromFront) const;

    std::uint64_t size() const { return m_end - m_begin; } ///< rows, gaps included
    std::uint64_t recordCount() const { return size() - m_gaps; }
    std::uint64_t gapCount() const { return m_gaps; }

    /// The run and index within the slot of row `position` (< size()); O(log runs).
    struct Place { Run run; std::uint32_t index = 0; };
    Place at(std::uint64_t position) const;
    RowId idAt(std::uint64_t position) const;

    /// None: not among these rows. O(runs).
    std::optional<std::uint64_t> positionOf(RowId id, std::uint32_t generation) const;
    /// A number for position 0 that goes on meaning the same row while others come in front or go: whoever works on rows in
    /// another thread keeps firstNumber() + position.
    std::uint64_t firstNumber() const { return m_begin; }

    /// The runs in order, for filters and orders made in another thread.
    std::vector<Run> runs() const;
    /// Of `count` rows from `first` on; how many gaps are in the first and the last of them is not told (0) where they are cut.
    std::vector<Run> runs(std::uint64_t first, std::uint64_t count) const;

private:
    struct Entry
    {
        Run run;
        std::uint64_t start = 0; ///< position of its first row, counted from where m_begin began
    };
    static std::uint64_t keyOf(const Run &run) { return std::uint64_t(run.generation) << 32 | run.slot; }
    std::size_t reach(const std::vector<Run> &runs, bool fromFront) const;
    void count(const Run &run, bool listed);

    // Positions start in the middle of the number range, so that both ends can grow.
    static constexpr std::uint64_t Origin = std::uint64_t(1) << 62;
    std::deque<Entry> m_entries;
    std::uint64_t m_begin = Origin;
    std::uint64_t m_end = Origin;
    std::uint64_t m_gaps = 0;
    std::unordered_map<std::uint64_t, std::uint64_t> m_rowsOf; // slot and generation → rows listed
};

} // namespace Store
