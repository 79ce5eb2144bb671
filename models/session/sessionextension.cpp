// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Reading on: windows beyond the ends of what a ReadSession has loaded.

#include "session/sessionrun.h"

#include <algorithm>
#include <chrono>

namespace Session {

namespace {

constexpr std::int64_t WindowRecords = 65'536; ///< of all partitions together: some tens of milliseconds
constexpr std::chrono::seconds BoundsDeadline(10);
constexpr qint64 BoundsFreshMs = 2000;

} // namespace

/// Search results are not read on, and nothing is before it is known where the run began.
bool ReadSession::Private::canExtend() const
{
    return source && !filter && m_runStatus.state != Domain::ReadState::Connecting && !m_runStatus.partitions.empty();
}

bool ReadSession::Private::canReadEarlier() const
{
    if (!canExtend())
        return false;
    // In a run that reads backward the older records are still its own to read.
    if (plan.newestFirst && !Domain::isFinal(m_runStatus.state))
        return false;
    return m_spans.spans().empty() || m_spans.hasEarlier();
}

bool ReadSession::Private::canReadLater() const
{
    if (!canExtend() || plan.isLive() || (!plan.newestFirst && !Domain::isFinal(m_runStatus.state)))
        return false;
    return m_spans.hasLater();
}

std::uint64_t ReadSession::Private::rowsBeyond(bool earlier) const
{
    const std::uint64_t begin = order.firstNumber();
    const std::uint64_t end = begin + order.size();
    return earlier != plan.newestFirst ? std::clamp(looked->first, begin, end) - begin : end - std::clamp(looked->last, begin, end);
}

bool ReadSession::Private::reachesFarEnough(bool earlier) const
{
    return !wantsAll && looked && rowsBeyond(earlier) >= ReadAhead;
}

void ReadSession::Private::wish(bool earlier)
{
    if (!canExtend())
        return;
    (earlier ? wantsEarlier : wantsLater) = true;
    // The log may have grown since its end was asked for.
    if (!earlier && m_spans.knowsBounds() && !m_spans.hasLater() && clock.elapsed() - m_boundsAsked > BoundsFreshMs)
        m_spans.forgetBounds();
    readOn();
}

void ReadSession::Private::readOn()
{
    if (extension || (!wantsEarlier && !wantsLater))
        return;
    learn();
    if (!m_spans.knowsBounds()) {
        askBounds();
        return;
    }
    for (const bool earlier : {false, true}) {
        bool &wants = earlier ? wantsEarlier : wantsLater;
        if (!wants)
            continue;
        if (reachesFarEnough(earlier) || !(earlier ? canReadEarlier() : canReadLater())) {
            wants = false;
            continue;
        }
        extend(earlier);
        if (!looked && !wantsAll)
            wants = false; // one window a wish
        return;
    }
    wantsAll = false;
}

void ReadSession::Private::stopReadingOn()
{
    wantsEarlier = wantsLater = wantsAll = false;
    if (extension)
        extension->source->stop();
}

void ReadSession::Private::extend(bool earlier)
{
    Extension next;
    next.isEarlier = earlier;
    next.isFront = earlier != plan.newestFirst;
    next.window = earlier ? m_spans.earlier(WindowRecords) : m_spans.later(WindowRecords);
    next.tag = next.isFront ? ++m_lastTag : 0;
    Domain::ReadPlan window = plan;
    window.from = Domain::Beginning{};
    window.until = Domain::UntilEnd{};
    window.limit.reset();
    window.fromPerPartition.clear();
    window.untilPerPartition.clear();
    for (const auto &[place, span] : m_spans.spans()) {
        const auto asked = next.window.find(place);
        const LoadedSpans::Span range = asked == next.window.end() ? LoadedSpans::Span{Domain::Offset(0), Domain::Offset(0)} : asked->second;
        if (asked != next.window.end())
            window.fromPerPartition[place] = Domain::AtOffset{range.begin};
        window.untilPerPartition[place] = range.end; // below the start: nothing of it is read
    }
    m_hasReadOn = true;
    m_readOnError.reset();
    // The owner lets go at the other end instead of the writer stopping at the budget.
    next.source = cluster.startRead(window, store->writerFactory(true, next.tag));
    next.status = next.source->status();
    extension = std::move(next);
    timer.start();
}

/// Takes what a window in front has brought; a window that is over becomes part of what is loaded. False: another run was started.
bool ReadSession::Private::finishExtension()
{
    if (!extension)
        return true;
    if (extension->isFront) {
        const std::vector<Store::Run> fresh = store->takeNewRuns(extension->tag);
        extension->rows.insert(extension->rows.end(), fresh.begin(), fresh.end());
    }
    if (!Domain::isFinal(extension->status.state))
        return true;
    const Extension done = std::move(*extension);
    extension.reset();
    m_lastWasFront = done.isFront;
    m_readOn.records += done.status.records;
    m_readOn.bytes += done.status.bytes;
    m_readOn.gapOffsets += done.status.gapOffsets;
    m_readOn.lateRecords += done.status.lateRecords;
    bool isComplete = done.status.state == Domain::ReadState::Finished;
    for (const Domain::PartitionProgress &partition : done.status.partitions)
        if (partition.state == Domain::PartitionProgress::State::Failed) {
            isComplete = false;
            m_readOnError = partition.error;
        }
    if (done.status.error)
        m_readOnError = done.status.error;
    if (!isComplete) {
        wantsEarlier = wantsLater = wantsAll = false;
        if (done.isFront) // half a window would leave a hole before what is loaded
            m_doomed.push_back(done.tag);
        return true;
    }
    m_readOnError.reset();
    m_spans.take(done.window);
    return !done.isFront || prepend(done.rows);
}

void ReadSession::Private::askBounds()
{
    if (m_isAskingBounds)
        return;
    std::vector<Domain::TopicPartition> places;
    std::vector<Domain::OffsetQuery> queries;
    for (const auto &[place, span] : m_spans.spans()) {
        if (place.topic >= plan.topics.size())
            continue;
        places.push_back(place);
        for (const auto kind : {Domain::OffsetQuery::Kind::Beginning, Domain::OffsetQuery::Kind::End})
            queries.push_back({plan.topics[place.topic], place.partition, kind});
    }
    if (places.empty())
        return;
    m_isAskingBounds = true;
    m_boundsAsked = clock.elapsed();
    cluster.requestOffsets(std::move(queries), plan.isolation, false, BoundsDeadline,
                           [this, handle = m_handover.handle(), run = m_run, places](Domain::Result<std::vector<Domain::OffsetAnswer>> answers) {
                               handle.post([this, run, places, result = std::move(answers)] {
                                   if (run == m_run)
                                       takeBounds(places, result);
                               });
                           });
}

void ReadSession::Private::takeBounds(const std::vector<Domain::TopicPartition> &places, const Domain::Result<std::vector<Domain::OffsetAnswer>> &answers)
{
    m_isAskingBounds = false;
    m_spans.setKnowsBounds();
    if (answers) {
        for (std::size_t i = 0; i < places.size() && 2 * i + 1 < answers->size(); ++i)
            m_spans.setBounds(places[i], (*answers)[2 * i].offset, (*answers)[2 * i + 1].offset);
    } else {
        m_readOnError = answers.error();
        wantsEarlier = wantsLater = wantsAll = false;
        m_spans.forgetBounds();
    }
    readOn();
    combineStatus();
    emit q->statusChanged();
}

} // namespace Session
