// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstdint>

namespace Produce {

/// Counts latencies in steps of about 6 %, so that percentiles cost 8 KiB however many there are. A value.
class LatencyHistogram
{
public:
    void add(std::chrono::microseconds latency)
    {
        ++m_counts[indexOf(static_cast<std::uint64_t>(std::max<std::int64_t>(latency.count(), 0)))];
        ++m_total;
    }

    /// The latency that `part` (0 … 1) of them do not exceed; 0 when there is none.
    std::chrono::microseconds percentile(double part) const
    {
        const auto wanted = static_cast<std::uint64_t>(static_cast<double>(m_total) * part);
        std::uint64_t seen = 0;
        for (std::size_t i = 0; i < m_counts.size(); ++i) {
            seen += m_counts[i];
            if (m_counts[i] > 0 && seen > wanted)
                return std::chrono::microseconds(valueOf(i));
        }
        return std::chrono::microseconds(m_last);
    }

private:
    static constexpr unsigned steps = 16; ///< between two powers of two

    std::size_t indexOf(std::uint64_t value)
    {
        m_last = std::max(m_last, value);
        if (value < steps)
            return value;
        const unsigned power = static_cast<unsigned>(std::bit_width(value)) - 1; // ≥ 4
        const std::size_t index = (power - 3) * steps + (value >> (power - 4) & (steps - 1));
        return std::min(index, m_counts.size() - 1);
    }
    static std::uint64_t valueOf(std::size_t index)
    {
        if (index < steps)
            return index;
        const std::size_t power = index / steps + 3;
        return (steps + index % steps) << (power - 4);
    }

    std::array<std::uint64_t, 1024> m_counts{};
    std::uint64_t m_total = 0;
    std::uint64_t m_last = 0;
};

} // namespace Produce
