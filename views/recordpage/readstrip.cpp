// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/readstrip.h"

#include "items/numbertext.h"
#include "items/safetext.h"

#include <QCoreApplication>

#include <algorithm>

namespace Views {

namespace {

using Domain::PartitionProgress;
using Domain::ReadState;
using State = ScanStrip::State;

QString tr(const char *text)
{
    return QCoreApplication::translate("RecordPage", text);
}

std::pair<State, QString> stateWords(const ReadSituation &s, bool isFollowing)
{
    switch (s.status.state) {
    case ReadState::Connecting:
        if (!s.isStarted && s.connection.kind == Domain::ConnectionState::Kind::Refused)
            return {State::Failed, tr("Failed")}; // nothing is under way: the page waits for topics that will not come
        return {State::Busy, tr("Connecting")};
    case ReadState::Reading:
        if (!s.status.waitingFor.empty())
            return {State::Waiting, tr("Waiting for %1").arg(Items::safeText(s.status.waitingFor, 80))};
        // The banner says what it is; the strip must not look as if nothing were.
        return s.status.error ? std::pair(State::Warning, tr("Reading, interrupted")) : std::pair(State::Busy, tr("Reading"));
    case ReadState::Waiting:
        if (s.status.error)
            return {State::Warning, tr("Live, interrupted")};
        return isFollowing ? std::pair(State::Live, tr("Live")) : std::pair(State::Paused, tr("Live, view held"));
    case ReadState::Paused:
        return {State::Paused, tr("Paused")};
    case ReadState::BudgetReached:
        return {State::Warning, tr("Memory budget reached")};
    case ReadState::Finished:
        return hasFailedPartition(s.status) ? std::pair(State::Warning, tr("Incomplete")) : std::pair(State::Done, tr("At the end"));
    case ReadState::LimitReached:
        return {State::Done, tr("Limit reached")};
    case ReadState::Stopped:
        return {State::Stopped, tr("Stopped by you")};
    case ReadState::Failed:
        return {State::Failed, tr("Failed")};
    }
    return {};
}

QString recordsFact(const ReadSituation &s)
{
    const QString held = s.recordsHeld == 1 ? tr("1 record") : tr("%1 records").arg(Items::countText(s.recordsHeld));
    const auto extent = extentOf(s.status);
    if (!extent || extent->total == 0 || Domain::isFinal(s.status.state) || s.plan.isLive())
        return held;
    return tr("%1, %2 % of ≈ %3 offsets").arg(held).arg(100 * extent->done / extent->total).arg(Items::countText(quint64(extent->total)));
}

} // namespace

bool hasFailedPartition(const Domain::ReadStatus &status)
{
    return std::any_of(status.partitions.begin(), status.partitions.end(), [](const PartitionProgress &p) { return p.state == PartitionProgress::State::Failed; });
}

std::optional<ReadExtent> extentOf(const Domain::ReadStatus &status)
{
    ReadExtent extent;
    for (const PartitionProgress &p : status.partitions) {
        if (p.state == PartitionProgress::State::Failed)
            continue;
        if (!p.end || p.state == PartitionProgress::State::Pending)
            return std::nullopt;
        const qint64 span = std::max<qint64>(0, (*p.end - p.begin).value());
        extent.total += span;
        extent.done += p.state == PartitionProgress::State::Done ? span : std::clamp<qint64>((p.position - p.begin).value(), 0, span);
    }
    return status.partitions.empty() ? std::nullopt : std::optional(extent);
}

StripWords stripWords(const ReadSituation &s, const StripFigures &figures)
{
    StripWords strip;
    std::tie(strip.state, strip.words) = stateWords(s, figures.isFollowing);
    const bool isOver = s.status.state == ReadState::Finished && !hasFailedPartition(s.status);
    if (figures.isReadingEarlier && (isOver || s.status.state == ReadState::Waiting))
        std::tie(strip.state, strip.words) = std::pair(State::Busy, tr("Reading earlier records"));
    else if (figures.isReadingLater && isOver)
        std::tie(strip.state, strip.words) = std::pair(State::Busy, tr("Reading later records"));
    else if (figures.goesOn && isOver)
        std::tie(strip.state, strip.words) = std::pair(State::Paused, tr("Reads on as you scroll"));
    if (!s.isStarted)
        return strip;
    strip.facts += recordsFact(s);
    const bool isMoving = s.status.state == ReadState::Reading || s.status.state == ReadState::Waiting;
    if (isMoving && figures.recordsPerSecond > 0)
        strip.facts += {Items::rateText(figures.recordsPerSecond), tr("%1/s").arg(Items::bytesText(quint64(figures.bytesPerSecond)))};
    strip.facts += tr("%1 of %2").arg(Items::bytesText(s.bytesHeld), Items::bytesText(s.budget));
    if (figures.recordsReleased > 0)
        strip.facts += tr("%1 released").arg(Items::countText(figures.recordsReleased));
    if (s.status.gapOffsets > 0)
        strip.facts += tr("%1 offsets without a record").arg(Items::countText(s.status.gapOffsets));
    return strip;
}

} // namespace Views
