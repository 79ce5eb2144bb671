// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/pacer.h"

#include <algorithm>

namespace Produce {

namespace {

constexpr std::chrono::milliseconds mostMadeUp{100};
constexpr double longestWait = 1e9; // seconds: what is slower never comes

} // namespace

Pacer::Clock::time_point Pacer::due(Clock::time_point now)
{
    if (!(m_perSecond > 0))
        return now;
    if (!m_isStarted) {
        m_isStarted = true;
        m_start = now;
        m_sent = 0;
    }
    const double seconds = std::min(static_cast<double>(m_sent) / m_perSecond, longestWait);
    const Clock::time_point due = m_start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    if (now - due > mostMadeUp) {
        m_start += now - due - mostMadeUp;
        return now - mostMadeUp;
    }
    return due;
}

} // namespace Produce
