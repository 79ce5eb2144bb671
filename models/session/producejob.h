// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "produce/producerun.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace Session {

/// One run of producing, in a thread of its own. GUI (main) thread only (asserted); owned by the page or the command. A timer looks at the board.
class ProduceJob final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProduceJob)
public:
    /// `cluster` is kept alive while the run goes.
    explicit ProduceJob(std::shared_ptr<Domain::Cluster> cluster, QObject *parent = nullptr);
    ~ProduceJob() override; ///< < 1 ms: asks the run to stop; its thread is reaped elsewhere

    /// Once. ended() follows from the event loop, also where nothing can be written. `maxMessageBytes`: of the topic (TopicFacts); none: Kafka's
    /// default. `onReport`: see Produce::ProduceRun.
    void start(const Produce::ProduceRequest &request, std::optional<std::int64_t> maxMessageBytes, Produce::ProduceRun::OnReport onReport = {});
    void stop(); ///< acts within 200 ms
    bool isRunning() const;

    /// As of the last look.
    const Produce::DeliveryBoard::Status &status() const { return m_status; }
    /// Null before start().
    const std::shared_ptr<Produce::DeliveryBoard> &board() const { return m_board; }

signals:
    void changed(); ///< at most every 50 ms
    void ended();

private:
    void look();

    std::shared_ptr<Domain::Cluster> m_cluster;
    std::shared_ptr<Produce::DeliveryBoard> m_board;
    Produce::DeliveryBoard::Status m_status;
    std::shared_ptr<void> m_thread;
    QTimer m_timer;
};

} // namespace Session
