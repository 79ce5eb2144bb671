// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/reconstruction.h"

#include "replay/asking.h"
#include "replay/refusal.h"
#include "replay/targetscan.h"
#include "replay/windowtally.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using Domain::PartitionName;
using namespace std::chrono_literals;

namespace {

constexpr auto wait = 10s;

std::set<std::string> targetsOf(const Plan &plan)
{
    std::set<std::string> topics;
    for (const std::string &source : plan.source.read.topics)
        topics.insert(plan.target.topicFor(source));
    return topics;
}

/// Opening the run's producer ends the transaction it may have left open, and keeps other processes from going on.
Domain::Status endOpenTransaction(Domain::Cluster &target, const Plan &plan, const std::string &runId)
{
    Domain::ProducerSettings settings;
    settings.transaction = Domain::TransactionSettings{"playhead-replay-" + runId};
    const auto producer = target.writes()->openProducer({.action = "replay", .target = plan.target.topic, .plan = "look for a run", .runId = runId}, settings, wait);
    if (!producer)
        return producer.error();
    return std::monostate{};
}

/// Ends of all partitions, once nobody's open transaction hides anything.
Domain::Result<MarkMap> settledMarks(Domain::Cluster &target, const std::vector<PartitionName> &places, RunBoard &board, const std::stop_token &stop)
{
    for (;;) {
        auto marks = askMarks(target, places, stop);
        if (!marks)
            return marks;
        const auto hidden = std::find_if(marks->begin(), marks->end(), [](const auto &m) { return m.second.stable < m.second.high; });
        if (hidden == marks->end())
            return marks;
        board.update([&hidden](RunStatus &status) {
            status.state = RunState::Waiting;
            status.waitingFor = openTransactionAt(hidden->first, hidden->second.stable);
        });
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait_for(lock, stop, 250ms, [] { return false; });
        if (stop.stop_requested())
            return Error{.code = ErrorCode::Cancelled};
    }
}

/// Everything of the run in one topic, as one window.
Domain::Status collect(Domain::Cluster &target, const Plan &plan, const std::string &runId, const MarkMap &marks, WindowEntry &window, const std::stop_token &stop)
{
    std::vector<ScanRange> ranges;
    for (const auto &[place, m] : marks)
        ranges.push_back({place, m.low, m.stable});
    const std::vector<std::string> &topics = plan.source.read.topics;
    std::map<std::pair<std::uint16_t, std::int32_t>, Advance> advances;
    std::map<std::int32_t, Landed> landed;
    const Domain::Status scanned = scanTarget(target, ranges, stop, [&](const Domain::Record &record) {
        const auto from = provenanceOf(record, runId);
        const auto topic = from && from->isReadable ? std::find(topics.begin(), topics.end(), from->topic) : topics.end();
        if (topic == topics.end())
            return true;
        const auto number = static_cast<std::uint16_t>(topic - topics.begin());
        Advance &advance = advances.try_emplace({number, from->partition}, Advance{number, from->partition, from->offset, from->offset + 1}).first->second;
        advance.from = std::min(advance.from, from->offset);
        advance.next = std::max(advance.next, from->offset + 1);
        Landed &there = landed.try_emplace(record.partition.value(), Landed{.topic = marks.begin()->first.topic, .partition = record.partition.value()}).first->second;
        std::vector<Domain::Header> own(record.headers.begin(), record.headers.end());
        own.erase(own.begin() + static_cast<std::ptrdiff_t>(from->header), own.begin() + static_cast<std::ptrdiff_t>(from->header) + 2);
        const Hash128 placed = placedHash(Mode::VerifiedOnce, contentHash(record.key, record.value, own),
                                          {number, from->partition, from->offset, record.partition.value(), record.offset.value()});
        ++there.records;
        there.content += placed;
        there.timed += timedHash(placed, record.timestamp.type == Domain::TimestampType::None ? -1 : record.timestamp.ms);
        if (!there.runs.empty() && there.runs.back().second == record.offset.value())
            ++there.runs.back().second;
        else
            there.runs.emplace_back(record.offset.value(), record.offset.value() + 1);
        ++window.records;
        window.bytes += record.payloadSize();
        return true;
    });
    WindowEntry found;
    for (auto &[place, advance] : advances)
        found.source.push_back(advance);
    for (auto &[partition, there] : landed)
        found.target.push_back(std::move(there));
    WindowTally::append(window, found);
    return scanned;
}

/// What was dropped in front of the first record of a partition belongs to the part that is done.
void startAtBounds(const Plan &plan, WindowEntry &window)
{
    for (Advance &advance : window.source) {
        const auto from = plan.source.read.fromPerPartition.find({advance.topic, Domain::PartitionId(advance.partition)});
        if (from == plan.source.read.fromPerPartition.end())
            continue;
        if (const auto *at = std::get_if<Domain::AtOffset>(&from->second))
            advance.from = std::min(advance.from, at->offset.value());
    }
}

} // namespace

Domain::Result<std::unique_ptr<RunLedger>> reconstructLedger(Domain::Cluster &target, const Plan &plan, const std::string &folder, RunHistory &history, RunBoard &board,
                                                             const std::stop_token &stop)
{
    if (plan.mode != Mode::VerifiedOnce)
        return refusal("no-headers", {{"topic", plan.target.topic}});
    if (!RunLedger::isRunId(history.runId))
        return Error{.code = ErrorCode::ReplayUnknown, .args = {{"run", history.runId}, {"folder", folder}}};
    if (const Domain::Status ended = endOpenTransaction(target, plan, history.runId); !ended)
        return ended.error();
    WindowEntry window{.number = 1};
    std::map<PartitionName, std::int64_t> starts;
    for (const std::string &topic : targetsOf(plan)) {
        const auto facts = ask<Domain::TopicFacts>(target, wait, stop, [&](Domain::Reply<Domain::TopicFacts> reply) { return target.requestTopicFacts(topic, wait, std::move(reply)); });
        if (!facts || facts->isCompacted.value_or(true))
            return facts ? refusal("compacted", {{"topic", topic}}) : facts.error();
        const auto places = askPartitions(target, topic, stop);
        if (!places)
            return places.error();
        const auto marks = settledMarks(target, *places, board, stop);
        if (!marks)
            return marks.error();
        for (const auto &[place, m] : *marks)
            starts[place] = m.low;
        if (const Domain::Status collected = collect(target, plan, history.runId, *marks, window, stop); !collected)
            return collected.error();
    }
    startAtBounds(plan, window);
    if (const Domain::Status aside = RunLedger::putAside(folder, history.runId); !aside)
        return aside.error();
    auto ledger = RunLedger::create(folder, history.runId, history.plan, history.total);
    if (!ledger)
        return ledger;
    if (const Domain::Status noted = (*ledger)->starts(starts); !noted)
        return noted.error();
    history.starts = std::move(starts);
    if (window.records > 0) {
        if (const Domain::Status noted = (*ledger)->window(window); !noted)
            return noted.error();
        history.add(window, false);
    }
    return ledger;
}

} // namespace Replay
