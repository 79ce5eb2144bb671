// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/sessionrun.h"

#include <algorithm>
#include <limits>

namespace Session {

namespace {

constexpr int visibleTickMs = 16;
constexpr std::uint64_t neverSeen = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t NearRows = 2000; ///< around the screen: kept, whatever the budget

std::uint64_t rowsOf(const std::vector<Store::Run> &runs)
{
    std::uint64_t rows = 0;
    for (const Store::Run &run : runs)
        rows += run.count;
    return rows;
}

std::uint64_t recordsOf(const std::vector<Store::Run> &runs)
{
    std::uint64_t records = 0;
    for (const Store::Run &run : runs)
        records += run.records();
    return records;
}

} // namespace

ReadSession::Private::Private(ReadSession *session, Domain::Cluster &aCluster, std::size_t budgetBytes)
    : q(session), cluster(aCluster), budget(budgetBytes), store(std::make_unique<Store::RecordStore>(budgetBytes)), snapshot(store->snapshot()),
      m_statusGeneration(neverSeen), m_handover(session)
{
    clock.start();
    timer.setInterval(visibleTickMs);
    QObject::connect(&timer, &QTimer::timeout, q, [this] { tick(); });
}

void ReadSession::Private::start(const Domain::ReadPlan &newPlan, std::shared_ptr<const Search::Filter> wanted, std::optional<std::uint64_t> maxMatches)
{
    ++m_run;
    emit q->aboutToStart();
    source.reset();
    extension.reset();
    store = std::make_unique<Store::RecordStore>(budget);
    snapshot = store->snapshot();
    order.clear();
    releasedInFront = releasedBehind = 0;
    wantsEarlier = wantsLater = wantsAll = m_hasReadOn = m_lastWasFront = m_isAskingBounds = m_hasLearned = false;
    m_boundsAsked = -1;
    m_spans.clear();
    m_doomed.clear();
    m_readOn = {};
    m_readOnError.reset();
    looked.reset();
    records.clear();
    bytes.clear();
    plan = newPlan;
    filter = std::move(wanted);
    counters = filter ? std::make_shared<Search::ScanCounters>() : nullptr;
    Domain::RecordSinkFactory sinks = store->writerFactory(plan.isLive());
    if (filter)
        sinks = Search::matchingSinks({.filter = filter, .topics = std::make_shared<const std::vector<std::string>>(plan.topics), .maxMatches = maxMatches, .keepGaps = false},
                                      counters, std::move(sinks));
    source = cluster.startRead(plan, std::move(sinks));
    m_runStatus = {}; // what the source says is looked at together with its rows
    m_statusGeneration = neverSeen;
    combineStatus();
    measure();
    timer.start();
    emit q->started();
}

void ReadSession::Private::tick()
{
    // The status is read before the rows: a final status then means that these were the last rows.
    bool statusIsNew = takeStatus();
    statusIsNew = takeExtensionStatus() || statusIsNew;
    if (statusIsNew && !filter && (!m_hasLearned || Domain::isFinal(m_runStatus.state)))
        learn();
    if (!takeRows() || !finishExtension() || !releaseRows()) // a slot has started another run
        return;
    for (const std::uint32_t tag : m_doomed)
        store->discard(tag);
    readOn();
    if (statusIsNew)
        combineStatus();
    measure();
    if (!isActive())
        timer.stop();
    if (statusIsNew)
        emit q->statusChanged();
}

bool ReadSession::Private::isActive() const
{
    return extension || (source && !Domain::isFinal(m_runStatus.state));
}

bool ReadSession::Private::takeStatus()
{
    const std::uint64_t generation = source->statusGeneration();
    if (generation == m_statusGeneration)
        return false;
    m_statusGeneration = generation; // read before the status: what changes in between is seen again
    m_runStatus = source->status();
    return true;
}

/// Where the run began, once it is known for all partitions, and where it finished.
void ReadSession::Private::learn()
{
    m_spans.learn(m_runStatus, plan.newestFirst);
    m_hasLearned = !m_runStatus.partitions.empty() && std::ranges::none_of(m_runStatus.partitions, [](const Domain::PartitionProgress &p) {
        return p.state == Domain::PartitionProgress::State::Pending;
    });
}

bool ReadSession::Private::takeExtensionStatus()
{
    if (!extension)
        return false;
    const std::uint64_t generation = extension->source->statusGeneration();
    if (generation == extension->generation)
        return false;
    extension->generation = generation;
    extension->status = extension->source->status();
    return true;
}

void ReadSession::Private::combineStatus()
{
    status = m_runStatus;
    const auto add = [this](const Domain::ReadStatus &other) {
        status.records += other.records;
        status.bytes += other.bytes;
        status.gapOffsets += other.gapOffsets;
        status.lateRecords += other.lateRecords;
    };
    add(m_readOn);
    if (extension) {
        add(extension->status);
        // A run that is over is reading again; one that failed may still be read on elsewhere, but its error stays.
        if (Domain::isFinal(status.state) && !Domain::isFinal(extension->status.state))
            status.state = extension->status.state;
        status.waitingFor = status.waitingFor.empty() ? extension->status.waitingFor : status.waitingFor;
    }
    if (!status.error)
        status.error = extension && extension->status.error ? extension->status.error : m_readOnError;
}

bool ReadSession::Private::takeRows()
{
    return append(store->takeNewRuns());
}

bool ReadSession::Private::append(const std::vector<Store::Run> &runs)
{
    const std::uint64_t count = rowsOf(runs);
    if (count == 0)
        return true;
    const std::uint64_t run = m_run;
    const std::uint64_t first = order.size();
    emit q->rowsAboutToBeAppended(first, count);
    if (run != m_run)
        return false;
    order.append(runs);
    snapshot = store->snapshot();
    m_spans.add(snapshot, runs);
    releasedBehind -= std::min(releasedBehind, recordsOf(runs));
    emit q->rowsAppended(first, count);
    return run == m_run;
}

bool ReadSession::Private::prepend(const std::vector<Store::Run> &runs)
{
    const std::uint64_t count = rowsOf(runs);
    if (count == 0)
        return true;
    const std::uint64_t run = m_run;
    emit q->rowsAboutToBePrepended(count);
    if (run != m_run)
        return false;
    order.prepend(runs);
    snapshot = store->snapshot();
    m_spans.add(snapshot, runs);
    releasedInFront -= std::min(releasedInFront, recordsOf(runs));
    emit q->rowsPrepended(count);
    return run == m_run;
}

/// A bounded run stops at the budget by itself, and asks; a live one, and one that is read on, let go of what is farthest from
/// what the user looks at.
bool ReadSession::Private::releaseRows()
{
    if (!plan.isLive() && !m_hasReadOn)
        return true;
    bool isBlocked = false;
    if (store->isOverBudget()) {
        const std::uint64_t begin = order.firstNumber();
        const std::uint64_t end = begin + order.size();
        const std::uint64_t inFront = looked ? std::clamp(looked->first, begin, end) - begin : order.size();
        const std::uint64_t behind = looked ? end - std::clamp(looked->last, begin, end) : order.size();
        const bool growsBehind = plan.isLive() && !plan.newestFirst;
        // A live run goes on behind: a hole there would be read over.
        const bool fromFront = growsBehind || (looked ? inFront >= behind : !m_lastWasFront);
        const bool goesOn = !looked && growsBehind ? letGo(store->evict(true), true) : release(fromFront, fromFront ? inFront : behind);
        if (!goesOn)
            return false;
        isBlocked = looked && store->isOverBudget() && behind > NearRows;
    }
    // A tick that came late: the writers have stopped at their last reserve, and there is room again.
    if (m_runStatus.state == Domain::ReadState::BudgetReached && plan.isLive() && !isBlocked)
        source->resume();
    if (extension && extension->status.state == Domain::ReadState::BudgetReached && !store->isOverBudget())
        extension->source->resume();
    return true;
}

bool ReadSession::Private::release(bool fromFront, std::uint64_t rows)
{
    if (looked)
        rows -= std::min(rows, NearRows);
    return letGo(store->evictSlots(order.slotsWithin(rows, fromFront)), fromFront);
}

bool ReadSession::Private::letGo(const std::vector<Store::Run> &gone, bool fromFront)
{
    const Store::ArrivalOrder::Dropped dropped = order.wouldDrop(gone, fromFront);
    const std::uint64_t count = fromFront ? dropped.front : dropped.back;
    if (count == 0)
        return true;
    const std::uint64_t run = m_run;
    const std::uint64_t first = fromFront ? 0 : order.size() - count;
    emit q->rowsAboutToBeReleased(first, count);
    if (run != m_run)
        return false;
    m_spans.remove(snapshot, order.runs(first, count), fromFront != plan.newestFirst);
    order.drop(gone, fromFront);
    snapshot = store->snapshot(); // the old one would keep the memory
    releasedInFront += dropped.frontRecords;
    releasedBehind += dropped.backRecords;
    emit q->rowsReleased(first, count);
    return run == m_run;
}

std::optional<Store::RowId> ReadSession::Private::find(Domain::TopicPartition place, Domain::Offset offset) const
{
    return m_spans.find(snapshot, order.runs(), place, offset);
}

void ReadSession::Private::measure()
{
    const qint64 now = clock.elapsed();
    records.add(now, status.records);
    bytes.add(now, status.bytes);
}

} // namespace Session
