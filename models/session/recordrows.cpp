// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/recordrows.h"

#include "session/handover.h"
#include "session/ownerthread.h"
#include "session/readsession.h"

#include <QElapsedTimer>
#include <QThreadPool>

#include <algorithm>
#include <stop_token>
#include <vector>

namespace Session {

namespace {

struct Result
{
    std::vector<Store::RowId> matches;
    std::vector<Store::RowId> errors;
    std::string firstProblem;
    std::uint64_t tested = 0;
};

Result filtered(const Search::Filter &filter, const std::shared_ptr<const std::vector<std::string>> &topics, const Store::StoreSnapshot &snapshot,
                const std::vector<Store::Run> &runs, const std::stop_token &stop)
{
    Result result;
    const auto evaluation = filter.evaluation(topics);
    Store::Row row;
    std::vector<Domain::Header> headers;
    for (const Store::Run &run : runs)
        for (std::uint32_t i = run.first; i < run.first + run.count && !stop.stop_requested(); ++i) {
            if (!snapshot.read(run, i, row, headers) || row.isGap)
                continue;
            ++result.tested;
            const Search::Verdict verdict = evaluation->match(row.record, true);
            if (verdict == Search::Verdict::Match)
                result.matches.push_back(Store::rowId(run.slot, i));
            if (verdict != Search::Verdict::Error)
                continue;
            if (result.errors.empty())
                result.firstProblem = evaluation->problem();
            result.errors.push_back(Store::rowId(run.slot, i));
        }
    return result;
}

} // namespace

class RecordRows::Private
{
public:
    Private(RecordRows *rows, ReadSession &readSession) : q(rows), session(readSession), handover(rows) {}
    ~Private() { stop.request_stop(); }

    bool passes() const { return !filter; }
    void restart();
    void take(Result result);

    RecordRows *q;
    ReadSession &session;
    Domain::ReadOrder order = Domain::ReadOrder::Arrival;
    bool newestFirst = false;
    std::shared_ptr<const Search::Filter> filter;
    bool showsErrors = false;
    bool isPassing = true; ///< what is shown now
    Result shown;
    Progress progress;
    std::stop_source stop;
    std::uint64_t job = 0;
    QElapsedTimer clock;
    Handover handover;
};

void RecordRows::Private::restart()
{
    stop.request_stop();
    ++job;
    if (passes()) {
        progress = {};
        if (!isPassing) {
            emit q->aboutToBeReplaced();
            isPassing = true;
            shown = {};
            emit q->replaced();
        }
        emit q->progressChanged();
        return;
    }
    stop = {};
    clock.start();
    progress.isRunning = true;
    progress.total = session.recordsHeld();
    emit q->progressChanged();
    auto topics = std::make_shared<const std::vector<std::string>>(session.plan().topics);
    QThreadPool::globalInstance()->start([this, number = job, wanted = filter, topics, snapshot = session.snapshot(), runs = session.order().runs(),
                                          token = stop.get_token(), handle = handover.handle()] {
        handle.post([this, number, result = filtered(*wanted, topics, snapshot, runs, token)]() mutable {
            if (number == job)
                take(std::move(result));
        });
    });
}

void RecordRows::Private::take(Result result)
{
    progress = {false, result.tested, session.recordsHeld(), result.matches.size(), result.errors.size(), QString::fromStdString(result.firstProblem), double(clock.nsecsElapsed()) / 1e6};
    emit q->aboutToBeReplaced();
    isPassing = false;
    shown = std::move(result);
    emit q->replaced();
    emit q->progressChanged();
}

RecordRows::RecordRows(ReadSession &session, QObject *parent) : QObject(parent), d(std::make_unique<Private>(this, session))
{
    connect(&session, &ReadSession::aboutToStart, this, &RecordRows::aboutToBeReplaced);
    connect(&session, &ReadSession::started, this, [this] {
        d->shown = {};
        emit replaced();
        d->restart();
    });
    const auto passOn = [this](auto signal) {
        return [this, signal](quint64 first, quint64 count) {
            if (d->isPassing)
                emit(this->*signal)(first, count);
        };
    };
    connect(&session, &ReadSession::rowsAboutToBeAppended, this, passOn(&RecordRows::rowsAboutToBeInserted));
    connect(&session, &ReadSession::rowsAppended, this, passOn(&RecordRows::rowsInserted));
    connect(&session, &ReadSession::rowsAppended, this, [this] {
        if (d->filter)
            d->restart();
    });
    connect(&session, &ReadSession::rowsAboutToBeReleased, this, passOn(&RecordRows::rowsAboutToBeRemoved));
    connect(&session, &ReadSession::rowsReleased, this, passOn(&RecordRows::rowsRemoved));
}

RecordRows::~RecordRows() = default;

ReadSession &RecordRows::session() const
{
    return d->session;
}

void RecordRows::setOrder(Domain::ReadOrder order)
{
    assertOwnerThread(this);
    d->order = order;
}

Domain::ReadOrder RecordRows::order() const
{
    return d->order;
}

void RecordRows::setNewestFirst(bool newestFirst)
{
    assertOwnerThread(this);
    if (newestFirst == d->newestFirst)
        return;
    emit aboutToBeReplaced();
    d->newestFirst = newestFirst;
    emit replaced();
}

bool RecordRows::isNewestFirst() const
{
    return d->newestFirst;
}

void RecordRows::setFilter(std::shared_ptr<const Search::Filter> filter)
{
    assertOwnerThread(this);
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
    if (show == d->showsErrors)
        return;
    emit aboutToBeReplaced();
    d->showsErrors = show;
    emit replaced();
}

bool RecordRows::isShowingErrors() const
{
    return d->showsErrors;
}

quint64 RecordRows::size() const
{
    if (d->isPassing)
        return d->session.order().size();
    return d->showsErrors ? d->shown.errors.size() : d->shown.matches.size();
}

Store::ArrivalOrder::Place RecordRows::at(quint64 position) const
{
    if (d->isPassing)
        return d->session.order().at(position);
    const Store::RowId id = (d->showsErrors ? d->shown.errors : d->shown.matches)[position];
    const std::uint32_t slot = Store::slotOf(id);
    return {Store::Run{slot, Store::indexOf(id), 1, d->session.snapshot().generation(slot), 0}, Store::indexOf(id)};
}

std::optional<quint64> RecordRows::positionOf(Store::RowId id) const
{
    for (quint64 i = 0, n = size(); i < n; ++i) {
        const Store::ArrivalOrder::Place place = at(i);
        if (Store::rowId(place.run.slot, place.index) == id)
            return i;
    }
    return std::nullopt;
}

const RecordRows::Progress &RecordRows::progress() const
{
    return d->progress;
}

} // namespace Session
