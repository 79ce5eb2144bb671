// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/rowjob.h"
#include "store/arrivalorder.h"
#include "store/rowset.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace Session {

/// What a RecordRows shows at the moment: all rows as they arrived, or lists of ids. Plain state of the GUI thread.
class ShownRows
{
public:
    /// `first` and `count` of a range of rows.
    using Range = std::pair<std::uint64_t, std::uint64_t>;
    /// How many rows a release takes from each list.
    struct Trim
    {
        bool isFront = true;
        std::uint64_t matches = 0;
        std::uint64_t errors = 0;
    };

    ShownRows() : generations(Store::SlotCount) {}

    std::uint64_t size(const Store::ArrivalOrder &order) const { return isPassing ? order.size() : list().size(); }
    Store::ArrivalOrder::Place at(const Store::ArrivalOrder &order, std::uint64_t position) const;
    std::optional<std::uint64_t> positionOf(const Store::ArrivalOrder &order, const Store::StoreSnapshot &snapshot, Store::RowId id) const;
    /// Where rows are seen, in a list of `size` rows, that stand at `range` in the list itself.
    Range seen(Range range, std::uint64_t size) const { return isReversed ? Range(size - range.first - range.second, range.second) : range; }

    bool listsErrors() const { return showsErrors && isFiltered; }
    Store::RowIds &list() { return listsErrors() ? errors : matches; }
    const Store::RowIds &list() const { return listsErrors() ? errors : matches; }
    void learn(const std::vector<Store::Run> &runs);
    /// Of a list in order of arrival, while `order` still has the rows.
    Trim trimFor(const Store::ArrivalOrder &order, std::uint64_t first, std::uint64_t count) const;
    void trim(const Trim &trim);

    bool isPassing = true;
    bool isReversed = false;
    bool showsErrors = false; ///< as wished; without a filter there are none
    bool isFiltered = false;  ///< the lists were made by a filter
    RowJob::Sorting sorting = RowJob::Sorting::Arrival; ///< of the lists
    Store::RowIds matches;
    Store::RowIds errors;
    std::uint64_t trailingGaps = 0;
    Store::TimeMaxima maxima;
    Store::RowSet late;
    std::vector<std::uint32_t> generations; ///< by slot, of the ids in the lists

private:
    std::uint64_t countBefore(const Store::ArrivalOrder &order, const Store::RowIds &ids, std::uint64_t position) const;
    std::optional<std::uint64_t> find(const Store::ArrivalOrder &order, const Store::StoreSnapshot &snapshot, Store::RowId id) const;
};

} // namespace Session
