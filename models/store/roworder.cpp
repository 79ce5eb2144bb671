// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/roworder.h"

#include "store/chunk.h"
#include "store/radixsort.h"
#include "store/rowgroups.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <numeric>
#include <optional>
#include <tuple>

namespace Store {

namespace {

constexpr std::size_t StopEvery = std::size_t(1) << 16;
constexpr std::size_t RowsForThreads = 200'000; ///< fewer are sorted before a second thread has begun

/// Reads columns of many rows: mostly of the same chunk as the one before.
class ColumnReader
{
public:
    explicit ColumnReader(const StoreSnapshot &snapshot) : m_snapshot(snapshot) {}
    RowColumns operator()(RowId id)
    {
        if (slotOf(id) != m_slot) {
            m_slot = slotOf(id);
            m_chunk = m_snapshot.chunk(m_slot);
            m_published = m_chunk ? m_chunk->published().rows : 0;
        }
        // A row that is gone cannot come back: where it sorts does not matter.
        return indexOf(id) < m_published ? m_chunk->columns(indexOf(id)) : RowColumns();
    }

private:
    const StoreSnapshot &m_snapshot;
    std::uint32_t m_slot = SlotCount;
    const Chunk *m_chunk = nullptr;
    std::uint32_t m_published = 0;
};

struct TimeSpan
{
    std::int64_t first = std::numeric_limits<std::int64_t>::max();
    std::int64_t last = std::numeric_limits<std::int64_t>::min();
    // Unsigned on the way: the times of hostile records may lie further apart than a signed number reaches.
    std::uint64_t width() const { return first > last ? 0 : since(last); }
    std::uint64_t since(std::int64_t ms) const { return static_cast<std::uint64_t>(ms) - static_cast<std::uint64_t>(first); }
    std::int64_t at(std::uint64_t key) const { return std::bit_cast<std::int64_t>(static_cast<std::uint64_t>(first) + key); }
};

/// What is known of rows after the first look at them: of all, or of the part of one thread.
struct Survey
{
    Groups groups;
    TimeSpan times;
    bool hasGaps = false;
};

bool surveyPart(const StoreSnapshot &snapshot, std::span<const RowId> rows, Survey &found, const std::stop_token &stop)
{
    ColumnReader read(snapshot);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % StopEvery == 0 && stop.stop_requested())
            return false;
        const RowColumns c = read(rows[i]);
        Group &group = found.groups.of(c.topic, c.partition);
        const std::int64_t offset = c.offset.value();
        if (group.count++ == 0)
            group.firstOffset = offset;
        else {
            group.isRising = group.isRising && offset > group.lastOffset;
            group.isFalling = group.isFalling && offset < group.lastOffset;
        }
        group.lastOffset = offset;
        found.hasGaps = found.hasGaps || c.isGap;
        if (!c.isGap) {
            found.times.first = std::min(found.times.first, c.timestamp.ms);
            found.times.last = std::max(found.times.last, c.timestamp.ms);
        }
    }
    return true;
}

std::span<const RowId> partOf(std::span<const RowId> rows, std::size_t part, std::size_t parts)
{
    const auto count = static_cast<unsigned>(parts);
    const std::size_t begin = partBegin(rows.size(), static_cast<unsigned>(part), count);
    return rows.subspan(begin, partBegin(rows.size(), static_cast<unsigned>(part) + 1, count) - begin);
}

/// One survey a thread, and all of them together in `found`.
bool survey(const StoreSnapshot &snapshot, std::span<const RowId> rows, Survey &found, std::vector<Survey> &parts, const std::stop_token &stop)
{
    std::atomic<bool> isWhole = true;
    inThreads(static_cast<unsigned>(parts.size()), [&](unsigned i) {
        if (!surveyPart(snapshot, partOf(rows, i, parts.size()), parts[i], stop))
            isWhole = false;
    });
    for (const Survey &part : parts) {
        found.groups.add(part.groups);
        found.times.first = std::min(found.times.first, part.times.first);
        found.times.last = std::max(found.times.last, part.times.last);
        found.hasGaps = found.hasGaps || part.hasGaps;
    }
    return isWhole;
}

/// One row with what it is sorted by. Gaps get the key of their successor later.
template<typename Key>
struct Item
{
    Key key = 0;
    RowId id = 0;
};

template<typename Key>
void sortGroup(const StoreSnapshot &snapshot, std::span<Item<Key>> items, const Group &group)
{
    if (group.isRising)
        return;
    if (group.isFalling) {
        std::ranges::reverse(items);
        return;
    }
    ColumnReader read(snapshot);
    std::vector<std::pair<std::int64_t, Item<Key>>> keyed;
    keyed.reserve(items.size());
    for (const Item<Key> &item : items)
        keyed.emplace_back(read(item.id).offset.value(), item);
    std::ranges::stable_sort(keyed, {}, [](const auto &pair) { return pair.first; });
    std::ranges::transform(keyed, items.begin(), [](const auto &pair) { return pair.second; });
}

/// Begins the part's share of the group at `place`; how many rows it is.
std::uint64_t at(Survey &part, const Group &whole, std::uint64_t place)
{
    Group &share = part.groups.of(whole.topic, whole.partition);
    share.filled = place;
    return share.count;
}

/// The rows by topic, partition and offset.
template<typename Key>
bool group(const StoreSnapshot &snapshot, std::span<const RowId> rows, const Survey &found, std::vector<Survey> &parts, std::span<Group *const> groups,
           std::vector<Item<Key>> &items, const std::stop_token &stop)
{
    items.resize(rows.size());
    for (const Group *g : groups) {
        std::uint64_t place = g->begin;
        for (Survey &part : parts)
            place += at(part, *g, place);
    }
    inThreads(static_cast<unsigned>(parts.size()), [&](unsigned i) {
        ColumnReader read(snapshot);
        std::size_t done = 0;
        for (const RowId row : partOf(rows, i, parts.size())) {
            if (done++ % StopEvery == 0 && stop.stop_requested())
                return;
            const RowColumns c = read(row);
            items[parts[i].groups.of(c.topic, c.partition).filled++] = {c.isGap ? Key(0) : static_cast<Key>(found.times.since(c.timestamp.ms)), row};
        }
    });
    for (const Group *g : groups) {
        if (stop.stop_requested())
            return false;
        sortGroup(snapshot, std::span(items).subspan(g->begin, g->count), *g);
    }
    return true;
}

/// Notes late records and gives the gaps their keys; gaps without a successor go to `trailing` and are taken out.
template<typename Key>
void settle(const StoreSnapshot &snapshot, const Survey &found, std::span<Group *const> groups, std::vector<Item<Key>> &items, OrderedRows &ordered,
            std::vector<RowId> &trailing)
{
    ColumnReader read(snapshot);
    std::size_t to = 0;
    std::vector<Item<Key>> waiting;
    for (const Group *g : groups) {
        const auto known = ordered.maxima.find({g->topic, g->partition});
        std::optional<std::int64_t> before = known == ordered.maxima.end() ? std::nullopt : std::optional(known->second);
        bool has = false;
        Key greatest = 0;
        waiting.clear();
        for (std::size_t i = g->begin; i < g->begin + g->count; ++i) {
            const Item<Key> item = items[i];
            if (found.hasGaps && read(item.id).isGap) {
                waiting.push_back(item);
                continue;
            }
            if ((has && item.key < greatest) || (before && found.times.at(item.key) < *before))
                ordered.late.push_back(item.id);
            greatest = has ? std::max(greatest, item.key) : item.key;
            has = true;
            for (const Item<Key> &gap : waiting)
                items[to++] = {item.key, gap.id};
            waiting.clear();
            items[to++] = item;
        }
        if (has) {
            const std::int64_t latest = found.times.at(greatest);
            ordered.maxima[{g->topic, g->partition}] = before ? std::max(*before, latest) : latest;
        }
        for (const Item<Key> &gap : waiting)
            trailing.push_back(gap.id);
    }
    items.resize(to);
}

template<typename Key>
void sortInto(OrderedRows &ordered, const StoreSnapshot &snapshot, RowSorting sorting, std::vector<RowId> rows, Survey &found, std::vector<Survey> &parts,
              const std::stop_token &stop)
{
    const std::vector<Group *> groups = found.groups.placed();
    std::vector<Item<Key>> items;
    if (!group(snapshot, rows, found, parts, groups, items, stop))
        return;
    std::vector<RowId> trailing;
    if (sorting == RowSorting::Time) {
        settle(snapshot, found, groups, items, ordered, trailing);
        if (!radixSort(items, found.times.width(), [](const Item<Key> &item) { return item.key; }, stop, static_cast<unsigned>(parts.size())))
            return;
    }
    rows.clear();
    for (const Item<Key> &item : items)
        rows.push_back(item.id);
    rows.insert(rows.end(), trailing.begin(), trailing.end());
    ordered.trailingGaps = trailing.size();
    ordered.rows = std::move(rows);
}

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
    OrderedRows ordered;
    ordered.maxima = std::move(maxima);
    Survey found;
    std::vector<Survey> parts(rows.size() < RowsForThreads ? 1 : std::max(threads, 1U));
    if (!survey(snapshot, rows, found, parts, stop))
        return ordered;
    if (found.times.width() <= std::numeric_limits<std::uint32_t>::max())
        sortInto<std::uint32_t>(ordered, snapshot, sorting, std::move(rows), found, parts, stop);
    else
        sortInto<std::uint64_t>(ordered, snapshot, sorting, std::move(rows), found, parts, stop);
    return ordered;
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
