// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/arrivalorder.h"

#include <algorithm>
#include <cassert>

namespace Store {

void ArrivalOrder::append(const std::vector<Run> &runs)
{
    for (const Run &run : runs) {
        if (run.count == 0)
            continue;
        Run *last = m_entries.empty() ? nullptr : &m_entries.back().run;
        if (last && keyOf(*last) == keyOf(run) && last->first + last->count == run.first) {
            last->count += run.count;
            last->gaps += run.gaps;
        } else {
            m_entries.push_back({run, m_end});
        }
        m_end += run.count;
        count(run, true);
    }
}

void ArrivalOrder::prepend(const std::vector<Run> &runs)
{
    // No std::views::reverse: clang 14 cannot compile that of libstdc++ 12.
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        if (run->count == 0)
            continue;
        m_begin -= run->count;
        m_entries.push_front({*run, m_begin});
        count(*run, true);
    }
}

ArrivalOrder::Dropped ArrivalOrder::drop(const std::vector<Run> &runs, bool fromFront)
{
    Dropped dropped;
    for (std::size_t left = reach(runs, fromFront); left > 0; --left) {
        const Run run = fromFront ? m_entries.front().run : m_entries.back().run;
        if (fromFront) {
            m_entries.pop_front();
            m_begin += run.count;
        } else {
            m_entries.pop_back();
            m_end -= run.count;
        }
        count(run, false);
        (fromFront ? dropped.front : dropped.back) += run.count;
        (fromFront ? dropped.frontRecords : dropped.backRecords) += run.records();
    }
    return dropped;
}

ArrivalOrder::Dropped ArrivalOrder::wouldDrop(const std::vector<Run> &runs, bool fromFront) const
{
    Dropped dropped;
    const std::size_t entries = reach(runs, fromFront);
    for (std::size_t i = 0; i < entries; ++i) {
        const Run &run = m_entries[fromFront ? i : m_entries.size() - 1 - i].run;
        (fromFront ? dropped.front : dropped.back) += run.count;
        (fromFront ? dropped.frontRecords : dropped.backRecords) += run.records();
    }
    return dropped;
}

std::vector<std::uint32_t> ArrivalOrder::slotsWithin(std::uint64_t rows, bool fromFront) const
{
    std::vector<std::uint32_t> slots;
    std::unordered_map<std::uint64_t, std::uint64_t> seen;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const Run &run = m_entries[fromFront ? i : m_entries.size() - 1 - i].run;
        if (run.count > rows)
            break;
        rows -= run.count;
        if ((seen[keyOf(run)] += run.count) == m_rowsOf.at(keyOf(run)))
            slots.push_back(run.slot);
    }
    return slots;
}

void ArrivalOrder::clear()
{
    *this = ArrivalOrder();
}

ArrivalOrder::Place ArrivalOrder::at(std::uint64_t position) const
{
    assert(position < size());
    const std::uint64_t wanted = m_begin + position;
    const auto after = std::ranges::upper_bound(m_entries, wanted, {}, &Entry::start);
    const Entry &entry = *std::prev(after);
    return {entry.run, entry.run.first + static_cast<std::uint32_t>(wanted - entry.start)};
}

RowId ArrivalOrder::idAt(std::uint64_t position) const
{
    const Place place = at(position);
    return rowId(place.run.slot, place.index);
}

std::vector<Run> ArrivalOrder::runs() const
{
    std::vector<Run> all;
    all.reserve(m_entries.size());
    for (const Entry &entry : m_entries)
        all.push_back(entry.run);
    return all;
}

std::vector<Run> ArrivalOrder::runs(std::uint64_t first, std::uint64_t count) const
{
    std::vector<Run> some;
    const std::uint64_t begin = m_begin + std::min(first, size());
    const std::uint64_t end = begin + std::min(count, m_end - begin);
    auto entry = std::ranges::upper_bound(m_entries, begin, {}, &Entry::start);
    if (entry != m_entries.begin())
        --entry;
    for (; entry != m_entries.end() && entry->start < end; ++entry) {
        const std::uint64_t from = std::max(begin, entry->start);
        const std::uint64_t until = std::min(end, entry->start + entry->run.count);
        Run run = entry->run;
        if (until - from < run.count) {
            run.first += static_cast<std::uint32_t>(from - entry->start);
            run.count = static_cast<std::uint32_t>(until - from);
            run.gaps = 0;
        }
        if (run.count > 0)
            some.push_back(run);
    }
    return some;
}

std::optional<std::uint64_t> ArrivalOrder::positionOf(RowId id, std::uint32_t generation) const
{
    if (!m_rowsOf.contains(keyOf(Run{slotOf(id), 0, 0, generation, 0})))
        return std::nullopt;
    const std::uint32_t index = indexOf(id);
    for (const Entry &entry : m_entries)
        if (entry.run.slot == slotOf(id) && entry.run.generation == generation && index >= entry.run.first && index - entry.run.first < entry.run.count)
            return entry.start - m_begin + (index - entry.run.first);
    return std::nullopt;
}

/// How many entries from that end have to go so that none of the given slots is listed any more.
std::size_t ArrivalOrder::reach(const std::vector<Run> &runs, bool fromFront) const
{
    std::unordered_map<std::uint64_t, bool> wanted;
    std::uint64_t rowsLeft = 0;
    for (const Run &run : runs) {
        const auto listed = m_rowsOf.find(keyOf(run));
        if (listed != m_rowsOf.end() && wanted.try_emplace(keyOf(run), true).second)
            rowsLeft += listed->second;
    }
    std::size_t entries = 0;
    for (; rowsLeft > 0 && entries < m_entries.size(); ++entries) {
        const Run &run = m_entries[fromFront ? entries : m_entries.size() - 1 - entries].run;
        if (wanted.contains(keyOf(run)))
            rowsLeft -= run.count;
    }
    return entries;
}

void ArrivalOrder::count(const Run &run, bool listed)
{
    std::uint64_t &rows = m_rowsOf[keyOf(run)];
    rows = listed ? rows + run.count : rows - run.count;
    m_gaps = listed ? m_gaps + run.gaps : m_gaps - run.gaps;
    if (rows == 0)
        m_rowsOf.erase(keyOf(run));
}

} // namespace Store
