// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <utility>

namespace Replay {

/// What a run counts while it goes, and its speed over the last two seconds. One thread.
struct RunMeter
{
    using Clock = std::chrono::steady_clock;

    std::uint64_t read = 0;
    std::uint64_t dropped = 0;
    std::uint64_t sent = 0;
    std::uint64_t reported = 0; ///< acknowledged by the broker, committed or not

    double perSecond(Clock::time_point now)
    {
        m_marks.emplace_back(now, reported);
        while (m_marks.size() > 2 && now - m_marks[1].first > std::chrono::seconds(2))
            m_marks.pop_front();
        const double seconds = std::chrono::duration<double>(now - m_marks.front().first).count();
        return seconds > 0 ? static_cast<double>(reported - m_marks.front().second) / seconds : 0;
    }

private:
    std::deque<std::pair<Clock::time_point, std::uint64_t>> m_marks;
};

} // namespace Replay
