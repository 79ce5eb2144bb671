// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "replay/replayplan.h"
#include "replay/verify.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace Replay {

/// What a list of runs shows of one.
struct RunSummary
{
    std::string runId = {};
    std::int64_t startedMs = 0;
    std::int64_t changedMs = 0;
    std::string plan = {};          ///< JSON
    std::uint64_t acknowledged = 0;
    double progress = 0;            ///< 0 … 1, by offsets of the range
    enum class State : std::uint8_t { Running, Stopped, Done, Broken };
    State state = State::Stopped;   ///< Running: its lock is held by a living process
    std::optional<Verdict> verdict = {};
};

/// Runs whose journals lie in the folder, newest first. Blocks for file reads; worker thread or command.
std::vector<RunSummary> listRuns(const std::string &folder);
/// Removes a run's journal for good ("forget"). ReplayBusy: it runs.
Domain::Status forgetRun(const std::string &folder, const std::string &runId);

} // namespace Replay
