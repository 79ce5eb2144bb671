// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/recordingrun.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace Store {

using Domain::Offset;
using Domain::PartitionProgress;
using Domain::ReadOrder;
using Domain::ReadState;
using Domain::TimestampType;

namespace {

constexpr std::size_t heldLimit = std::size_t(256) << 20;
constexpr std::uint64_t roomInterval = std::uint64_t(1) << 20; ///< bytes between two looks at the sink's room
constexpr unsigned clockInterval = 256;                        ///< entries between two looks at the clock
constexpr auto publishInterval = std::chrono::milliseconds(20);
constexpr auto wishPatience = std::chrono::hours(1); ///< nothing else wakes a read that waits for a wish

} // namespace

RecordingRun::RecordingRun(std::shared_ptr<const RecordingFile> file, Domain::ReadPlan plan, Domain::RecordSinkFactory sinks, std::shared_ptr<Domain::ReadBoard> board)
    : m_file(std::move(file)), m_plan(std::move(plan)), m_sinkFactory(std::move(sinks)), m_board(std::move(board))
{
    if (m_plan.isLive())
        m_plan.until = Domain::UntilEnd{}; // a recording does not grow
}

void RecordingRun::run(const std::stop_token &stop)
{
    m_stop = stop;
    if (m_stop.stop_requested()) {
        publish(ReadState::Stopped);
        return;
    }
    if (const std::optional<Domain::Error> error = findPartitions()) {
        m_status.error = error;
        publish(ReadState::Failed);
        return;
    }
    m_sink = m_sinkFactory();
    if (!publish(ReadState::Reading))
        return;
    if (!isLimitReached())
        loop();
    const bool isFull = isLimitReached();
    m_sink.reset(); // publishes what it holds back
    if (isFull) {
        publish(ReadState::LimitReached);
    } else if (m_stop.stop_requested()) {
        publish(ReadState::Stopped);
    } else {
        if (!m_status.error)
            m_status.error = m_file->problem();
        publish(ReadState::Finished);
    }
}

std::int64_t RecordingRun::key(const Cursor &cursor) const
{
    switch (m_plan.order) {
    case ReadOrder::Arrival: return static_cast<std::int64_t>(cursor.log->blocks[cursor.block].position);
    case ReadOrder::Offset: return 0;
    case ReadOrder::Time: break;
    }
    return cursor.time;
}

bool RecordingRun::isBefore(const Cursor &a, const Cursor &b) const
{
    const std::int64_t keyOfA = key(a);
    const std::int64_t keyOfB = key(b);
    if (keyOfA != keyOfB)
        return m_plan.newestFirst ? keyOfA > keyOfB : keyOfA < keyOfB;
    return m_plan.newestFirst && m_plan.order == ReadOrder::Time ? a.index > b.index : a.index < b.index;
}

void RecordingRun::loop()
{
    const auto isAfter = [this](const Cursor *a, const Cursor *b) { return isBefore(*b, *a); };
    std::vector<Cursor *> heap; // the one that comes next in front
    for (Cursor &cursor : m_cursors)
        if (settle(cursor))
            heap.push_back(&cursor);
        else
            endPartition(cursor);
    std::make_heap(heap.begin(), heap.end(), isAfter);
    while (!heap.empty()) {
        std::pop_heap(heap.begin(), heap.end(), isAfter);
        Cursor &cursor = *heap.back();
        heap.pop_back();
        bool goesOn = true;
        do {
            if (!serveWishes())
                return;
            deliver(cursor);
            publishSoon();
            if (isLimitReached())
                return;
            cursor.entry += m_plan.newestFirst ? std::size_t(-1) : std::size_t(1); // below 0 wraps to beyond the end
            goesOn = settle(cursor);
        } while (goesOn && (heap.empty() || isBefore(cursor, *heap.front())));
        if (!goesOn) {
            endPartition(cursor);
            continue;
        }
        heap.push_back(&cursor);
        std::push_heap(heap.begin(), heap.end(), isAfter);
    }
}

bool RecordingRun::settle(Cursor &cursor)
{
    while (!cursor.isOver && !m_stop.stop_requested()) {
        if (!cursor.reader && !enterBlock(cursor))
            continue; // damaged and passed, or beyond the last one
        if (settleInBlock(cursor))
            return true;
        leaveBlock(cursor);
    }
    return false;
}

/// The running time moves on with the entry that comes next, so that it is this cursor's key.
bool RecordingRun::settleInBlock(Cursor &cursor)
{
    const BlockReader &reader = *cursor.reader;
    const std::size_t step = m_plan.newestFirst ? std::size_t(-1) : std::size_t(1);
    for (; cursor.entry < reader.size(); cursor.entry += step) {
        if (!isWanted(cursor, cursor.entry))
            continue;
        const Domain::Timestamp timestamp = reader.timestamp(cursor.entry);
        if (!reader.isGap(cursor.entry) && timestamp.type != TimestampType::None) {
            const bool isLate = m_plan.newestFirst ? timestamp.ms > cursor.time : timestamp.ms < cursor.time;
            if (!isLate)
                cursor.time = timestamp.ms;
        }
        return true;
    }
    return false;
}

bool RecordingRun::isWanted(const Cursor &cursor, std::size_t entry) const
{
    const BlockReader &reader = *cursor.reader;
    const Offset first = reader.first(entry);
    if (reader.isGap(entry))
        return first < cursor.end && reader.gap(entry).to > cursor.begin;
    if (first < cursor.begin || first >= cursor.end)
        return false;
    const Domain::Timestamp timestamp = reader.timestamp(entry);
    if (timestamp.type == TimestampType::None)
        return true;
    return (!cursor.passOverBefore || timestamp.ms >= *cursor.passOverBefore) && (!cursor.passOverFrom || timestamp.ms < *cursor.passOverFrom);
}

/// Loads the present block, at its first entry in the range.
bool RecordingRun::enterBlock(Cursor &cursor)
{
    const std::vector<RecordingBlock> &blocks = cursor.log->blocks;
    if (cursor.block >= blocks.size() || blocks[cursor.block].first >= cursor.end || blocks[cursor.block].end <= cursor.begin) {
        cursor.isOver = true;
        return false;
    }
    auto reader = std::make_shared<BlockReader>();
    if (const Domain::Status status = m_file->load(blocks[cursor.block], *reader); !status) {
        passDamage(cursor, status.error());
        return false;
    }
    m_held += blocks[cursor.block].size;
    cursor.reader = std::move(reader);
    cursor.entry = m_plan.newestFirst ? std::min(cursor.reader->indexOf(Offset(cursor.end.value() - 1)), cursor.reader->size() - 1) : cursor.reader->indexOf(cursor.begin);
    makeRoom(cursor);
    return true;
}

void RecordingRun::leaveBlock(Cursor &cursor)
{
    m_held -= cursor.log->blocks[cursor.block].size;
    cursor.reader.reset();
    cursor.block += m_plan.newestFirst ? std::size_t(-1) : std::size_t(1);
}

/// Others load their block again when their turn comes.
void RecordingRun::makeRoom(const Cursor &keep)
{
    if (m_held <= heldLimit)
        return;
    for (Cursor &cursor : m_cursors)
        if (&cursor != &keep && cursor.reader) {
            m_held -= cursor.log->blocks[cursor.block].size;
            cursor.reader.reset();
        }
}

void RecordingRun::passDamage(Cursor &cursor, const Domain::Error &error)
{
    const RecordingBlock &block = cursor.log->blocks[cursor.block];
    m_status.partitions[cursor.index].error = error;
    if (!m_status.error)
        m_status.error = error;
    deliverGap(cursor, {.partition = block.partition, .from = block.first, .to = block.end, .reason = Domain::GapReason::Refused});
    cursor.block += m_plan.newestFirst ? std::size_t(-1) : std::size_t(1);
}

void RecordingRun::deliver(Cursor &cursor)
{
    if (!m_plan.newestFirst)
        tellRemoved(cursor);
    if (!cursor.reader) { // let go meanwhile, see makeRoom()
        auto reader = std::make_shared<BlockReader>();
        if (const Domain::Status status = m_file->load(cursor.log->blocks[cursor.block], *reader); !status) {
            passDamage(cursor, status.error()); // the file changes under our hands
            return;
        }
        m_held += cursor.log->blocks[cursor.block].size;
        cursor.reader = std::move(reader);
        makeRoom(cursor);
    }
    if (cursor.entry >= cursor.reader->size())
        return;
    if (cursor.reader->isGap(cursor.entry))
        deliverGap(cursor, cursor.reader->gap(cursor.entry));
    else
        deliverRecord(cursor);
}

void RecordingRun::deliverRecord(Cursor &cursor)
{
    PartitionProgress &progress = m_status.partitions[cursor.index];
    Domain::Record record;
    cursor.reader->record(cursor.entry, record, m_headers);
    record.topic = progress.topic;
    if (cursor.begin > cursor.log->begin)
        record.missingBefore = std::min(record.missingBefore, static_cast<std::uint64_t>((record.offset - cursor.begin).value()));
    progress.position = m_plan.newestFirst ? record.offset : Offset(record.offset.value() + 1);
    const std::size_t size = record.payloadSize();
    ++m_status.records;
    m_status.bytes += size;
    m_sinceRoom += size + sizeof record;
    if (m_plan.order == ReadOrder::Time && record.timestamp.type != TimestampType::None && record.timestamp.ms != cursor.time)
        ++m_status.lateRecords;
    if (m_sink->wants(record))
        m_sink->record(record);
}

void RecordingRun::deliverGap(Cursor &cursor, Domain::Gap gap)
{
    gap.topic = m_status.partitions[cursor.index].topic;
    gap.from = std::max(gap.from, cursor.begin);
    gap.to = std::min(gap.to, cursor.end);
    if (gap.from < gap.to)
        handOver(cursor, gap);
}

/// Stands in front of everything of its partition: comes first, or newest first last.
void RecordingRun::tellRemoved(Cursor &cursor)
{
    if (const auto gap = std::exchange(cursor.removed, std::nullopt))
        handOver(cursor, *gap);
}

void RecordingRun::handOver(const Cursor &cursor, const Domain::Gap &gap)
{
    PartitionProgress &progress = m_status.partitions[cursor.index];
    progress.position = m_plan.newestFirst ? gap.from : gap.to;
    m_status.gapOffsets += static_cast<std::uint64_t>(gap.span().value());
    m_sink->gap(gap);
}

bool RecordingRun::serveWishes()
{
    const bool asksForRoom = m_sinceRoom >= roomInterval;
    if (!asksForRoom && !m_board->isPaused())
        return !m_stop.stop_requested();
    m_sinceRoom = 0;
    bool waited = false;
    while (!m_stop.stop_requested()) {
        const std::uint64_t seen = m_board->wishes();
        const bool isPaused = m_board->isPaused();
        if (!isPaused && m_sink->hasRoom())
            break;
        publish(isPaused ? ReadState::Paused : ReadState::BudgetReached);
        waited = true;
        m_board->waitForWish(m_stop, seen, wishPatience);
    }
    if (waited && !m_stop.stop_requested())
        publish(ReadState::Reading);
    return !m_stop.stop_requested();
}

void RecordingRun::publishSoon()
{
    if (++m_sinceClock < clockInterval && m_sinceRoom < roomInterval)
        return;
    m_sinceClock = 0;
    if (std::chrono::steady_clock::now() - m_lastPublished < publishInterval + std::chrono::microseconds(20) * m_cursors.size())
        return;
    m_sink->publish();
    publish(ReadState::Reading);
}

bool RecordingRun::publish(ReadState state)
{
    if (m_sink && !Domain::isFinal(state))
        m_sink->publish();
    m_lastPublished = std::chrono::steady_clock::now();
    m_status.state = state;
    return m_board->publish(m_status);
}

/// Everything asked for of this partition was handed over, as far as it is there.
void RecordingRun::endPartition(Cursor &cursor)
{
    PartitionProgress &progress = m_status.partitions[cursor.index];
    if (m_stop.stop_requested() || progress.state == PartitionProgress::State::Failed)
        return;
    tellRemoved(cursor);
    progress.position = m_plan.newestFirst ? progress.begin : std::max(progress.begin, progress.end.value_or(cursor.end));
    const bool reachesTheCut = m_file->isCut() && cursor.end >= cursor.log->end;
    if (reachesTheCut && !progress.error)
        progress.error = m_file->problem();
    progress.state = progress.error ? PartitionProgress::State::Failed : PartitionProgress::State::Done;
}

} // namespace Store
