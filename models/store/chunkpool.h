// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

namespace Store {

/// Anonymous pages. The touched sizes say how much of them really takes memory: pages never written take none.
struct Mapping
{
    char *data = nullptr;
    std::size_t size = 0;
    std::size_t touchedFront = 0;
    std::size_t touchedBack = 0;
};

/// Memory of one store: keeps a few chunks for reuse (recycled pages are four times faster to fill than fresh ones) and
/// gives the rest back to the system in a thread of its own, because unmapping gigabytes takes tenths of a second.
/// Owned by everything that holds memory of the store: the store, its writers, chunks that snapshots keep. Any thread.
class ChunkPool : public std::enable_shared_from_this<ChunkPool>
{
public:
    static constexpr std::size_t ChunkSize = std::size_t(16) << 20;
    static constexpr std::size_t IdleChunks = 4; ///< at most this many are kept for reuse

    ChunkPool() = default;
    ChunkPool(const ChunkPool &) = delete;
    ChunkPool &operator=(const ChunkPool &) = delete;
    ~ChunkPool();

    /// ChunkSize bytes, recycled or fresh; data is null when the system gives no memory.
    Mapping takeChunk();
    /// Pages for one large record; data is null when the system gives no memory.
    static Mapping map(std::size_t size);
    /// Takes mappings back. Costs microseconds, whatever their size.
    void giveBack(std::vector<Mapping> mappings);

    /// Bytes of all chunks alive, those included that only snapshots hold; idle chunks are not.
    std::size_t held() const { return m_held.load(std::memory_order_relaxed); }
    void charge(std::size_t bytes) { m_held.fetch_add(bytes, std::memory_order_relaxed); }
    void discharge(std::size_t bytes) { m_held.fetch_sub(bytes, std::memory_order_relaxed); }

private:
    void unmapDoomed();

    std::mutex m_mutex;
    std::vector<Mapping> m_idle;
    std::vector<Mapping> m_doomed;
    bool m_unmapping = false; ///< a thread works on m_doomed
    std::atomic<std::size_t> m_held = 0;
};

} // namespace Store
