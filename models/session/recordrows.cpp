// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/recordrows.h"

#include "session/ownerthread.h"
#include "session/readsession.h"
#include "session/rowkeeper.h"

namespace Session {

RecordRows::RecordRows(ReadSession &session, QObject *parent) : QObject(parent), d(std::make_unique<Private>(this, session))
{
    d->restart();
    connect(&session, &ReadSession::aboutToStart, this, [this] { d->beginRun(); });
    connect(&session, &ReadSession::started, this, [this] { d->endRun(); });
    connect(&session, &ReadSession::rowsAboutToBeAppended, this, [this](quint64 first, quint64 count) { d->beginAppend(first, count); });
    connect(&session, &ReadSession::rowsAppended, this, [this](quint64 first, quint64 count) { d->endAppend(first, count, false); });
    connect(&session, &ReadSession::rowsAboutToBePrepended, this, [this](quint64 count) { d->beginAppend(0, count); });
    connect(&session, &ReadSession::rowsPrepended, this, [this](quint64 count) { d->endAppend(0, count, true); });
    connect(&session, &ReadSession::rowsAboutToBeReleased, this, [this](quint64 first, quint64 count) { d->beginRelease(first, count); });
    connect(&session, &ReadSession::rowsReleased, this, [this](quint64 first, quint64 count) { d->endRelease(first, count); });
}

RecordRows::~RecordRows() = default;

ReadSession &RecordRows::session() const
{
    return d->session;
}

void RecordRows::setOrder(Domain::ReadOrder order)
{
    assertOwnerThread(this);
    if (order == d->order)
        return;
    d->order = order;
    if (d->path.isEmpty())
        d->restart();
}

Domain::ReadOrder RecordRows::order() const
{
    return d->order;
}

void RecordRows::setNewestFirst(bool newestFirst)
{
    assertOwnerThread(this);
    if (newestFirst == d->shown.isReversed)
        return;
    d->beginReplace();
    d->shown.isReversed = newestFirst;
    d->endReplace();
}

bool RecordRows::isNewestFirst() const
{
    return d->shown.isReversed;
}

void RecordRows::setFilter(std::shared_ptr<const Search::Filter> filter)
{
    assertOwnerThread(this);
    if (filter == d->filter)
        return;
    d->filter = std::move(filter);
    d->restart();
}

const std::shared_ptr<const Search::Filter> &RecordRows::filter() const
{
    return d->filter;
}

void RecordRows::showErrors(bool show)
{
    assertOwnerThread(this);
    if (show == d->shown.showsErrors)
        return;
    d->beginReplace();
    d->shown.showsErrors = show;
    d->endReplace();
}

bool RecordRows::isShowingErrors() const
{
    return d->shown.showsErrors;
}

void RecordRows::sortByPath(const QString &path)
{
    assertOwnerThread(this);
    if (path == d->path)
        return;
    d->path = path;
    d->restart();
}

const QString &RecordRows::sortPath() const
{
    return d->path;
}

bool RecordRows::isLate(Store::RowId id) const
{
    return !d->shown.isPassing && d->shown.sorting == RowJob::Sorting::Time && d->shown.late.contains(id);
}

bool RecordRows::isNewRun() const
{
    return d->isNewRun;
}

quint64 RecordRows::size() const
{
    assertOwnerThread(this);
    return d->shown.size(d->session.order());
}

Store::ArrivalOrder::Place RecordRows::at(quint64 position) const
{
    assertOwnerThread(this);
    return d->shown.at(d->session.order(), position);
}

std::optional<quint64> RecordRows::positionOf(Store::RowId id) const
{
    assertOwnerThread(this);
    return d->shown.positionOf(d->session.order(), d->session.snapshot(), id);
}

void RecordRows::setLookedAt(quint64 first, quint64 last)
{
    assertOwnerThread(this);
    d->setLookedAt(first, last);
}

const RecordRows::Progress &RecordRows::progress() const
{
    assertOwnerThread(this);
    return d->progress;
}

} // namespace Session
