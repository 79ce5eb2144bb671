// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/handover.h"
#include "session/timelinelog.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <string>
#include <vector>

namespace Session {

/// Asks a cluster what a timeline wishes to know, one batch at a time, so that only the newest wish is sent next; answers go into
/// the TimelineLog. A look-up cannot be taken back once it is sent. A batch that takes more than 2 s makes the next ones go
/// partition by partition: then it is seen which one is slow. GUI thread; owned by Timeline.
class TimelineAsker final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TimelineAsker)
public:
    TimelineAsker(Domain::Cluster &cluster, const std::vector<std::string> &topics, TimelineLog &log, QObject *parent = nullptr);

    /// The log is about to change under it: answers that still come are dropped. It only waits to be deleted from here on.
    void abandon();
    bool isBusy() const { return m_isBusy; }
    const std::vector<std::size_t> &waitingFor() const { return m_waitingFor; }
    const std::optional<Domain::Error> &error() const { return m_error; } ///< of the last batch as a whole

    // Nothing to ask: false. Only while not busy.
    /// As many of these edges as one batch takes, in their order.
    bool askEdges(const std::vector<qint64> &wanted, bool first);
    /// The ends of all partitions, and these edges again; with `times` also when the last record was, see TimelineLog::lastTime.
    void askEnds(const std::vector<qint64> &edges, bool times);
    /// About `each` evenly spaced records of each partition that is sampled, between two positions of the axis.
    bool askSamples(int each, qint64 from, qint64 to);
    /// Who set the time of the first records. Beside everything else: fetching takes longer than looking up.
    void askTypes();
    bool areTypesAsked() const { return m_typesAsked; } ///< and not answered yet

signals:
    void answered();     ///< the log knows more; not busy any more
    void typesKnown();
    void waitChanged();

private:
    using Answers = Domain::Result<std::vector<Domain::OffsetAnswer>>;
    using TimeAnswers = Domain::Result<std::vector<Domain::RecordTimeAnswer>>;
    struct Asked
    {
        std::vector<Domain::OffsetQuery> queries;
        std::vector<std::size_t> partitions; ///< parallel
    };
    void add(Asked &asked, std::size_t partition, Domain::OffsetQuery::Kind kind, qint64 ms) const;
    std::optional<std::size_t> partitionToAsk(const std::vector<qint64> &wanted) const;
    void send(Asked asked, bool bulk);
    void take(const Asked &asked, const Answers &answers);
    void takeSamples(const std::vector<std::size_t> &partitions, const TimeAnswers &answers);
    void takeTypes(const std::vector<std::size_t> &partitions, const TimeAnswers &answers);
    void begin(std::vector<std::size_t> partitions);
    void end();

    Domain::Cluster &m_cluster;
    const std::vector<std::string> &m_topics;
    TimelineLog &m_log;
    bool m_isBusy = false;
    bool m_typesAsked = false;
    bool m_splits = false; ///< partition by partition
    std::size_t m_quickInTurn = 0; ///< batches of one partition that were quick
    std::size_t m_edgesAtOnce = 4;
    QElapsedTimer m_sinceSent;
    QTimer m_patience;
    std::vector<std::size_t> m_underWay; ///< partitions
    std::vector<std::size_t> m_waitingFor;
    std::optional<Domain::Error> m_error;
    std::optional<Handover> m_handover; // last: answers that come later find nobody
};

} // namespace Session
