// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/handover.h"
#include "session/timelinelog.h"

#include <QObject>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace Session {

/// The first questions of a timeline: which partitions there are, where each begins and ends, and from when to when the axis goes.
/// Fills a TimelineLog and says so once. GUI thread; owned by Timeline, which throws it away when another log is opened.
class TimelineSurvey final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimelineSurvey)
public:
    static constexpr qint64 Year2000 = 946'684'800'000;

    TimelineSurvey(Domain::Cluster &cluster, std::vector<std::string> topics, std::vector<Domain::PartitionId> partitions, qint64 nowMs,
                   QObject *parent = nullptr);

    void start();

    TimelineLog log; ///< the result; axis 0 … 0 where no time is known
    std::vector<std::pair<std::size_t, Domain::Error>> topicErrors;
    std::optional<Domain::Error> error; ///< nothing can be charted
    qint64 datedBefore2000 = 0;
    bool hasRecords = false;
    bool hasTimes = false;
    bool reachesNow = false; ///< a record is dated after now: the axis ends now

signals:
    void finished();

private:
    using Answers = Domain::Result<std::vector<Domain::OffsetAnswer>>;
    using TimeAnswers = Domain::Result<std::vector<Domain::RecordTimeAnswer>>;
    void takeMetadata(std::size_t topic, const Domain::Result<Domain::ClusterSnapshot> &reply);
    void askBounds();
    void takeBounds(const Answers &answers);
    void takeBound(std::size_t partition, Domain::OffsetQuery::Kind kind, const Domain::OffsetAnswer &answer);
    void askEnds();
    void takeEnds(const std::vector<Domain::RecordTimeQuery> &queries, const TimeAnswers &answers);
    void askFuture();
    void takeFuture(const std::vector<std::size_t> &asked, const Answers &answers);
    void finish();
    void fail(Domain::Error reason);
    void ask(std::vector<Domain::OffsetQuery> queries, void (TimelineSurvey::*take)(const Answers &));

    Domain::Cluster &m_cluster;
    const std::vector<std::string> m_topics;
    const std::vector<Domain::PartitionId> m_wanted;
    const qint64 m_now;
    bool m_canLookUp = false;
    std::size_t m_metadataLeft = 0;
    std::vector<std::vector<Domain::PartitionId>> m_found; ///< by topic
    struct Times
    {
        std::optional<qint64> first;
        std::optional<qint64> last;
    };
    std::vector<Times> m_times; ///< parallel to log.partitions
    Handover m_handover; // last: answers that come later find nobody
};

} // namespace Session
