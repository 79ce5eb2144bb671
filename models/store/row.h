// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"

#include <cstddef>
#include <cstdint>

namespace Store {

/// Names one row (record or gap) of a store: slot and index within it. Stable while the slot's generation is.
using RowId = std::uint32_t;

constexpr std::uint32_t IndexBits = 20; ///< a chunk of 16 MiB holds fewer than 2^20 rows of 16 bytes each
constexpr std::uint32_t SlotCount = 1U << (32 - IndexBits);

constexpr RowId rowId(std::uint32_t slot, std::uint32_t index) { return slot << IndexBits | index; }
constexpr std::uint32_t slotOf(RowId id) { return id >> IndexBits; }
constexpr std::uint32_t indexOf(RowId id) { return id & ((1U << IndexBits) - 1); }

/// Consecutive rows of one slot, in the order they were written. The arrival order is a list of runs.
struct Run
{
    std::uint32_t slot = 0;
    std::uint32_t first = 0;
    std::uint32_t count = 0;      ///< rows: records and gaps
    std::uint32_t generation = 0; ///< of the slot when the run was made
    std::uint32_t gaps = 0;       ///< how many of the rows are gaps
    std::uint32_t records() const { return count - gaps; }
    bool operator==(const Run &) const = default;
};

/// The fixed-size columns of a row: what orders and time filters need, without touching its bytes.
struct RowColumns
{
    std::uint16_t topic = 0;
    Domain::PartitionId partition;
    Domain::Offset offset; ///< of a gap: its first offset
    Domain::Timestamp timestamp;
    bool isGap = false;
};

/// One row decoded: a record, or a gap (isGap). Borrows from the snapshot it came from.
struct Row
{
    Domain::Record record; ///< valid when !isGap; its headers may be cut, see StoreSnapshot::read
    Domain::Gap gap;       ///< valid when isGap
    bool isGap = false;
    std::size_t headerCount = 0;  ///< all of them
    std::size_t payloadBytes = 0; ///< key + value + all headers (names and values)
};

} // namespace Store
