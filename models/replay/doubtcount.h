// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "replay/replayplan.h"
#include "replay/runhistory.h"

#include <stop_token>

namespace Replay {

/// At least once: how many records stand at the target a second time because a run was interrupted before its journal knew of them. What was
/// written in those stretches is compared with what was sent again afterwards. `history` with its windows. Blocks; the run's thread.
Domain::Result<std::uint64_t> countDoubled(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const RunHistory &history, const std::stop_token &stop);

} // namespace Replay
