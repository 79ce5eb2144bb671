// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/ratemeter.h"

#include <algorithm>

namespace Session {

namespace {
constexpr std::int64_t shortestMs = 250;
constexpr std::int64_t resolutionMs = 20; ///< samples closer than this replace each other: ≤ 101 are kept
}

void RateMeter::add(std::int64_t nowMs, std::uint64_t total)
{
    while (m_samples.size() > 1 && m_samples[1].ms <= nowMs - m_windowMs)
        m_samples.pop_front();
    if (m_samples.size() > 1 && nowMs - m_samples[m_samples.size() - 2].ms < resolutionMs)
        m_samples.back() = {nowMs, total};
    else
        m_samples.push_back({nowMs, total});
}

double RateMeter::perSecond(std::int64_t nowMs) const
{
    if (m_samples.empty())
        return 0;
    const std::int64_t begin = nowMs - m_windowMs;
    // What was counted before the window began does not belong to it.
    auto oldest = m_samples.begin();
    while (std::next(oldest) != m_samples.end() && std::next(oldest)->ms <= begin)
        ++oldest;
    const std::uint64_t grown = m_samples.back().total - oldest->total;
    const std::int64_t span = std::clamp(nowMs - oldest->ms, shortestMs, m_windowMs);
    return 1000.0 * static_cast<double>(grown) / static_cast<double>(span);
}

} // namespace Session
