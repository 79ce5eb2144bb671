// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/recordsource.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace Store {

/// Names one row (record or gap) of a store: slot and index within it. Stable while the slot's generation is.
using RowId = std::uint32_t;

/// Consecutive rows of one slot, in the order they were written. The arrival order is a list of runs.
struct Run
{
    std::uint32_t slot = 0;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::uint32_t generation = 0; ///< of the slot when the run was made
    bool operator==(const Run &) const = default;
};

/// One row decoded: a record, or a gap (isGap). Borrows from the snapshot it came from.
struct Row
{
    Domain::Record record; ///< valid when !isGap
    Domain::Gap gap;       ///< valid when isGap
    bool isGap = false;
};

class StorePrivate;

/// Keeps the chunks alive that existed when it was taken, so eviction never pulls one from under a painter or filter.
/// Cheap to copy. Any thread; one thread per object.
class StoreSnapshot
{
public:
    /// Decodes a row. `headers` is the caller's scratch: the row's header span points into it.
    /// False if the run's generation is over (the slot was reused or released).
    bool read(const Run &run, std::uint32_t index, Row &row, std::vector<Domain::Header> &headers) const;
    // (the store's author completes this: iteration over runs for filters and orders)

private:
    friend class RecordStore;
    std::shared_ptr<const StorePrivate> d;
};

/// Records in memory: 16 MiB chunks of varint-framed bytes with fixed-size columns, stable addresses, one memcpy a record,
/// ≤ 22 B overhead over key + value + headers. One writer per chunk, any number of writers per store, readers without
/// locks: a writer publishes its row count with a release store (architecture §3).
/// Owned by a session (GUI thread); writers live in reading threads.
class RecordStore
{
public:
    explicit RecordStore(std::size_t budgetBytes);
    ~RecordStore();

    /// A sink for one reading thread. It shares ownership of the store's memory, so it may outlive the RecordStore.
    /// `live`: never full; the owner evicts the oldest rows instead (see evict). Otherwise hasRoom() turns false at the budget.
    std::unique_ptr<Domain::RecordSink> openWriter(bool live);

    /// Runs published since the last call, oldest first per writer. Owner's thread only.
    std::vector<Run> takeNewRuns();
    /// A view of everything published so far.
    StoreSnapshot snapshot() const;

    /// Lets go whole slots, oldest first or newest first, until bytesHeld() ≤ budget; what is still being written stays.
    /// Returns the runs of the slots that are gone, for the arrival order to drop. Owner's thread only.
    std::vector<Run> evict(bool oldestFirst);
    /// Forgets everything (a new run of reading); old snapshots stay valid. Owner's thread only.
    void clear();

    std::size_t bytesHeld() const;    ///< chunks and columns, including what snapshots still hold
    std::size_t payloadBytes() const; ///< key + value + headers of the records held
    std::size_t budget() const;
    void setBudget(std::size_t bytes);

private:
    std::shared_ptr<StorePrivate> d;
};

} // namespace Store
