// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "search/filter.h"
#include "store/arrivalorder.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>

namespace Session {

class ReadSession;

/// The rows of a ReadSession in the order and under the filter the user chose. Owned by the record page; GUI thread (asserted);
/// the session must outlive it. Without a filter and in arrival order it passes the session's rows through and costs nothing.
/// Otherwise it holds row ids, made in pool threads and swapped in; rows that arrive later are merged in, tick by tick.
class RecordRows final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecordRows)
public:
    explicit RecordRows(ReadSession &session, QObject *parent = nullptr);
    ~RecordRows() override; ///< < 1 ms: what is being made is told to stop and never comes

    ReadSession &session() const;

    void setOrder(Domain::ReadOrder order);
    Domain::ReadOrder order() const;
    /// The loaded rows in reverse.
    void setNewestFirst(bool newestFirst);
    bool isNewestFirst() const;
    /// Null: none. Gaps are not shown while there is one. What was shown stays until the first result is there.
    void setFilter(std::shared_ptr<const Search::Filter> filter);
    const std::shared_ptr<const Search::Filter> &filter() const;
    /// The records that could not be evaluated instead of the matches.
    void showErrors(bool show);
    bool isShowingErrors() const;
    /// By the value of a field (a Codec::FieldPath, such as `value.amount`) instead of the order: numbers before texts, missing ones
    /// last. Empty: by the order again. Newest first turns it around.
    void sortByPath(const QString &path);
    const QString &sortPath() const;

    /// Order of time: whether the record is dated before an earlier one of its partition.
    bool isLate(Store::RowId id) const;
    /// From aboutToBeReplaced() to replaced(): the session reads another plan; no row of before will be there.
    bool isNewRun() const;

    quint64 size() const; ///< rows shown, gaps included
    /// Row `position` < size(), to be read with the session's snapshot.
    Store::ArrivalOrder::Place at(quint64 position) const;
    /// None: not shown.
    std::optional<quint64> positionOf(Store::RowId id) const;

    /// The positions the user sees: the session lets go of what is far from them.
    void setLookedAt(quint64 first, quint64 last);

    /// Of the filter, over what is loaded.
    struct Progress
    {
        bool isRunning = false;
        quint64 tested = 0; ///< records
        quint64 total = 0;
        quint64 matched = 0;
        quint64 errors = 0;
        QString firstProblem = {}; ///< of the first error
        double ms = 0;             ///< what the last complete run took
    };
    const Progress &progress() const;

signals:
    void rowsAboutToBeInserted(quint64 first, quint64 count);
    void rowsInserted(quint64 first, quint64 count);
    void rowsAboutToBeRemoved(quint64 first, quint64 count); ///< at() still knows them
    void rowsRemoved(quint64 first, quint64 count);
    void aboutToBeReplaced(); ///< another run, order or filter result
    void replaced();
    void progressChanged();

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Session
