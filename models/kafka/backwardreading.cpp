// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/backwardreading.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

namespace Kafka {

using Domain::Offset;
using Domain::ReadOrder;
using State = Domain::PartitionProgress::State;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t openAtOnce = 4;
constexpr std::size_t rowsAStep = 1000;
constexpr auto troubledPatience = 10s; ///< the merge waits that long for a broker that is away
constexpr std::int64_t memoryOfAll = 64 << 20;

BackwardWindow::Limits limitsFor(std::size_t partitions, ReadOrder order)
{
    // By time each partition holds a window; otherwise only those being fetched do.
    const auto holders = std::int64_t(order == ReadOrder::Time ? partitions : std::min(partitions, openAtOnce));
    const std::int64_t share = std::max<std::int64_t>(memoryOfAll / std::max<std::int64_t>(holders, 1), 256 << 10);
    return {.windowBytes = std::min<std::int64_t>(8 << 20, share), .heldBytes = std::size_t(std::min<std::int64_t>(32 << 20, share))};
}

} // namespace

BackwardReading::BackwardReading(ReadRun &run, BatchIntake &intake)
    : m_run(run), m_intake(intake), m_order(run.plan.order), m_partitions(run.slots.size()),
      m_merge(run.slots.size(), run.plan.order == ReadOrder::Time), m_lastKey(std::numeric_limits<std::int64_t>::max())
{
    if (m_order != ReadOrder::Time)
        for (std::size_t i = 0; i < m_merge.size(); ++i)
            m_merge.lane(i).bound = 0;
}

void BackwardReading::begin(Slot &slot, const Domain::PartitionRange &range, Clock::time_point now)
{
    static_cast<void>(now);
    slot.isAwaited = false;
    if (range.error) {
        slot.reader.fail(*range.error);
        closeWindow(slot);
    } else if (range.logEnd) {
        beginProbe(slot, range);
    } else {
        beginWindows(slot, range);
    }
}

void BackwardReading::beginProbe(Slot &slot, const Domain::PartitionRange &range)
{
    // As a read from the front would end: at the first record that is late enough.
    const Offset from = std::max(*range.end, range.begin);
    m_partitions[slot.index].probed = range;
    slot.reader = PartitionReader(range.place);
    slot.reader.begin({.place = range.place, .asked = from, .begin = from, .end = *range.logEnd}, Domain::untilOf(m_run.plan, range.place));
    if (slot.reader.isOver())
        endProbe(slot);
    else
        m_turns.push_back(slot.index);
}

void BackwardReading::endProbe(Slot &slot)
{
    Domain::PartitionRange range = *std::exchange(m_partitions[slot.index].probed, std::nullopt);
    range.end = slot.reader.position();
    beginWindows(slot, range);
}

void BackwardReading::beginWindows(Slot &slot, const Domain::PartitionRange &range)
{
    Partition &partition = m_partitions[slot.index];
    partition.window = BackwardWindow(range, m_order == ReadOrder::Time, limitsFor(m_run.slots.size(), m_order));
    partition.passOverBefore = range.passOverBefore;
    beginReader(slot); // fetched when it is its turn
    if (slot.reader.isOver())
        closeWindow(slot);
    else
        m_turns.push_back(slot.index);
}

void BackwardReading::beginReader(Slot &slot)
{
    Partition &partition = m_partitions[slot.index];
    const Offset from = partition.window.openWindow();
    Domain::PartitionRange range{.place = slot.reader.place(), .asked = from, .begin = from, .end = partition.window.top()};
    range.passOverBefore = partition.passOverBefore;
    Domain::ReadUntil until = Domain::untilOf(m_run.plan, range.place);
    if (auto *time = std::get_if<Domain::UntilTime>(&until))
        time->latenessMs = std::numeric_limits<std::int64_t>::max(); // what is later is passed over, but ends nothing
    slot.reader = PartitionReader(range.place);
    slot.reader.begin(range, until);
}

void BackwardReading::openWindow(Slot &slot, Clock::time_point now)
{
    m_partitions[slot.index].isOpen = true;
    m_open.push_back(slot.index);
    if (!m_partitions[slot.index].probed)
        beginReader(slot);
    slot.isAwaited = true;
    m_run.startAt(slot, slot.reader.position(), now);
}

void BackwardReading::openWindows(Clock::time_point now)
{
    if (m_order == ReadOrder::Arrival) {
        while (m_open.size() < openAtOnce && !m_turns.empty()) {
            openWindow(m_run.slots[m_turns.front()], now);
            m_turns.pop_front();
        }
        return;
    }
    // Whoever the merge waits for, and others that have nothing left, as long as all of them are needed.
    const auto open = [&](Slot &slot) {
        const Partition &partition = m_partitions[slot.index];
        if ((partition.window.isBegun() || partition.probed) && !partition.isOpen && !isFinished(slot) && m_merge.lane(slot.index).rows.empty())
            openWindow(slot, now);
    };
    const auto top = m_merge.top();
    if (!top)
        return;
    open(m_run.slots[*top]);
    if (m_order == ReadOrder::Time)
        for (std::size_t i = 0; i < m_run.slots.size() && m_open.size() < openAtOnce; ++i)
            open(m_run.slots[i]);
}

bool BackwardReading::step(std::chrono::milliseconds patience)
{
    if (handOverDue())
        return true;
    openWindows(Clock::now());
    const bool hasPolled = m_intake.poll(patience) > 0;
    if (closeWindows())
        handOverDue();
    return hasPolled;
}

bool BackwardReading::closeWindows()
{
    bool hasClosed = false;
    for (Slot &slot : m_run.slots) // some fail before it is their turn
        if (!isFinished(slot) && (m_partitions[slot.index].isOpen ? slot.reader.isOver() : slot.reader.state() == State::Failed)) {
            closeWindow(slot);
            hasClosed = true;
        }
    return hasClosed;
}

void BackwardReading::closeWindow(Slot &slot)
{
    Partition &partition = m_partitions[slot.index];
    partition.isOpen = false;
    slot.isAwaited = false;
    std::erase(m_open, slot.index);
    std::erase(m_turns, slot.index);
    if (partition.probed && slot.reader.state() != State::Failed)
        return endProbe(slot);
    if (partition.due == 0)
        partition.shownFrom = partition.window.givenFrom();
    take(slot, slot.reader.state() == State::Failed ? partition.window.giveUp() : partition.window.closeWindow());
    if (!partition.window.isDone())
        m_turns.push_back(slot.index);
}

void BackwardReading::take(Slot &slot, std::vector<HeldRow> rows)
{
    Partition &partition = m_partitions[slot.index];
    for (HeldRow &row : rows)
        row.slot = slot.index;
    partition.due += rows.size();
    LaneMerge::Lane &lane = m_merge.lane(slot.index);
    std::deque<HeldRow> &due = m_order == ReadOrder::Arrival ? m_due : lane.rows;
    std::move(rows.begin(), rows.end(), std::back_inserter(due));
    lane.bound = partition.window.bound();
    lane.isOver = partition.window.isDone();
    lane.isPassed = false;
    m_merge.changed();
}

bool BackwardReading::handOverDue()
{
    std::size_t count = 0;
    for (; count < rowsAStep && !m_due.empty() && !m_run.isLimitReached(); ++count)
        handOver(m_due);
    if (m_order == ReadOrder::Arrival)
        return count > 0;
    const Clock::time_point now = Clock::now();
    for (auto top = m_merge.top(); top && count < rowsAStep && !m_run.isLimitReached(); top = m_merge.top()) {
        LaneMerge::Lane &lane = m_merge.lane(*top);
        if (lane.rows.empty()) {
            if (!mayPass(m_run.slots[*top], now))
                break;
            lane.isPassed = true;
        } else {
            handOver(lane.rows);
            ++count;
        }
        m_merge.topChanged();
    }
    return count > 0;
}

bool BackwardReading::mayPass(const Slot &slot, Clock::time_point now) const
{
    const Clock::time_point since = slot.lastSign == Clock::time_point() ? slot.pendingSince : slot.lastSign;
    return slot.trouble && slot.isAwaited && since != Clock::time_point() && now - since > troubledPatience;
}

void BackwardReading::handOver(std::deque<HeldRow> &due)
{
    const HeldRow row = std::move(due.front());
    due.pop_front();
    --m_partitions[row.slot].due;
    m_partitions[row.slot].shownFrom = row.begin();
    for (const Domain::Gap &gap : row.gaps)
        m_run.handOver(gap);
    if (!row.record)
        return;
    if (m_order == ReadOrder::Time && (row.isLate || row.key > m_lastKey))
        ++m_run.lateRecords;
    m_lastKey = std::min(m_lastKey, row.key);
    m_run.handOver(*row.record);
}

void BackwardReading::handOverRest()
{
    while (!m_due.empty())
        handOver(m_due);
    for (std::size_t i = 0; i < m_merge.size(); ++i)
        m_merge.lane(i).isOver = true;
    m_merge.changed();
    for (auto top = m_merge.top(); top; top = m_merge.top()) {
        handOver(m_merge.lane(*top).rows);
        m_merge.topChanged();
    }
}

bool BackwardReading::isOver() const
{
    const auto isFinishedHere = [this](const Slot &slot) { return isFinished(slot) && m_merge.lane(slot.index).rows.empty(); };
    return m_due.empty() && std::all_of(m_run.slots.begin(), m_run.slots.end(), isFinishedHere);
}

void BackwardReading::record(Slot &slot, const Domain::Record &record, bool isWanted)
{
    if (!m_partitions[slot.index].probed)
        m_partitions[slot.index].window.record(record, isWanted);
}

void BackwardReading::gap(Slot &slot, const Domain::Gap &gap)
{
    if (!m_partitions[slot.index].probed)
        m_partitions[slot.index].window.gap(gap);
}

void BackwardReading::removedBelow(Slot &slot, Offset low)
{
    BackwardWindow &window = m_partitions[slot.index].window;
    if (!window.isUntouched() || m_partitions[slot.index].probed) {
        slot.reader.removedBelow(low);
        return;
    }
    window.removedBelow(low);
    beginReader(slot);
}

std::optional<bool> BackwardReading::knownWish(const Slot &slot, Offset offset) const
{
    if (m_partitions[slot.index].probed)
        return false;
    return m_partitions[slot.index].window.knownWish(offset);
}

void BackwardReading::describe(const Slot &slot, Domain::PartitionProgress &progress) const
{
    const Partition &partition = m_partitions[slot.index];
    if (partition.probed) { // the reader stands somewhere near the end, but nothing is read yet
        progress.begin = partition.probed->asked;
        progress.position = *partition.probed->logEnd;
        progress.end = partition.probed->logEnd;
        return;
    }
    if (!partition.window.isBegun())
        return;
    progress.begin = partition.window.asked();
    progress.end = partition.window.end();
    const bool isDone = partition.window.isDone() && partition.due == 0;
    progress.position = isDone && progress.state == State::Done ? partition.window.asked()
        : partition.due > 0 ? partition.shownFrom : partition.window.givenFrom();
    if (progress.state == State::Done && !isDone)
        progress.state = State::Reading;
}

} // namespace Kafka
