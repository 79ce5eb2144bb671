// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/chunk.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace Store {

/// Where writers hand new chunks to the store's owner, without a lock. One per run of reading: RecordStore::clear()
/// abandons it, so what a late writer of the former run still writes is never seen. Shared by the store and its writers.
class Intake
{
public:
    Intake(std::shared_ptr<ChunkPool> pool, std::size_t budget);
    Intake(const Intake &) = delete;
    Intake &operator=(const Intake &) = delete;
    ~Intake();

    // Writers
    /// A new chunk, already known to the owner; null when the system gives no memory.
    std::shared_ptr<Chunk> openChunk(std::uint32_t tag = 0);
    bool hasRoom(bool live) const;

    // Owner
    /// Chunks opened since the last call, in the order they were opened.
    std::vector<std::shared_ptr<Chunk>> takeOpened();
    /// No chunk will be taken any more.
    void abandon();

    std::atomic<bool> abandoned = false;
    std::atomic<std::size_t> budget;
    std::atomic<std::size_t> live = 0;    ///< bytes charged by chunks not evicted
    std::atomic<std::size_t> payload = 0; ///< key + value + headers in them
    std::atomic<std::uint32_t> chunks = 0;
    std::atomic<std::uint32_t> writers = 0;

private:
    struct Node
    {
        std::shared_ptr<Chunk> chunk;
        Node *next = nullptr;
    };
    std::shared_ptr<ChunkPool> m_pool;
    std::atomic<Node *> m_opened = nullptr; // a stack: writers push, the owner takes all
};

} // namespace Store
