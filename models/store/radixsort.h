// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/inparts.h"
#include "store/row.h"
#include "store/scratch.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace Store {

/// Puts rows in the order of their keys, stable and in linear time: by the highest digit into buckets that fit the cache, in several
/// threads, then each bucket by its lower digits, lowest first. Used once, by the thread that makes it.
template<typename Key>
class RadixSort
{
public:
    RadixSort(unsigned threads, std::stop_token stop) : m_threads(threads), m_stop(std::move(stop)) {}

    /// Each row has the key at its place. `bits`: of the greatest key. False: `stop` was requested, the rows are in no order.
    bool sort(std::span<const Key> keys, std::span<RowId> rows, int bits)
    {
        if (std::ranges::is_sorted(keys))
            return !m_stop.stop_requested();
        m_ids = rows.data();
        m_first = Scratch<Item>(rows.size());
        if (rows.size() <= InCache) {
            for (std::size_t i = 0; i < rows.size(); ++i)
                m_first[i] = {keys[i], rows[i]};
            m_buckets.push_back({0, rows.size(), bits, false});
        } else
            distribute({0, rows.size(), bits, true}, [=](std::size_t i) { return Item{keys[i], rows[i]}; });
        inParts(m_buckets.size(), m_threads, [this](std::size_t i) {
            if (!m_stop.stop_requested())
                sortBucket(m_buckets[i]);
        });
        return !m_stop.stop_requested();
    }

private:
    struct Item
    {
        Key key = 0;
        RowId id = 0;
    };
    static constexpr int DigitBits = 11; ///< so many counters and open lines fit the caches
    static constexpr std::size_t InCache = std::size_t(1) << 15;
    static constexpr std::size_t FewRows = 256; ///< fewer are compared: counters cost more

    struct Bucket
    {
        std::size_t begin = 0;
        std::size_t end = 0;
        int bits = 0; ///< in which its keys may differ: the lowest
        bool isInOther = false;
    };
    using Counts = std::array<std::uint32_t, std::size_t(1) << DigitBits>;

    std::span<Item> itemsOf(const Bucket &bucket) const { return {(bucket.isInOther ? m_other : m_first).data() + bucket.begin, bucket.end - bucket.begin}; }
    std::size_t parts() const { return m_threads == 1 ? 1 : std::size_t(m_threads) * 4; }

    /// Makes buckets of what is in the bucket, by their highest digit. `item`: what is at a place in it.
    template<typename ItemAt>
    void distribute(const Bucket &bucket, const ItemAt &item)
    {
        if (m_stop.stop_requested())
            return;
        const int shift = std::max(bucket.bits - DigitBits, 0);
        std::vector<Counts> counts(parts());
        eachPart(bucket, [&](std::size_t part, std::size_t i) { ++counts[part][digit(item(i).key, shift)]; });
        const Counts ends = place(bucket, counts);
        Item *const to = (bucket.isInOther ? m_first : m_other).data();
        eachPart(bucket, [&](std::size_t part, std::size_t i) {
            const Item moved = item(i);
            to[counts[part][digit(moved.key, shift)]++] = moved;
        });
        std::size_t begin = bucket.begin;
        for (const std::uint32_t end : ends)
            add({std::exchange(begin, end), end, shift, !bucket.isInOther});
    }

    /// To the buckets to sort, or distributed again until it fits the cache.
    void add(const Bucket &bucket)
    {
        if (bucket.begin == bucket.end)
            return;
        if (bucket.end - bucket.begin <= InCache || bucket.bits == 0) {
            m_buckets.push_back(bucket);
            return;
        }
        if (m_other.size() == 0)
            m_other = Scratch<Item>(m_first.size());
        distribute(bucket, [items = itemsOf(bucket).data() - bucket.begin](std::size_t i) { return items[i]; });
    }

    template<typename Use>
    void eachPart(const Bucket &bucket, const Use &use) const
    {
        inParts(parts(), m_threads, [&](std::size_t part) {
            const std::size_t size = bucket.end - bucket.begin;
            for (std::size_t i = bucket.begin + partBegin(size, part, parts()), end = bucket.begin + partBegin(size, part + 1, parts()); i < end; ++i)
                use(part, i);
        });
    }

    /// The counts become the places where each part puts its next item; the result is where the buckets end.
    static Counts place(const Bucket &bucket, std::vector<Counts> &counts)
    {
        Counts ends{};
        auto at = static_cast<std::uint32_t>(bucket.begin);
        for (std::size_t value = 0; value < ends.size(); ++value) {
            for (Counts &count : counts)
                at += std::exchange(count[value], at);
            ends[value] = at;
        }
        return ends;
    }

    static std::size_t digit(Key key, int shift) { return static_cast<std::size_t>(key >> shift) & (std::tuple_size_v<Counts> - 1); }

    void sortBucket(const Bucket &bucket)
    {
        const std::span<Item> items = itemsOf(bucket);
        RowId *const ids = m_ids + bucket.begin;
        if (bucket.bits > 0 && !std::ranges::is_sorted(items, {}, &Item::key)) {
            if (items.size() >= FewRows) {
                sortByDigits(items, bucket.bits, ids);
                return;
            }
            std::ranges::stable_sort(items, {}, &Item::key);
        }
        std::ranges::transform(items, ids, &Item::id);
    }

    static void sortByDigits(std::span<Item> items, int bits, RowId *ids)
    {
        const int most = items.size() < (std::size_t(1) << DigitBits) ? 8 : DigitBits;
        const int passes = (bits + most - 1) / most;
        const int width = (bits + passes - 1) / passes;
        const std::size_t mask = (std::size_t(1) << width) - 1;
        thread_local std::vector<Item> room;
        room.resize(std::max(room.size(), items.size()));
        Item *from = items.data();
        Item *to = room.data();
        for (int pass = 0; pass < passes; ++pass) {
            const int shift = pass * width;
            Counts place{};
            for (std::size_t i = 0; i < items.size(); ++i)
                ++place[static_cast<std::size_t>(from[i].key >> shift) & mask];
            std::uint32_t at = 0;
            for (std::size_t value = 0; value <= mask; ++value)
                at += std::exchange(place[value], at);
            if (pass + 1 == passes)
                for (std::size_t i = 0; i < items.size(); ++i)
                    ids[place[static_cast<std::size_t>(from[i].key >> shift) & mask]++] = from[i].id;
            else
                for (std::size_t i = 0; i < items.size(); ++i)
                    to[place[static_cast<std::size_t>(from[i].key >> shift) & mask]++] = from[i];
            std::swap(from, to);
        }
    }

    unsigned m_threads;
    std::stop_token m_stop;
    Scratch<Item> m_first;
    Scratch<Item> m_other; ///< only where a bucket is too large for the cache
    RowId *m_ids = nullptr;
    std::vector<Bucket> m_buckets;
};

} // namespace Store
