// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/readrange.h"
#include "kafka/heldrow.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <vector>

namespace Kafka {

/// One partition read from its end to its beginning, in windows that are read forward and handed over in falling order. Pure: says
/// which window is next, takes what comes of it, and gives the rows out when it is complete. Belongs to a reading thread.
///
/// A gap stands right before its successor, so the lowest record of a window waits until it is known what is below it.
class BackwardWindow
{
public:
    struct Limits
    {
        std::int64_t windowBytes = 8 << 20; ///< aim for what one window reads
        std::size_t heldBytes = 32 << 20;   ///< of wanted records; a window with more is read in parts
    };

    BackwardWindow() = default;
    BackwardWindow(const Domain::PartitionRange &range, bool isByTime, const Limits &limits);

    bool isBegun() const { return m_isBegun; }
    bool isDone() const { return m_isDone; } ///< everything was given out
    Domain::Offset top() const { return m_top; } ///< all from here on was read
    Domain::Offset givenFrom() const { return m_heldBack ? Domain::Offset(m_heldBack->record->offset.value() + 1) : m_top; } ///< and given out
    std::int64_t bound() const { return m_bound; } ///< no further row has a greater key
    bool isUntouched() const { return !m_lowest; } ///< nothing came of the open window yet
    Domain::Offset asked() const { return m_asked; }
    Domain::Offset end() const { return m_end; }

    /// The next window [from, top()).
    Domain::Offset openWindow();
    // What comes of it, in rising order
    void record(const Domain::Record &record, bool isWanted);
    void gap(const Domain::Gap &gap);
    /// Retention has removed what is below `low`; the window goes on there.
    void removedBelow(Domain::Offset low);
    /// The window is complete: its rows in falling order, each with its key.
    std::vector<HeldRow> closeWindow();
    /// The window, and what is below it, cannot be read.
    std::vector<HeldRow> giveUp();

    /// Whether the record was asked for before, in a window that held too much, and what the answer was.
    std::optional<bool> knownWish(Domain::Offset offset) const;

private:
    void holdLess();
    void adapt(bool wasCut);
    void lowerBound(std::int64_t time);
    void rememberWishes();
    void give(HeldRow row, std::vector<HeldRow> &rows);
    void giveAbove(std::vector<HeldRow> &rows);
    void finish(std::vector<HeldRow> &rows);

    bool m_isBegun = false;
    bool m_isDone = false;
    bool m_isByTime = false;
    Limits m_limits;
    Domain::TopicPartition m_place;
    Domain::Offset m_asked;
    Domain::Offset m_begin; ///< lowest to fetch
    Domain::Offset m_end;
    Domain::Offset m_top;
    std::optional<Domain::Gap> m_removed; ///< by retention, below m_begin
    std::int64_t m_width = 1000;
    std::int64_t m_bound = 0; ///< running minimum of the times
    std::vector<Domain::Gap> m_above;    ///< gaps right above the top
    std::optional<HeldRow> m_heldBack;   ///< the record right above those

    // The open window
    Domain::Offset m_from;
    std::deque<HeldRow> m_rows;       ///< key: least time of what was passed by right above
    std::int64_t m_lowestPassed = 0;  ///< the same below the first row
    std::vector<Domain::Gap> m_gaps; ///< before the next record
    std::optional<Domain::Offset> m_lowest;   ///< lowest offset known to be no hole
    std::optional<Domain::Offset> m_cutBelow; ///< wanted records below were let go again
    std::size_t m_heldBytes = 0;
    std::int64_t m_seenBytes = 0;

    // Offsets [m_askedFrom, m_top) were asked for in a window that was cut
    std::optional<Domain::Offset> m_askedFrom;
    std::set<std::int64_t> m_wanted; ///< of those
};

} // namespace Kafka
