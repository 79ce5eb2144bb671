// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// How RecordRows::Private shows what a job has made. Nothing here costs more for ten million rows than for ten: lists are swapped.

#include "session/rowkeeper.h"

#include "session/readsession.h"

#include <algorithm>

namespace Session {

namespace {

constexpr std::uint64_t EarlyRows = 1'000'000; ///< shown at once at most: a frame must have time for them

/// How many rows of a job's lists were released at either end while it ran.
struct Lost
{
    std::uint64_t front = 0;
    std::uint64_t back = 0;
};

using List = std::vector<Store::RowId> Search::FilteredRows::*;

Lost lostOf(const RowJob &job, List list, const Store::ArrivalOrder &order)
{
    const std::uint64_t begin = order.firstNumber();
    const std::uint64_t end = begin + order.size();
    Lost lost;
    for (const auto &slice : job.slices) {
        const std::vector<Store::RowId> &ids = slice->found.*list;
        if (slice->begin < begin)
            lost.front += slice->countBefore(ids, std::min(begin, slice->end));
        if (slice->end > end)
            lost.back += ids.size() - slice->countBefore(ids, std::max(end, slice->begin));
    }
    return lost;
}

void cut(std::vector<Store::RowId> &ids, const Lost &lost)
{
    ids.resize(ids.size() - std::min<std::size_t>(lost.back, ids.size()));
    ids.erase(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(lost.front, ids.size())));
}

void cut(Store::RowIds &ids, const Lost &lost)
{
    ids.dropBack(lost.back);
    ids.dropFront(lost.front);
}

void put(Store::RowIds &list, const std::vector<Store::RowId> &ids, bool inFront)
{
    if (inFront)
        list.prepend(ids);
    else
        list.append(ids);
}

} // namespace

void RecordRows::Private::insert(std::uint64_t first, std::uint64_t count, const std::function<void()> &change)
{
    const std::uint64_t size = shown.size(session.order()) + count;
    if (count > 0)
        tell(&RecordRows::rowsAboutToBeInserted, {first, count}, size);
    change();
    if (count > 0)
        tell(&RecordRows::rowsInserted, {first, count}, size);
}

void RecordRows::Private::apply(RowJob &job)
{
    if (job.sorting != RowJob::Sorting::Arrival)
        applySorted(job);
    else if (job.isWhole)
        applyWhole(job);
    else
        applyArrived(job);
}

/// The lists of the job instead of those shown.
void RecordRows::Private::swapIn(RowJob &job)
{
    shown.isPassing = false;
    shown.sorting = job.sorting;
    shown.isFiltered = true; // without a filter rows in order of arrival pass
    shown.matches.swap(job.newMatches.whole);
    shown.errors.swap(job.newErrors.whole);
}

void RecordRows::Private::applyWhole(RowJob &job)
{
    m_isStale = false;
    cut(job.newMatches.whole, lostOf(job, &Search::FilteredRows::matches, session.order()));
    cut(job.newErrors.whole, lostOf(job, &Search::FilteredRows::errors, session.order()));
    if (m_hasSwapped) { // what is shown is the beginning of what is there now
        const std::uint64_t before = shown.list().size();
        insert(before, (shown.listsErrors() ? job.newErrors : job.newMatches).whole.size() - before, [&] { swapIn(job); });
        return;
    }
    beginReplace();
    swapIn(job);
    shown.learn(job.runs);
    shown.late = {};
    endReplace();
}

/// Rows that came at one end are put there.
void RecordRows::Private::applyArrived(RowJob &job)
{
    std::vector<Store::RowId> &matches = job.newMatches.tail;
    std::vector<Store::RowId> &errors = job.newErrors.tail;
    cut(matches, lostOf(job, &Search::FilteredRows::matches, session.order()));
    cut(errors, lostOf(job, &Search::FilteredRows::errors, session.order()));
    const std::uint64_t count = shown.listsErrors() ? errors.size() : matches.size();
    insert(job.isFront ? 0 : shown.list().size(), count, [&] {
        shown.learn(job.runs);
        put(shown.matches, matches, job.isFront);
        put(shown.errors, errors, job.isFront);
    });
}

void RecordRows::Private::applySorted(RowJob &job)
{
    RowJob::Change &visible = shown.showsErrors && job.filter ? job.newErrors : job.newMatches;
    const auto change = [&](Store::RowIds &list, RowJob::Change &made) {
        if (made.isAppend)
            list.append(made.tail);
        else
            list.swap(made.whole);
    };
    const auto all = [&] {
        shown.isPassing = false;
        shown.sorting = job.sorting;
        shown.isFiltered = job.filter != nullptr;
        change(shown.matches, job.newMatches);
        change(shown.errors, job.newErrors);
        shown.trailingGaps = job.newMatches.trailingGaps;
        shown.maxima = std::move(job.maxima);
        if (job.isWhole)
            shown.late = {};
        for (std::uint32_t slot = 0; slot < job.living.size(); ++slot)
            if (job.living[slot].generation != shown.generations[slot])
                shown.late.drop(slot);
        shown.learn(job.runs);
        shown.late.insert(job.late);
    };
    if (job.isWhole)
        m_isStale = m_wasReleased;
    if (visible.isAppend) {
        insert(shown.list().size(), visible.tail.size(), all);
        return;
    }
    beginReplace();
    all();
    endReplace();
}

/// A job that takes its time shows the beginning of what it will find: the slices that are done, as far as they hang together.
void RecordRows::Private::showEarlyResults()
{
    if (!m_job)
        return;
    std::vector<Store::RowId> matches;
    std::vector<Store::RowId> errors;
    const std::uint64_t begin = session.order().firstNumber();
    const std::uint64_t end = begin + session.order().size();
    const bool canShow = m_job->isWhole && m_job->sorting == RowJob::Sorting::Arrival;
    for (; canShow && m_slicesShown < m_job->slices.size() && matches.size() + errors.size() < EarlyRows; ++m_slicesShown) {
        const RowJob::Slice &slice = *m_job->slices[m_slicesShown];
        if (!slice.isDone.load(std::memory_order_acquire))
            break;
        const auto add = [&](std::vector<Store::RowId> &to, const std::vector<Store::RowId> &ids) {
            const std::size_t from = slice.countBefore(ids, std::clamp(begin, slice.begin, slice.end));
            const std::size_t until = slice.countBefore(ids, std::clamp(end, slice.begin, slice.end));
            to.insert(to.end(), ids.begin() + static_cast<std::ptrdiff_t>(from), ids.begin() + static_cast<std::ptrdiff_t>(until));
        };
        add(matches, slice.found.matches);
        add(errors, slice.found.errors);
    }
    if (m_slicesShown > 0 && !m_hasSwapped) {
        m_hasSwapped = true;
        RowJob first;
        first.newMatches.whole.append(matches);
        first.newErrors.whole.append(errors);
        beginReplace();
        swapIn(first);
        shown.learn(m_job->runs);
        endReplace();
        giveBack(std::move(first.newMatches.whole));
    } else if (!matches.empty() || !errors.empty()) {
        insert(shown.list().size(), shown.listsErrors() ? errors.size() : matches.size(), [&] {
            shown.matches.append(matches);
            shown.errors.append(errors);
        });
    }
    measure();
}

} // namespace Session
