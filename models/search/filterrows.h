// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/filter.h"
#include "store/storesnapshot.h"

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace Search {

/// Rows of a store that a filter matches.
struct FilteredRows
{
    std::vector<Store::RowId> matches; ///< in the order of the runs
    std::vector<Store::RowId> errors;  ///< could not be evaluated
    std::string firstProblem = {};     ///< of the first error
    std::uint64_t tested = 0;          ///< records
};

/// Tests the records of `runs` (gaps are passed over): whole chunks at a time where the filter allows it (one vectorised sweep,
/// hits mapped back to rows), record by record otherwise. One thread; call it for parts of the runs in several. Ends early, with
/// what it has, when `stop` is requested. A part of a run is a run too; its number of gaps is not looked at.
FilteredRows filterRows(const Filter &filter, const std::shared_ptr<const std::vector<std::string>> &topics,
                        const Store::StoreSnapshot &snapshot, std::span<const Store::Run> runs, std::stop_token stop = {});

} // namespace Search
