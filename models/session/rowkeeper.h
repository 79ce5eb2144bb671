// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/handover.h"
#include "session/recordrows.h"
#include "session/rowjob.h"
#include "session/shownrows.h"

#include <QElapsedTimer>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>

namespace Session {

/// The inside of RecordRows: what is wanted, what is shown, and the one job that leads from one to the other. What is shown stays
/// until a job has made what is wanted; one job runs at a time, rows that come meanwhile wait for the next.
class RecordRows::Private
{
public:
    Private(RecordRows *rows, ReadSession &readSession);
    ~Private();

    bool wantsPassing() const { return !filter && sorting() == RowJob::Sorting::Arrival; }
    RowJob::Sorting sorting() const;

    /// What is wanted has changed.
    void restart();
    /// Does the next piece of work, if any and none is under way.
    void proceed();

    // The session's signals
    void beginRun();
    void endRun();
    void beginAppend(quint64 first, quint64 count);
    void endAppend(quint64 first, quint64 count, bool isFront);
    void beginRelease(quint64 first, quint64 count);
    void endRelease(quint64 first, quint64 count);

    void setLookedAt(quint64 first, quint64 last) const;

    void beginReplace() { emit q->aboutToBeReplaced(); }
    void endReplace() { emit q->replaced(); }

    RecordRows *q;
    ReadSession &session;
    Domain::ReadOrder order = Domain::ReadOrder::Arrival;
    QString path;
    std::shared_ptr<const Search::Filter> filter;
    ShownRows shown;
    Progress progress;
    bool isNewRun = false;

private:
    /// Rows that came and are not in a job yet, by Store::ArrivalOrder::firstNumber().
    struct Waiting
    {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        bool isFront = false;
    };

    std::shared_ptr<RowJob> newJob() const;
    void startWhole();
    void startNext();
    bool takeWaiting(RowJob &job);
    void launch(std::shared_ptr<RowJob> job);
    void cancel();
    void finished();
    void apply(RowJob &job);
    void applyWhole(RowJob &job);
    void applyArrived(RowJob &job);
    void applySorted(RowJob &job);
    void swapIn(RowJob &job);
    static void giveBack(Store::RowIds list);
    void showEarlyResults();
    void settle();
    void measure();
    void insert(std::uint64_t first, std::uint64_t count, const std::function<void()> &change); ///< with the signals around it
    using Signal = void (RecordRows::*)(quint64, quint64);
    void tell(Signal signal, ShownRows::Range range, std::uint64_t size);

    std::deque<Waiting> m_waiting;
    std::shared_ptr<RowJob> m_job;
    std::uint64_t m_jobNumber = 0;
    std::size_t m_slicesShown = 0;   ///< of a job that shows what it has before it is done
    bool m_hasSwapped = false;       ///< it has shown something
    bool m_isStale = false;          ///< a sorted list holds rows that were released
    bool m_wasReleased = false;      ///< while the job was under way
    ShownRows::Trim m_trim;
    std::uint64_t m_trimmed = 0;     ///< of the list shown
    QElapsedTimer m_clock;
    QTimer m_timer;                  ///< shows what a long job has so far
    QTimer m_pause;                  ///< before rows are sorted by a field again
    double m_wholeMs = 0;
    Handover m_handover; // last: dies first
};

} // namespace Session
