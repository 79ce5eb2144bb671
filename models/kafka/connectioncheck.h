// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectioncheck.h"

#include <memory>

namespace Kafka {

class ThreadReaper;

/// "Test connection": stage by stage, at most one attempt to log in, over within 10 s. Needs no open cluster.
/// Destroying it cancels and costs < 1 ms; `reaper` joins its thread.
std::unique_ptr<Domain::ConnectionCheck> checkConnection(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets,
                                                         std::shared_ptr<ThreadReaper> reaper);

/// The same with a reaper of its own: destroying it waits for the thread. For tests.
std::unique_ptr<Domain::ConnectionCheck> checkConnection(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets);

Domain::ConnectionCheckFactory connectionCheckFactory(std::shared_ptr<ThreadReaper> reaper);

} // namespace Kafka
