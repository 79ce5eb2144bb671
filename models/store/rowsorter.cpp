// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rowsorter.h"

#include "store/rowreader.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace Store {

namespace {

constexpr std::size_t RowsForThreads = 200'000; ///< fewer are sorted before a second thread has begun
constexpr std::size_t PartsPerThread = 4;

/// The next record of the partition is there: gaps before it get its key.
template<typename Key>
void release(Group &group, std::span<Key> keys, Key key)
{
    group.isWatched = false;
    if (!group.firstKey)
        group.firstKey = key;
    for (const std::size_t place : group.waiting)
        keys[place] = key;
    group.waiting.clear();
}

/// Takes what is at these places out; how many are left.
template<typename Value>
std::size_t takeOut(std::span<Value> values, std::span<const std::size_t> places)
{
    if (places.empty())
        return values.size();
    std::size_t to = places.front();
    auto next = places.begin();
    for (std::size_t from = to; from < values.size(); ++from)
        if (next != places.end() && *next == from)
            ++next;
        else
            values[to++] = values[from];
    return to;
}

} // namespace

RowSorter::RowSorter(const StoreSnapshot &snapshot, std::vector<RowId> rows, unsigned threads, std::stop_token stop)
    : m_snapshot(snapshot)
    , m_rows(std::move(rows))
    , m_threads(m_rows.size() < RowsForThreads ? 1 : std::max(threads, 1U))
    , m_stop(std::move(stop))
{
}

OrderedRows RowSorter::byOffset()
{
    OrderedRows ordered;
    if (survey() && group())
        ordered.rows = std::move(m_rows);
    return ordered;
}

OrderedRows RowSorter::byTime(TimeMaxima maxima)
{
    OrderedRows ordered;
    if (!survey() || !makeRise())
        return ordered;
    Keys plan = keys();
    if (plan.bits > std::numeric_limits<std::uint64_t>::digits) { // times that lie too far apart to leave room for the rank
        if (!group() || !survey())
            return ordered;
        plan = keys();
    }
    prepareShares(maxima);
    const bool isSorted = plan.bits <= std::numeric_limits<std::uint32_t>::digits ? sortByKeys<std::uint32_t>(plan, ordered) : sortByKeys<std::uint64_t>(plan, ordered);
    if (!isSorted)
        return {};
    ordered.maxima = std::move(maxima);
    return ordered;
}

bool RowSorter::survey()
{
    m_parts = std::vector<Groups>(m_threads == 1 ? 1 : m_threads * PartsPerThread);
    inParts(m_parts.size(), m_threads, [this](std::size_t part) {
        RowReader(m_snapshot, m_parts[part]).each(rowsOf(part), m_stop, [](std::size_t, const RowReader::Row &row) {
            row.group->see(row.offset);
            if (!row.isGap)
                row.group->seeTime(row.ms);
        });
    });
    m_whole = Groups();
    for (const Groups &part : m_parts)
        m_whole.add(part);
    m_order = m_whole.ranked();
    return !m_stop.stop_requested();
}

/// Puts the rows in the order of topic, partition and offset.
bool RowSorter::group()
{
    placeShares();
    std::vector<RowId> grouped(m_rows.size());
    inParts(m_parts.size(), m_threads, [&](std::size_t part) {
        const std::span<const RowId> rows = rowsOf(part);
        RowReader(m_snapshot, m_parts[part]).each(rows, m_stop, [&](std::size_t i, const RowReader::Row &row) { grouped[row.group->filled++] = rows[i]; });
    });
    m_rows.swap(grouped);
    m_isGrouped = true;
    inParts(m_order.size(), m_threads, [&](std::size_t i) {
        const Group &whole = *m_order[i];
        if (!m_stop.stop_requested())
            sortGroup(std::span(m_rows).subspan(whole.filled, whole.count), whole);
    });
    return !m_stop.stop_requested();
}

/// Where each part puts its rows of a partition; the whole has where the partition begins.
void RowSorter::placeShares()
{
    std::uint64_t place = 0;
    for (Group *whole : m_order) {
        whole->filled = place;
        for (Groups &part : m_parts) {
            Group &share = part.of(whole->topic, whole->partition);
            share.filled = place;
            place += share.count;
        }
    }
}

void RowSorter::sortGroup(std::span<RowId> rows, const Group &group) const
{
    if (group.isRising)
        return;
    if (group.isFalling) {
        std::ranges::reverse(rows);
        return;
    }
    ColumnReader read(m_snapshot);
    std::vector<std::pair<std::int64_t, RowId>> keyed;
    keyed.reserve(rows.size());
    for (const RowId row : rows)
        keyed.emplace_back(read(row).offset.value(), row);
    std::ranges::stable_sort(keyed, {}, &std::pair<std::int64_t, RowId>::first);
    std::ranges::transform(keyed, rows.begin(), &std::pair<std::int64_t, RowId>::second);
}

/// Sees to it that offsets rise in each partition. Mostly they do, or all fall: what was read backward.
bool RowSorter::makeRise()
{
    if (std::ranges::all_of(m_order, &Group::isRising))
        return true;
    if (!std::ranges::all_of(m_order, &Group::isFalling))
        return group() && survey();
    std::ranges::reverse(m_rows);
    return survey();
}

RowSorter::Keys RowSorter::keys() const
{
    Keys keys;
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    for (const Group *whole : m_order) {
        first = std::min(first, whole->earliest);
        last = std::max(last, whole->latest);
    }
    keys.first = first;
    keys.rankBits = m_isGrouped || m_order.empty() ? 0 : static_cast<int>(std::bit_width(m_order.size() - 1));
    // Unsigned on the way: the times of hostile records may lie further apart than a signed number reaches.
    const std::uint64_t width = first > last ? 0 : static_cast<std::uint64_t>(last) - static_cast<std::uint64_t>(first);
    keys.bits = static_cast<int>(std::bit_width(width)) + keys.rankBits;
    return keys;
}

/// Each part begins with the greatest times of what comes before it.
void RowSorter::prepareShares(TimeMaxima &maxima)
{
    for (Group *whole : m_order) {
        const auto known = maxima.find({whole->topic, whole->partition});
        std::int64_t latest = known == maxima.end() ? Group::NoTime : known->second;
        for (Groups &part : m_parts) {
            Group &share = part.of(whole->topic, whole->partition);
            share.rank = m_isGrouped ? 0 : whole->rank;
            share.isWatched = true;
            latest = std::max(latest, std::exchange(share.latest, latest));
        }
        if (whole->latest != Group::NoTime)
            maxima[{whole->topic, whole->partition}] = latest;
    }
}

template<typename Key>
bool RowSorter::sortByKeys(const Keys &plan, OrderedRows &ordered)
{
    const Scratch<Key> keys(m_rows.size());
    if (!fill<Key>(plan, keys.all(), ordered.late))
        return false;
    std::vector<std::size_t> trailing = joinParts<Key>(keys.all());
    std::vector<RowId> gaps;
    for (const std::size_t place : trailing)
        gaps.push_back(m_rows[place]);
    std::ranges::sort(trailing);
    takeOut(keys.all(), std::span<const std::size_t>(trailing));
    const std::size_t count = takeOut(std::span(m_rows), std::span<const std::size_t>(trailing));
    if (!RadixSort<Key>(m_threads, m_stop).sort(keys.all().first(count), std::span(m_rows).first(count), plan.bits))
        return false;
    std::ranges::copy(gaps, m_rows.begin() + static_cast<std::ptrdiff_t>(count));
    ordered.trailingGaps = gaps.size();
    ordered.rows = std::move(m_rows);
    return true;
}

/// Makes the keys and notes late records. Gaps whose successor is in another part are left waiting.
template<typename Key>
bool RowSorter::fill(const Keys &plan, std::span<Key> keys, RowSet &late)
{
    std::vector<RowSet> lateOf(m_parts.size());
    inParts(m_parts.size(), m_threads, [&, plan](std::size_t part) {
        const std::span<const RowId> rows = rowsOf(part);
        const std::size_t begin = beginOf(part);
        RowSet::Filler noteLate(lateOf[part]);
        RowReader(m_snapshot, m_parts[part]).each(rows, m_stop, [&](std::size_t i, const RowReader::Row &row) {
            Group &group = *row.group;
            if (row.isGap) {
                group.waiting.push_back(begin + i);
                group.isWatched = true;
                return;
            }
            const auto key = static_cast<Key>(plan.of(row.ms, group.rank));
            keys[begin + i] = key;
            if (group.isWatched)
                release(group, keys, key);
            noteLate.insertIf(row.ms < group.latest, rows[i]);
            group.latest = std::max(group.latest, row.ms);
        });
    });
    for (const RowSet &some : lateOf)
        late.insert(some);
    return !m_stop.stop_requested();
}

/// Gaps at the end of a part get the key of their successor in a later one. The places of those that have none.
template<typename Key>
std::vector<std::size_t> RowSorter::joinParts(std::span<Key> keys)
{
    std::vector<std::size_t> trailing;
    for (const Group *whole : m_order) {
        std::vector<std::size_t> waiting;
        for (Groups &part : m_parts) {
            const Group &share = part.of(whole->topic, whole->partition);
            if (share.firstKey) {
                for (const std::size_t place : waiting)
                    keys[place] = static_cast<Key>(*share.firstKey);
                waiting.clear();
            }
            waiting.insert(waiting.end(), share.waiting.begin(), share.waiting.end());
        }
        trailing.insert(trailing.end(), waiting.begin(), waiting.end());
    }
    return trailing;
}

} // namespace Store
