// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "kafka/brokerstats.h"

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <set>

namespace Kafka {

/// Draws the connection state from what the shared handle reports: error events as they come, statistics once a second.
/// Written by the service thread, read by any.
class ConnectionWatch
{
public:
    using Clock = std::chrono::steady_clock;

    void noteContact();
    void noteError(const Domain::Error &error, Clock::time_point now = Clock::now());
    void noteStats(const std::vector<BrokerStats> &brokers, Clock::time_point now = Clock::now());
    void refuse(const Domain::Error &error); ///< final

    Domain::ConnectionState state() const;
    std::uint64_t generation() const { return m_generation.load(std::memory_order_acquire); }
    /// Since when there has been nothing but trouble; none: there is none.
    std::optional<Clock::time_point> troubleSince() const;

private:
    struct Down
    {
        Domain::Error error;
        Clock::time_point since;
    };
    void publish(Domain::ConnectionState::Kind kind); // with m_mutex held
    Domain::Error asAdvertised(const Domain::Error &error, Domain::BrokerId broker) const;

    mutable std::mutex m_mutex;
    Domain::ConnectionState m_state;
    std::map<Domain::BrokerId, Down> m_down;
    std::set<Domain::BrokerId> m_seenUp;
    std::optional<Domain::Error> m_newest; // trouble that has not passed yet
    std::optional<Clock::time_point> m_troubleSince;
    bool m_hadContact = false;
    bool m_anyUp = false;
    std::atomic<std::uint64_t> m_generation = 0;
};

} // namespace Kafka
