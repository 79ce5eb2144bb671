// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timelineprivate.h"

#include <algorithm>

namespace Session {

using Method = TimelineLog::Method;

namespace {

constexpr qint64 HourMs = 3'600'000;
constexpr qint64 SmallLog = 1000;             ///< fewer offsets than that are read
constexpr qint64 MostTimesKept = 2'000'000;   ///< of a recording: 16 bytes each
constexpr int CoarseBars = 16;
constexpr int FirstSamples = 17;              ///< of each partition; every pass asks twice as many
constexpr int MostSamples = 4096;             ///< of all partitions
constexpr int MostSamplesEach = 257;
constexpr std::size_t MostLookUpsKept = 400'000;
constexpr std::size_t MostOpenEdges = 8;      ///< asked again with the live end

/// Destroys later what may be the sender of the signal that is being handled.
template<typename Object>
void dropLater(std::unique_ptr<Object> &object)
{
    if (object) {
        object->disconnect();
        object.release()->deleteLater();
    }
}

} // namespace

void Timeline::Private::open()
{
    isStarted = true;
    survey = std::make_unique<TimelineSurvey>(cluster, topics, wanted, now());
    QObject::connect(survey.get(), &TimelineSurvey::finished, &q, [this] { takeSurvey(); });
    survey->start();
}

void Timeline::Private::close()
{
    if (asker)
        asker->abandon();
    dropLater(survey);
    dropLater(asker);
    dropLater(reading);
    isOpen = isStarted = false;
    state = State::Closed;
    error.reset();
    topicErrors.clear();
    datedBefore2000 = 0;
    log = {};
    read.reset();
    grid.reset();
    isWhole = true;
    isEndDue = isReadingTried = false;
    settling = Settling::No;
    spanRead = spanDated = 0;
    samplePass = 0;
    isSampled = false;
    viewFrom = viewTo = 0;
    areEdgesFresh = areBucketsFresh = false;
}

void Timeline::Private::fail(const Domain::Error &reason)
{
    error = reason;
    state = State::Failed;
    noteChange();
}

void Timeline::Private::takeSurvey()
{
    log = std::move(survey->log);
    topicErrors = survey->topicErrors;
    datedBefore2000 = survey->datedBefore2000;
    const std::optional<Domain::Error> failed = survey->error;
    const bool hasTimes = survey->hasTimes;
    const bool hasRecords = survey->hasRecords;
    dropLater(survey);
    if (failed)
        return fail(*failed);
    asker = std::make_unique<TimelineAsker>(cluster, topics, log);
    QObject::connect(asker.get(), &TimelineAsker::answered, &q, [this] { takeAnswer(); });
    QObject::connect(asker.get(), &TimelineAsker::typesKnown, &q, [this] {
        noteChange();
        goOn();
    });
    QObject::connect(asker.get(), &TimelineAsker::waitChanged, &q, [this] { noteChange(); });
    if (!hasRecords) {
        log.method = Method::Read;
        makeGrid(now() - HourMs, now());
    } else if (readsSmallLogs && log.total() < SmallLog) {
        return startReading();
    } else if (log.method == Method::LookUp && !hasTimes) {
        useOffsetAxis();
    } else if (log.method == Method::LookUp) {
        startAxis();
        asker->askTypes();
    }
    goOn(); // without an axis it is samples that are asked first
}

/// From the first record to the last; to now while live, or when the last record is less than a bar old.
void Timeline::Private::startAxis()
{
    noteLastTime(log.end - 1);
    makeGrid(log.begin, restingEnd(log.end));
}

qint64 Timeline::Private::restingEnd(qint64 recordsEnd) const
{
    const qint64 age = now() - recordsEnd;
    const bool isRecent = !cluster.isRecording() && age > 0 && age < (recordsEnd - log.begin) / std::max(1, mostBars());
    return isRecent ? now() : recordsEnd;
}

void Timeline::Private::noteLastTime(qint64 ms)
{
    log.lastTime = ms;
    spanDated = spanNow();
}

void Timeline::Private::makeGrid(qint64 from, qint64 to)
{
    if (isLive && !cluster.isRecording() && log.method != Method::Offsets)
        to = std::max(to, now());
    const int bars = mostBars();
    to = std::max(to, from + bars); // bars of 1 at least
    log.begin = from;
    log.end = to;
    grid = TimelineGrid{.origin = from, .span = to - from, .bars = bars};
    state = State::Counting;
    setView(from, to);
}

void Timeline::Private::useOffsetAxis()
{
    log.method = Method::Offsets;
    makeGrid(0, std::max<qint64>(1, log.total()));
}

void Timeline::Private::startReading()
{
    spanRead = spanNow();
    Domain::ReadPlan plan;
    plan.topics = topics;
    plan.partitions = wanted;
    plan.isolation = isolation;
    for (const TimelinePartition &partition : log.partitions)
        if (partition.end)
            plan.untilPerPartition[{static_cast<std::uint16_t>(partition.topic), partition.id}] = *partition.end;
    reading = std::make_unique<TimelineReading>(cluster, plan);
    QObject::connect(reading.get(), &TimelineReading::finished, &q, [this] { takeReading(); });
    reading->start();
}

void Timeline::Private::takeReading()
{
    const bool complete = reading->isComplete();
    const bool timeless = reading->hasTimelessRecords();
    TimelineReading::Times times = reading->takeTimes();
    dropLater(reading);
    if (!complete || timeless) { // whatever could be read is not the whole: look-ups say more
        if (hasAxis()) // a recording, charted from look-ups already
            return noteChange();
        if (timeless)
            useOffsetAxis();
        else if (log.method == Method::LookUp && log.begin < log.end)
            startAxis();
        return goOn();
    }
    std::optional<qint64> first;
    std::optional<qint64> last;
    for (std::size_t p = 0; p < log.partitions.size(); ++p) {
        auto &mine = log.readTimes[p];
        mine = std::move(times[{static_cast<std::uint16_t>(log.partitions[p].topic), log.partitions[p].id}]);
        std::sort(mine.begin(), mine.end());
        for (const auto &[ms, offset] : mine) {
            if (ms < TimelineSurvey::Year2000 || ms > log.latestTime)
                continue;
            first = std::min(first.value_or(ms), ms);
            last = std::max(last.value_or(ms), ms);
        }
    }
    const bool wasShown = hasAxis();
    log.method = Method::Read;
    if (!wasShown) {
        const bool odd = !first; // nothing but odd times, or nothing at all
        log.begin = odd ? now() - HourMs : *first;
        log.end = odd ? now() : *last + 1;
        startAxis();
    } else if (last) {
        noteLastTime(*last);
    }
    settle();
    noteChange();
    goOn();
}

void Timeline::Private::takeAnswer()
{
    if (const std::optional<Domain::Error> failed = asker->error()) {
        if (settling == Settling::Asked) { // what is shown is right, only longer than it need be
            settling = Settling::No;
            return goOn();
        }
        return fail(*failed);
    }
    const auto counted = [](const TimelinePartition &p) { return p.isCounted(); };
    if (std::none_of(log.partitions.begin(), log.partitions.end(), counted))
        return fail(log.partitions.front().error.value_or(Domain::Error{}));
    if (!hasAxis()) { // the first samples
        std::optional<qint64> first;
        std::optional<qint64> last;
        for (const TimelineSamples &samples : log.samples) {
            if (const auto ms = samples.earliest(TimelineSurvey::Year2000))
                first = std::min(first.value_or(*ms), *ms);
            if (const auto ms = samples.latest(log.latestTime))
                last = std::max(last.value_or(*ms), *ms);
        }
        if (!first || !last) {
            useOffsetAxis();
        } else {
            log.begin = *first;
            log.end = std::max(*first, *last) + 1;
            startAxis();
        }
    }
    takeNewEnd();
    if (!asker)
        return; // it has grown beyond reading and was opened anew
    if (settling == Settling::Asked && log.method == Method::LookUp)
        spanDated = spanNow();
    settle();
    if (log.lookUps() > MostLookUpsKept)
        log.forgetEdges(viewFrom, viewTo);
    noteChange();
    goOn();
}

/// What is known of the end may have grown with an answer.
void Timeline::Private::takeNewEnd()
{
    if (log.method == Method::Offsets && log.total() > log.end)
        setAxisEnd(log.total());
    if (log.method != Method::Read || cluster.isRecording() || spanNow() == spanRead)
        return;
    if (spanNow() < SmallLog)
        startReading(); // all of it: fewer than 1,000 records cost nothing
    else
        q.reopen();
}

qint64 Timeline::Private::spanNow() const
{
    qint64 span = 0;
    for (const TimelinePartition &partition : log.partitions)
        span += partition.span();
    return span;
}

void Timeline::Private::goOn()
{
    if (!isOpen || !isVisible || state == State::Failed || reading || !asker || asker->isBusy())
        return;
    if (askNext())
        return;
    if (!hasAxis())
        return fail(Domain::Error{.code = Domain::ErrorCode::Unsupported, .args = {{"what", "record times"}}});
    if (asker->areTypesAsked())
        return; // whether the bars are approximate is not known before
    if (std::exchange(state, State::Ready) != State::Ready)
        noteChange();
    // The look-ups show a recording at once; read, it is exact.
    if (cluster.isRecording() && log.method == Method::LookUp && !std::exchange(isReadingTried, true) && log.total() <= MostTimesKept)
        startReading();
}

bool Timeline::Private::askNext()
{
    if (hasAxis() && isEndDue) {
        askEnd();
        return true;
    }
    if (hasAxis() && isViewRead())
        return false; // nothing is known better than what was read
    if (log.method == Method::LookUp && (askCoarseOrFine(true) || askCoarseOrFine(false)))
        return true;
    return (log.method == Method::LookUp || log.method == Method::Sample) && askMoreSamples();
}

bool Timeline::Private::askCoarseOrFine(bool coarse)
{
    const std::vector<qint64> &all = viewEdges();
    const int bars = static_cast<int>(all.size()) - 1;
    const qint64 focus = std::clamp(playhead.value_or(viewTo), viewFrom, viewTo);
    const TimelineEdgeOrder order = timelineEdgeOrder(bars, CoarseBars, static_cast<double>(focus - all.front()) / std::max(1.0, grid->barWidth(level())));
    std::vector<qint64> wishes;
    for (const int index : coarse ? order.coarse : order.fine)
        if (const qint64 edge = all[static_cast<std::size_t>(index)]; !log.isKnown(edge))
            wishes.push_back(edge);
    if (wishes.empty() || !asker->askEdges(wishes, coarse))
        return false;
    state = State::Counting;
    return true;
}

bool Timeline::Private::askMoreSamples()
{
    while (!isSampled) {
        const int most = std::clamp(MostSamples / static_cast<int>(std::max<std::size_t>(1, log.partitions.size())), 2, MostSamplesEach);
        const int each = std::min(most, ((FirstSamples - 1) << std::min(samplePass, 8)) + 1);
        ++samplePass;
        isSampled = each == most;
        if (asker->askSamples(each, isWhole ? 0 : viewFrom, isWhole ? 0 : viewTo)) {
            if (hasAxis())
                state = State::Counting;
            return true;
        }
    }
    return false;
}

void Timeline::Private::askEnd()
{
    isEndDue = false;
    std::vector<qint64> again = log.method == Method::LookUp ? log.openEdges(viewFrom) : std::vector<qint64>();
    if (again.size() > MostOpenEdges)
        again.erase(again.begin(), again.end() - MostOpenEdges);
    if (settling == Settling::Wanted)
        settling = Settling::Asked;
    const bool times = settling == Settling::Asked && log.method == Method::LookUp;
    if (times)
        log.lastTime.reset();
    asker->askEnds(again, times);
}

/// Takes back the part of the axis behind the last record. What is known of the rest stays; so do the edges behind it, for when
/// the log is followed again.
void Timeline::Private::settle()
{
    if (settling == Settling::No || !hasAxis() || !asker || asker->isBusy() || reading)
        return;
    if (log.method == Method::Sample)
        for (const TimelineSamples &samples : log.samples)
            if (const auto ms = samples.latest(log.latestTime))
                noteLastTime(std::max(log.lastTime.value_or(*ms), *ms));
    if (log.method == Method::Offsets || spanNow() == 0 || (settling == Settling::Asked && !log.lastTime)) {
        settling = Settling::No;
    } else if (!log.lastTime || spanNow() != spanDated) {
        isEndDue = true; // it has grown
    } else {
        settling = Settling::No;
        setAxisEnd(std::min(log.end, std::max(restingEnd(*log.lastTime + 1), log.begin + grid->bars)));
    }
}

/// Once a second while live.
void Timeline::Private::slide()
{
    if (!hasAxis() || !isVisible || log.method == Method::Offsets)
        return;
    setAxisEnd(std::max(log.end, now()));
    goOn();
}

} // namespace Session
