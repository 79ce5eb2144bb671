// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/tempopacer.h"

#include <algorithm>

namespace Replay {

TempoPacer::Clock::time_point TempoPacer::due(Clock::time_point now, std::int64_t timestampMs)
{
    if (m_factor <= 0)
        return m_rate.due(now);
    if (!m_start) {
        m_start = now;
        m_firstMs = timestampMs;
    }
    // Through doubles: two times of any two records may lie further apart than 64 bits of nanoseconds reach.
    constexpr double mostMs = 100.0 * 365 * 86'400'000;
    const double gapMs = (static_cast<double>(timestampMs) - static_cast<double>(m_firstMs)) / m_factor;
    return *m_start + std::chrono::microseconds(static_cast<std::int64_t>(std::clamp(gapMs, 0.0, mostMs) * 1000));
}

void TempoPacer::restart()
{
    m_rate.restart();
    m_start.reset();
}

} // namespace Replay
