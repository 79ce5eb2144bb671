// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/sourcereading.h"
#include "replay/windowtally.h"

namespace Replay {

/// The source one record at a time, from where a run stands. What lies between records (holes, what was removed) goes to the tally with the
/// record behind it. The run's thread.
class SourceFeed
{
public:
    SourceFeed(std::unique_ptr<SourceReading> reading, const Source &source, PlaceNumbers &places) : m_reading(std::move(reading)), m_source(source), m_places(places) {}

    enum class Got : std::uint8_t { Record, Nothing, End };
    /// The record at hand stays until take().
    Got next(std::chrono::milliseconds wait, WindowTally &tally);
    const Domain::Record &record() const { return m_reading->block().records()[m_at]; }
    std::uint32_t place() const { return m_place; }
    /// The record at hand is dealt with; it belongs to the tally's window.
    void take(WindowTally &tally)
    {
        const std::int64_t offset = record().offset.value();
        tally.passed(m_place, offset, offset + 1);
        ++m_at;
        m_isAtHand = false;
    }
    const SourceReading &reading() const { return *m_reading; }

private:
    void takeGaps(WindowTally &tally);

    std::unique_ptr<SourceReading> m_reading;
    const Source &m_source;
    PlaceNumbers &m_places;
    bool m_hasBlock = false;
    bool m_isAtHand = false;
    std::size_t m_at = 0;
    std::size_t m_gap = 0;
    std::uint32_t m_place = 0;
};

} // namespace Replay
