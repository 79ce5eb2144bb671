// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"
#include "store/chunk.h"

#include <memory>
#include <unordered_map>

namespace Store {

/// Fills one chunk. Belongs to one thread, like the StoreWriter that owns it.
class ChunkWriter
{
public:
    enum class Outcome { Stored, ChunkFull, NoMemory };

    explicit ChunkWriter(std::shared_ptr<Chunk> chunk);

    Outcome record(const Domain::Record &record);
    Outcome gap(const Domain::Gap &gap);
    /// Charges the chunk for what was written since the last call, and tells how much that was.
    struct Growth { std::size_t charged = 0; std::size_t payload = 0; };
    Growth measure();
    /// Shows readers the rows written so far.
    void publish();
    /// No row follows. Call publish() before.
    void seal();
    /// The chunk with its large records has reached the size of one chunk: better to go on in another, so that the store
    /// can let this one go.
    bool isHeavy() const { return m_front + m_outsideBytes + backBytes(m_rows) >= Chunk::Size; }

private:
    std::size_t backBytes(std::uint32_t rows) const { return std::size_t(rows) * sizeof(RowEntry) + Chunk::Spare; }
    bool fits(std::size_t bytes) const { return m_front + bytes + 1 + backBytes(m_rows + 1) <= Chunk::Size; }
    /// The index of the stream, or MaxStreams when the chunk has room for no more.
    std::size_t streamFor(std::uint16_t topic, Domain::PartitionId partition, const std::optional<std::int32_t> &epoch,
                          std::int64_t offset, std::int64_t time);
    bool matches(std::size_t stream, std::uint16_t topic, Domain::PartitionId partition, const std::optional<std::int32_t> &epoch) const;
    std::size_t addStream(const Stream &stream);
    std::size_t addStreamLike(std::size_t stream, std::int64_t offset, std::int64_t time);
    struct Delta { std::uint64_t offset = 0; std::int64_t time = 0; bool wide = false; };
    Delta deltaTo(std::size_t stream, const Domain::Record &record) const;
    void addEntry(std::size_t front, const RowEntry &entry);

    std::shared_ptr<Chunk> m_chunk;
    std::size_t m_front = 0;
    std::uint32_t m_rows = 0;
    std::uint32_t m_gaps = 0;
    std::size_t m_outsideBytes = 0;
    std::size_t m_payload = 0;
    std::size_t m_streams = 0;
    std::size_t m_lastStream = 0;
    std::unordered_map<std::uint64_t, std::size_t> m_streamOf; // topic << 32 | partition → newest stream
};

} // namespace Store
