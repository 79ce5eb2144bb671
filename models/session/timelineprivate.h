// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/timeline.h"
#include "session/timelineasker.h"
#include "session/timelinemath.h"
#include "session/timelinereading.h"
#include "session/timelinesurvey.h"

#include <QDateTime>
#include <QTimer>

namespace Session {

/// The course of a timeline: survey → first samples or reading → grid → refinement of whatever is visible, and the live end.
class Timeline::Private
{
public:
    Private(Timeline &timeline, Domain::Cluster &cluster);

    // The course, in timelinecourse.cpp
    void open();
    void close();
    void takeSurvey();
    void startReading();
    void takeReading();
    void startAxis();
    void makeGrid(qint64 from, qint64 to);
    void useOffsetAxis();
    void takeAnswer();
    void goOn(); ///< asks the next thing, if anything is to be asked
    bool askNext();
    bool askCoarseOrFine(bool coarse);
    bool askMoreSamples();
    void askEnd();
    void takeNewEnd();
    qint64 spanNow() const;
    void slide();
    void settle();
    qint64 restingEnd(qint64 recordsEnd) const;
    void noteLastTime(qint64 ms);
    void fail(const Domain::Error &reason);

    // The visible span, in timelinespan.cpp
    qint64 now() const { return clock(); }
    bool hasAxis() const { return grid.has_value(); }
    int mostBars() const;
    int level() const;
    const std::vector<qint64> &viewEdges() const;
    void setView(qint64 from, qint64 to);
    void setAxisEnd(qint64 end);
    void noteChange();
    bool isViewRead() const; ///< by setRead()
    std::vector<TimelineBucket> readBuckets() const;

    Timeline &q;
    Domain::Cluster &cluster;
    std::function<qint64()> clock = [] { return QDateTime::currentMSecsSinceEpoch(); };
    int maxBars = 256;
    int edgeLimit = 4096;
    bool readsSmallLogs = true;
    bool isVisible = true;
    bool isLive = false;
    std::optional<qint64> playhead;

    std::vector<std::string> topics;
    std::vector<Domain::PartitionId> wanted;
    Domain::IsolationLevel isolation = Domain::IsolationLevel::Committed;
    bool isOpen = false;
    bool isStarted = false; ///< the survey has been sent
    State state = State::Closed;
    std::optional<Domain::Error> error;
    std::vector<std::pair<std::size_t, Domain::Error>> topicErrors;
    qint64 datedBefore2000 = 0;
    TimelineLog log;
    std::optional<TimelineGrid> grid;
    qint64 viewFrom = 0;
    qint64 viewTo = 0;
    bool isWhole = true;
    bool isEndDue = false;    ///< the live end is to be asked again
    /// Not live any more: the axis is to end with the last record. Asked: when that was has been asked.
    enum class Settling : std::uint8_t { No, Wanted, Asked };
    Settling settling = Settling::No;
    qint64 spanDated = 0;     ///< of all partitions, when log.lastTime was learnt
    bool isReadingTried = false;
    qint64 spanRead = 0;      ///< of all partitions, when it was read
    int samplePass = 0;       ///< of this view
    bool isSampled = false;   ///< of this view, as finely as it is going to be

    struct Read
    {
        qint64 from = 0;
        qint64 to = 0;
        std::vector<std::vector<qint64>> times; ///< parallel to the partitions, rising
        qint64 count(std::size_t partition, qint64 begin, qint64 end) const;
    };
    std::optional<Read> read;

    mutable std::vector<qint64> edges;
    mutable std::vector<TimelineBucket> buckets;
    mutable bool areEdgesFresh = false;
    mutable bool areBucketsFresh = false;

    QTimer endTimer;   ///< 5 s
    QTimer slideTimer; ///< 1 s
    std::unique_ptr<TimelineSurvey> survey;
    std::unique_ptr<TimelineAsker> asker;
    std::unique_ptr<TimelineReading> reading;
};

} // namespace Session
