// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>

namespace Store {

/// How many different things were seen, in 16 KiB whatever their number (HyperLogLog, Flajolet et al. 2007, with 64-bit hashes): the
/// standard error is 0.8 %.
class DistinctCount
{
public:
    void add(std::uint64_t hash)
    {
        const std::size_t place = static_cast<std::size_t>(hash >> (64 - placeBits));
        const auto rank = static_cast<std::uint8_t>(std::countl_zero((hash << placeBits) | (std::uint64_t(1) << (placeBits - 1))) + 1);
        if (rank > m_ranks[place])
            m_ranks[place] = rank;
    }

    /// By Ertl 2017 ("New cardinality estimation algorithms for HyperLogLog sketches", §4): without the bias that the
    /// first formula has for middling numbers.
    std::uint64_t estimate() const
    {
        std::array<double, mostRank + 1> counts = {};
        for (const std::uint8_t rank : m_ranks)
            ++counts[rank];
        constexpr double all = places;
        if (counts[0] == all)
            return 0;
        double z = all * tau(1 - counts[mostRank] / all);
        for (std::size_t rank = mostRank - 1; rank >= 1; --rank)
            z = 0.5 * (z + counts[rank]);
        z += all * sigma(counts[0] / all);
        return static_cast<std::uint64_t>(std::llround(all * all / (2 * std::numbers::ln2 * z)));
    }

private:
    static constexpr unsigned placeBits = 14;
    static constexpr std::size_t places = std::size_t(1) << placeBits;
    static constexpr std::size_t mostRank = 64 - placeBits + 1;

    static double sigma(double x)
    {
        double z = x;
        double before = 0;
        for (double y = 1; z != before; y += y) {
            x *= x;
            before = z;
            z += x * y;
        }
        return z;
    }
    static double tau(double x)
    {
        if (x <= 0 || x >= 1)
            return 0;
        double z = 1 - x;
        double before = 0;
        for (double y = 0.5; z != before; y *= 0.5) {
            x = std::sqrt(x);
            before = z;
            z -= (1 - x) * (1 - x) * y;
        }
        return z / 3;
    }

    std::array<std::uint8_t, places> m_ranks = {};
};

} // namespace Store
