// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/callscope.h"
#include "kafka/clustercore.h"
#include "kafka/threadreaper.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace Kafka {

/// Requests that need a handle of their own, each in a thread of its own: they may take long, and nobody waits behind them. Owned by
/// an open cluster; any thread.
class SideThreads
{
public:
    SideThreads(std::shared_ptr<ClusterCore> core, std::shared_ptr<ThreadReaper> reaper)
        : m_core(std::move(core)), m_reaper(std::move(reaper))
    {
    }

    using Body = std::function<void(ClusterCore &, const CallScope &)>;
    /// `id` is in the book already. `body` answers through it, or not at all; it is run once the cluster may be reached.
    void run(Domain::RequestId id, const std::string &name, std::chrono::steady_clock::time_point deadline, int seconds, Body body);
    void cancel(Domain::RequestId id);

private:
    static bool waitForContact(ClusterCore &core, Domain::RequestId id, const std::stop_token &stop);

    std::shared_ptr<ClusterCore> m_core;
    std::shared_ptr<ThreadReaper> m_reaper;
    std::mutex m_mutex;
    std::map<Domain::RequestId, ThreadTicket> m_tickets;
};

} // namespace Kafka
