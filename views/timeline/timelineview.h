// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

namespace Session {
class Timeline;
}

namespace Views {

class Appearance;
class TimelineChart;
class TimelineHeader;

/// The timeline of a record page: a header line (`timelineHeader`) over the chart (`timeline`), see ui.md §6. It shows a
/// Session::Timeline and tells what the user wants; it reads and asks nothing itself. Positions are ms UTC, or offsets since the
/// log start where Timeline::axis() is Offset (Timeline::offsetsAt() then tells the offsets of each partition). GUI thread; owned
/// by the record page; timeline and appearance must outlive it.
class TimelineView final : public QWidget
{
    Q_OBJECT
public:
    TimelineView(Session::Timeline &timeline, const Appearance &appearance, QWidget *parent = nullptr);

    void setUtc(bool utc);
    void setPlayhead(std::optional<qint64> position); ///< of the current row, else where reading starts
    void setRange(std::optional<std::pair<qint64, qint64>> range); ///< From … Until
    void setReadBand(std::vector<std::pair<qint64, qint64>> parts); ///< what has been read in this tab; its end is the scan's front
    void setMatches(std::vector<qint64> positions, bool isFinal = true); ///< any order; isFinal: the search is over
    void addMatches(const std::vector<qint64> &positions, bool isFinal = false);
    /// "dated after now", once reading has shown how many.
    void setDatedAfterNow(quint64 records);
    void showLanes(bool lanes); ///< one row for each partition
    bool showsLanes() const;

    TimelineChart *chart() const { return m_chart; }

signals:
    /// Click, drag or key. While dragging `released` is false and the page follows only inside the read band.
    void playheadMoved(qint64 position, bool released);
    void rangeChosen(qint64 from, qint64 until);
    void rangeDropped();
    void readFromHere(qint64 position);
    void readUntilHere(qint64 position);
    void readRequested(qint64 position); ///< Enter
    void matchRequested(qint64 position); ///< a tick was clicked or reached by N: the first match there
    void datedAfterNowRequested();
    void replayRequested(qint64 from, qint64 until); ///< the range

private:
    void updateHeader();
    void showMenu(qint64 position, const QPoint &place);
    void showTable();

    Session::Timeline &m_timeline;
    const Appearance &m_appearance;
    TimelineHeader *m_header;
    TimelineChart *m_chart;
};

} // namespace Views
