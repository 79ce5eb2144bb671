// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/readsession.h"

#include "session/ownerthread.h"
#include "session/ratemeter.h"

#include <QElapsedTimer>
#include <QTimer>

#include <limits>

namespace Session {

namespace {

constexpr int visibleTickMs = 16;
constexpr int hiddenTickMs = 250;
constexpr std::uint64_t neverSeen = std::numeric_limits<std::uint64_t>::max();

std::uint64_t rowsOf(const std::vector<Store::Run> &runs)
{
    std::uint64_t rows = 0;
    for (const Store::Run &run : runs)
        rows += run.count;
    return rows;
}

} // namespace

class ReadSession::Private
{
public:
    Private(ReadSession *session, Domain::Cluster &aCluster, std::size_t budgetBytes)
        : q(session), cluster(aCluster), budget(budgetBytes), store(std::make_unique<Store::RecordStore>(budgetBytes)), snapshot(store->snapshot())
    {
        clock.start();
        timer.setInterval(visibleTickMs);
        QObject::connect(&timer, &QTimer::timeout, q, [this] { tick(); });
    }
    void start(const Domain::ReadPlan &newPlan, std::shared_ptr<const Search::Filter> wanted);
    void tick();
    void takeRows();
    void releaseRows();
    bool takeStatus();
    void measure();

    ReadSession *q;
    Domain::Cluster &cluster;
    std::size_t budget;
    Domain::ReadPlan plan;
    std::shared_ptr<const Search::Filter> filter;
    std::unique_ptr<Store::RecordStore> store; ///< one a run: late rows of an older run have nowhere to go
    Store::StoreSnapshot snapshot;
    Store::ArrivalOrder order;
    Domain::ReadStatus status;
    std::uint64_t statusGeneration = neverSeen;
    std::uint64_t released = 0;
    std::uint64_t runNumber = 0;
    RateMeter records;
    RateMeter bytes;
    QElapsedTimer clock;
    QTimer timer;
    std::unique_ptr<Domain::RecordSource> source;
};

void ReadSession::Private::start(const Domain::ReadPlan &newPlan, std::shared_ptr<const Search::Filter> wanted)
{
    ++runNumber;
    emit q->aboutToStart();
    source.reset();
    store = std::make_unique<Store::RecordStore>(budget);
    snapshot = store->snapshot();
    order.clear();
    released = 0;
    records.clear();
    bytes.clear();
    plan = newPlan;
    filter = std::move(wanted);
    source = cluster.startRead(plan, store->writerFactory(plan.isLive()));
    status = source->status();
    statusGeneration = neverSeen;
    measure();
    timer.start();
    emit q->started();
}

void ReadSession::Private::tick()
{
    const std::uint64_t run = runNumber;
    // The status is read before the rows: a final status then means that these were the last rows.
    const bool statusIsNew = takeStatus();
    takeRows();
    if (run != runNumber) // a slot has started another run
        return;
    releaseRows();
    if (run != runNumber)
        return;
    measure();
    if (!statusIsNew)
        return;
    if (Domain::isFinal(status.state))
        timer.stop();
    emit q->statusChanged();
}

bool ReadSession::Private::takeStatus()
{
    const std::uint64_t generation = source->statusGeneration();
    if (generation == statusGeneration)
        return false;
    statusGeneration = generation; // read before the status: what changes in between is seen again
    status = source->status();
    return true;
}

void ReadSession::Private::takeRows()
{
    const std::vector<Store::Run> runs = store->takeNewRuns();
    const std::uint64_t count = rowsOf(runs);
    if (count == 0)
        return;
    const std::uint64_t run = runNumber;
    const std::uint64_t first = order.size();
    emit q->rowsAboutToBeAppended(first, count);
    if (run != runNumber)
        return;
    order.append(runs);
    snapshot = store->snapshot();
    emit q->rowsAppended(first, count);
}

void ReadSession::Private::releaseRows()
{
    if (!plan.isLive()) // stops at the budget by itself, and asks
        return;
    const std::vector<Store::Run> gone = store->evict(true);
    if (const Store::ArrivalOrder::Dropped dropped = order.wouldDrop(gone); dropped.front > 0) {
        const std::uint64_t run = runNumber;
        emit q->rowsAboutToBeReleased(0, dropped.front);
        if (run != runNumber)
            return;
        order.drop(gone);
        snapshot = store->snapshot(); // the old one would keep the memory
        released += dropped.frontRecords;
        emit q->rowsReleased(0, dropped.front);
        if (run != runNumber)
            return;
    }
    // A tick that came late: the writers have stopped at their last reserve, and there is room again.
    if (status.state == Domain::ReadState::BudgetReached)
        source->resume();
}

void ReadSession::Private::measure()
{
    const qint64 now = clock.elapsed();
    records.add(now, status.records);
    bytes.add(now, status.bytes);
}

ReadSession::ReadSession(Domain::Cluster &cluster, std::size_t budgetBytes, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, cluster, budgetBytes))
{
}

ReadSession::~ReadSession() = default;

void ReadSession::start(const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter, std::optional<std::uint64_t>)
{
    assertOwnerThread(this);
    d->start(plan, std::move(filter));
}

const std::shared_ptr<const Search::Filter> &ReadSession::filter() const
{
    assertOwnerThread(this);
    return d->filter;
}

Search::ScanCounters::Totals ReadSession::scan() const
{
    assertOwnerThread(this);
    return {};
}

std::vector<Search::ScanCounters::Failure> ReadSession::scanFailures() const
{
    assertOwnerThread(this);
    return {};
}

void ReadSession::pause()
{
    assertOwnerThread(this);
    if (d->source)
        d->source->pause();
}

void ReadSession::resume()
{
    assertOwnerThread(this);
    if (d->source)
        d->source->resume();
}

void ReadSession::stop()
{
    assertOwnerThread(this);
    if (d->source)
        d->source->stop();
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

std::uint64_t ReadSession::recordsHeld() const
{
    assertOwnerThread(this);
    return d->order.recordCount();
}

std::uint64_t ReadSession::recordsReleased() const
{
    assertOwnerThread(this);
    return d->released;
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
