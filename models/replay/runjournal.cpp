// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/runjournal.h"

#include "replay/runledger.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace Replay {

namespace {

constexpr std::size_t mostRunsListed = 10'000;

RunSummary summaryOf(const std::string &folder, const std::string &runId)
{
    bool isHeld = false;
    const auto history = RunLedger::read(folder, runId, RunLedger::Keep::Totals, isHeld);
    RunSummary summary{.runId = runId};
    if (!history) {
        summary.state = isHeld ? RunSummary::State::Running : RunSummary::State::Broken;
        return summary;
    }
    summary.startedMs = history->startedMs;
    summary.changedMs = history->changedMs;
    summary.plan = history->plan;
    summary.acknowledged = history->acknowledged;
    summary.progress = history->isComplete ? 1.0
        : history->total > 0 ? std::min(1.0, static_cast<double>(history->done) / static_cast<double>(history->total))
                             : 0.0;
    summary.state = isHeld ? RunSummary::State::Running : history->isComplete ? RunSummary::State::Done : RunSummary::State::Stopped;
    summary.verdict = history->verdict;
    return summary;
}

} // namespace

std::vector<RunSummary> listRuns(const std::string &folder)
{
    std::vector<RunSummary> runs;
    std::error_code error;
    const std::filesystem::directory_iterator end;
    for (std::filesystem::directory_iterator it(folder, error); !error && it != end && runs.size() < mostRunsListed; it.increment(error)) {
        const std::filesystem::path path = it->path();
        std::error_code ignored;
        if (path.extension() == ".jsonl" && RunLedger::isRunId(path.stem().string()) && it->is_regular_file(ignored))
            runs.push_back(summaryOf(folder, path.stem().string()));
    }
    // Run ids sort by time.
    std::sort(runs.begin(), runs.end(), [](const RunSummary &a, const RunSummary &b) { return a.runId > b.runId; });
    return runs;
}

Domain::Status forgetRun(const std::string &folder, const std::string &runId)
{
    return RunLedger::remove(folder, runId);
}

} // namespace Replay
