// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"
#include "domain/cluster.h"
#include "session/handover.h"

namespace App {

/// `playhead topics`: every topic with its partitions and watermarks, as a table or as one JSON object. Read-only: one
/// metadata request, then ListOffsets in chunks.
class TopicsCommand final : public Command
{
    Q_OBJECT
public:
    TopicsCommand(Services &services, CommandLine line, QObject *parent = nullptr);

    void start() override;
    void interrupt() override;

private:
    void open(const Services::Resolved &resolved);
    void askOffsets(Domain::ClusterSnapshot snapshot);
    void print(const std::vector<Domain::OffsetAnswer> &answers);
    void fail(const Domain::Error &error);

    Services &m_services;
    const CommandLine m_line;
    std::unique_ptr<Domain::Cluster> m_cluster;
    Domain::ClusterSnapshot m_snapshot;
    Session::Handover m_handover; // last: answers that come later find nobody
};

} // namespace App
