// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "search/filter.h"
#include "search/matchingsink.h"
#include "store/arrivalorder.h"
#include "store/recordstore.h"

#include <QObject>

#include <memory>

namespace Session {

class ClusterSession;

/// One run of reading after another into one store: what a record page shows. GUI thread only (asserted).
/// A 16 ms timer (250 ms while not visible) takes what the reading threads have published; no signal carries records.
class ReadSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReadSession)
public:
    ReadSession(Domain::Cluster &cluster, std::size_t budgetBytes, QObject *parent = nullptr);
    ~ReadSession() override; ///< < 1 ms: the source is stopped, its threads are reaped elsewhere

    /// Drops what is loaded and starts reading this plan. With a filter it is a search of the log: only hits are kept, at most
    /// `maxMatches`.
    void start(const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter = {}, std::optional<std::uint64_t> maxMatches = {});
    void pause();
    void resume();
    void stop();
    /// Raises the budget by half of it and goes on after BudgetReached.
    void raiseBudget();
    void setVisible(bool visible);

    const Domain::ReadPlan &plan() const;
    const Domain::ReadStatus &status() const;

    /// Null: everything read is kept.
    const std::shared_ptr<const Search::Filter> &filter() const;
    /// What a search of the log has done so far; nothing without a filter.
    Search::ScanCounters::Totals scan() const;
    std::vector<Search::ScanCounters::Failure> scanFailures() const;

    const Store::ArrivalOrder &order() const;
    const Store::StoreSnapshot &snapshot() const; ///< fresh as of the last tick
    std::uint64_t recordsHeld() const;            ///< gaps not counted
    std::uint64_t recordsReleased() const;        ///< let go to stay within the budget
    std::size_t bytesHeld() const;
    std::size_t budget() const;
    double recordsPerSecond() const;              ///< over the last 2 s
    double bytesPerSecond() const;

signals:
    void aboutToStart();                                       ///< order() and snapshot() are still those of the plan before
    void started();                                            ///< a new plan: everything before is gone
    void rowsAboutToBeAppended(quint64 first, quint64 count);
    void rowsAppended(quint64 first, quint64 count);           ///< positions in order()
    void rowsAboutToBeReleased(quint64 first, quint64 count);  ///< order() still holds them
    void rowsReleased(quint64 first, quint64 count);
    void statusChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Session
