// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/rowids.h"
#include "store/rowset.h"
#include "store/storesnapshot.h"

#include <cstdint>
#include <map>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

/// Orders of loaded rows, made in pool threads. A gap stands right before its successor: the next record of its partition. All of
/// these end early, with nothing, when `stop` is requested.
namespace Store {

enum class RowSorting : std::uint8_t {
    Offset, ///< topic, partition, offset
    Time    ///< time, topic, partition, offset
};

/// The greatest record time of each partition so far.
using TimeMaxima = std::map<std::pair<std::uint16_t, Domain::PartitionId>, std::int64_t>;

struct OrderedRows
{
    std::vector<RowId> rows;
    /// Time only: how many rows at the end are gaps whose successor is not there yet.
    std::uint64_t trailingGaps = 0;
    /// Time only: records dated before an earlier record of their partition.
    RowSet late = {};
    TimeMaxima maxima = {};
};

/// All rows of the runs, in their order.
std::vector<RowId> rowsOf(std::span<const Run> runs);

/// Sorts rows that are in order of arrival. Linear in their number where offsets of a partition rise or fall throughout.
/// `maxima`: of what came before these rows. Many rows are sorted in `threads` threads.
OrderedRows sortRows(const StoreSnapshot &snapshot, RowSorting sorting, std::vector<RowId> rows, TimeMaxima maxima = {}, std::stop_token stop = {},
                     unsigned threads = 1);

inline OrderedRows orderByTime(const StoreSnapshot &snapshot, std::span<const Run> runs, std::stop_token stop = {}, unsigned threads = 1)
{
    return sortRows(snapshot, RowSorting::Time, rowsOf(runs), {}, std::move(stop), threads);
}
inline OrderedRows orderByOffset(const StoreSnapshot &snapshot, std::span<const Run> runs, std::stop_token stop = {})
{
    return sortRows(snapshot, RowSorting::Offset, rowsOf(runs), {}, std::move(stop));
}

/// Where in the sorted `list`, which ends with `trailingGaps`, the row belongs that is at `from` of `rows`: the first place
/// whose row comes after it.
std::uint64_t placeIn(const StoreSnapshot &snapshot, RowSorting sorting, const RowIds &list, std::uint64_t trailingGaps, std::span<const RowId> rows);

/// Two sorted lists as one. `list` must not hold trailing gaps; those of `rows` stay at the end.
std::vector<RowId> mergeRows(const StoreSnapshot &snapshot, RowSorting sorting, std::span<const RowId> list, std::span<const RowId> rows,
                             std::stop_token stop = {});

} // namespace Store
