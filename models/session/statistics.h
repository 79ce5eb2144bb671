// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/recordpass.h"
#include "store/recordstatistics.h"

namespace Session {

/// Statistics of rows that are loaded, or of everything a plan asks for, made in one pass in another thread. GUI thread (asserted);
/// owned by the dialog that shows them.
class Statistics final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Statistics)
public:
    explicit Statistics(QObject *parent = nullptr);
    ~Statistics() override; ///< < 1 ms: cancels

    /// The rows at these positions (first, count). Once, and one of the two.
    void startRows(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges);
    void startRead(Domain::Cluster &cluster, const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter = {});
    /// What was counted so far stays.
    void cancel();

    using State = JobState;
    struct Progress
    {
        State state = State::Idle;
        quint64 done = 0;
        quint64 total = 0; ///< 0: not known yet
        std::optional<Domain::Error> error = {};
    };
    const Progress &progress() const { return m_progress; }
    const std::vector<std::string> &topics() const { return m_topics; } ///< by the index in Domain::TopicPartition
    /// Null before finished().
    const Store::RecordStatistics *result() const { return m_result.get(); }

signals:
    void progressChanged();
    void finished();

private:
    struct Count; ///< shared with the threads that count
    class Sink;
    void start(const std::vector<std::string> &topics);
    Domain::RecordSinkFactory sinks() const;
    void look();
    void takeEnd();
    void end(State state, std::optional<Domain::Error> error = {});

    Progress m_progress;
    std::vector<std::string> m_topics;
    std::shared_ptr<Count> m_count;
    std::shared_ptr<const Store::RecordStatistics> m_result;
    RecordPass m_pass;
};

} // namespace Session
