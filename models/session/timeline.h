// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "session/timelinelog.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace Session {

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
    explicit Timeline(Domain::Cluster &cluster, QObject *parent = nullptr);
    ~Timeline() override;

    // What is charted
    void setMaxBars(int bars);       ///< of the visible span: min(256, width / 4 px); 256 until set
    void setReadsSmallLogs(bool on); ///< fewer than 1,000 offsets are read and counted exactly; on until set
    void setClock(std::function<qint64()> nowMs); ///< for tests
    void setEdgeLimit(int limit);    ///< edges × partitions of one view; 4,096 until set
    /// Starts anew. `partitions` empty: all of every topic.
    void open(const std::vector<std::string> &topics, const std::vector<Domain::PartitionId> &partitions = {},
              Domain::IsolationLevel isolation = Domain::IsolationLevel::Committed);
    void reopen(); ///< the same again, as the log is now
    void close();

    // What it follows
    void setVisible(bool visible);     ///< hidden: nothing is asked. Visible until set
    void setLive(bool live);           ///< the axis runs to now, not to the last record, and the last bar is asked again every 5 s
    void setPlayhead(qint64 position); ///< what is nearest is refined first
    void zoom(qint64 from, qint64 to); ///< the visible span; limited to the axis and to bars of 1 ms
    void zoomWhole();

    /// What was read of a span, completely: bars inside it are counted by record time from now on. `times` parallel to partitions(),
    /// rising. Holds until the log is opened anew or something else is said.
    void setRead(qint64 from, qint64 to, std::vector<std::vector<qint64>> times);
    void dropRead();

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
    const std::vector<std::pair<std::size_t, Domain::Error>> &topicErrors() const; ///< topics left out, by index
    /// Who has not answered for more than 2 s: indexes into partitions().
    const std::vector<std::size_t> &waitingFor() const;
    const std::vector<TimelinePartition> &partitions() const; ///< by topic and id
    qint64 total() const;        ///< Σ (end − beginning) of the partitions counted
    bool isTotalExact() const;   ///< records, not offsets
    bool isViewExact() const;    ///< every bar of the visible span counts records, by their time
    bool isTotalLowerBound() const; ///< a partition is left out
    bool hasRemovedPast() const; ///< a partition's log no longer starts at its first offset
    qint64 datedBefore2000() const; ///< offsets in front of the axis, counted in the first bar
    int edgesKnown() const;      ///< of edgesWanted(), for the visible span
    int edgesWanted() const;
    /// In rising order, covering the visible span; empty while opening. Fresh until the next changed().
    const std::vector<TimelineBucket> &buckets() const;
    /// Offsets (or records, where isTotalExact()) between two positions, by what is known; in proportion between known edges.
    qint64 countBetween(qint64 from, qint64 to) const;
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
