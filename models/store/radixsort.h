// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <stop_token>
#include <thread>
#include <utility>
#include <vector>

namespace Store {

/// Calls work(0) … work(threads − 1), each in a thread of its own but the first; they are done when it returns. Threads begin
/// with the priority of the caller.
template<typename Work>
void inThreads(unsigned threads, Work work)
{
    std::vector<std::jthread> others;
    for (unsigned i = 1; i < threads; ++i)
        others.emplace_back([&work, i] { work(i); });
    work(0U);
}

/// Where part `i` of `parts` of `size` items begins.
constexpr std::size_t partBegin(std::size_t size, unsigned i, unsigned parts)
{
    return size * i / parts;
}

/// Sorts by a whole number from 0 to `greatest`, least significant digits first: stable and linear. False: `stop` was requested,
/// the items are in no order.
template<typename Item, typename KeyOf>
bool radixSort(std::vector<Item> &items, std::uint64_t greatest, KeyOf keyOf, const std::stop_token &stop, unsigned threads = 1)
{
    constexpr int MaxDigitBits = 11; // counters and open lines of one pass fit the caches
    const int bits = std::bit_width(greatest);
    const int passes = (bits + MaxDigitBits - 1) / MaxDigitBits;
    if (items.size() < 2 || passes == 0 || std::ranges::is_sorted(items, {}, keyOf))
        return !stop.stop_requested();
    const int digitBits = (bits + passes - 1) / passes;
    const std::uint64_t mask = (std::uint64_t(1) << digitBits) - 1;

    std::vector<Item> other(items.size());
    std::vector<std::vector<std::uint32_t>> counts(threads);
    for (int pass = 0; pass < passes; ++pass) {
        if (stop.stop_requested())
            return false;
        const auto digit = [&](const Item &item) { return std::uint64_t(keyOf(item)) >> (pass * digitBits) & mask; };
        const auto forPart = [&](unsigned part, auto use) {
            for (std::size_t i = partBegin(items.size(), part, threads), end = partBegin(items.size(), part + 1, threads); i < end; ++i)
                use(items[i]);
        };
        inThreads(threads, [&](unsigned part) {
            std::vector<std::uint32_t> count(mask + 1);
            forPart(part, [&](const Item &item) { ++count[digit(item)]; });
            counts[part] = std::move(count);
        });
        std::uint32_t place = 0;
        for (std::uint64_t value = 0; value <= mask; ++value)
            for (std::vector<std::uint32_t> &count : counts)
                place += std::exchange(count[value], place);
        inThreads(threads, [&](unsigned part) {
            std::vector<std::uint32_t> &count = counts[part];
            forPart(part, [&](const Item &item) { other[count[digit(item)]++] = item; });
        });
        items.swap(other);
    }
    return true;
}

} // namespace Store
