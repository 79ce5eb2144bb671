// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "produce/pacer.h"
#include "replay/replayplan.h"

#include <chrono>
#include <optional>

namespace Replay {

/// When the next record of a replay is due, by the plan's tempo. One thread.
class TempoPacer
{
public:
    using Clock = Produce::Pacer::Clock;

    explicit TempoPacer(const Tempo &tempo)
        : m_rate(std::holds_alternative<Rate>(tempo) ? std::get<Rate>(tempo).perSecond : 0),
          m_factor(std::holds_alternative<OriginalGaps>(tempo) ? std::get<OriginalGaps>(tempo).factor : 0), m_isFree(std::holds_alternative<AsFastAsPossible>(tempo))
    {
    }
    bool isFree() const { return m_isFree; }
    /// `timestampMs`: of the record as it was read.
    Clock::time_point due(Clock::time_point now, std::int64_t timestampMs);
    void sent()
    {
        m_rate.sent();
    }
    /// After a pause: what comes next is due at once, and the gaps are counted from there.
    void restart();

private:
    Produce::Pacer m_rate;
    double m_factor;
    bool m_isFree;
    std::optional<Clock::time_point> m_start;
    std::int64_t m_firstMs = 0;
};

} // namespace Replay
