// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/recordpipe.h"

#include <algorithm>
#include <cstring>

namespace Replay {

namespace {

constexpr std::size_t usualHeaders = 8'192;
constexpr std::size_t mostSpare = 48; ///< blocks; beyond what the pipe holds of full ones none is needed

} // namespace

bool RecordBlock::hasRoom(std::size_t bytes, std::size_t headers) const
{
    return bytes <= m_capacity - m_used && headers <= m_headers.capacity() - m_headers.size() && m_records.size() < m_records.capacity();
}

Domain::BytesView RecordBlock::copy(Domain::BytesView bytes)
{
    char *const to = m_bytes.get() + m_used;
    if (!bytes.empty())
        std::memcpy(to, bytes.data(), bytes.size());
    m_used += bytes.size();
    return {to, bytes.size()};
}

bool RecordBlock::add(const Domain::Record &record)
{
    const std::size_t bytes = record.payloadSize();
    if (m_records.empty()) {
        if (bytes > m_capacity || !m_bytes) {
            m_capacity = std::max(bytes, usualBytes);
            m_bytes = std::make_unique_for_overwrite<char[]>(m_capacity);
        }
        m_records.reserve(mostRecords);
        m_headers.reserve(std::max(usualHeaders, record.headers.size()));
    }
    if (!hasRoom(bytes, record.headers.size()))
        return false;
    Domain::Record &kept = m_records.emplace_back(record);
    if (record.key)
        kept.key = copy(*record.key);
    if (record.value)
        kept.value = copy(*record.value);
    const std::size_t first = m_headers.size();
    for (const Domain::Header &header : record.headers) {
        Domain::Header &own = m_headers.emplace_back();
        own.name = copy(header.name);
        if (header.value)
            own.value = copy(*header.value);
    }
    kept.headers = std::span(m_headers).subspan(first);
    return true;
}

void RecordBlock::clear()
{
    m_records.clear();
    m_headers.clear();
    m_gaps.clear();
    m_used = 0;
    if (m_capacity > usualBytes) {
        m_bytes.reset();
        m_capacity = 0;
    }
    if (m_headers.capacity() > 2 * usualHeaders)
        std::vector<Domain::Header>().swap(m_headers);
    if (m_gaps.capacity() > usualHeaders)
        std::vector<PlacedGap>().swap(m_gaps);
}

std::unique_ptr<RecordBlock> RecordPipe::put(std::unique_ptr<RecordBlock> block)
{
    std::unique_ptr<RecordBlock> empty;
    {
        std::unique_lock lock(m_mutex);
        const std::size_t weight = block->weight();
        m_hasRoom.wait(lock, [&] { return m_isClosed || m_blocks.empty() || m_bytes + weight <= m_mostBytes; });
        if (m_isClosed)
            return nullptr;
        m_bytes += weight;
        m_blocks.push_back(std::move(block));
        if (!m_spare.empty()) {
            empty = std::move(m_spare.back());
            m_spare.pop_back();
        }
    }
    m_hasBlock.notify_one();
    return empty ? std::move(empty) : std::make_unique<RecordBlock>();
}

std::unique_ptr<RecordBlock> RecordPipe::take(std::chrono::milliseconds wait)
{
    std::unique_ptr<RecordBlock> block;
    bool hasRoom = false;
    {
        std::unique_lock lock(m_mutex);
        m_hasBlock.wait_for(lock, wait, [this] { return !m_blocks.empty() || m_isClosed || m_isWoken; });
        m_isWoken = false;
        if (m_blocks.empty())
            return nullptr;
        block = std::move(m_blocks.front());
        m_blocks.pop_front();
        m_bytes -= block->weight();
        // Not for each block: a reader that is woken should find something to do.
        hasRoom = m_bytes <= m_mostBytes / 2;
    }
    if (hasRoom)
        m_hasRoom.notify_all();
    return block;
}

void RecordPipe::giveBack(std::unique_ptr<RecordBlock> block)
{
    block->clear();
    const std::lock_guard lock(m_mutex);
    if (m_spare.size() < mostSpare)
        m_spare.push_back(std::move(block));
}

void RecordPipe::close()
{
    std::deque<std::unique_ptr<RecordBlock>> dropped; // destroyed outside the lock
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
        m_blocks.swap(dropped);
        m_bytes = 0;
    }
    m_hasRoom.notify_all();
    m_hasBlock.notify_all();
}

bool RecordPipe::isClosed() const
{
    const std::lock_guard lock(m_mutex);
    return m_isClosed;
}

void RecordPipe::wake()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isWoken = true;
    }
    m_hasBlock.notify_all();
}

} // namespace Replay
