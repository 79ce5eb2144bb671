// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/readteam.h"

#include "kafka/consumerthread.h"

#include <pthread.h>

#include <algorithm>
#include <utility>

namespace Kafka {

using Domain::PartitionProgress;
using Domain::ReadState;

namespace {

std::int64_t spanOf(const Domain::PartitionRange &range)
{
    return range.end ? (*range.end - range.begin).value() : 0;
}

} // namespace

std::vector<ReadShare::Ranges> ReadTeam::split(std::vector<Domain::PartitionRange> ranges, int threads, std::int64_t worthSplitting)
{
    std::int64_t offsets = 0;
    for (const Domain::PartitionRange &range : ranges)
        offsets += spanOf(range);
    const std::size_t count = offsets < worthSplitting ? 1 : std::min(ranges.size(), std::size_t(std::max(threads, 1)));
    // The largest first, each to whoever has the least.
    std::stable_sort(ranges.begin(), ranges.end(), [](const Domain::PartitionRange &a, const Domain::PartitionRange &b) { return spanOf(a) > spanOf(b); });
    std::vector<ReadShare::Ranges> shares(count);
    std::vector<std::int64_t> loads(count, 0);
    for (const Domain::PartitionRange &range : ranges) {
        const auto least = std::size_t(std::min_element(loads.begin(), loads.end()) - loads.begin());
        loads[least] += spanOf(range);
        shares[least][range.place] = range;
    }
    return shares;
}

ReadTeam::~ReadTeam()
{
    stop();
}

void ReadTeam::start(const ReadContext &context, const Domain::ReadPlan &plan, const Domain::RecordSinkFactory &sinkFactory,
                     const std::shared_ptr<Domain::ReadBoard> &wishes, std::vector<ReadShare::Ranges> shares,
                     const std::vector<PartitionProgress> &progress)
{
    const std::lock_guard lock(m_mutex);
    for (auto &share : shares) {
        Member member{.board = std::make_shared<Domain::ReadBoard>(), .progress = {}, .thread = {}};
        for (const PartitionProgress &one : progress)
            if (share.contains({one.topic, one.id}))
                member.progress.push_back(one);
        // Priority and blocked signals are those of the thread that starts it.
        member.thread = std::jthread([context, plan, sinkFactory, board = member.board,
                                      taken = ReadShare{std::move(share), wishes}](const std::stop_token &stop) {
            pthread_setname_np(pthread_self(), "read further");
            ConsumerThread(context, plan, sinkFactory, board, taken).run(stop);
        });
        if (m_isStopping)
            member.thread.request_stop();
        m_members.push_back(std::move(member));
    }
}

void ReadTeam::requestStop()
{
    const std::lock_guard lock(m_mutex);
    m_isStopping = true;
    for (Member &member : m_members)
        member.thread.request_stop();
}

void ReadTeam::stop()
{
    requestStop();
    for (Member &member : m_members)
        if (member.thread.joinable())
            member.thread.join();
}

bool ReadTeam::isOver() const
{
    return std::all_of(m_members.begin(), m_members.end(), [](const Member &member) { return Domain::isFinal(member.board->status().state); });
}

bool ReadTeam::isLimitReached() const
{
    return std::any_of(m_members.begin(), m_members.end(), [](const Member &member) { return member.board->status().state == ReadState::LimitReached; });
}

ReadState ReadTeam::state() const
{
    std::optional<ReadState> kept;
    for (const Member &member : m_members) {
        const ReadState state = member.board->status().state;
        if (Domain::isFinal(state))
            continue;
        if (state != ReadState::Paused && state != ReadState::BudgetReached)
            return ReadState::Reading;
        kept = state;
    }
    return kept.value_or(ReadState::Reading);
}

void ReadTeam::addTo(Domain::ReadStatus &status) const
{
    for (const Member &member : m_members) {
        const Domain::ReadStatus theirs = member.board->status();
        status.records += theirs.records;
        status.bytes += theirs.bytes;
        status.gapOffsets += theirs.gapOffsets;
        if (!status.error)
            status.error = theirs.error;
        if (status.waitingFor.empty())
            status.waitingFor = theirs.waitingFor;
        for (PartitionProgress one : member.progress) {
            const auto now = std::find_if(theirs.partitions.begin(), theirs.partitions.end(),
                                          [&](const PartitionProgress &p) { return p.topic == one.topic && p.id == one.id; });
            if (now != theirs.partitions.end() && now->state != PartitionProgress::State::Pending) {
                const Domain::Offset begin = one.begin; // of the whole, not of what they took over
                one = *now;
                one.begin = begin;
            }
            if (theirs.state == ReadState::Failed && one.state != PartitionProgress::State::Done) {
                one.state = PartitionProgress::State::Failed;
                one.error = one.error ? one.error : theirs.error;
            }
            status.partitions.push_back(one);
        }
    }
    std::sort(status.partitions.begin(), status.partitions.end(),
              [](const PartitionProgress &a, const PartitionProgress &b) { return std::pair(a.topic, a.id) < std::pair(b.topic, b.id); });
}

} // namespace Kafka
