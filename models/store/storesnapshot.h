// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/row.h"

#include <array>
#include <limits>
#include <memory>
#include <vector>

namespace Store {

class Chunk;

/// Which chunk is in which slot, at one moment. Never changed once shared: the next one shares all pages but those that
/// differ, so a store with many chunks costs no more to look at than one with few.
class Directory
{
public:
    const Chunk *chunk(std::uint32_t slot) const;
    std::shared_ptr<const Directory> with(std::uint32_t slot, std::shared_ptr<Chunk> chunk) const;

private:
    static constexpr std::size_t PageSize = 64;
    using Page = std::array<std::shared_ptr<Chunk>, PageSize>;
    std::array<std::shared_ptr<const Page>, SlotCount / PageSize> m_pages;
};

/// Keeps the chunks alive that existed when it was taken, so eviction never pulls one from under a painter or filter.
/// Cheap to copy and to drop. Any thread; one thread per object. Keep it no longer than needed: while it lives, so does
/// the memory of what was evicted meanwhile.
class StoreSnapshot
{
public:
    static constexpr std::size_t AllHeaders = std::numeric_limits<std::size_t>::max();

    StoreSnapshot() = default; ///< of nothing: every read() is false

    /// Decodes a row. `headers` is the caller's scratch: the row's header span points into it. At most `maxHeaders` are
    /// decoded (a record may have a hundred thousand); Row::headerCount tells how many there are. The bytes stay where
    /// they are as long as this snapshot or a copy of it lives.
    /// False if the run's generation is over (the slot was reused or released), or for an index not published.
    bool read(const Run &run, std::uint32_t index, Row &row, std::vector<Domain::Header> &headers,
              std::size_t maxHeaders = AllHeaders) const;
    /// Partition, offset and time alone: much cheaper than read(). Same result.
    bool columns(const Run &run, std::uint32_t index, RowColumns &columns) const;

    /// By row id, for orders and filters: valid with the snapshot they were made on. An order made on another snapshot
    /// first compares generation(slot).
    bool read(RowId id, Row &row, std::vector<Domain::Header> &headers, std::size_t maxHeaders = AllHeaders) const;
    bool columns(RowId id, RowColumns &columns) const;
    /// Of the chunk in the slot; 0: the slot is empty (no run has generation 0).
    std::uint32_t generation(std::uint32_t slot) const;
    /// For the parts of the store and the search that go through whole chunks; null: the slot is empty.
    const Chunk *chunk(std::uint32_t slot) const { return m_directory ? m_directory->chunk(slot) : nullptr; }

private:
    friend class RecordStore;
    friend class ChunkScan;
    explicit StoreSnapshot(std::shared_ptr<const Directory> directory);
    const Chunk *chunkOf(const Run &run, std::uint32_t index) const;

    std::shared_ptr<const Directory> m_directory;
};

} // namespace Store
