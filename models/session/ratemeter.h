// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <deque>

namespace Session {

/// Rate of something that only grows, over a sliding window. Plain value; times are any monotone milliseconds.
class RateMeter
{
public:
    explicit RateMeter(std::int64_t windowMs = 2000) : m_windowMs(windowMs) {}

    void clear() { m_samples.clear(); }
    void add(std::int64_t nowMs, std::uint64_t total);
    /// Per second. 0 when nothing is known of the window; the first quarter of a second counts as a whole one, or the
    /// first batch of a read would show an absurd rate.
    double perSecond(std::int64_t nowMs) const;

private:
    struct Sample { std::int64_t ms; std::uint64_t total; };
    std::int64_t m_windowMs;
    std::deque<Sample> m_samples; ///< the oldest one lies at or before the window's begin
};

} // namespace Session
