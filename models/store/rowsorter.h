// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/radixsort.h"
#include "store/rowgroups.h"
#include "store/roworder.h"

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

namespace Store {

/// What sortRows() does. Two looks at all rows, in several threads: the first finds the partitions and the range of times, the second
/// makes the keys. A key is the time with the partition's rank behind it, so that a stable sort of rows whose offsets rise in each
/// partition needs nothing else. Made for one sort, by the thread that wants it.
class RowSorter
{
public:
    RowSorter(const StoreSnapshot &snapshot, std::vector<RowId> rows, unsigned threads, std::stop_token stop);

    OrderedRows byOffset();
    OrderedRows byTime(TimeMaxima maxima);

private:
    struct Keys
    {
        std::int64_t first = 0; ///< the earliest time
        int rankBits = 0;
        int bits = 0; ///< of the greatest key; more than 64: there is no such key
        std::uint64_t of(std::int64_t ms, std::uint32_t rank) const { return (static_cast<std::uint64_t>(ms) - static_cast<std::uint64_t>(first)) << rankBits | rank; }
    };

    bool survey();
    bool group();
    void placeShares();
    void sortGroup(std::span<RowId> rows, const Group &group) const;
    bool makeRise();
    Keys keys() const;
    void prepareShares(TimeMaxima &maxima);
    template<typename Key>
    bool sortByKeys(const Keys &plan, OrderedRows &ordered);
    template<typename Key>
    bool fill(const Keys &plan, std::span<Key> keys, RowSet &late);
    template<typename Key>
    std::vector<std::size_t> joinParts(std::span<Key> keys);

    std::size_t beginOf(std::size_t part) const { return partBegin(m_rows.size(), part, m_parts.size()); }
    std::span<const RowId> rowsOf(std::size_t part) const { return std::span(m_rows).subspan(beginOf(part), beginOf(part + 1) - beginOf(part)); }

    const StoreSnapshot &m_snapshot;
    std::vector<RowId> m_rows;
    unsigned m_threads;
    std::stop_token m_stop;
    std::vector<Groups> m_parts; ///< what each part of the rows has of the partitions
    Groups m_whole;
    std::vector<Group *> m_order; ///< of m_whole, by topic and partition
    bool m_isGrouped = false;     ///< rows are by topic, partition and offset
};

} // namespace Store
