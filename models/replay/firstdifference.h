// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "replay/replayplan.h"
#include "replay/targetscan.h"

#include <optional>
#include <set>
#include <stop_token>

namespace Replay {

/// Names the first place where a window differs: reads it again from the source, with the steps, and from the target. Memory for one window's hashes.
/// None: nothing differs (any more). `ranges`: of the target, all topics, that were read before. `thinned`: where retention or
/// compaction has removed records, so that one that is missing is no fault. Blocks; the run's thread.
Domain::Result<std::optional<Difference>> firstDifference(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const std::string &runId,
                                                          const WindowEntry &window, const std::vector<ScanRange> &ranges,
                                                          const std::set<Domain::PartitionName> &thinned, const std::stop_token &stop);

} // namespace Replay
