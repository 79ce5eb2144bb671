// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/replayrun.h"
#include "replay/runledger.h"

namespace Replay {

/// A journal for a verified-once run whose own is lost, from what the target holds of the run: its open transaction is ended, then everything that
/// is there is read; the highest offset of each partition of the source counts. A journal that is there but damaged is put aside. ReplayRefused: at
/// least once, or a compacted target, where the highest offset may be gone. Blocks; the run's thread.
Domain::Result<std::unique_ptr<RunLedger>> reconstructLedger(Domain::Cluster &target, const Plan &plan, const std::string &folder, RunHistory &history, RunBoard &board,
                                                             const std::stop_token &stop);

} // namespace Replay
