// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/chunkpool.h"
#include "store/row.h"

#include <array>
#include <atomic>
#include <memory>
#include <vector>

namespace Store {

/// The fixed part of a row, 16 bytes, growing down from the end of a chunk while the rows' bytes grow up from its
/// beginning. Offset and time are deltas to the row's stream; what does not fit is written out in full before the
/// row's bytes (Wide).
struct RowEntry
{
    static constexpr std::uint32_t FlagBits = 9;
    enum Flag : std::uint32_t {
        GapRow = 1 << 0,
        TimeTypeShift = 1, // two bits
        HasKey = 1 << 3,
        HasValue = 1 << 4,
        HasHeaders = 1 << 5,
        Wide = 1 << 6,    // 8 bytes offset, 8 bytes time stand in front
        Outside = 1 << 7, // the bytes are in a mapping of their own; its address stands here
        Marked = 1 << 8   // offsets are missing before it; how many stands in front, after what Wide puts there
    };

    /// Rows begin at even positions: a chunk's 24 bits of them leave room for nine flags.
    std::size_t place() const { return std::size_t(placeAndFlags >> FlagBits) * 2; }

    std::uint32_t placeAndFlags = 0; ///< byte position / 2 << FlagBits | flags
    std::uint32_t offsetDelta = 0;
    std::uint32_t timeLow = 0;       ///< low 32 bits of the 48-bit time delta
    std::int16_t timeHigh = 0;
    std::uint16_t stream = 0;
};
static_assert(sizeof(RowEntry) == 16);

/// What neighbouring rows of one partition share. A new leader epoch makes a new stream.
struct Stream
{
    std::int64_t baseOffset = 0;
    std::int64_t baseTime = 0;
    std::int32_t partition = 0;
    std::int32_t leaderEpoch = 0;
    std::uint16_t topic = 0;
    bool hasLeaderEpoch = false;
};

/// Rows and gap rows published together, so that a reader never sees one without the other.
struct Published
{
    std::uint32_t rows = 0;
    std::uint32_t gaps = 0;
};

/// 16 MiB of rows with stable addresses. Written by one thread (through ChunkWriter), read by any number: a reader may
/// touch only rows below published(). Its memory goes back to the pool when the last owner (store, snapshot, writer)
/// lets go.
class Chunk
{
public:
    static constexpr std::size_t Size = ChunkPool::ChunkSize;
    static constexpr std::size_t Spare = 64;                    ///< readable bytes after the last row (simdjson reads past a value)
    static constexpr std::size_t LargestInside = std::size_t(1) << 20; ///< bytes of a row; larger ones get a mapping of their own
    static constexpr std::size_t StreamsPerBlock = 256;
    static constexpr std::size_t MaxStreams = 65536;

    Chunk(std::shared_ptr<ChunkPool> pool, Mapping mapping);
    Chunk(const Chunk &) = delete;
    Chunk &operator=(const Chunk &) = delete;
    ~Chunk();

    // Any thread
    Published published() const;
    bool sealed() const { return m_sealed.load(std::memory_order_acquire); }
    std::size_t charged() const { return m_charged.load(std::memory_order_relaxed); }
    std::size_t payload() const { return m_payload.load(std::memory_order_relaxed); }
    RowColumns columns(std::uint32_t index) const;
    /// For passes over many rows. Of the stream of a published row.
    const RowEntry &entryOf(std::uint32_t index) const { return *entry(index); }
    const Stream &stream(std::uint16_t index) const { return (*m_streams[index / StreamsPerBlock])[index % StreamsPerBlock]; }
    /// `index` < published().rows. Fills `headers` with at most `maxHeaders` of them.
    void read(std::uint32_t index, Row &row, std::vector<Domain::Header> &headers, std::size_t maxHeaders) const;

    // Set once by the store's owner before the chunk is put into a directory
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
    // Set once before the owner sees it
    std::uint32_t tag = 0; ///< whose rows these are: see RecordStore::writerFactory()
    // Owner's thread only
    Published taken;

private:
    friend class ChunkWriter;
    friend class ChunkScan;

    RowEntry *entry(std::uint32_t index) const { return reinterpret_cast<RowEntry *>(m_mapping.data + Size - Spare) - (std::size_t(index) + 1); }

    using StreamBlock = std::array<Stream, StreamsPerBlock>;
    std::shared_ptr<ChunkPool> m_pool;
    Mapping m_mapping;
    std::vector<Mapping> m_outside; // writer's; readers find the bytes through their row
    std::array<std::unique_ptr<StreamBlock>, MaxStreams / StreamsPerBlock> m_streams;
    std::atomic<std::uint64_t> m_published = 0; // gaps << 32 | rows
    std::atomic<bool> m_sealed = false;
    std::atomic<std::size_t> m_charged = 0;
    std::atomic<std::size_t> m_payload = 0;
};

} // namespace Store
