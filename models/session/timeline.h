// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace Session {

/// One stretch of the axis and the offsets counted in it. A stretch that is not final spans several bars of the grid.
struct TimelineBucket
{
    qint64 from = 0;                   ///< ms UTC, or offsets since the log start (Timeline::Axis::Offset)
    qint64 to = 0;                     ///< exclusive
    int bars = 1;                      ///< bars of the grid it spans; 1: final
    std::vector<qint64> counts = {};   ///< parallel to Timeline::partitions(); 0 for those left out
    qint64 total = 0;
    bool isApproximate = false;        ///< offsets may belong to a bar nearby, or were sampled
    /// A look-up jumped over whole bars and landed here: what seems to be missing before may be counted in this one.
    bool isJumpedInto = false;

    bool isFinal() const { return bars == 1; }
    double perBar() const { return static_cast<double>(total) / bars; }
    bool operator==(const TimelineBucket &) const = default;
};

/// A log's history as offsets by time, without reading it: for each edge of the bars one look-up by time for all partitions,
/// coarse first, refined outward from the playhead; what is outside the visible span is not asked. GUI thread only (asserted).
/// Owned by the record page or a command; the cluster must outlive it. Bars of the whole log add up to Σ (end − beginning).
class Timeline final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Timeline)
public:
    enum class State {
        Closed,
        Opening, ///< nothing to show yet
        Counting,///< coarse or partly refined; grows better by itself
        Ready,   ///< every bar of the visible span is final
        Failed   ///< see error()
    };
    enum class Axis { Time, Offset };  ///< Offset: records carry no time; positions are offsets since the log start, summed
    enum class Origin {
        LookedUp, ///< offsets by time
        Sampled,  ///< times of records at evenly spaced offsets
        Read      ///< exact: every record of the visible span was read
    };
    struct PartitionInfo
    {
        std::size_t topic = 0; ///< index into topics()
        Domain::PartitionId id = {};
        std::optional<Domain::Offset> begin = {}; ///< fixed at the start
        std::optional<Domain::Offset> end = {};   ///< high watermark, fixed at the start, newest when live
        std::optional<Domain::Error> error = {};  ///< left out because of it
        bool isSlow = false;                      ///< took more than 2 s to answer
        /// Where offsets stand behind a record dated after now: they are charted from samples from here on.
        std::optional<Domain::Offset> sampledFrom = {};
    };

    explicit Timeline(Domain::Cluster &cluster, QObject *parent = nullptr);
    ~Timeline() override;

    // What is charted
    void setMaxBars(int bars);       ///< of the visible span: min(256, width / 4 px); 256 until set
    void setReadsSmallLogs(bool on); ///< fewer than 1,000 offsets are read and counted exactly; on until set
    void setEdgeLimit(int limit);    ///< edges × partitions of one view; 4,096 until set
    /// Starts anew. `partitions` empty: all of every topic.
    void open(const std::vector<std::string> &topics, const std::vector<Domain::PartitionId> &partitions = {},
              Domain::IsolationLevel isolation = Domain::IsolationLevel::Committed);
    void reopen(); ///< the same again, as the log is now
    void close();

    // What it follows
    void setVisible(bool visible);     ///< hidden: nothing is asked. Visible until set
    void setLive(bool live);           ///< the axis runs to now and the last bar is asked again every 5 s
    void setPlayhead(qint64 position); ///< what is nearest is refined first
    void zoom(qint64 from, qint64 to); ///< the visible span; limited to the axis and to bars of 1 ms
    void zoomWhole();

    // What is known
    State state() const;
    const std::optional<Domain::Error> &error() const;
    Axis axis() const;
    Origin origin() const;
    bool isLive() const;         ///< the axis ends now
    bool isRecording() const;
    bool isWhole() const;        ///< the visible span is the whole axis
    qint64 begin() const;        ///< of the axis
    qint64 end() const;          ///< exclusive; now when live
    qint64 viewFrom() const;
    qint64 viewTo() const;
    qint64 barWidth() const;     ///< of the grid, in ms or offsets (rounded)
    const std::vector<std::string> &topics() const;
    const std::vector<PartitionInfo> &partitions() const; ///< by topic and id
    qint64 total() const;        ///< Σ (end − beginning) of the partitions counted
    bool isTotalExact() const;   ///< records, not offsets
    bool isTotalLowerBound() const; ///< a partition is left out
    bool hasRemovedPast() const; ///< a partition's log no longer starts at its first offset
    qint64 datedBefore2000() const; ///< offsets in front of the axis, counted in the first bar
    int edgesKnown() const;      ///< of edgesWanted(), for the visible span
    int edgesWanted() const;
    /// In rising order, covering the visible span; empty while opening. Fresh until the next changed().
    const std::vector<TimelineBucket> &buckets() const;
    /// Where each partition stands at a position of the axis, by what is known: for "copy offsets" and the offset axis.
    std::vector<std::optional<Domain::Offset>> offsetsAt(qint64 position) const;

signals:
    void changed();     ///< any of the above
    void viewChanged(); ///< viewFrom() or viewTo(), changed() follows or not

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Session
