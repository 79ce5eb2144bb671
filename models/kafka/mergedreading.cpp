// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/mergedreading.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace Kafka {

using Domain::Offset;
using State = Domain::PartitionProgress::State;
using namespace std::chrono_literals;

namespace {

constexpr auto livePatience = 2s;      ///< then a silent partition is passed over
constexpr auto troubledPatience = 10s; ///< a bounded read waits that long for a broker that is away
constexpr std::size_t startedAhead = 4;
constexpr std::size_t rowsAStep = 1000;
constexpr std::size_t bytesAStep = 1 << 20;
constexpr std::uint64_t batchesAStep = 4;

} // namespace

MergedReading::MergedReading(ReadRun &run, BatchIntake &intake)
    : m_run(run), m_intake(intake), m_isByTime(run.plan.order == Domain::ReadOrder::Time), m_startsAll(m_isByTime || run.plan.isLive()),
      m_merge(run.slots.size(), false), m_gaps(run.slots.size()), m_lastKey(std::numeric_limits<std::int64_t>::min())
{
}

void MergedReading::prepare()
{
    m_run.client->useOwnQueues();
}

void MergedReading::begin(Slot &slot, const Domain::PartitionRange &range, Clock::time_point now)
{
    slot.reader.begin(range, Domain::untilOf(m_run.plan, range.place));
    m_run.settle(slot);
    slot.isAwaited = false;
    if (!slot.reader.isOver() && m_startsAll)
        m_run.startAt(slot, range.begin, now);
    m_merge.changed();
}

void MergedReading::record(Slot &slot, const Domain::Record &record, bool isWanted)
{
    LaneMerge::Lane &lane = m_merge.lane(slot.index);
    bool isLate = false;
    if (m_isByTime && record.timestamp.type != Domain::TimestampType::None) {
        isLate = record.timestamp.ms < lane.bound;
        lane.bound = std::max(lane.bound, record.timestamp.ms);
    }
    if (!isWanted) {
        holdGaps(slot);
        return;
    }
    HeldRow &row = lane.rows.emplace_back(HeldRow::copyOf(record));
    row.key = lane.bound;
    row.isLate = isLate;
    row.gaps = std::exchange(m_gaps[slot.index], {});
}

void MergedReading::gap(Slot &slot, const Domain::Gap &gap)
{
    m_gaps[slot.index].push_back(gap);
}

void MergedReading::holdGaps(Slot &slot)
{
    if (m_gaps[slot.index].empty())
        return;
    LaneMerge::Lane &lane = m_merge.lane(slot.index);
    lane.rows.push_back({.key = lane.bound, .gaps = std::exchange(m_gaps[slot.index], {})});
}

bool MergedReading::step(std::chrono::milliseconds patience)
{
    const Clock::time_point now = Clock::now();
    std::size_t rows = 0;
    const std::uint64_t bytesBefore = m_run.bytes;
    const std::uint64_t batchBefore = m_run.batch;
    const auto hasPolled = [&] { return m_run.batch != batchBefore; };
    if (m_passed > 0)
        pollPassed();
    while (const auto top = m_merge.top()) {
        startAhead(*top, now);
        const Turn turn = serve(m_run.slots[*top], now);
        m_merge.topChanged();
        switch (turn) {
        case Turn::HandedOver:
            if (++rows == rowsAStep || m_run.isLimitReached() || m_run.failure)
                return true;
            break;
        case Turn::Moved:
            if (m_run.bytes - bytesBefore > bytesAStep || m_run.batch - batchBefore >= batchesAStep || m_run.failure)
                return true;
            break;
        case Turn::Empty:
            await(m_run.slots[*top], now);
            if (rows == 0 && !hasPolled())
                m_run.client->waitForAny(patience);
            return rows > 0 || hasPolled();
        }
    }
    if (rows == 0 && !hasPolled() && m_passed > 0)
        m_run.client->waitForAny(patience);
    return rows > 0 || hasPolled();
}

MergedReading::Turn MergedReading::serve(Slot &slot, Clock::time_point now)
{
    LaneMerge::Lane &lane = m_merge.lane(slot.index);
    if (!lane.rows.empty()) {
        handOver(lane);
        return Turn::HandedOver;
    }
    if (!slot.reader.isOver() && m_intake.poll(slot) > 0) {
        if (m_awaited == &slot)
            m_awaited->isAwaited = false;
        return Turn::Moved;
    }
    if (slot.reader.isOver() || slot.reader.state() == State::AtEnd)
        holdGaps(slot);
    if (!lane.rows.empty())
        return Turn::Moved;
    if (slot.reader.isOver()) {
        lane.isOver = true;
        return Turn::Moved;
    }
    if (!mayPass(slot, now))
        return Turn::Empty;
    lane.isPassed = true;
    ++m_passed;
    return Turn::Moved;
}

void MergedReading::handOver(LaneMerge::Lane &lane)
{
    const HeldRow row = std::move(lane.rows.front());
    lane.rows.pop_front();
    for (const Domain::Gap &gap : row.gaps)
        m_run.handOver(gap);
    if (!row.record)
        return;
    if (m_isByTime && (row.isLate || row.key < m_lastKey))
        ++m_run.lateRecords;
    m_lastKey = std::max(m_lastKey, row.key);
    m_run.handOver(*row.record);
}

bool MergedReading::mayPass(const Slot &slot, Clock::time_point now) const
{
    if (slot.reader.state() == State::AtEnd && !slot.isLost && m_run.plan.isLive())
        return true;
    const Clock::time_point since = slot.lastSign == Clock::time_point() ? slot.pendingSince : slot.lastSign;
    if (since == Clock::time_point() || !slot.isAwaited)
        return false;
    return m_run.plan.isLive() ? now - since > livePatience : slot.trouble && now - since > troubledPatience;
}

void MergedReading::pollPassed()
{
    for (Slot &slot : m_run.slots) {
        LaneMerge::Lane &lane = m_merge.lane(slot.index);
        if (!lane.isPassed || (m_intake.poll(slot) == 0 && !slot.reader.isOver()))
            continue;
        lane.isPassed = false;
        --m_passed;
        m_merge.changed();
    }
}

void MergedReading::startAhead(std::size_t first, Clock::time_point now)
{
    if (m_startsAll)
        return;
    std::size_t left = startedAhead;
    for (std::size_t i = first; i < m_run.slots.size() && left > 0; ++i) {
        Slot &slot = m_run.slots[i];
        if (slot.reader.isOver() || slot.reader.state() == State::Pending)
            continue;
        --left;
        if (!slot.isLost && !m_run.client->isStarted(slot.reader.place()))
            m_run.startAt(slot, slot.reader.position(), now);
    }
}

void MergedReading::await(Slot &slot, Clock::time_point now)
{
    if (m_awaited && m_awaited != &slot && m_awaited->reader.state() != State::Pending)
        m_awaited->isAwaited = false;
    if (!slot.isAwaited && slot.lastSign != Clock::time_point())
        slot.lastSign = now; // its silence counts from here on
    slot.isAwaited = true;
    m_awaited = &slot;
}

bool MergedReading::isOver() const
{
    return std::all_of(m_run.slots.begin(), m_run.slots.end(), [this](const Slot &slot) {
        return slot.reader.isOver() && m_merge.lane(slot.index).rows.empty() && m_gaps[slot.index].empty();
    });
}

void MergedReading::handOverRest()
{
    for (std::size_t i = 0; i < m_merge.size(); ++i) {
        holdGaps(m_run.slots[i]);
        m_merge.lane(i).isOver = true;
    }
    m_merge.changed();
    while (const auto top = m_merge.top()) {
        handOver(m_merge.lane(*top));
        m_merge.topChanged();
    }
}

void MergedReading::describe(const Slot &slot, Domain::PartitionProgress &progress) const
{
    // What waits here has not been read as far as anybody can see.
    const LaneMerge::Lane &lane = m_merge.lane(slot.index);
    if (lane.rows.empty())
        return;
    progress.position = lane.rows.front().begin();
    if (progress.state == State::Done)
        progress.state = State::Reading;
}

} // namespace Kafka
