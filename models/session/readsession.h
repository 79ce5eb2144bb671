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
#include <optional>
#include <vector>

namespace Session {

/// One run of reading after another into one store: what a record page shows. GUI thread only (asserted).
/// A 16 ms timer (250 ms while not visible) takes what the reading threads have published; no signal carries records.
///
/// A run may be read on at both ends of what is loaded: window by window, each by a source of its own. What comes in front is
/// *prepended*, a window at once, so that nothing on the screen moves.
class ReadSession final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReadSession)
public:
    /// So far beyond the screen reading on goes by itself.
    static constexpr std::uint64_t ReadAhead = 524'288;

    ReadSession(Domain::Cluster &cluster, std::size_t budgetBytes, QObject *parent = nullptr);
    ~ReadSession() override; ///< < 1 ms: the source is stopped, its threads are reaped elsewhere

    /// Drops what is loaded and starts reading this plan. With a filter it is a search of the log: only hits are kept, at most
    /// `maxMatches`.
    void start(const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter = {}, std::optional<std::uint64_t> maxMatches = {});
    /// Starts anew at the first records dated `ms` or later, with the topics, partitions and isolation of the plan; goes on at both
    /// ends by readEarlier() and readLater().
    void moveTo(std::int64_t ms);
    void pause();
    void resume();
    void stop();
    /// Raises the budget by half of it and goes on after BudgetReached.
    void raiseBudget();
    void setVisible(bool visible);

    /// Positions in order() that the user sees. Rows are let go at the end farther from them, never they themselves.
    void setLookedAt(quint64 first, quint64 last);
    /// More records of lower (higher) offsets than those loaded, as far as is known.
    bool canReadEarlier() const;
    bool canReadLater() const;
    /// Reads windows until ReadAhead records lie beyond the screen on that side (one window when nobody has said what the screen shows).
    void readEarlier();
    void readLater();
    /// Reads on without waiting for the user to come near: up to the end, then down to the beginning.
    void readAll();
    bool isReadingEarlier() const;
    bool isReadingLater() const;

    const Domain::ReadPlan &plan() const;
    /// Of the run and of what reads on. A window that fails leaves what is there; its error stands here until the next one.
    const Domain::ReadStatus &status() const;

    /// Null: everything read is kept.
    const std::shared_ptr<const Search::Filter> &filter() const;
    /// What a search of the log has done so far; nothing without a filter.
    Search::ScanCounters::Totals scan() const;
    std::vector<Search::ScanCounters::Failure> scanFailures() const;

    const Store::ArrivalOrder &order() const;
    const Store::StoreSnapshot &snapshot() const; ///< fresh as of the last tick
    /// The loaded record at that place, if it is loaded.
    std::optional<Store::RowId> find(Domain::TopicPartition place, Domain::Offset offset) const;
    std::uint64_t recordsHeld() const;            ///< gaps not counted
    std::uint64_t recordsReleased() const;        ///< let go to stay within the budget, and not read again
    std::uint64_t recordsReleasedInFront() const;
    std::uint64_t recordsReleasedBehind() const;
    std::size_t bytesHeld() const;
    std::size_t budget() const;
    double recordsPerSecond() const;              ///< over the last 2 s
    double bytesPerSecond() const;

signals:
    void aboutToStart();                                       ///< order() and snapshot() are still those of the plan before
    void started();                                            ///< a new plan: everything before is gone
    void rowsAboutToBeAppended(quint64 first, quint64 count);
    void rowsAppended(quint64 first, quint64 count);           ///< positions in order()
    void rowsAboutToBePrepended(quint64 count);
    void rowsPrepended(quint64 count);                         ///< positions 0 to count − 1; all others have moved up by count
    void rowsAboutToBeReleased(quint64 first, quint64 count);  ///< order() still holds them; they are at one of its ends
    void rowsReleased(quint64 first, quint64 count);
    void statusChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Session
