// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/sourcefeed.h"

#include <algorithm>

namespace Replay {

namespace {

/// Offsets of the gap that were to be replayed.
std::uint64_t wantedOf(const Source &source, const Domain::Gap &gap)
{
    if (source.only.empty())
        return static_cast<std::uint64_t>(std::max<std::int64_t>(gap.span().value(), 0));
    const auto found = source.only.find({gap.topic, gap.partition});
    if (found == source.only.end())
        return 0;
    const auto from = std::lower_bound(found->second.begin(), found->second.end(), gap.from);
    return static_cast<std::uint64_t>(std::lower_bound(from, found->second.end(), gap.to) - from);
}

} // namespace

SourceFeed::Got SourceFeed::next(std::chrono::milliseconds wait, WindowTally &tally)
{
    if (m_isAtHand)
        return Got::Record;
    for (;;) {
        if (m_hasBlock) {
            takeGaps(tally);
            if (m_at < m_reading->block().records().size()) {
                const Domain::Record &at = record();
                m_place = m_places.of(at.topic, at.partition.value());
                m_isAtHand = true;
                return Got::Record;
            }
        }
        const SourceReading::Next next = m_reading->next(wait);
        m_hasBlock = next == SourceReading::Next::Block;
        m_at = m_gap = 0;
        if (!m_hasBlock)
            return next == SourceReading::Next::End ? Got::End : Got::Nothing;
    }
}

void SourceFeed::takeGaps(WindowTally &tally)
{
    const auto gaps = m_reading->block().gaps();
    for (; m_gap < gaps.size() && gaps[m_gap].before <= m_at; ++m_gap) {
        const Domain::Gap &gap = gaps[m_gap].gap;
        if (gap.from >= gap.to)
            continue;
        tally.passed(m_places.of(gap.topic, gap.partition.value()), gap.from.value(), gap.to.value());
        const bool isLoss = gap.reason == Domain::GapReason::Retention || gap.reason == Domain::GapReason::Refused;
        if (const std::uint64_t wanted = isLoss ? wantedOf(m_source, gap) : 0; wanted > 0)
            tally.vanished({gap.topic, gap.partition.value(), gap.from.value(), gap.to.value(), wanted});
    }
}

} // namespace Replay
