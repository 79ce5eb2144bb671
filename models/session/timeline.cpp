// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timeline.h"

#include "session/ownerthread.h"
#include "session/timelineprivate.h"

#include <algorithm>

namespace Session {

using Method = TimelineLog::Method;

namespace {

constexpr int EndEveryMs = 5000;
constexpr int SlideEveryMs = 1000;

} // namespace

Timeline::Private::Private(Timeline &timeline, Domain::Cluster &from) : q(timeline), cluster(from)
{
    endTimer.setInterval(EndEveryMs);
    slideTimer.setInterval(SlideEveryMs);
    QObject::connect(&endTimer, &QTimer::timeout, &q, [this] {
        isEndDue = true;
        if (state == State::Failed && hasAxis() && error && error->retriable) { // what is shown stays, and goes on when it can
            error.reset();
            state = State::Counting;
        }
        goOn();
    });
    QObject::connect(&slideTimer, &QTimer::timeout, &q, [this] { slide(); });
}

void Timeline::Private::noteChange()
{
    areEdgesFresh = areBucketsFresh = false;
    emit q.changed();
}

Timeline::Timeline(Domain::Cluster &cluster, QObject *parent) : QObject(parent), d(std::make_unique<Private>(*this, cluster)) {}

Timeline::~Timeline() = default;

void Timeline::setMaxBars(int bars)
{
    assertOwnerThread(this);
    if (std::exchange(d->maxBars, std::clamp(bars, 1, 100'000)) == d->maxBars)
        return;
    if (d->hasAxis())
        d->noteChange();
    d->goOn();
}

void Timeline::setReadsSmallLogs(bool on)
{
    d->readsSmallLogs = on;
}

void Timeline::setEdgeLimit(int limit)
{
    d->edgeLimit = std::max(1, limit);
}

void Timeline::setClock(std::function<qint64()> nowMs)
{
    d->clock = std::move(nowMs);
}

void Timeline::open(const std::vector<std::string> &topics, const std::vector<Domain::PartitionId> &partitions, Domain::IsolationLevel isolation)
{
    assertOwnerThread(this);
    d->close();
    d->topics = topics;
    d->wanted = partitions;
    d->isolation = isolation;
    d->isOpen = !topics.empty();
    d->state = d->isOpen ? State::Opening : State::Closed;
    if (d->isOpen && d->isVisible)
        d->open();
    emit changed();
}

void Timeline::reopen()
{
    const std::vector<std::string> topics = d->topics;
    const std::vector<Domain::PartitionId> partitions = d->wanted;
    open(topics, partitions, d->isolation);
}

void Timeline::close()
{
    assertOwnerThread(this);
    d->close();
    emit changed();
}

void Timeline::setVisible(bool visible)
{
    assertOwnerThread(this);
    if (std::exchange(d->isVisible, visible) == visible || !visible || !d->isOpen)
        return;
    if (!d->isStarted)
        return d->open();
    if (isLive()) {
        d->isEndDue = true;
        d->slide();
    }
    d->goOn();
}

void Timeline::setLive(bool live)
{
    assertOwnerThread(this);
    if (std::exchange(d->isLive, live) == live || d->cluster.isRecording())
        return;
    d->settling = live ? Private::Settling::No : Private::Settling::Wanted;
    if (!live) {
        d->endTimer.stop();
        d->slideTimer.stop();
        d->settle();
    } else {
        d->endTimer.start();
        d->slideTimer.start();
        d->isEndDue = d->hasAxis();
        d->slide();
    }
    if (d->hasAxis())
        d->noteChange();
    d->goOn();
}

void Timeline::setPlayhead(qint64 position)
{
    d->playhead = position;
}

void Timeline::zoom(qint64 from, qint64 to)
{
    assertOwnerThread(this);
    if (!d->hasAxis())
        return;
    d->setView(std::min(from, to), std::max(from, to));
    d->noteChange();
    d->goOn();
}

void Timeline::zoomWhole()
{
    zoom(begin(), end());
}

void Timeline::setRead(qint64 from, qint64 to, std::vector<std::vector<qint64>> times)
{
    assertOwnerThread(this);
    d->read = Private::Read{from, to, std::move(times)};
    if (d->hasAxis())
        d->noteChange();
    d->goOn();
}

void Timeline::dropRead()
{
    assertOwnerThread(this);
    if (!std::exchange(d->read, std::nullopt))
        return;
    if (d->hasAxis())
        d->noteChange();
    d->goOn();
}

Timeline::State Timeline::state() const
{
    return d->state;
}

const std::optional<Domain::Error> &Timeline::error() const
{
    return d->error;
}

Timeline::Axis Timeline::axis() const
{
    return d->log.method == Method::Offsets ? Axis::Offset : Axis::Time;
}

Timeline::Origin Timeline::origin() const
{
    switch (d->log.method) {
    case Method::Read: return Origin::Read;
    case Method::Sample: return Origin::Sampled;
    case Method::LookUp:
    case Method::Offsets: break;
    }
    return Origin::LookedUp;
}

bool Timeline::isLive() const
{
    return d->isLive && !d->cluster.isRecording();
}

bool Timeline::isRecording() const
{
    return d->cluster.isRecording();
}

bool Timeline::isWhole() const
{
    return d->isWhole;
}

qint64 Timeline::begin() const
{
    return d->hasAxis() ? d->log.begin : 0;
}

qint64 Timeline::end() const
{
    return d->hasAxis() ? d->log.end : 0;
}

qint64 Timeline::viewFrom() const
{
    return d->viewFrom;
}

qint64 Timeline::viewTo() const
{
    return d->viewTo;
}

qint64 Timeline::barWidth() const
{
    return d->hasAxis() ? std::max<qint64>(1, qRound64(d->grid->barWidth(d->level()))) : 0;
}

const std::vector<std::string> &Timeline::topics() const
{
    return d->topics;
}

const std::vector<std::pair<std::size_t, Domain::Error>> &Timeline::topicErrors() const
{
    return d->topicErrors;
}

const std::vector<std::size_t> &Timeline::waitingFor() const
{
    static const std::vector<std::size_t> nobody;
    return d->asker ? d->asker->waitingFor() : nobody;
}

const std::vector<TimelinePartition> &Timeline::partitions() const
{
    return d->log.partitions;
}

qint64 Timeline::total() const
{
    return d->log.total();
}

bool Timeline::isTotalExact() const
{
    return d->log.method == Method::Read;
}

bool Timeline::isViewExact() const
{
    return isTotalExact() || d->isViewRead();
}

bool Timeline::isTotalLowerBound() const
{
    return !d->topicErrors.empty() || std::any_of(d->log.partitions.begin(), d->log.partitions.end(), [](const TimelinePartition &p) { return !p.isCounted(); });
}

bool Timeline::hasRemovedPast() const
{
    return std::any_of(d->log.partitions.begin(), d->log.partitions.end(), [](const TimelinePartition &p) { return p.begin && p.begin->value() > 0; });
}

qint64 Timeline::datedBefore2000() const
{
    return d->datedBefore2000;
}

int Timeline::edgesKnown() const
{
    const std::vector<qint64> &edges = d->viewEdges();
    return static_cast<int>(std::count_if(edges.begin(), edges.end(), [this](qint64 edge) { return d->isViewRead() || d->log.isKnown(edge); }));
}

int Timeline::edgesWanted() const
{
    return static_cast<int>(d->viewEdges().size());
}

const std::vector<TimelineBucket> &Timeline::buckets() const
{
    if (!std::exchange(d->areBucketsFresh, true))
        d->buckets = !d->hasAxis() ? std::vector<TimelineBucket>() : d->isViewRead() ? d->readBuckets() : d->log.buckets(d->viewEdges());
    return d->buckets;
}

qint64 Timeline::countBetween(qint64 from, qint64 to) const
{
    qint64 sum = 0;
    const bool isRead = d->read && d->read->times.size() == d->log.partitions.size() && d->read->from <= from && d->read->to >= to;
    for (std::size_t p = 0; p < d->log.partitions.size(); ++p)
        sum += isRead ? d->read->count(p, from, to) : std::max<qint64>(0, d->log.below(p, to) - d->log.below(p, from));
    return sum;
}

std::vector<std::optional<Domain::Offset>> Timeline::offsetsAt(qint64 position) const
{
    std::vector<std::optional<Domain::Offset>> offsets;
    for (std::size_t p = 0; p < d->log.partitions.size(); ++p)
        offsets.push_back(d->log.offsetAt(p, position));
    return offsets;
}

} // namespace Session
