// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Entry points that are declared and not written yet, so that everything links. Whoever writes one takes it out of here; the file goes with the last.
#include "replay/dryrun.h"
#include "replay/replayrun.h"
#include "replay/runjournal.h"

namespace Replay {

namespace {

Domain::Error notYet()
{
    return {.code = Domain::ErrorCode::Unsupported, .args = {{"what", "replay"}}};
}

void endAtOnce(RunBoard &board)
{
    board.update([](RunStatus &status) {
        status.state = RunState::Ended;
        status.error = notYet();
    });
}

} // namespace

Domain::Result<Source> fixBounds(Domain::Cluster &, Source, std::chrono::milliseconds) { return notYet(); }

DryRunReport dryRun(Domain::Cluster &, Domain::Cluster &, const Plan &, const std::stop_token &, const std::function<void(const DryRunProgress &)> &)
{
    DryRunReport report;
    report.complete = false;
    report.error = notYet();
    return report;
}

void startRun(Domain::Cluster &, Domain::Cluster &, const Plan &, const std::string &, const std::string &, RunBoard &board, const std::stop_token &) { endAtOnce(board); }
void resumeRun(Domain::Cluster &, Domain::Cluster &, const std::string &, const std::string &, RunBoard &board, const std::stop_token &) { endAtOnce(board); }
void resumeWithoutJournal(Domain::Cluster &, Domain::Cluster &, const Plan &, const std::string &, const std::string &, RunBoard &board, const std::stop_token &) { endAtOnce(board); }
void verifyRun(Domain::Cluster &, Domain::Cluster &, const std::string &, const std::string &, RunBoard &board, const std::stop_token &) { endAtOnce(board); }

std::vector<RunSummary> listRuns(const std::string &) { return {}; }
Domain::Status forgetRun(const std::string &, const std::string &runId)
{
    return Domain::Error{.code = Domain::ErrorCode::ReplayUnknown, .args = {{"run", runId}}};
}

RunStatus RunBoard::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void RunBoard::update(const std::function<void(RunStatus &)> &change)
{
    const std::lock_guard lock(m_mutex);
    change(m_status);
    m_generation.fetch_add(1, std::memory_order_release);
}

std::string newRunId() { return "pending"; }

} // namespace Replay
