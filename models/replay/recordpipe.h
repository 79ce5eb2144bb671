// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace Replay {

/// Records and gaps copied out of a read, some hundred at a time: one piece of memory for all their bytes, no allocation for each.
/// One thread at a time.
class RecordBlock
{
public:
    static constexpr std::size_t usualBytes = 256 * 1024;
    static constexpr std::size_t mostRecords = 2'048;

    struct PlacedGap
    {
        std::size_t before = 0; ///< index of the record it stands in front of; the number of records: behind all
        Domain::Gap gap = {};
    };

    /// False: no room, nothing was added. An empty block takes a record of any size.
    bool add(const Domain::Record &record);
    void add(const Domain::Gap &gap) { m_gaps.push_back({m_records.size(), gap}); }
    /// Empty again. Gives back what an extraordinarily large record needed.
    void clear();

    std::span<const Domain::Record> records() const { return m_records; }
    std::span<const PlacedGap> gaps() const { return m_gaps; }
    bool isEmpty() const { return m_records.empty() && m_gaps.empty(); }
    /// What it weighs: bytes of the records and what is kept about them.
    std::size_t weight() const
    {
        return m_used + m_records.size() * sizeof(Domain::Record) + m_headers.size() * sizeof(Domain::Header) + m_gaps.size() * sizeof(PlacedGap);
    }

private:
    bool hasRoom(std::size_t bytes, std::size_t headers) const;
    Domain::BytesView copy(Domain::BytesView bytes);

    std::unique_ptr<char[]> m_bytes;
    std::size_t m_capacity = 0;
    std::size_t m_used = 0;
    std::vector<Domain::Record> m_records;
    std::vector<Domain::Header> m_headers; ///< never grows while records point into it
    std::vector<PlacedGap> m_gaps;
};

/// Blocks on their way from the reading threads to the one that takes them: bounded, so that a reader waits for a slow taker. Any thread.
class RecordPipe
{
public:
    explicit RecordPipe(std::size_t mostBytes) : m_mostBytes(mostBytes) {}

    /// Waits for room (a single block always finds it). Gives an empty block back; null: closed, and the block is dropped.
    std::unique_ptr<RecordBlock> put(std::unique_ptr<RecordBlock> block);
    /// The oldest block, waited for; null: none came.
    std::unique_ptr<RecordBlock> take(std::chrono::milliseconds wait);
    /// A block that was taken and is done with.
    void giveBack(std::unique_ptr<RecordBlock> block);
    /// From now on nothing waits and everything that is put is dropped.
    void close();
    bool isClosed() const;
    /// Wakes who takes: something has changed that is no block.
    void wake();

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_hasRoom;
    std::condition_variable m_hasBlock;
    const std::size_t m_mostBytes;
    std::size_t m_bytes = 0;
    std::deque<std::unique_ptr<RecordBlock>> m_blocks;
    std::vector<std::unique_ptr<RecordBlock>> m_spare;
    bool m_isClosed = false;
    bool m_isWoken = false;
};

} // namespace Replay
