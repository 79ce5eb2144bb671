// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/dryrun.h"
#include "replay/replayrun.h"
#include "replay/runjournal.h"

#include <string>
#include <vector>

namespace App {

/// The plan and what a dry run of it has found, as one line of JSON with LF: {"plan":…,"planHash","read","sent","bytes","dropped":{step: n},"targets":[…],
/// "findings":[…],"groups":…,"estimateMs","complete","samples":[…]} with the first three records before and after.
std::string dryRunLine(const Replay::Plan &plan, const Replay::DryRunReport &report);

/// How a run ended, with its verdict, as one line of JSON with LF. `status` is that of the run, `verified` that of the verification;
/// 0 s: there was none.
std::string verdictLine(const std::string &runId, Replay::Mode mode, const Replay::RunStatus &status, const Replay::RunStatus &verified, double seconds, double verifySeconds);

/// One line of JSON a run.
std::string runLines(const std::vector<Replay::RunSummary> &runs);

} // namespace App
