// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "session/handover.h"

#include <QObject>

#include <memory>
#include <vector>

namespace Session {

/// Makes topics through the door for writes, in a thread of the cluster's. GUI thread; owned by who asked.
class TopicCreation final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicCreation)
public:
    explicit TopicCreation(std::shared_ptr<Domain::Cluster> cluster, QObject *parent = nullptr);

    /// Once. finished() follows, also where nothing can be written.
    void start(std::vector<Domain::NewTopic> topics);

signals:
    /// One result a topic in their order, or the reason why none was made.
    void finished(const Domain::Result<std::vector<Domain::Status>> &result);

private:
    std::shared_ptr<Domain::Cluster> m_cluster;
    std::shared_ptr<void> m_thread;
    Handover m_handover; // last: answers that come later find nobody
};

} // namespace Session
