// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "search/filter.h"
#include "session/handover.h"
#include "session/recordreader.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace Session {

class RecordRows;
class RowCollector;

/// How far a job over records is: ExportJob, Statistics.
enum class JobState : std::uint8_t { Idle, Running, Done, Incomplete, Cancelled, Failed };

/// Records given to sinks in other threads: the rows that stand at some positions, or everything a plan asks for. GUI thread
/// (asserted); owned by the job that is made of it. The sinks may be called for a short while after cancel().
class RecordPass final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecordPass)
public:
    explicit RecordPass(QObject *parent = nullptr);
    ~RecordPass() override; ///< < 1 ms: cancels

    enum class Order : std::uint8_t {
        Shown, ///< as the rows stand
        Place  ///< by topic, partition and offset; each once
    };
    // Once, and one of the two.
    /// `ranges`: positions, first and count.
    void startRows(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges, Order order, Domain::RecordSinkFactory sinks);
    /// What the filter (null: none) matches.
    void startRead(Domain::Cluster &cluster, const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter, Domain::RecordSinkFactory sinks);
    void cancel(); ///< finished() does not come any more

    quint64 done() const; ///< rows, or offsets of the log
    quint64 total() const; ///< 0: not known yet
    const RecordReader *reader() const { return m_reader.get(); } ///< null: rows, or not started
    /// What could not be read.
    std::optional<Domain::Error> problem() const;

signals:
    void progressed(); ///< ten times a second
    void finished();   ///< all there is has been given, and the sinks are gone

private:
    struct Work; ///< shared with the thread that reads the rows
    void readRows();
    void look();
    void end();

    bool m_isRunning = false;
    std::shared_ptr<Work> m_work;
    quint64 m_rows = 0;
    RowCollector *m_collector = nullptr;
    std::unique_ptr<RecordReader> m_reader;
    QTimer m_timer;
    Handover m_handover; // last: answers that come later find nobody
};

} // namespace Session
