// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/replayrun.h"

#include "domain/unixtime.h"
#include "replay/countedloop.h"
#include "replay/dryrun.h"
#include "replay/onceloop.h"
#include "replay/reconstruction.h"

#include <random>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using namespace std::chrono_literals;

namespace {

constexpr auto boundsWait = 30s;

void endWith(RunBoard &board, const Error &error)
{
    board.update([&error](RunStatus &status) {
        status.state = RunState::Ended;
        status.error = error;
        status.complete = false;
    });
}

/// Nothing is begun, not even a journal, where nothing may be written.
Domain::Status mayWrite(Domain::Cluster &target, const Plan &plan)
{
    const std::shared_ptr<Domain::WriteGate> gate = target.writes();
    if (!gate)
        return Error{.code = ErrorCode::WritesLocked, .args = {{"profile", plan.target.connection}, {"reason", "recording"}}};
    return gate->lock()->check();
}

/// The plan with bounds, checked as far as it can be without the target.
Domain::Result<Plan> readyPlan(Domain::Cluster &source, Plan plan)
{
    if (const auto steps = StepChain::compile(plan.steps); !steps)
        return steps.error();
    if (plan.source.read.untilPerPartition.empty()) {
        auto bounded = fixBounds(source, plan.source, boundsWait);
        if (!bounded)
            return bounded.error();
        plan.source = std::move(bounded.value());
    }
    return plan;
}

std::uint64_t offsetsOf(const Domain::ReadPlan &read)
{
    std::uint64_t total = 0;
    for (const auto &[place, until] : read.untilPerPartition) {
        const auto from = read.fromPerPartition.find(place);
        const auto *begin = from == read.fromPerPartition.end() ? nullptr : std::get_if<Domain::AtOffset>(&from->second);
        const std::int64_t first = begin != nullptr ? begin->offset.value() : 0;
        total += static_cast<std::uint64_t>(std::max<std::int64_t>(until.value() - first, 0));
    }
    return total;
}

void runLoop(const RunContext &context)
{
    if (context.plan.mode == Mode::VerifiedOnce)
        OnceLoop(context).run();
    else
        CountedLoop(context).run();
}

} // namespace

std::string newRunId()
{
    // 48 bits of time, 80 of chance, in digits that sort (ULID).
    constexpr char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string id(26, '0');
    auto time = static_cast<std::uint64_t>(Domain::unixNowMs());
    for (std::size_t i = 10; i-- > 0; time >>= 5)
        id[i] = digits[time & 31];
    std::random_device random;
    for (std::size_t i = 10; i < id.size(); ++i)
        id[i] = digits[random() & 31];
    return id;
}

void startRun(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const std::string &runId, const std::string &folder, RunBoard &board,
              const std::stop_token &stop)
{
    if (const Domain::Status allowed = mayWrite(target, plan); !allowed)
        return endWith(board, allowed.error());
    const Domain::Result<Plan> ready = readyPlan(source, plan);
    if (!ready)
        return endWith(board, ready.error());
    RunHistory history{.runId = runId, .plan = writePlan(*ready), .startedMs = Domain::unixNowMs(), .total = offsetsOf(ready->source.read)};
    auto ledger = RunLedger::create(folder, runId, history.plan, history.total);
    if (!ledger)
        return endWith(board, ledger.error());
    runLoop({source, target, *ready, runId, **ledger, history, board, stop, false});
}

void resumeRun(Domain::Cluster &source, Domain::Cluster &target, const std::string &runId, const std::string &folder, RunBoard &board, const std::stop_token &stop)
{
    RunHistory history;
    auto ledger = RunLedger::open(folder, runId, RunLedger::Keep::Totals, history);
    if (!ledger)
        return endWith(board, ledger.error());
    const Domain::Result<Plan> plan = readPlan(history.plan);
    if (!plan)
        return endWith(board, plan.error());
    if (const Domain::Status allowed = mayWrite(target, *plan); !allowed)
        return endWith(board, allowed.error());
    if (history.isComplete)
        return board.update([&history](RunStatus &status) {
            status.state = RunState::Ended;
            status.acknowledged = history.acknowledged;
            status.bytes = history.bytes;
            status.vanished = history.vanished;
            status.total = status.done = history.total;
            status.complete = history.failed == 0 && history.vanished == 0;
        });
    runLoop({source, target, *plan, runId, **ledger, history, board, stop, true});
}

void resumeWithoutJournal(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const std::string &runId, const std::string &folder, RunBoard &board,
                          const std::stop_token &stop)
{
    if (const Domain::Status allowed = mayWrite(target, plan); !allowed)
        return endWith(board, allowed.error());
    const Domain::Result<Plan> ready = readyPlan(source, plan);
    if (!ready)
        return endWith(board, ready.error());
    RunHistory history{.runId = runId, .plan = writePlan(*ready), .startedMs = Domain::unixNowMs(), .total = offsetsOf(ready->source.read)};
    auto ledger = reconstructLedger(target, *ready, folder, history, board, stop);
    if (!ledger)
        return endWith(board, ledger.error());
    runLoop({source, target, *ready, runId, **ledger, history, board, stop, true});
}

} // namespace Replay
