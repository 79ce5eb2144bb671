// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timelineprivate.h"

#include <algorithm>

// The visible span of a timeline: its edges, and what has been read of it.

namespace Session {

using Method = TimelineLog::Method;

namespace {

constexpr qint64 NarrowestView = 64; ///< ms or offsets
constexpr qint64 OddAfterMs = 60'000;

} // namespace

int Timeline::Private::mostBars() const
{
    return timelineBars(maxBars, edgeLimit, log.partitions.size());
}

int Timeline::Private::level() const
{
    // A quarter more than the measure, so that a live log may grow for a while before its bars double in width.
    return grid->levelFor(viewTo - viewFrom, mostBars() + mostBars() / 4);
}

const std::vector<qint64> &Timeline::Private::viewEdges() const
{
    if (std::exchange(areEdgesFresh, true))
        return edges;
    edges.clear();
    if (!grid)
        return edges;
    const int at = level();
    const qint64 last = grid->indexAfter(at, viewTo);
    for (qint64 index = grid->indexBefore(at, viewFrom); index <= last; ++index)
        edges.push_back(std::clamp(grid->edge(at, index), log.begin, log.end));
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    return edges;
}

void Timeline::Private::setView(qint64 from, qint64 to)
{
    const qint64 span = std::clamp(to - from, std::min(NarrowestView, log.end - log.begin), log.end - log.begin);
    const qint64 start = std::clamp(from, log.begin, log.end - span);
    isWhole = span == log.end - log.begin;
    areEdgesFresh = areBucketsFresh = false;
    samplePass = 0;
    isSampled = false;
    if (start == viewFrom && start + span == viewTo)
        return;
    viewFrom = start;
    viewTo = start + span;
    emit q.viewChanged();
}

void Timeline::Private::setAxisEnd(qint64 end)
{
    if (end == log.end)
        return;
    // Who looks at the end goes with it while it grows.
    const qint64 moved = viewTo == log.end ? std::max<qint64>(0, end - log.end) : 0;
    const bool grows = end > log.end;
    const bool whole = isWhole;
    const int pass = samplePass;
    const bool sampled = isSampled;
    log.end = end;
    log.latestTime = std::max(log.latestTime, now() + OddAfterMs);
    if (whole)
        setView(log.begin, log.end);
    else
        setView(viewFrom + moved, viewTo + moved);
    samplePass = pass;
    isSampled = sampled && (!grows || log.method != Method::Sample);
    noteChange();
}

qint64 Timeline::Private::Read::count(std::size_t partition, qint64 begin, qint64 end) const
{
    const std::vector<qint64> &all = times[partition];
    return std::lower_bound(all.begin(), all.end(), end) - std::lower_bound(all.begin(), all.end(), begin);
}

bool Timeline::Private::isViewRead() const
{
    const std::vector<qint64> &all = viewEdges();
    return read && read->times.size() == log.partitions.size() && all.size() > 1 && read->from <= all.front() && read->to >= all.back();
}

std::vector<TimelineBucket> Timeline::Private::readBuckets() const
{
    std::vector<TimelineBucket> result;
    const std::vector<qint64> &all = viewEdges();
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
        TimelineBucket bucket{.from = all[i], .to = all[i + 1], .isFinal = true};
        for (std::size_t p = 0; p < log.partitions.size(); ++p) {
            bucket.counts.push_back(log.partitions[p].isCounted() ? read->count(p, bucket.from, bucket.to) : 0);
            bucket.total += bucket.counts.back();
        }
        result.push_back(std::move(bucket));
    }
    return result;
}

} // namespace Session
