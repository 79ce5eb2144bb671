// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "items/timesread.h"

#include <QObject>
#include <QTimer>

#include <map>
#include <memory>
#include <optional>
#include <utility>

namespace Domain {
class Cluster;
}

namespace Session {
class RecordRows;
class Timeline;
}

namespace Views {

class Appearance;
class TimelineView;

/// The timeline of a record page: what it charts, and how it follows what the page reads, shows and finds. Owned by the page; GUI
/// thread; cluster and rows must outlive it.
class PageTimeline final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PageTimeline)
public:
    PageTimeline(Domain::Cluster &cluster, Session::RecordRows &rows, const Appearance &appearance, QWidget *page);
    ~PageTimeline() override;

    QWidget *widget() const;
    void setUtc(bool utc);
    /// By the user, and by the page being in front.
    void setShown(bool shown);
    void setPageVisible(bool visible);
    /// Topics, partitions, isolation and the range follow the plan.
    void setPlan(const Domain::ReadPlan &plan);
    void setPlayhead(std::optional<qint64> ms);
    /// Where each partition stands at a position, by what is known.
    std::map<Domain::TopicPartition, Domain::SeekTarget> offsetsAt(qint64 position) const;
    /// The rows have changed; taken at the next beat.
    void noteRows();
    void setSearching(bool filtering, bool isFinal);
    /// How far a search of the log is: its front is the end of the read band.
    void showScan();

signals:
    void timeWanted(qint64 ms, bool released); ///< while dragging `released` is false
    void offsetsWanted(const std::map<Domain::TopicPartition, Domain::SeekTarget> &offsets);
    void rangeChosen(qint64 from, qint64 until);
    void rangeDropped();
    void fromWanted(qint64 ms);
    void untilWanted(qint64 ms);
    void replayWanted(qint64 from, qint64 until); ///< the range
    void matchWanted(qint64 ms);
    void conditionWanted(const QString &condition); ///< an expression: shows these records alone

private:
    void connectView();
    void move(qint64 position, bool released);
    void updateVisible();
    void takeRows();
    void takeTimes();
    void startTimesAnew();
    void noteTimes();
    bool isScanned(qint64 position) const;

    Session::RecordRows &m_rows;
    std::unique_ptr<Session::Timeline> m_timeline; // goes after the view: see the destructor
    TimelineView *m_view;
    Domain::ReadPlan m_plan;
    bool m_isOpen = false;
    bool m_isShown = true;
    bool m_isPageVisible = false;
    bool m_filtering = false;
    bool m_isFinal = true;
    quint64 m_matchRows = 0; ///< rows whose times are on the chart
    Items::TimesRead m_times;
    quint64 m_rowsTold = 0;  ///< of those whose times the timeline knows
    std::pair<qint64, qint64> m_spanTold;
    bool m_isTold = false;
    QTimer m_beat;
    QTimer m_timesBeat;
};

} // namespace Views
