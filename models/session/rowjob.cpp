// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/rowjob.h"

#include "session/pathsort.h"
#include "session/workpool.h"

#include <algorithm>
#include <numeric>

namespace Session {

namespace {

/// Small enough that a frame sees several done and a stop is quick, large enough to cost nothing.
constexpr std::uint64_t SliceRows = 1U << 16;
constexpr std::size_t SliceRuns = 16; ///< of 16 MiB each

} // namespace

std::size_t RowJob::Slice::countBefore(const std::vector<Store::RowId> &ids, std::uint64_t number) const
{
    if (number <= begin)
        return 0;
    std::uint64_t at = begin;
    auto id = ids.begin();
    for (const Store::Run &run : runs) {
        const std::uint64_t rows = std::min<std::uint64_t>(run.count, number - at);
        const Store::RowId last = Store::rowId(run.slot, run.first) + static_cast<Store::RowId>(rows);
        while (id != ids.end() && Store::slotOf(*id) == run.slot && *id >= Store::rowId(run.slot, run.first) && *id < last)
            ++id;
        at += run.count;
        if (at >= number)
            break;
    }
    return static_cast<std::size_t>(id - ids.begin());
}

std::uint64_t RowJob::records() const
{
    return std::accumulate(runs.begin(), runs.end(), std::uint64_t(0), [](std::uint64_t sum, const Store::Run &run) { return sum + run.records(); });
}

std::string RowJob::firstProblem() const
{
    for (const auto &slice : slices)
        if (slice->isDone.load(std::memory_order_acquire) && !slice->found.firstProblem.empty())
            return slice->found.firstProblem;
    return {};
}

void RowJob::start(std::shared_ptr<RowJob> job, std::function<void()> done)
{
    if (job->filter)
        job->slice();
    job->m_left = std::max<std::size_t>(job->slices.size(), 1);
    const auto threads = std::min<std::size_t>(job->m_left, static_cast<std::size_t>(poolThreads()));
    for (std::size_t i = 0; i < threads; ++i)
        runInPool([job, done] { job->work(done); });
}

void RowJob::slice()
{
    std::uint64_t number = firstNumber;
    const auto open = [this, &number] {
        slices.push_back(std::make_unique<Slice>());
        slices.back()->begin = slices.back()->end = number;
    };
    for (Store::Run rest : runs)
        while (rest.count > 0) {
            if (slices.empty() || slices.back()->end - slices.back()->begin >= SliceRows || slices.back()->runs.size() == SliceRuns)
                open();
            Slice &slice = *slices.back();
            Store::Run part = rest;
            part.count = static_cast<std::uint32_t>(std::min<std::uint64_t>(rest.count, SliceRows - (slice.end - slice.begin)));
            rest.first += part.count;
            rest.count -= part.count;
            slice.runs.push_back(part);
            slice.end += part.count;
            number += part.count;
        }
}

void RowJob::work(const std::function<void()> &done)
{
    const std::stop_token token = stop.get_token();
    for (std::size_t i = m_next++; i < std::max<std::size_t>(slices.size(), 1); i = m_next++) {
        if (i < slices.size() && !token.stop_requested())
            test(*slices[i]);
        if (--m_left > 0)
            continue;
        if (!token.stop_requested())
            finish();
        snapshot = {};
        if (!token.stop_requested())
            done();
    }
}

void RowJob::test(Slice &slice)
{
    slice.found = Search::filterRows(*filter, topics, snapshot, slice.runs, stop.get_token());
    tested += slice.found.tested;
    matched += slice.found.matches.size();
    failed += slice.found.errors.size();
    slice.isDone.store(true, std::memory_order_release);
}

std::vector<Store::RowId> RowJob::collect(std::vector<Store::RowId> Search::FilteredRows::*list) const
{
    std::vector<Store::RowId> all;
    for (const auto &slice : slices)
        all.insert(all.end(), (slice->found.*list).begin(), (slice->found.*list).end());
    return all;
}

void RowJob::finish()
{
    if (!filter) {
        newMatches = merge(matches, trailingGaps, Store::rowsOf(runs), true);
        return;
    }
    newMatches = merge(matches, trailingGaps, collect(&Search::FilteredRows::matches), true);
    newErrors = merge(errors, 0, collect(&Search::FilteredRows::errors), false);
}

bool RowJob::isGone(Store::RowId id) const
{
    const SlotRange &range = living[Store::slotOf(id)];
    return range.generation != generations[Store::slotOf(id)] || Store::indexOf(id) < range.from || Store::indexOf(id) >= range.to;
}

Store::RowIds RowJob::survivors(const Store::RowIds &list) const
{
    Store::RowIds kept;
    std::vector<Store::RowId> some;
    for (std::uint64_t at = 0; at < list.size(); at += Store::RowIds::BlockSize) {
        some = list.part(at, Store::RowIds::BlockSize);
        std::erase_if(some, [this](Store::RowId id) { return isGone(id); });
        kept.append(some);
    }
    return kept;
}

RowJob::Change RowJob::merge(const Store::RowIds &before, std::uint64_t trailing, std::vector<Store::RowId> rows, bool areMatches)
{
    Change change;
    if (sorting == Sorting::Arrival) {
        change.isAppend = !isWhole;
        if (isWhole)
            change.whole.append(rows);
        else
            change.tail = std::move(rows);
        return change;
    }
    if (sorting == Sorting::Path) {
        change.whole.append(sortByPath(snapshot, std::move(rows), path, stop.get_token()));
        return change;
    }
    const auto by = sorting == Sorting::Time ? Store::RowSorting::Time : Store::RowSorting::Offset;
    // Gaps that wait for their successor are sorted anew with what came.
    std::vector<Store::RowId> waiting = before.part(before.size() - trailing);
    Store::RowIds list = before.beginning(before.size() - trailing);
    if (!living.empty()) {
        std::erase_if(waiting, [this](Store::RowId id) { return isGone(id); });
        list = survivors(list);
    }
    rows.insert(rows.begin(), waiting.begin(), waiting.end());
    Store::OrderedRows ordered = Store::sortRows(snapshot, by, std::move(rows), areMatches ? std::move(maxima) : Store::TimeMaxima(), stop.get_token(),
                                                   static_cast<unsigned>(poolThreads()));
    change.trailingGaps = ordered.trailingGaps;
    if (areMatches) {
        maxima = std::move(ordered.maxima);
        late = std::move(ordered.late);
    }
    const std::uint64_t place = Store::placeIn(snapshot, by, list, 0, ordered.rows);
    if (!isWhole && living.empty() && trailing == 0 && place == list.size()) {
        change.isAppend = true;
        change.tail = std::move(ordered.rows);
        return change;
    }
    change.whole = list.beginning(place);
    if (place == list.size())
        change.whole.append(ordered.rows);
    else
        change.whole.append(Store::mergeRows(snapshot, by, list.part(place), ordered.rows, stop.get_token()));
    return change;
}

} // namespace Session
