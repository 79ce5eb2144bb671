// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>

namespace Produce {

/// When the next record is due at a steady rate. Time that was lost (a slow broker, a pause) is not made up for by a burst: at most
/// 100 ms of it. One thread.
class Pacer
{
public:
    using Clock = std::chrono::steady_clock;
    /// ≤ 0: as fast as possible.
    explicit Pacer(double perSecond) : m_perSecond(perSecond) {}
    /// When the next one may go; in the past: now.
    Clock::time_point due(Clock::time_point now);
    /// One has gone.
    void sent() { ++m_sent; }
    /// Starts to count anew: after a pause.
    void restart() { m_isStarted = false; }

private:
    double m_perSecond;
    bool m_isStarted = false;
    Clock::time_point m_start = {};
    std::uint64_t m_sent = 0;
};

} // namespace Produce
