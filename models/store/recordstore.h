// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/recordsource.h"
#include "store/row.h"
#include "store/storesnapshot.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace Store {

class StorePrivate;

/// Records in memory: 16 MiB chunks of varint-framed bytes with fixed-size columns, stable addresses, one memcpy a record,
/// ≤ 22 B overhead over key + value + headers. One writer per chunk, any number of writers per store, readers without
/// locks: a writer publishes its row count with a release store (architecture §3).
/// Owned by a session; every member belongs to the owner's thread (the GUI thread), none costs more for a full store than
/// for an empty one. Writers live in reading threads.
class RecordStore
{
public:
    explicit RecordStore(std::size_t budgetBytes);
    RecordStore(const RecordStore &) = delete;
    RecordStore &operator=(const RecordStore &) = delete;
    ~RecordStore(); ///< snapshots and writers stay valid; memory is given back in another thread

    /// Makes the sinks of one run of reading, for Domain::Cluster::startRead: may be called in any thread, and after the
    /// store is gone or cleared (what such a sink is given is forgotten).
    /// `live`: the owner evicts the oldest rows instead of the writer stopping at the budget. So that a slow owner cannot be
    /// overrun, hasRoom() still turns false at budget + 64 MiB + 16 MiB a writer, until the next evict(). Otherwise
    /// hasRoom() turns false at the budget. Either way what was polled already is taken.
    /// `tag`: tells the rows of several sources apart, which do not share chunks: see takeNewRuns().
    Domain::RecordSinkFactory writerFactory(bool live, std::uint32_t tag = 0);
    /// A sink for one reading thread. It shares ownership of the store's memory, so it may outlive the RecordStore.
    std::unique_ptr<Domain::RecordSink> openWriter(bool live, std::uint32_t tag = 0);

    /// Runs of that tag published since the last call, oldest first per writer.
    std::vector<Run> takeNewRuns(std::uint32_t tag = 0);
    /// A view of everything published so far. Take it after takeNewRuns() and it can read all those runs.
    StoreSnapshot snapshot() const;

    /// Lets go whole slots, oldest first or newest first, until what is held is within the budget; what is still being
    /// written, or not yet taken, stays. Returns the runs of the slots that are gone, for the arrival order to drop.
    /// Their memory is free when the last snapshot that knows them is gone.
    std::vector<Run> evict(bool oldestFirst);
    /// The same with these slots alone, in their order.
    std::vector<Run> evictSlots(const std::vector<std::uint32_t> &slots);
    /// Lets go every slot of that tag that is not being written any more, whatever the budget.
    void discard(std::uint32_t tag);
    /// Forgets everything (a new run of reading); old snapshots stay valid, runs and row ids do not, and writers opened
    /// before write into nothing.
    void clear();

    std::size_t bytesHeld() const;    ///< chunks and columns, including what snapshots still hold; up to 64 MiB of idle chunks not
    std::size_t payloadBytes() const; ///< key + value + headers of the records not evicted
    bool isOverBudget() const;
    std::uint64_t recordCount() const; ///< of the runs taken and not evicted; gaps are not records
    std::uint64_t gapCount() const;
    std::size_t budget() const;
    void setBudget(std::size_t bytes);

private:
    std::unique_ptr<StorePrivate> d;
};

} // namespace Store
