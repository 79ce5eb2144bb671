// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace Kafka {
class MockCluster;
}

namespace App {

/// The embedded cluster of `--demo`: librdkafka's mock cluster filled with the last six hours of a small company, then a live
/// trickle from a thread of its own. Loopback only; gone with this object. Made by app/ before the window opens.
class DemoCluster
{
public:
    /// Starts the cluster and its history; ready when it returns (well under 2 s).
    static Domain::Result<std::unique_ptr<DemoCluster>> start();
    ~DemoCluster();
    DemoCluster(const DemoCluster &) = delete;
    DemoCluster &operator=(const DemoCluster &) = delete;

    /// A profile named "Demo cluster" that reaches it; never saved.
    Domain::ConnectionProfile profile() const;

private:
    explicit DemoCluster(std::unique_ptr<Kafka::MockCluster> cluster);
    void trickle(std::stop_token stop, std::int64_t fromMs);

    class Source;
    std::unique_ptr<Kafka::MockCluster> m_cluster;
    std::unique_ptr<Source> m_source;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::jthread m_thread; // last: ends before what it uses
};

} // namespace App
