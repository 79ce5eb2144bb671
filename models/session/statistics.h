// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "search/filter.h"
#include "session/handover.h"
#include "session/recordreader.h"
#include "store/recordstatistics.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace Session {

class RecordRows;
class RowCollector;

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

    enum class State : std::uint8_t { Idle, Running, Done, Incomplete, Cancelled, Failed };
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
    struct Work; ///< shared with the threads that count
    class Sink;
    void countRows();
    void look();
    void end(State state, std::optional<Domain::Error> error = {});

    Progress m_progress;
    std::vector<std::string> m_topics;
    std::shared_ptr<Work> m_work;
    std::shared_ptr<const Store::RecordStatistics> m_result;
    RowCollector *m_collector = nullptr;
    std::unique_ptr<RecordReader> m_reader;
    QTimer m_timer;
    Handover m_handover; // last: answers that come later find nobody
};

} // namespace Session
