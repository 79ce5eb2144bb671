// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace Session {

/// One run of reading into sinks of the caller's, without a store: what the headless commands use. GUI (main) thread only
/// (asserted); owned by the command. The sinks are made, called and destroyed in the reading threads and may be called for a
/// short while after the reader is gone: what they need must be owned by them.
class RecordReader final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecordReader)
public:
    RecordReader(Domain::Cluster &cluster, Domain::ReadPlan plan, Domain::RecordSinkFactory sinks, QObject *parent = nullptr);
    ~RecordReader() override; ///< < 1 ms

    /// Once. The status is looked at every `interval`.
    void start(std::chrono::milliseconds interval = std::chrono::milliseconds(50));
    void pause();
    void resume();
    void stop(); ///< finished() follows when the reading threads have seen it

    const Domain::ReadPlan &plan() const;
    /// As of the last look.
    const Domain::ReadStatus &status() const;

signals:
    void statusChanged();
    /// The status is final; everything read has been handed to the sinks and published.
    void finished();

private:
    void look();

    Domain::Cluster &m_cluster;
    Domain::ReadPlan m_plan;
    Domain::RecordSinkFactory m_sinks;
    std::unique_ptr<Domain::RecordSource> m_source;
    Domain::ReadStatus m_status;
    std::uint64_t m_generation = 0;
    QTimer m_timer;
};

} // namespace Session
