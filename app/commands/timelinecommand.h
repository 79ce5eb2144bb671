// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commands/command.h"
#include "domain/cluster.h"
#include "session/handover.h"
#include "session/timeline.h"

namespace App {

/// `playhead timeline`: the offsets of one or several topics by time and partition as one JSON object. The log is not read: one
/// look-up by time for each edge and partition, or samples where the cluster cannot look up times.
class TimelineCommand final : public Command
{
    Q_OBJECT
public:
    TimelineCommand(Services &services, CommandLine line, QObject *parent = nullptr);

    void start() override;
    void interrupt() override;

    /// {"from","to","buckets":[{"start","counts":{"TOPIC":{"0":n,…}},"approximate":bool}]} and LF; times in ms UTC, counts of
    /// offsets. Partitions that could not be asked are not named.
    static std::string json(const Session::Timeline &timeline);

private:
    void open(const Services::Resolved &resolved);
    void listTopics();
    void chart(const std::vector<std::string> &topics);
    void onChanged();
    void fail(const Domain::Error &error);
    void end(int exitCode);

    Services &m_services;
    const CommandLine m_line;
    std::unique_ptr<Domain::Cluster> m_cluster;
    std::unique_ptr<Session::Timeline> m_timeline;
    bool m_ended = false;
    Session::Handover m_handover; // last: answers that come later find nobody
};

} // namespace App
