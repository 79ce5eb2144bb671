// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/doubtcount.h"

#include "replay/countedloop.h"
#include "replay/recordshaper.h"
#include "replay/targetscan.h"

#include <unordered_map>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using namespace std::chrono_literals;

namespace {

/// Others may write a lot into such a stretch; more than this is not kept.
constexpr std::size_t mostKept = 1'000'000;

struct HashOf
{
    std::size_t operator()(const Hash128 &hash) const { return static_cast<std::size_t>(hash.low); }
};
using Counts = std::unordered_map<Hash128, std::uint32_t, HashOf>;

Hash128 whole(const Hash128 &content, const std::string &topic)
{
    Hash128 hash = content;
    hash += bytesHash(topic);
    return hash;
}

Domain::Result<Counts> writtenIn(Domain::Cluster &target, const Doubt &doubt, const std::stop_token &stop)
{
    Counts counts;
    for (const auto &[place, span] : doubt.spans) {
        const auto marks = askMarks(target, {place}, stop);
        if (!marks)
            return marks.error();
        const LogMarks &m = marks->at(place);
        const Domain::Status scanned = scanTarget(target, {{place, std::max(m.low, span.first), std::min(m.stable, span.second)}}, stop,
                                                  [&, &topic = place.topic](const Domain::Record &record) {
                                                      ++counts[whole(contentHash(record.key, record.value, record.headers), topic)];
                                                      return counts.size() < mostKept;
                                                  });
        if (!scanned)
            return scanned.error();
    }
    return counts;
}

/// The source from where the run stood when it went on.
Source sourceBehind(const Plan &plan, const RunHistory &history, std::uint64_t nextWindow)
{
    Source source = plan.source;
    for (const WindowEntry &window : history.windows)
        if (window.number < nextWindow)
            for (const Advance &a : window.source)
                source.read.fromPerPartition[{a.topic, Domain::PartitionId(a.partition)}] = Domain::AtOffset{Domain::Offset(a.next)};
    return source;
}

Domain::Result<std::uint64_t> sentAgain(Domain::Cluster &cluster, const Plan &plan, const RunHistory &history, std::uint64_t nextWindow, Counts counts, const std::stop_token &stop)
{
    auto shaper = RecordShaper::make(plan, history.runId);
    if (!shaper)
        return shaper.error();
    auto reading = SourceReading::open(cluster, sourceBehind(plan, history, nextWindow), {});
    if (!reading)
        return reading.error();
    // Partitions come in another order than then: each may have been read that far.
    std::map<std::pair<std::uint16_t, Domain::PartitionId>, std::uint64_t> taken;
    std::uint64_t doubled = 0;
    for (;;) {
        const SourceReading::Next next = (*reading)->next(50ms);
        if (stop.stop_requested())
            return Error{.code = ErrorCode::Cancelled};
        if (next == SourceReading::Next::End)
            return doubled;
        if (next == SourceReading::Next::Nothing)
            continue;
        bool isAnyNear = false;
        for (const Domain::Record &record : (*reading)->block().records()) {
            if (++taken[{record.topic, record.partition}] > 2 * CountedLoop::mostUncertain)
                continue;
            isAnyNear = true;
            if ((*shaper)->shape(record) != RecordShaper::Shape::Send)
                continue;
            const auto found = counts.find(whole((*shaper)->content(), (*shaper)->targetTopic()));
            if (found == counts.end())
                continue;
            ++doubled;
            if (--found->second == 0)
                counts.erase(found);
        }
        const bool isAllRead = !isAnyNear && taken.size() >= plan.source.read.untilPerPartition.size();
        if (counts.empty() || isAllRead)
            return doubled;
    }
}

} // namespace

Domain::Result<std::uint64_t> countDoubled(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const RunHistory &history, const std::stop_token &stop)
{
    std::uint64_t doubled = 0;
    for (const Doubt &doubt : history.doubts) {
        auto counts = writtenIn(target, doubt, stop);
        if (!counts)
            return counts.error();
        if (counts->empty())
            continue;
        const auto again = sentAgain(source, plan, history, doubt.nextWindow, std::move(*counts), stop);
        if (!again)
            return again.error();
        doubled += *again;
    }
    return doubled;
}

} // namespace Replay
