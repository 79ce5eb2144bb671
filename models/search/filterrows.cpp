// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/filterrows.h"

namespace Search {

FilteredRows filterRows(const Filter &filter, const std::shared_ptr<const std::vector<std::string>> &topics,
                        const Store::StoreSnapshot &snapshot, std::span<const Store::Run> runs, std::stop_token stop)
{
    FilteredRows rows;
    const auto evaluation = filter.evaluation(topics);
    const std::size_t maxHeaders = filter.readsHeaders() ? Store::StoreSnapshot::AllHeaders : 0;
    Store::Row row;
    std::vector<Domain::Header> headers;
    for (const Store::Run &run : runs) {
        for (std::uint32_t i = run.first; i < run.first + run.count && !stop.stop_requested(); ++i) {
            if (!snapshot.read(run, i, row, headers, maxHeaders))
                break;
            if (row.isGap)
                continue;
            ++rows.tested;
            const Verdict verdict = evaluation->match(row.record, true);
            if (verdict == Verdict::Match)
                rows.matches.push_back(Store::rowId(run.slot, i));
            if (verdict == Verdict::Error) {
                if (rows.errors.empty())
                    rows.firstProblem = evaluation->problem();
                rows.errors.push_back(Store::rowId(run.slot, i));
            }
        }
    }
    return rows;
}

} // namespace Search
