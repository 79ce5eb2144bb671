// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/shownrows.h"

#include <algorithm>
#include <array>

namespace Session {

Store::ArrivalOrder::Place ShownRows::at(const Store::ArrivalOrder &order, std::uint64_t position) const
{
    if (isReversed)
        position = size(order) - 1 - position;
    if (isPassing)
        return order.at(position);
    const Store::RowId id = list()[position];
    const std::uint32_t index = Store::indexOf(id);
    // The generation the id was made in: a row that is gone is not mistaken for the one that has taken its place.
    return {Store::Run{Store::slotOf(id), index, 1, generations[Store::slotOf(id)], 0}, index};
}

std::optional<std::uint64_t> ShownRows::positionOf(const Store::ArrivalOrder &order, const Store::StoreSnapshot &snapshot, Store::RowId id) const
{
    const auto found = isPassing ? order.positionOf(id, snapshot.generation(Store::slotOf(id))) : find(order, snapshot, id);
    return found && isReversed ? size(order) - 1 - *found : found;
}

std::optional<std::uint64_t> ShownRows::find(const Store::ArrivalOrder &order, const Store::StoreSnapshot &snapshot, Store::RowId id) const
{
    const Store::RowIds &ids = list();
    const std::uint32_t generation = generations[Store::slotOf(id)];
    if (generation != snapshot.generation(Store::slotOf(id)))
        return std::nullopt;
    std::uint64_t at = 0;
    Store::RowColumns columns;
    if (sorting == RowJob::Sorting::Arrival) {
        const auto position = order.positionOf(id, generation);
        if (!position)
            return std::nullopt;
        at = countBefore(order, ids, *position);
    } else if (sorting != RowJob::Sorting::Path && snapshot.columns(id, columns) && !columns.isGap) {
        const auto by = sorting == RowJob::Sorting::Time ? Store::RowSorting::Time : Store::RowSorting::Offset;
        const std::array row{id};
        const std::uint64_t after = Store::placeIn(snapshot, by, ids, listsErrors() ? 0 : trailingGaps, row);
        at = after == 0 ? ids.size() : after - 1;
    } else
        while (at < ids.size() && ids[at] != id)
            ++at;
    return at < ids.size() && ids[at] == id ? std::optional(at) : std::nullopt;
}

void ShownRows::learn(const std::vector<Store::Run> &runs)
{
    for (const Store::Run &run : runs)
        generations[run.slot] = run.generation;
}

/// How many of `ids`, which are in order of arrival, arrived before that position.
std::uint64_t ShownRows::countBefore(const Store::ArrivalOrder &order, const Store::RowIds &ids, std::uint64_t position) const
{
    std::uint64_t low = 0;
    std::uint64_t high = ids.size();
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        const Store::RowId id = ids[middle];
        if (order.positionOf(id, generations[Store::slotOf(id)]).value_or(0) < position)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

ShownRows::Trim ShownRows::trimFor(const Store::ArrivalOrder &order, std::uint64_t first, std::uint64_t count) const
{
    if (first == 0)
        return {true, countBefore(order, matches, count), countBefore(order, errors, count)};
    return {false, matches.size() - countBefore(order, matches, first), errors.size() - countBefore(order, errors, first)};
}

void ShownRows::trim(const Trim &trim)
{
    if (trim.isFront) {
        matches.dropFront(trim.matches);
        errors.dropFront(trim.errors);
    } else {
        matches.dropBack(trim.matches);
        errors.dropBack(trim.errors);
    }
}

} // namespace Session
