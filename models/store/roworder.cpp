// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/roworder.h"

#include "store/rowreader.h"
#include "store/rowsorter.h"

#include <numeric>
#include <tuple>

namespace Store {

namespace {

constexpr std::size_t StopEvery = std::size_t(1) << 16;

/// What a row is compared by, once it is a record.
using SortKey = std::tuple<std::int64_t, std::uint16_t, Domain::PartitionId, std::int64_t>;

SortKey keyOf(RowSorting sorting, const RowColumns &c)
{
    return {sorting == RowSorting::Time ? c.timestamp.ms : 0, c.topic, c.partition, c.offset.value()};
}

/// The next row from `at` on that has a key of its own; gaps belong to it in the order of time.
template<typename List>
std::uint64_t keyRow(ColumnReader &read, RowSorting sorting, const List &list, std::uint64_t at, std::uint64_t end)
{
    while (sorting == RowSorting::Time && at < end && read(list[at]).isGap)
        ++at;
    return at;
}

} // namespace

std::vector<RowId> rowsOf(std::span<const Run> runs)
{
    std::size_t count = 0;
    for (const Run &run : runs)
        count += run.count;
    std::vector<RowId> rows(count);
    auto to = rows.begin();
    for (const Run &run : runs) {
        std::iota(to, to + run.count, rowId(run.slot, run.first));
        to += run.count;
    }
    return rows;
}

OrderedRows sortRows(const StoreSnapshot &snapshot, RowSorting sorting, std::vector<RowId> rows, TimeMaxima maxima, std::stop_token stop, unsigned threads)
{
    RowSorter sorter(snapshot, std::move(rows), threads, std::move(stop));
    return sorting == RowSorting::Time ? sorter.byTime(std::move(maxima)) : sorter.byOffset();
}

std::uint64_t placeIn(const StoreSnapshot &snapshot, RowSorting sorting, const RowIds &list, std::uint64_t trailingGaps, std::span<const RowId> rows)
{
    ColumnReader read(snapshot);
    const std::uint64_t end = list.size() - trailingGaps;
    const std::uint64_t first = keyRow(read, sorting, rows, 0, rows.size());
    if (first == rows.size())
        return end;
    const SortKey wanted = keyOf(sorting, read(rows[first]));
    std::uint64_t low = 0;
    std::uint64_t high = end;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        const std::uint64_t at = keyRow(read, sorting, list, middle, end);
        if (at < end && keyOf(sorting, read(list[at])) <= wanted)
            low = at + 1;
        else
            high = middle;
    }
    return low;
}

std::vector<RowId> mergeRows(const StoreSnapshot &snapshot, RowSorting sorting, std::span<const RowId> list, std::span<const RowId> rows, std::stop_token stop)
{
    ColumnReader readList(snapshot);
    ColumnReader readRows(snapshot);
    std::vector<RowId> merged;
    merged.reserve(list.size() + rows.size());
    std::uint64_t a = 0;
    std::uint64_t b = 0;
    std::uint64_t nextA = keyRow(readList, sorting, list, a, list.size());
    std::uint64_t nextB = keyRow(readRows, sorting, rows, b, rows.size());
    const auto take = [&merged](std::span<const RowId> from, std::uint64_t &at, std::uint64_t last) {
        for (; at <= last; ++at)
            merged.push_back(from[at]);
    };
    while (nextA < list.size() && nextB < rows.size()) {
        if (merged.size() % StopEvery == 0 && stop.stop_requested())
            return {};
        if (keyOf(sorting, readRows(rows[nextB])) < keyOf(sorting, readList(list[nextA]))) {
            take(rows, b, nextB);
            nextB = keyRow(readRows, sorting, rows, b, rows.size());
        } else {
            take(list, a, nextA);
            nextA = keyRow(readList, sorting, list, a, list.size());
        }
    }
    merged.insert(merged.end(), list.begin() + static_cast<std::ptrdiff_t>(a), list.end());
    merged.insert(merged.end(), rows.begin() + static_cast<std::ptrdiff_t>(b), rows.end());
    return merged;
}

} // namespace Store
