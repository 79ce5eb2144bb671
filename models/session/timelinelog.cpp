// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timelinelog.h"

#include <algorithm>
#include <limits>

namespace Session {

namespace {

__extension__ using Wide = __int128;

/// value × times ÷ by, without overflow.
qint64 scaled(qint64 value, qint64 times, qint64 by)
{
    return by <= 0 ? 0 : static_cast<qint64>(Wide(value) * times / by);
}

} // namespace

qint64 TimelineSamples::below(qint64 ms, qint64 low, qint64 high, qint64 latest) const
{
    // A running maximum: where times go back, a record counts as late, as it does for the broker's look-up.
    qint64 offset = low; // everything before it is dated before `ms`
    std::optional<qint64> time;
    for (auto it = m_times.lower_bound(low); it != m_times.end() && it->first < high; ++it) {
        if (it->second > latest)
            continue;
        if (it->second >= ms) {
            if (!time || it->second <= *time)
                return (time ? offset : it->first) - low;
            return offset - low + scaled(it->first - offset, ms - *time, it->second - *time);
        }
        offset = it->first + 1;
        time = std::max(time.value_or(it->second), it->second);
    }
    return time ? high - low : 0;
}

std::optional<qint64> TimelineSamples::earliest(qint64 notBefore) const
{
    std::optional<qint64> result;
    for (const auto &[offset, ms] : m_times)
        if (ms >= notBefore)
            result = std::min(result.value_or(ms), ms);
    return result;
}

std::optional<qint64> TimelineSamples::latest(qint64 notAfter) const
{
    std::optional<qint64> result;
    for (const auto &[offset, ms] : m_times)
        if (ms <= notAfter)
            result = std::max(result.value_or(ms), ms);
    return result;
}

qint64 TimelineLog::total() const
{
    qint64 sum = 0;
    for (std::size_t p = 0; p < partitions.size(); ++p)
        if (partitions[p].isCounted())
            sum += method == Method::Read ? static_cast<qint64>(readTimes[p].size()) : partitions[p].span();
    return sum;
}

void TimelineLog::setLookUp(qint64 edge, std::size_t partition, std::optional<Domain::Offset> offset, qint64 timestampMs)
{
    std::vector<LookUp> &all = m_edges[edge];
    all.resize(partitions.size());
    all[partition] = {offset ? offset->value() : None, partitions[partition].end.value_or(Domain::Offset()).value(), offset ? timestampMs : -1};
}

bool TimelineLog::isKnown(qint64 edge, std::size_t partition) const
{
    if (method != Method::LookUp || edge <= begin || edge >= end || !partitions[partition].isCounted() || partitions[partition].span() == 0)
        return true;
    const auto it = m_edges.find(edge);
    return it != m_edges.end() && it->second[partition].offset != NotAsked;
}

bool TimelineLog::isKnown(qint64 edge) const
{
    if (method != Method::LookUp || edge <= begin || edge >= end)
        return true;
    for (std::size_t p = 0; p < partitions.size(); ++p)
        if (!isKnown(edge, p))
            return false;
    return true;
}

std::vector<qint64> TimelineLog::openEdges(qint64 from) const
{
    std::vector<qint64> result;
    for (auto it = m_edges.lower_bound(from); it != m_edges.end(); ++it)
        if (std::any_of(it->second.begin(), it->second.end(), [](const LookUp &l) { return l.offset == None; }))
            result.push_back(it->first);
    return result;
}

void TimelineLog::forgetEdges(qint64 keepFrom, qint64 keepTo)
{
    std::erase_if(m_edges, [&](const auto &edge) { return edge.first < keepFrom || edge.first > keepTo; });
}

qint64 TimelineLog::lookUpValue(const LookUp &lookUp, const TimelinePartition &partition) const
{
    // What has come since is dated later than an edge that nothing was as late as.
    const qint64 offset = lookUp.offset == None ? lookUp.endThen : lookUp.offset;
    const qint64 last = partition.sampledFrom ? partition.sampledFrom->value() : partition.end->value();
    return std::clamp<qint64>(offset, partition.begin->value(), std::max<qint64>(partition.begin->value(), last)) - partition.begin->value();
}

/// From the known edges around the position; between them in proportion.
qint64 TimelineLog::lookedUp(std::size_t p, qint64 position) const
{
    const TimelinePartition &partition = partitions[p];
    const auto isAsked = [p](const auto &edge) { return edge.second[p].offset != NotAsked; };
    auto after = m_edges.lower_bound(position);
    while (after != m_edges.end() && !isAsked(*after))
        ++after;
    if (after != m_edges.end() && after->first >= end)
        after = m_edges.end(); // of when the axis was longer
    if (after != m_edges.end() && after->first == position)
        return lookUpValue(after->second[p], partition);
    auto before = m_edges.lower_bound(position);
    while (before != m_edges.begin() && !isAsked(*std::prev(before)))
        --before;
    const bool isFirst = before == m_edges.begin();
    const qint64 from = isFirst ? begin : std::prev(before)->first;
    const qint64 to = after == m_edges.end() ? end : after->first;
    const qint64 low = isFirst ? 0 : lookUpValue(std::prev(before)->second[p], partition);
    const qint64 last = (partition.sampledFrom ? partition.sampledFrom->value() : partition.end->value()) - partition.begin->value();
    const qint64 high = std::max(low, after == m_edges.end() ? last : lookUpValue(after->second[p], partition));
    return low + scaled(high - low, std::clamp(position, from, to) - from, to - from);
}

std::vector<std::pair<qint64, qint64>>::const_iterator TimelineLog::firstReadAt(std::size_t p, qint64 position) const
{
    return std::lower_bound(readTimes[p].begin(), readTimes[p].end(), std::pair(position, std::numeric_limits<qint64>::min()));
}

std::optional<Domain::Offset> TimelineLog::offsetAt(std::size_t p, qint64 position) const
{
    if (!partitions[p].isCounted())
        return std::nullopt;
    if (method != Method::Read)
        return *partitions[p].begin + Domain::OffsetSpan(below(p, position));
    qint64 offset = partitions[p].end->value();
    for (auto it = firstReadAt(p, position); it != readTimes[p].end(); ++it)
        offset = std::min(offset, it->second);
    return Domain::Offset(offset);
}

qint64 TimelineLog::below(std::size_t p, qint64 position) const
{
    const TimelinePartition &partition = partitions[p];
    if (!partition.isCounted() || position <= begin)
        return 0;
    if (method == Method::Read) {
        const auto &times = readTimes[p];
        return position >= end ? static_cast<qint64>(times.size()) : firstReadAt(p, position) - times.begin();
    }
    if (position >= end)
        return partition.span();
    const qint64 low = partition.begin->value();
    const qint64 high = std::max<qint64>(low, partition.end->value());
    switch (method) {
    case Method::Offsets: return scaled(position - begin, partition.span(), end - begin);
    case Method::Sample: return samples[p].below(position, low, high, latestTime);
    case Method::LookUp:
    case Method::Read: break;
    }
    const qint64 sampled = partition.sampledFrom ? samples[p].below(position, partition.sampledFrom->value(), high, latestTime) : 0;
    return lookedUp(p, position) + sampled;
}

std::vector<TimelineBucket> TimelineLog::buckets(const std::vector<qint64> &edges) const
{
    std::vector<TimelineBucket> result;
    if (edges.size() < 2)
        return result;
    const auto belowEdge = [this](qint64 edge) {
        std::vector<qint64> counts(partitions.size());
        for (std::size_t p = 0; p < counts.size(); ++p)
            counts[p] = below(p, edge);
        return counts;
    };
    const bool approximate = isApproximate();
    std::vector<qint64> reached = belowEdge(edges.front());
    std::size_t last = 0;
    bool isLastKnown = isKnown(edges.front());
    for (std::size_t i = 1; i < edges.size(); ++i) {
        const bool isEdgeKnown = isKnown(edges[i]);
        if (i + 1 < edges.size() && !isEdgeKnown)
            continue;
        TimelineBucket bucket{.from = edges[last], .to = edges[i], .bars = static_cast<int>(i - last), .isApproximate = approximate};
        bucket.counts = belowEdge(edges[i]);
        for (std::size_t p = 0; p < bucket.counts.size(); ++p) {
            // A log that was cut or made anew meanwhile may answer with less than before: no bar is ever negative.
            const qint64 now = std::max(reached[p], bucket.counts[p]);
            bucket.counts[p] = now - reached[p];
            bucket.total += bucket.counts[p];
            reached[p] = now;
        }
        bucket.isFinal = bucket.bars == 1 && isLastKnown && isEdgeKnown;
        isLastKnown = isEdgeKnown;
        last = i;
        result.push_back(std::move(bucket));
    }
    if (method == Method::LookUp)
        markJumps(edges, result);
    return result;
}

void TimelineLog::markJumps(const std::vector<qint64> &edges, std::vector<TimelineBucket> &buckets) const
{
    for (const qint64 edge : edges) {
        const auto it = m_edges.find(edge);
        if (it == m_edges.end())
            continue;
        const auto own = std::upper_bound(buckets.begin(), buckets.end(), edge, [](qint64 e, const TimelineBucket &b) { return e < b.to; });
        if (own == buckets.end())
            continue;
        for (std::size_t p = 0; p < partitions.size(); ++p) {
            if (partitions[p].timestampType == Domain::TimestampType::LogAppend || !partitions[p].isCounted() || it->second[p].ms < own->to)
                continue;
            const auto landed = std::upper_bound(own, buckets.end(), it->second[p].ms, [](qint64 ms, const TimelineBucket &b) { return ms < b.to; });
            if (landed != buckets.end() && landed->counts[p] > 0)
                landed->isJumpedInto = landed->isApproximate = true;
        }
    }
}

bool TimelineLog::isApproximate() const
{
    if (method == Method::Read || method == Method::Offsets)
        return false;
    return method == Method::Sample || std::any_of(partitions.begin(), partitions.end(), [](const TimelinePartition &p) {
               return p.span() > 0 && (p.timestampType != Domain::TimestampType::LogAppend || p.sampledFrom);
           });
}

} // namespace Session
