// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"
#include "kafka/checkboard.h"
#include "kafka/stream.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace Kafka {

class ThreadReaper;

/// The thread of a connection check. Looks at sockets itself, because librdkafka does not tell a wrong name from a wrong CA
/// or a silent port from a slow one; only the login and the metadata are librdkafka's, once.
class CheckRun
{
public:
    CheckRun(Domain::ConnectionProfile profile, Domain::Secrets secrets, std::shared_ptr<CheckBoard> board,
             std::shared_ptr<ThreadReaper> reaper);

    void run(const std::stop_token &stop);

private:
    using Clock = std::chrono::steady_clock;
    using Stage = Domain::CheckStep::Stage;

    struct Server
    {
        HostPort address;
        std::size_t resolveStep = 0;
        std::size_t connectStep = 0;
        std::vector<SocketAddress> found;
        Stream stream;
    };
    struct Resolved;
    struct Reached;

    bool prepare();
    void plan();
    void addStep(Stage stage, std::string address);
    std::size_t indexOf(Stage stage) const;
    CallScope scope(std::chrono::milliseconds limit) const;
    void resolveServers();
    void connectServers();
    void connectServer(Server &server);
    void secureServers();
    Domain::Result<std::string> secure(Server &server);
    std::optional<Domain::ClusterSnapshot> logIn();
    void failLogIn(const Domain::Error &error, Clock::time_point since);
    void checkAdvertised(const Domain::ClusterSnapshot &cluster);
    std::shared_ptr<Resolved> startResolving(const HostPort &hostPort) const;
    Domain::Result<std::vector<SocketAddress>> await(const std::shared_ptr<Resolved> &resolved, const HostPort &hostPort,
                                                     const CallScope &scope) const;
    std::shared_ptr<Reached> startReaching(const HostPort &hostPort, const CallScope &scope) const;
    bool anyOpen() const;

    Domain::ConnectionProfile m_profile;
    Domain::Secrets m_secrets;
    std::shared_ptr<CheckBoard> m_board;
    std::shared_ptr<ThreadReaper> m_reaper;
    std::stop_token m_stop;
    Clock::time_point m_end;
    std::vector<Domain::CheckStep> m_plan;
    std::vector<Server> m_servers;
};

} // namespace Kafka
