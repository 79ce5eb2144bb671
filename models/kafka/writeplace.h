// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"
#include "domain/writejournal.h"
#include "kafka/clustercore.h"

#include <chrono>
#include <memory>
#include <mutex>
#include <string>

namespace Kafka {

/// As whom a profile logs in: "User:alice", the subject of its client certificate, or "anonymous". Reads a small local file.
std::string principalOf(const Domain::ConnectionProfile &profile);

/// Where something is written, for the journal. Part of a WriteGate; any thread but the GUI's.
class WritePlaceFinder
{
public:
    explicit WritePlaceFinder(std::shared_ptr<ClusterCore> core) : m_core(std::move(core)) {}
    /// Waits until the cluster can be reached. Errors: those of connecting, DeadlineExceeded.
    Domain::Result<Domain::WritePlace> find(std::chrono::steady_clock::time_point deadline);

private:
    std::string askClusterId(std::chrono::steady_clock::time_point deadline);

    std::shared_ptr<ClusterCore> m_core;
    std::mutex m_mutex;
    std::string m_clusterId;
};

} // namespace Kafka
