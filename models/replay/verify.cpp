// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/verify.h"

#include "domain/unixtime.h"
#include "replay/asking.h"
#include "replay/firstdifference.h"
#include "replay/refusal.h"
#include "replay/replayrun.h"
#include "replay/runledger.h"
#include "replay/targetaudit.h"

#include <algorithm>
#include <set>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using Domain::PartitionName;
using namespace std::chrono_literals;

namespace {

constexpr auto factsWait = 5s;
constexpr std::uint64_t showEvery = 20'000;

/// One verification. See verifyRun().
class Verification
{
public:
    Verification(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, RunHistory &history, RunBoard &board, const std::stop_token &stop)
        : m_source(source), m_target(target), m_plan(plan), m_history(history), m_board(board), m_stop(stop), m_audit(plan, history)
    {
    }

    /// Cancelled: stopped. Other errors are in the verdict.
    Domain::Result<Verdict> run();

private:
    Domain::Status readTopic(const std::string &topic);
    Domain::Result<MarkMap> visibleMarks(const std::vector<PartitionName> &places);
    Domain::Status lookAtLows();
    bool isCompacted(const std::string &topic);
    std::int64_t lastLanded(const PartitionName &place) const;
    void compare(Verdict &verdict);
    bool isSame(std::uint32_t window, const Landed &landed, Verdict &verdict);
    Domain::Status nameDifference(Verdict &verdict);
    std::set<PartitionName> thinned(const WindowEntry &window) const;
    std::optional<Difference> toldDisorder() const;
    void show(const std::string &waitingFor = {});

    Domain::Cluster &m_source;
    Domain::Cluster &m_target;
    const Plan &m_plan;
    RunHistory &m_history;
    RunBoard &m_board;
    const std::stop_token &m_stop;
    TargetAudit m_audit;
    std::vector<ScanRange> m_ranges;
    std::map<PartitionName, std::int64_t> m_lows; ///< after reading
    std::set<std::string> m_compacted;
    std::optional<std::uint32_t> m_badWindow;
    std::optional<Difference> m_guess; ///< about it, where it cannot be read again
};

Domain::Result<Verdict> Verification::run()
{
    Verdict verdict{.kind = Verdict::Kind::Pass, .expected = m_history.acknowledged};
    std::set<std::string> topics;
    for (const auto &[place, start] : m_history.starts)
        topics.insert(place.topic);
    for (const auto &[place, end] : m_history.landedEnds)
        topics.insert(place.topic);
    Domain::Status read = std::monostate{};
    for (const std::string &topic : topics)
        if (read)
            read = readTopic(topic);
    if (read)
        read = lookAtLows();
    verdict.found = m_audit.found();
    verdict.doubled = m_audit.doubled();
    if (!read && read.error().code == ErrorCode::Cancelled)
        return read.error();
    if (read) {
        compare(verdict);
        read = nameDifference(verdict);
    }
    if (!read && verdict.kind != Verdict::Kind::Fail) {
        verdict.kind = Verdict::Kind::Incomplete;
        verdict.error = read.error();
    }
    verdict.hash = hexOf(m_audit.total());
    verdict.finishedMs = Domain::unixNowMs();
    return verdict;
}

std::int64_t Verification::lastLanded(const PartitionName &place) const
{
    const auto end = m_history.landedEnds.find(place);
    return end == m_history.landedEnds.end() ? 0 : end->second;
}

/// The ends, once nothing of the run is hidden behind somebody's open transaction.
Domain::Result<MarkMap> Verification::visibleMarks(const std::vector<PartitionName> &places)
{
    for (;;) {
        auto marks = askMarks(m_target, places, m_stop);
        if (!marks)
            return marks;
        const auto hidden = std::find_if(marks->begin(), marks->end(), [this](const auto &m) {
            return m.second.stable < std::min(lastLanded(m.first), m.second.high);
        });
        if (hidden == marks->end())
            return marks;
        show(openTransactionAt(hidden->first, hidden->second.stable));
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait_for(lock, m_stop, 250ms, [] { return false; });
        if (m_stop.stop_requested())
            return Error{.code = ErrorCode::Cancelled};
    }
}

Domain::Status Verification::readTopic(const std::string &topic)
{
    const auto places = askPartitions(m_target, topic, m_stop);
    if (!places)
        return places.error();
    const auto marks = visibleMarks(*places);
    if (!marks)
        return marks.error();
    if (isCompacted(topic))
        m_compacted.insert(topic);
    std::vector<ScanRange> ranges;
    for (const auto &[place, m] : *marks) {
        const auto start = m_history.starts.find(place);
        const std::int64_t from = start == m_history.starts.end() ? m.low : std::max(m.low, start->second);
        // What carries our headers may stand anywhere; what does not is where the reports said.
        const std::int64_t until = m_plan.mode == Mode::VerifiedOnce ? m.stable : std::min(m.stable, lastLanded(place));
        if (from < until)
            ranges.push_back({place, from, until});
    }
    m_ranges.insert(m_ranges.end(), ranges.begin(), ranges.end());
    std::uint64_t count = 0;
    return scanTarget(m_target, ranges, m_stop, [&](const Domain::Record &record) {
        m_audit.take(topic, record);
        if (++count % showEvery == 0)
            show();
        return true;
    });
}

bool Verification::isCompacted(const std::string &topic)
{
    const auto facts = ask<Domain::TopicFacts>(m_target, factsWait, m_stop,
                                               [&](Domain::Reply<Domain::TopicFacts> reply) { return m_target.requestTopicFacts(topic, factsWait, std::move(reply)); });
    return facts && facts->isCompacted.value_or(false);
}

/// Where the logs begin now: what was removed while they were read is not taken for lost.
Domain::Status Verification::lookAtLows()
{
    std::vector<PartitionName> places;
    for (const auto &[place, end] : m_history.landedEnds)
        places.push_back(place);
    const auto marks = askMarks(m_target, places, m_stop);
    if (!marks)
        return marks.error();
    for (const auto &[place, m] : *marks)
        m_lows[place] = m.low;
    return std::monostate{};
}

bool Verification::isSame(std::uint32_t window, const Landed &landed, Verdict &verdict)
{
    const PartitionName place{landed.topic, Domain::PartitionId(landed.partition)};
    const auto found = m_audit.sums().find({window, place});
    const TargetAudit::Sum sum = found == m_audit.sums().end() ? TargetAudit::Sum() : found->second;
    const bool isSame = sum.records == landed.records && (sum.isLogAppend ? sum.content == landed.content : sum.timed == landed.timed);
    if (isSame || sum.records >= landed.records)
        return isSame;
    if (m_lows[place] <= landed.runs.front().first && !m_compacted.contains(place.topic))
        return false;
    verdict.removed += landed.records - sum.records;
    return true;
}

void Verification::compare(Verdict &verdict)
{
    std::set<TargetAudit::Key> expected;
    for (std::uint32_t window = 0; window < m_history.windows.size(); ++window)
        for (const Landed &landed : m_history.windows[window].target) {
            expected.insert({window, {landed.topic, Domain::PartitionId(landed.partition)}});
            if (isSame(window, landed, verdict) || m_badWindow)
                continue;
            m_badWindow = window;
            const auto found = m_audit.sums().find({window, {landed.topic, Domain::PartitionId(landed.partition)}});
            const std::uint64_t count = found == m_audit.sums().end() ? 0 : found->second.records;
            m_guess = Difference{.kind = count < landed.records ? Difference::Kind::Lost : count > landed.records ? Difference::Kind::Doubled : Difference::Kind::Value,
                                 .topic = landed.topic,
                                 .partition = Domain::PartitionId(landed.partition)};
        }
    for (const auto &[key, sum] : m_audit.sums()) {
        if (expected.contains(key) || (m_badWindow && *m_badWindow <= key.first))
            continue;
        m_badWindow = key.first;
        m_guess = Difference{.kind = Difference::Kind::Partition, .topic = key.second.topic, .partition = key.second.partition};
    }
}

/// Where something of the window may have been removed by the target itself.
std::set<PartitionName> Verification::thinned(const WindowEntry &window) const
{
    std::set<PartitionName> places;
    for (const Landed &landed : window.target) {
        const PartitionName place{landed.topic, Domain::PartitionId(landed.partition)};
        const auto low = m_lows.find(place);
        if (m_compacted.contains(place.topic) || (low != m_lows.end() && low->second > landed.runs.front().first))
            places.insert(place);
    }
    return places;
}

/// At least once: the reports have told of it while the run went.
std::optional<Difference> Verification::toldDisorder() const
{
    for (const WindowEntry &window : m_history.windows)
        if (const auto &d = window.disorder; d && d->topic < m_plan.source.read.topics.size())
            return Difference{.kind = Difference::Kind::Order, .sourceTopic = m_plan.source.read.topics[d->topic], .sourcePartition = Domain::PartitionId(d->partition),
                              .sourceOffset = Domain::Offset(d->offset), .topic = d->targetTopic, .partition = Domain::PartitionId(d->targetPartition),
                              .offset = Domain::Offset(d->targetOffset)};
    return std::nullopt;
}

Domain::Status Verification::nameDifference(Verdict &verdict)
{
    if (m_badWindow) {
        verdict.kind = Verdict::Kind::Fail;
        verdict.difference = m_guess;
        const auto exact = firstDifference(m_source, m_target, m_plan, m_history.runId, m_history.windows[*m_badWindow], m_ranges, thinned(m_history.windows[*m_badWindow]), m_stop);
        if (!exact && exact.error().code == ErrorCode::Cancelled)
            return exact.error();
        if (exact && *exact)
            verdict.difference = *exact;
        else if (m_audit.disorder())
            verdict.difference = m_audit.disorder();
    } else if (const auto told = toldDisorder(); told) {
        verdict.kind = Verdict::Kind::Fail;
        verdict.difference = told;
    } else if (m_audit.foreign() || m_audit.disorder()) {
        verdict.kind = Verdict::Kind::Fail;
        verdict.difference = m_audit.foreign() ? m_audit.foreign() : m_audit.disorder();
    } else if (verdict.removed > 0) {
        verdict.kind = Verdict::Kind::Incomplete;
    } else if (m_history.vanished > 0 || m_history.failed > 0 || !m_history.isComplete) {
        const char *problem = !m_history.isComplete ? "not-complete" : m_history.failed > 0 ? "refused-records" : "vanished";
        verdict.kind = Verdict::Kind::Incomplete;
        verdict.error = refusal(problem);
    }
    return std::monostate{};
}

void Verification::show(const std::string &waitingFor)
{
    m_board.update([&](RunStatus &status) {
        status.state = waitingFor.empty() ? RunState::Verifying : RunState::Waiting;
        status.waitingFor = waitingFor;
        status.read = m_audit.found();
    });
}

void endWith(RunBoard &board, const Error &error)
{
    board.update([&error](RunStatus &status) {
        status.state = RunState::Ended;
        status.error = error;
    });
}

/// A window whose outcome is not known: settled by its own records, which hold the last stable offset back while they are undecided.
Domain::Status settlePending(Domain::Cluster &target, const Plan &plan, RunLedger &ledger, RunHistory &history, RunBoard &board, const std::stop_token &stop)
{
    if (!history.pending)
        return std::monostate{};
    const auto isThere = wasCommitted(target, *history.pending, history.runId, plan.source.read.topics, [&board](const std::string &waitingFor) {
        board.update([&waitingFor](RunStatus &status) {
            status.state = waitingFor.empty() ? RunState::Verifying : RunState::Waiting;
            status.waitingFor = waitingFor;
        });
    }, stop);
    if (!isThere)
        return isThere.error();
    const WindowEntry window = *history.pending;
    history.pending.reset();
    if (*isThere)
        history.add(window, true);
    return *isThere ? ledger.committed(window.number) : ledger.gone(window.number);
}

} // namespace

void verifyRun(Domain::Cluster &source, Domain::Cluster &target, const std::string &runId, const std::string &folder, RunBoard &board, const std::stop_token &stop)
{
    RunHistory history;
    auto ledger = RunLedger::open(folder, runId, RunLedger::Keep::Windows, history);
    if (!ledger)
        return endWith(board, ledger.error());
    const Domain::Result<Plan> plan = readPlan(history.plan);
    if (!plan)
        return endWith(board, plan.error());
    board.update([&history](RunStatus &status) {
        status.state = RunState::Verifying;
        status.acknowledged = history.acknowledged;
        status.bytes = history.bytes;
        status.vanished = history.vanished;
        status.total = history.total;
        status.done = std::min(history.done, history.total);
    });
    if (const Domain::Status settled = settlePending(target, *plan, **ledger, history, board, stop); !settled)
        return endWith(board, settled.error());
    const Domain::Result<Verdict> verdict = Verification(source, target, *plan, history, board, stop).run();
    if (!verdict)
        return endWith(board, verdict.error());
    const Domain::Status kept = (*ledger)->verdict(*verdict);
    board.update([&](RunStatus &status) {
        status.state = RunState::Ended;
        status.waitingFor.clear();
        status.verdict = *verdict;
        status.complete = history.isComplete && history.failed == 0 && history.vanished == 0;
        if (!kept)
            status.error = kept.error();
    });
}

} // namespace Replay
