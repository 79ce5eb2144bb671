// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <QtGlobal>

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace Session {

/// One stretch of the axis and the offsets counted in it. A stretch that is not final spans several bars of the grid.
struct TimelineBucket
{
    qint64 from = 0;                   ///< ms UTC, or offsets since the log start (Timeline::Axis::Offset)
    qint64 to = 0;                     ///< exclusive
    int bars = 1;                      ///< bars of the grid it spans
    bool isFinal = false;              ///< one bar between two edges that are known
    std::vector<qint64> counts = {};   ///< parallel to Timeline::partitions(); 0 for those left out
    qint64 total = 0;
    bool isApproximate = false;        ///< offsets may belong to a bar nearby, or were sampled
    /// A look-up jumped over whole bars and landed here: what seems to be missing before may be counted in this one.
    bool isJumpedInto = false;

    double perBar() const { return static_cast<double>(total) / bars; }
    bool operator==(const TimelineBucket &) const = default;
};

/// A partition of a timeline and its bounds.
struct TimelinePartition
{
    std::size_t topic = 0; ///< index into the timeline's topics
    Domain::PartitionId id = {};
    std::optional<Domain::Offset> begin = {}; ///< fixed at the start
    std::optional<Domain::Offset> end = {};   ///< high watermark, fixed at the start, newest when live
    std::optional<Domain::Error> error = {};  ///< left out because of it
    bool isSlow = false;                      ///< took more than 2 s to answer
    /// Offsets from here on stand behind a record dated after now and are charted from samples.
    std::optional<Domain::Offset> sampledFrom = {};
    Domain::TimestampType timestampType = Domain::TimestampType::None; ///< of its first record; None: unknown, or it has no time

    bool isCounted() const { return !error && begin && end; }
    qint64 span() const { return isCounted() ? std::max<qint64>(0, end->value() - begin->value()) : 0; }
};

/// Times of some records of a partition, and how many offsets are dated before a time by them: exact where every offset has been
/// sampled, else interpolated.
class TimelineSamples
{
public:
    void add(qint64 offset, qint64 ms) { m_times[offset] = ms; }
    bool isEmpty() const { return m_times.empty(); }
    std::size_t size() const { return m_times.size(); }
    /// Of the offsets from `low` to `high`: how many are dated before `ms`. Samples later than `latest` are passed over.
    qint64 below(qint64 ms, qint64 low, qint64 high, qint64 latest) const;
    std::optional<qint64> earliest(qint64 notBefore) const;
    std::optional<qint64> latest(qint64 notAfter) const;

    bool wasAsked(qint64 offset) const { return m_asked.contains(offset); }
    void noteAsked(qint64 offset) { m_asked.insert(offset); }

private:
    std::map<qint64, qint64> m_times; ///< by offset
    std::set<qint64> m_asked;         ///< offsets asked for; a hole answers with a later one
};

/// What is known of a log for charting it: bounds, look-ups, samples, times that were read. A plain value of the GUI thread, used
/// by Timeline, which asks; this one counts.
class TimelineLog
{
public:
    enum class Method { LookUp, Sample, Read, Offsets };
    static constexpr qint64 None = -1; ///< offset of a look-up that found no record that late

    Method method = Method::LookUp;
    std::vector<TimelinePartition> partitions;
    std::vector<TimelineSamples> samples;       ///< parallel
    /// Parallel; time and offset of every record, sorted by time: method Read.
    std::vector<std::vector<std::pair<qint64, qint64>>> readTimes;
    qint64 begin = 0;       ///< of the axis: nothing is counted before it
    qint64 end = 0;         ///< of the axis: everything is counted before it
    qint64 latestTime = 0;  ///< later times are odd: now + 1 min
    std::optional<qint64> lastTime = {}; ///< of the last record that is not odd; none: not known

    qint64 total() const;

    // Look-ups
    /// The answer of one partition at an edge.
    void setLookUp(qint64 edge, std::size_t partition, std::optional<Domain::Offset> offset, qint64 timestampMs);
    /// Every counted partition has answered; always true for other methods and at the ends of the axis.
    bool isKnown(qint64 edge) const;
    bool isKnown(qint64 edge, std::size_t partition) const;
    /// Edges from `from` on at which some partition had no record that late: asked again while the log grows.
    std::vector<qint64> openEdges(qint64 from) const;
    void forgetEdges(qint64 keepFrom, qint64 keepTo);
    std::size_t lookUps() const { return m_edges.size() * partitions.size(); }

    /// Offsets of a partition, since its beginning, that are dated before an edge, by what is known; edges in between are
    /// interpolated.
    qint64 below(std::size_t partition, qint64 position) const;
    /// The offset at which records from a position on begin.
    std::optional<Domain::Offset> offsetAt(std::size_t partition, qint64 position) const;
    /// Buckets between those of the rising `edges` that are known; the first and the last one always count as known.
    std::vector<TimelineBucket> buckets(const std::vector<qint64> &edges) const;
    bool isApproximate() const;

private:
    struct LookUp
    {
        qint64 offset = NotAsked; ///< None: no record that late
        qint64 endThen = 0;       ///< of the partition, when it was asked
        qint64 ms = -1;           ///< of the record found
    };
    static constexpr qint64 NotAsked = -2;
    std::vector<std::pair<qint64, qint64>>::const_iterator firstReadAt(std::size_t partition, qint64 position) const;
    qint64 lookedUp(std::size_t partition, qint64 position) const;
    qint64 lookUpValue(const LookUp &lookUp, const TimelinePartition &partition) const;
    void markJumps(const std::vector<qint64> &edges, std::vector<TimelineBucket> &buckets) const;

    std::map<qint64, std::vector<LookUp>> m_edges; ///< by position
};

} // namespace Session
