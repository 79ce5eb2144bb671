// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "domain/writejournal.h"

#include <memory>

namespace Kafka {

class ThreadReaper;

/// A real cluster through librdkafka (or the demo's). See Domain::Cluster for who calls what on which thread. The reaper
/// joins its threads: destroying it costs < 1 ms. `journal` gets a line before and after each write; null: nothing can be written
/// (JournalUnwritable).
std::unique_ptr<Domain::Cluster> openCluster(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets,
                                             std::shared_ptr<ThreadReaper> reaper, std::shared_ptr<Domain::WriteJournal> journal = nullptr);

/// The same with a reaper of its own: whoever goes last, the cluster or its last read, waits for the threads (at most 3 s).
/// For tests and commands that end with it.
std::unique_ptr<Domain::Cluster> openCluster(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets);

/// For the window: every cluster shares `reaper` and `journal`.
Domain::ClusterFactory clusterFactory(std::shared_ptr<ThreadReaper> reaper, std::shared_ptr<Domain::WriteJournal> journal = nullptr);

} // namespace Kafka
