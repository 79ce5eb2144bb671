// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/rowkeeper.h"

#include "session/readsession.h"
#include "session/workpool.h"

#include <algorithm>
#include <chrono>

namespace Session {

namespace {

constexpr int EarlyResultsMs = 100;
constexpr double SortPauseFactor = 4;          ///< sorting by a field begins anew for what came; most of the time it shall not
constexpr int SortPauseMs = 250;
constexpr quint64 SeenRows = 500; ///< more do not fit on a screen
constexpr std::uint64_t LongList = 1'000'000;

SlotTable livingRows(const Store::ArrivalOrder &order)
{
    SlotTable table(Store::SlotCount);
    for (const Store::Run &run : order.runs()) {
        SlotRange &range = table[run.slot];
        range = range.generation == run.generation ? SlotRange{run.generation, std::min(range.from, run.first), std::max(range.to, run.first + run.count)}
                                                   : SlotRange{run.generation, run.first, run.first + run.count};
    }
    return table;
}

} // namespace

RecordRows::Private::Private(RecordRows *rows, ReadSession &readSession) : q(rows), session(readSession), m_handover(rows)
{
    m_timer.setInterval(EarlyResultsMs);
    QObject::connect(&m_timer, &QTimer::timeout, q, [this] { showEarlyResults(); });
    m_pause.setSingleShot(true);
    QObject::connect(&m_pause, &QTimer::timeout, q, [this] { proceed(); });
}

RecordRows::Private::~Private()
{
    if (m_job)
        m_job->stop.request_stop();
}

RowJob::Sorting RecordRows::Private::sorting() const
{
    if (!path.isEmpty())
        return RowJob::Sorting::Path;
    switch (order) {
    case Domain::ReadOrder::Offset:
        return RowJob::Sorting::Offset;
    case Domain::ReadOrder::Time:
        return RowJob::Sorting::Time;
    case Domain::ReadOrder::Arrival:
        break;
    }
    return RowJob::Sorting::Arrival;
}

void RecordRows::Private::cancel()
{
    ++m_jobNumber;
    if (m_job)
        m_job->stop.request_stop();
    m_job.reset();
    m_timer.stop();
    m_pause.stop();
    m_waiting.clear();
    m_isStale = false;
}

void RecordRows::Private::restart()
{
    cancel();
    if (!wantsPassing() && session.order().size() > 0) {
        startWhole();
        return;
    }
    progress = {};
    if (!shown.isPassing || !wantsPassing()) {
        beginReplace();
        settle();
        endReplace();
    }
    emit q->progressChanged();
}

/// What is wanted needs no work: everything as it arrived, or nothing is there yet.
void RecordRows::Private::settle()
{
    ShownRows empty;
    empty.isPassing = wantsPassing();
    empty.isReversed = shown.isReversed;
    empty.showsErrors = shown.showsErrors;
    empty.sorting = sorting();
    empty.isFiltered = filter != nullptr;
    giveBack(std::move(shown.matches));
    giveBack(std::move(shown.errors));
    shown = std::move(empty);
}

/// A long list takes a frame to be freed: not this thread's.
void RecordRows::Private::giveBack(Store::RowIds list)
{
    if (list.size() >= LongList)
        runInPool([old = std::make_shared<Store::RowIds>(std::move(list))] {});
}

std::shared_ptr<RowJob> RecordRows::Private::newJob() const
{
    auto job = std::make_shared<RowJob>();
    job->snapshot = session.snapshot();
    job->filter = filter;
    job->topics = std::make_shared<const std::vector<std::string>>(session.plan().topics);
    job->sorting = sorting();
    job->path = path.toStdString();
    return job;
}

void RecordRows::Private::startWhole()
{
    m_waiting.clear();
    m_isStale = false;
    m_slicesShown = 0;
    m_hasSwapped = false;
    auto job = newJob();
    job->isWhole = true;
    job->firstNumber = session.order().firstNumber();
    job->runs = session.order().runs();
    m_timer.start();
    launch(std::move(job));
    measure();
}

void RecordRows::Private::launch(std::shared_ptr<RowJob> job)
{
    m_wasReleased = false;
    m_job = job;
    m_clock.start();
    RowJob::start(std::move(job), [this, handle = m_handover.handle(), number = ++m_jobNumber] {
        handle.post([this, number] {
            if (number == m_jobNumber)
                finished();
        });
    });
}

void RecordRows::Private::proceed()
{
    if (m_job || m_pause.isActive() || wantsPassing() || (m_waiting.empty() && !m_isStale))
        return;
    const bool hasFront = std::ranges::any_of(m_waiting, &Waiting::isFront);
    // Records in front change which later ones are late.
    if (sorting() == RowJob::Sorting::Path || (sorting() == RowJob::Sorting::Time && hasFront))
        startWhole();
    else
        startNext();
}

void RecordRows::Private::startNext()
{
    auto job = newJob();
    if (!takeWaiting(*job) && !m_isStale) // all of it was released before its turn came
        return;
    if (job->sorting != RowJob::Sorting::Arrival) {
        job->matches = shown.matches.view();
        job->errors = shown.errors.view();
        job->trailingGaps = shown.trailingGaps;
        job->maxima = shown.maxima;
        job->generations = shown.generations;
        if (m_isStale)
            job->living = livingRows(session.order());
        m_isStale = false;
    }
    launch(std::move(job));
}

/// Takes what one job can do: in order of arrival rows at one end, else all.
bool RecordRows::Private::takeWaiting(RowJob &job)
{
    const Store::ArrivalOrder &rows = session.order();
    const std::uint64_t begin = rows.firstNumber();
    const std::uint64_t end = begin + rows.size();
    for (bool isFirst = true; !m_waiting.empty(); m_waiting.pop_front()) {
        const Waiting next = m_waiting.front();
        const std::uint64_t from = std::max(next.begin, begin);
        const std::uint64_t to = std::min(next.end, end);
        if (from >= to)
            continue;
        if (job.sorting == RowJob::Sorting::Arrival && !isFirst && (next.isFront || job.isFront))
            break;
        if (isFirst)
            job.firstNumber = from;
        job.isFront = next.isFront;
        isFirst = false;
        const std::vector<Store::Run> runs = rows.runs(from - begin, to - from);
        job.runs.insert(job.runs.end(), runs.begin(), runs.end());
    }
    return !job.runs.empty();
}

void RecordRows::Private::finished()
{
    const std::shared_ptr<RowJob> job = std::exchange(m_job, {});
    m_timer.stop();
    const double ms = double(m_clock.nsecsElapsed()) / 1e6;
    if (job->isWhole) {
        m_wholeMs = ms;
        if (job->sorting == RowJob::Sorting::Path)
            m_pause.start(std::chrono::milliseconds(std::max(SortPauseMs, int(ms * SortPauseFactor))));
    }
    const std::uint64_t number = m_jobNumber;
    apply(*job);
    if (progress.firstProblem.isEmpty())
        progress.firstProblem = QString::fromStdString(job->firstProblem());
    if (job->isWhole)
        runInPool([job] {}); // see giveBack()
    if (number != m_jobNumber) // whoever heard of the rows has wished for others
        return;
    proceed();
    measure();
}

void RecordRows::Private::measure()
{
    progress.isRunning = m_job && m_job->isWhole;
    progress.total = session.recordsHeld();
    progress.ms = m_wholeMs;
    if (progress.isRunning) {
        progress.tested = m_job->tested;
        progress.matched = m_job->matched;
        progress.errors = m_job->failed;
        progress.firstProblem = QString::fromStdString(m_job->firstProblem());
    } else {
        progress.tested = filter ? progress.total : 0;
        progress.matched = filter ? shown.matches.size() : 0;
        progress.errors = filter ? shown.errors.size() : 0;
        if (progress.errors == 0)
            progress.firstProblem.clear();
    }
    emit q->progressChanged();
}

void RecordRows::Private::setLookedAt(quint64 first, quint64 last) const
{
    const std::uint64_t rows = shown.size(session.order());
    if (first >= rows)
        return;
    last = std::min<quint64>({last, rows - 1, first + SeenRows});
    std::optional<std::pair<std::uint64_t, std::uint64_t>> seen;
    for (quint64 i = first; i <= last; i = shown.isPassing && i < last ? last : i + 1) { // ends are enough where rows are neighbours
        const Store::ArrivalOrder::Place place = shown.at(session.order(), i);
        const auto at = session.order().positionOf(Store::rowId(place.run.slot, place.index), place.run.generation);
        if (at)
            seen = seen ? std::pair(std::min(seen->first, *at), std::max(seen->second, *at)) : std::pair(*at, *at);
    }
    if (seen)
        session.setLookedAt(seen->first, seen->second);
}

void RecordRows::Private::beginRun()
{
    cancel();
    isNewRun = true;
    beginReplace();
}

void RecordRows::Private::endRun()
{
    cancel();
    progress = {};
    settle();
    endReplace();
    isNewRun = false;
    emit q->progressChanged();
}

void RecordRows::Private::tell(Signal signal, ShownRows::Range range, std::uint64_t size)
{
    const auto [first, count] = shown.seen(range, size);
    emit(q->*signal)(first, count);
}

void RecordRows::Private::beginAppend(quint64 first, quint64 count)
{
    if (shown.isPassing)
        tell(&RecordRows::rowsAboutToBeInserted, {first, count}, session.order().size() + count);
}

void RecordRows::Private::endAppend(quint64 first, quint64 count, bool isFront)
{
    if (!wantsPassing()) {
        const std::uint64_t begin = session.order().firstNumber() + first;
        if (!m_waiting.empty() && !isFront && !m_waiting.back().isFront && m_waiting.back().end == begin)
            m_waiting.back().end += count;
        else
            m_waiting.push_back({begin, begin + count, isFront});
    }
    if (shown.isPassing)
        tell(&RecordRows::rowsInserted, {first, count}, session.order().size());
    proceed();
}

void RecordRows::Private::beginRelease(quint64 first, quint64 count)
{
    m_wasReleased = true;
    if (shown.isPassing) {
        tell(&RecordRows::rowsAboutToBeRemoved, {first, count}, session.order().size());
    } else if (shown.sorting == RowJob::Sorting::Arrival) {
        m_trim = shown.trimFor(session.order(), first, count);
        m_trimmed = shown.listsErrors() ? m_trim.errors : m_trim.matches;
        if (m_trimmed > 0)
            tell(&RecordRows::rowsAboutToBeRemoved, {m_trim.isFront ? 0 : shown.list().size() - m_trimmed, m_trimmed}, shown.list().size());
    } else
        m_isStale = true;
}

void RecordRows::Private::endRelease(quint64 first, quint64 count)
{
    if (shown.isPassing) {
        tell(&RecordRows::rowsRemoved, {first, count}, session.order().size() + count);
    } else if (shown.sorting == RowJob::Sorting::Arrival) {
        const std::uint64_t size = shown.list().size();
        shown.trim(m_trim);
        if (m_trimmed > 0)
            tell(&RecordRows::rowsRemoved, {m_trim.isFront ? 0 : size - m_trimmed, m_trimmed}, size);
    }
    proceed();
}

} // namespace Session
