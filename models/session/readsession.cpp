// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/readsession.h"

#include "session/ownerthread.h"
#include "session/sessionrun.h"

#include <algorithm>

namespace Session {

namespace {

constexpr int visibleTickMs = 16;
constexpr int hiddenTickMs = 250;
constexpr std::uint64_t MoveRecords = 65'536; ///< read at once where the user has moved to; scrolling reads on
constexpr std::uint64_t MoveRecordsEach = 4'096; ///< at least, for each partition

} // namespace

ReadSession::ReadSession(Domain::Cluster &cluster, std::size_t budgetBytes, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, cluster, budgetBytes))
{
}

ReadSession::~ReadSession() = default;

void ReadSession::start(const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter, std::optional<std::uint64_t> maxMatches)
{
    assertOwnerThread(this);
    d->start(plan, std::move(filter), maxMatches);
}

void ReadSession::moveTo(std::int64_t ms)
{
    assertOwnerThread(this);
    Domain::ReadPlan plan = d->plan;
    plan.from = Domain::AtTime{ms};
    plan.fromPerPartition.clear();
    plan.until = Domain::UntilEnd{};
    plan.untilPerPartition.clear();
    plan.newestFirst = false;
    plan.limit = std::max<std::uint64_t>(MoveRecords, MoveRecordsEach * d->status.partitions.size());
    d->start(plan, {}, {});
}

const std::shared_ptr<const Search::Filter> &ReadSession::filter() const
{
    assertOwnerThread(this);
    return d->filter;
}

Search::ScanCounters::Totals ReadSession::scan() const
{
    assertOwnerThread(this);
    return d->counters ? d->counters->totals() : Search::ScanCounters::Totals();
}

std::vector<Search::ScanCounters::Failure> ReadSession::scanFailures() const
{
    assertOwnerThread(this);
    return d->counters ? d->counters->failures() : std::vector<Search::ScanCounters::Failure>();
}

void ReadSession::pause()
{
    assertOwnerThread(this);
    if (d->source)
        d->source->pause();
    if (d->extension)
        d->extension->source->pause();
}

void ReadSession::resume()
{
    assertOwnerThread(this);
    if (d->source)
        d->source->resume();
    if (d->extension)
        d->extension->source->resume();
}

void ReadSession::stop()
{
    assertOwnerThread(this);
    if (d->source)
        d->source->stop();
    d->stopReadingOn();
}

void ReadSession::raiseBudget()
{
    assertOwnerThread(this);
    d->budget += d->budget / 2;
    d->store->setBudget(d->budget);
    if (d->source && d->status.state == Domain::ReadState::BudgetReached)
        d->source->resume();
}

void ReadSession::setVisible(bool visible)
{
    assertOwnerThread(this);
    d->timer.setInterval(visible ? visibleTickMs : hiddenTickMs);
}

void ReadSession::setLookedAt(quint64 first, quint64 last)
{
    assertOwnerThread(this);
    const std::uint64_t begin = d->order.firstNumber();
    d->looked = Private::Looked{begin + first, begin + std::max(first, last) + 1};
}

bool ReadSession::canReadEarlier() const
{
    assertOwnerThread(this);
    return d->canReadEarlier();
}

bool ReadSession::canReadLater() const
{
    assertOwnerThread(this);
    return d->canReadLater();
}

void ReadSession::readEarlier()
{
    assertOwnerThread(this);
    d->wish(true);
}

void ReadSession::readLater()
{
    assertOwnerThread(this);
    d->wish(false);
}

void ReadSession::readAll()
{
    assertOwnerThread(this);
    d->wantsAll = true;
    d->wish(true);
    d->wish(false);
}

bool ReadSession::isReadingEarlier() const
{
    assertOwnerThread(this);
    return d->wantsEarlier || (d->extension && d->extension->isEarlier);
}

bool ReadSession::isReadingLater() const
{
    assertOwnerThread(this);
    return d->wantsLater || (d->extension && !d->extension->isEarlier);
}

const Domain::ReadPlan &ReadSession::plan() const
{
    assertOwnerThread(this);
    return d->plan;
}

const Domain::ReadStatus &ReadSession::status() const
{
    assertOwnerThread(this);
    return d->status;
}

const Store::ArrivalOrder &ReadSession::order() const
{
    assertOwnerThread(this);
    return d->order;
}

const Store::StoreSnapshot &ReadSession::snapshot() const
{
    assertOwnerThread(this);
    return d->snapshot;
}

std::optional<Store::RowId> ReadSession::find(Domain::TopicPartition place, Domain::Offset offset) const
{
    assertOwnerThread(this);
    return d->find(place, offset);
}

std::uint64_t ReadSession::recordsHeld() const
{
    assertOwnerThread(this);
    return d->order.recordCount();
}

std::uint64_t ReadSession::recordsReleased() const
{
    assertOwnerThread(this);
    return d->releasedInFront + d->releasedBehind;
}

std::uint64_t ReadSession::recordsReleasedInFront() const
{
    assertOwnerThread(this);
    return d->releasedInFront;
}

std::uint64_t ReadSession::recordsReleasedBehind() const
{
    assertOwnerThread(this);
    return d->releasedBehind;
}

std::size_t ReadSession::bytesHeld() const
{
    assertOwnerThread(this);
    return d->store->bytesHeld();
}

std::size_t ReadSession::budget() const
{
    assertOwnerThread(this);
    return d->budget;
}

double ReadSession::recordsPerSecond() const
{
    assertOwnerThread(this);
    return d->records.perSecond(d->clock.elapsed());
}

double ReadSession::bytesPerSecond() const
{
    assertOwnerThread(this);
    return d->bytes.perSecond(d->clock.elapsed());
}

} // namespace Session
