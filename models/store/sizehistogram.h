// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace Store {

/// Sizes by number of bytes: exact below 64, in steps of 1/32 of the size above, so that a percentile is not more than 3.2 % too large.
class SizeHistogram
{
public:
    void add(std::uint64_t size)
    {
        ++m_counts[placeOf(size)];
        ++m_total;
        m_smallest = std::min(m_smallest, size);
        m_largest = std::max(m_largest, size);
    }
    std::uint64_t total() const { return m_total; }
    std::uint64_t smallest() const { return m_total > 0 ? m_smallest : 0; }
    std::uint64_t largest() const { return m_largest; }

    /// The size that `share` (0 to 1) of all are not above.
    std::uint64_t percentile(double share) const
    {
        const double wanted = share * double(m_total);
        std::uint64_t seen = 0;
        for (std::size_t place = 0; place < m_counts.size(); ++place) {
            seen += m_counts[place];
            if (seen > 0 && double(seen) >= wanted)
                return std::clamp(endOf(place), smallest(), m_largest);
        }
        return m_largest;
    }

private:
    static constexpr unsigned stepBits = 5;
    static constexpr std::uint64_t exact = std::uint64_t(2) << stepBits;

    static std::size_t placeOf(std::uint64_t size)
    {
        if (size < exact)
            return static_cast<std::size_t>(size);
        const unsigned shift = static_cast<unsigned>(std::bit_width(size)) - stepBits - 1;
        return static_cast<std::size_t>((std::uint64_t(shift) << stepBits) + (size >> shift));
    }
    /// The largest size at the place.
    static std::uint64_t endOf(std::size_t place)
    {
        if (place < exact)
            return place;
        const std::uint64_t shift = (place >> stepBits) - 1;
        const std::uint64_t lead = place - (shift << stepBits);
        return ((lead + 1) << shift) - 1;
    }

    std::array<std::uint64_t, std::size_t(64) << stepBits> m_counts = {};
    std::uint64_t m_total = 0;
    std::uint64_t m_smallest = ~std::uint64_t(0);
    std::uint64_t m_largest = 0;
};

} // namespace Store
