// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "views/recordpage/searchwords.h"

#include <QElapsedTimer>
#include <QObject>

#include <optional>

namespace Session {
class ReadSession;
class RecordRows;
}

namespace Views {

class FilterBar;
class RecordView;

/// What the filter bar does to a record page: while typing, the loaded records are filtered; Enter searches the log, and when the
/// filter is cleared the page reads again what it read before. Owned by the page; GUI thread.
class RecordSearch final : public QObject
{
    Q_OBJECT
public:
    RecordSearch(Session::ReadSession &read, Session::RecordRows &rows, FilterBar &bar, RecordView &view, QObject *parent);

    /// The log is or was searched: what is loaded are hits.
    bool isOn() const;
    bool isHalted() const { return m_halted; }
    /// Whether some filter decides what is shown.
    bool isFiltering() const;

    /// The plan that searches the log: over the range of `plan` where an end is set, from its start to the end where `keepsFrom`,
    /// else over everything.
    static Domain::ReadPlan searchPlan(const Domain::ReadPlan &plan, bool newestFirst, bool keepsFrom = false);
    static bool hasRange(const Domain::ReadPlan &plan);

    /// Starts the search of the bar's filter; `plan`: of the reading that is shown; `keepsFrom`: its start was chosen by the user.
    void start(const Domain::ReadPlan &plan, bool keepsFrom);
    void startWholeLog();
    void startAgain();
    void startWithoutLimit();
    /// Stops it so that it can go on.
    void halt();
    void goOn();
    /// Another plan is read without the filter: there is nothing to come back to.
    void forget();
    /// What was read before the search, while one is on.
    const std::optional<Domain::ReadPlan> &planBefore() const { return m_before; }

    void setUtc(bool utc) { m_utc = utc; }
    void showErrors(bool errors);
    SearchSituation situation(const QString &topic) const;
    /// Figures for the bar.
    void updateFigures();
    void stepMatch(int by);

signals:
    void aboutToStart(const Domain::ReadPlan &plan); ///< the search starts right after this
    void started();
    void returnWanted(const Domain::ReadPlan &plan); ///< the filter is gone: read this again
    void filterApplied();

private:
    void apply();
    void run(const Domain::ReadPlan &plan, std::optional<quint64> maxMatches);

    Session::ReadSession &m_read;
    Session::RecordRows &m_rows;
    FilterBar &m_bar;
    RecordView &m_view;
    std::optional<Domain::ReadPlan> m_before;
    std::optional<quint64> m_maxMatches;
    QString m_name;
    QElapsedTimer m_clock;
    mutable qint64 m_elapsedMs = 0; ///< frozen once the search is over
    bool m_isWholeLog = true;
    bool m_keepsFrom = false;
    bool m_utc = false;
    bool m_halted = false;
};

} // namespace Views
