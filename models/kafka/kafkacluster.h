// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <memory>

namespace Kafka {

class ThreadReaper;

/// A real cluster through librdkafka (or the demo's). See Domain::Cluster for who calls what on which thread. The reaper
/// joins its threads: destroying it costs < 1 ms.
std::unique_ptr<Domain::Cluster> openCluster(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets,
                                             std::shared_ptr<ThreadReaper> reaper);

/// The same with a reaper of its own: whoever goes last, the cluster or its last read, waits for the threads (at most 3 s).
/// For tests and commands that end with it.
std::unique_ptr<Domain::Cluster> openCluster(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets);

/// For the window: every cluster shares `reaper`.
Domain::ClusterFactory clusterFactory(std::shared_ptr<ThreadReaper> reaper);

} // namespace Kafka
