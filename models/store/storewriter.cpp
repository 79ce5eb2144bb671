// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/storewriter.h"

#include <algorithm>
#include <limits>

namespace Store {

StoreWriter::StoreWriter(std::shared_ptr<Intake> intake, bool live, std::uint32_t tag)
    : m_intake(std::move(intake))
    , m_live(live)
    , m_tag(tag)
{
    m_intake->writers.fetch_add(1, std::memory_order_relaxed);
}

StoreWriter::~StoreWriter()
{
    writeMarks();
    writeLost();
    closeChunk();
    m_intake->writers.fetch_sub(1, std::memory_order_relaxed);
}

void StoreWriter::record(const Domain::Record &record)
{
    if (m_intake->abandoned.load(std::memory_order_relaxed))
        return;
    if (!keep(record)) {
        const std::int64_t offset = record.offset.value();
        lose(record.topic, record.partition, record.offset,
             Domain::Offset(offset == std::numeric_limits<std::int64_t>::max() ? offset : offset + 1));
    }
}

void StoreWriter::gap(const Domain::Gap &gap)
{
    if (m_intake->abandoned.load(std::memory_order_relaxed))
        return;
    const auto waiting = m_marks.find({gap.topic, gap.partition});
    const bool goesOn = waiting != m_marks.end() && gap.isMark && waiting->second.to == gap.from;
    if (goesOn) {
        waiting->second.to = gap.to;
        return;
    }
    if (waiting != m_marks.end()) {
        keepOrLose(waiting->second);
        m_marks.erase(waiting);
    }
    if (gap.isMark)
        m_marks.emplace(std::pair(gap.topic, gap.partition), gap);
    else
        keepOrLose(gap);
}

bool StoreWriter::keep(const Domain::Record &record)
{
    const auto write = [this](const Domain::Record &r) { return writeLost() && store([&r](ChunkWriter &chunk) { return chunk.record(r); }); };
    const auto waiting = m_marks.empty() ? m_marks.end() : m_marks.find({record.topic, record.partition});
    if (waiting == m_marks.end())
        return write(record);
    const Domain::Gap gap = waiting->second;
    m_marks.erase(waiting);
    if (gap.to != record.offset) { // another gap stands between: this one needs a row of its own
        keepOrLose(gap);
        return write(record);
    }
    Domain::Record marked = record;
    marked.missingBefore = static_cast<std::uint64_t>(gap.span().value());
    return write(marked);
}

bool StoreWriter::keep(const Domain::Gap &gap)
{
    return writeLost() && store([&gap](ChunkWriter &chunk) { return chunk.gap(gap); });
}

void StoreWriter::keepOrLose(const Domain::Gap &gap)
{
    if (!keep(gap))
        lose(gap.topic, gap.partition, gap.from, gap.to);
}

void StoreWriter::writeMarks()
{
    if (!m_intake->abandoned.load(std::memory_order_relaxed))
        for (const auto &[place, gap] : m_marks)
            keepOrLose(gap);
    m_marks.clear();
}

void StoreWriter::publish()
{
    writeLost();
    account();
}

bool StoreWriter::hasRoom() const
{
    return m_intake->hasRoom(m_live);
}

template<typename Write>
bool StoreWriter::store(const Write &write)
{
    if (!m_chunk && !openChunk())
        return false;
    Outcome outcome = write(*m_chunk);
    if (outcome == Outcome::ChunkFull) {
        closeChunk();
        if (!openChunk())
            return false;
        outcome = write(*m_chunk); // an empty chunk is never full
    }
    if (outcome == Outcome::Stored && m_chunk->isHeavy())
        closeChunk();
    return outcome == Outcome::Stored;
}

bool StoreWriter::openChunk()
{
    const std::shared_ptr<Chunk> chunk = m_intake->openChunk(m_tag);
    if (chunk)
        m_chunk.emplace(chunk);
    return chunk != nullptr;
}

void StoreWriter::closeChunk()
{
    if (!m_chunk)
        return;
    account();
    m_chunk->seal();
    m_chunk.reset();
}

void StoreWriter::account()
{
    if (!m_chunk)
        return;
    // Counted before the rows are shown: an owner that evicts them at once takes off what was put on.
    const ChunkWriter::Growth growth = m_chunk->measure();
    m_intake->live.fetch_add(growth.charged, std::memory_order_relaxed);
    m_intake->payload.fetch_add(growth.payload, std::memory_order_relaxed);
    m_chunk->publish();
}

bool StoreWriter::writeLost()
{
    while (!m_lost.empty()) {
        const Domain::Gap gap = m_lost.begin()->second;
        if (m_intake->abandoned.load(std::memory_order_relaxed))
            m_lost.clear();
        else if (store([&gap](ChunkWriter &chunk) { return chunk.gap(gap); }))
            m_lost.erase(m_lost.begin());
        else
            return false;
    }
    return true;
}

void StoreWriter::lose(std::uint16_t topic, Domain::PartitionId partition, Domain::Offset from, Domain::Offset to)
{
    const Domain::Gap gap{.topic = topic, .partition = partition, .from = from, .to = to, .reason = Domain::GapReason::Released};
    const auto [place, isNew] = m_lost.try_emplace({topic, partition}, gap);
    if (!isNew)
        place->second.to = to;
}

} // namespace Store
