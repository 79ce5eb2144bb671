// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/recordstore.h"

#include "store/chunk.h"
#include "store/intake.h"
#include "store/storewriter.h"

#include <algorithm>
#include <deque>

namespace Store {

/// The owner's side: which chunk is in which slot, how much of each was taken, in the order the chunks were opened.
class StorePrivate
{
public:
    StorePrivate(std::shared_ptr<ChunkPool> chunkPool, std::size_t budget, std::uint32_t lastGeneration)
        : pool(std::move(chunkPool))
        , intake(std::make_shared<Intake>(pool, budget))
        , generation(lastGeneration)
    {
        slots.resize(SlotCount);
        for (std::uint32_t slot = 0; slot < SlotCount; ++slot)
            slots[slot] = SlotCount - 1 - slot;
    }

    void seatOpened();
    void release(const std::shared_ptr<Chunk> &chunk);
    Run letGo(std::deque<std::shared_ptr<Chunk>>::iterator place);
    /// Nobody writes to it any more, and all of it was taken.
    static bool isOver(const Chunk &chunk) { return chunk.sealed() && chunk.published().rows == chunk.taken.rows; }

    std::shared_ptr<ChunkPool> pool;
    std::shared_ptr<Intake> intake;
    std::shared_ptr<const Directory> directory = std::make_shared<Directory>();
    std::deque<std::shared_ptr<Chunk>> seated;    // in slots, oldest first
    std::vector<std::shared_ptr<Chunk>> growing;  // of those: may have rows not taken yet
    std::deque<std::shared_ptr<Chunk>> standing;  // opened, but every slot is taken
    std::vector<std::uint32_t> slots;             // free ones
    std::uint32_t generation = 0;                 // of the newest chunk; never used twice, not even after clear()
    std::uint64_t rows = 0;
    std::uint64_t gaps = 0;
};

void StorePrivate::seatOpened()
{
    for (std::shared_ptr<Chunk> &chunk : intake->takeOpened())
        standing.push_back(std::move(chunk));
    while (!standing.empty() && !slots.empty()) {
        std::shared_ptr<Chunk> chunk = std::move(standing.front());
        standing.pop_front();
        chunk->slot = slots.back();
        slots.pop_back();
        chunk->generation = ++generation;
        directory = directory->with(chunk->slot, chunk);
        growing.push_back(chunk);
        seated.push_back(std::move(chunk));
    }
}

void StorePrivate::release(const std::shared_ptr<Chunk> &chunk)
{
    directory = directory->with(chunk->slot, nullptr);
    slots.push_back(chunk->slot);
    rows -= chunk->taken.rows;
    gaps -= chunk->taken.gaps;
    intake->live.fetch_sub(chunk->charged(), std::memory_order_relaxed);
    intake->payload.fetch_sub(chunk->payload(), std::memory_order_relaxed);
    intake->chunks.fetch_sub(1, std::memory_order_relaxed);
}

Run StorePrivate::letGo(std::deque<std::shared_ptr<Chunk>>::iterator place)
{
    const std::shared_ptr<Chunk> chunk = *place;
    std::erase(growing, chunk);
    release(chunk);
    seated.erase(place);
    return {chunk->slot, 0, chunk->taken.rows, chunk->generation, chunk->taken.gaps};
}

RecordStore::RecordStore(std::size_t budgetBytes)
    : d(std::make_unique<StorePrivate>(std::make_shared<ChunkPool>(), budgetBytes, 0))
{
}

RecordStore::~RecordStore()
{
    d->intake->abandon();
}

Domain::RecordSinkFactory RecordStore::writerFactory(bool live, std::uint32_t tag)
{
    return [intake = d->intake, live, tag] { return std::make_unique<StoreWriter>(intake, live, tag); };
}

std::unique_ptr<Domain::RecordSink> RecordStore::openWriter(bool live, std::uint32_t tag)
{
    return std::make_unique<StoreWriter>(d->intake, live, tag);
}

std::vector<Run> RecordStore::takeNewRuns(std::uint32_t tag)
{
    d->seatOpened();
    std::vector<Run> runs;
    std::erase_if(d->growing, [&](const std::shared_ptr<Chunk> &chunk) {
        if (chunk->tag != tag)
            return false;
        const bool sealed = chunk->sealed(); // read first: no row is published after it
        const Published published = chunk->published();
        Published &taken = chunk->taken;
        if (published.rows > taken.rows) {
            const Run run{chunk->slot, taken.rows, published.rows - taken.rows, chunk->generation, published.gaps - taken.gaps};
            d->rows += run.count;
            d->gaps += run.gaps;
            taken = published;
            runs.push_back(run);
        }
        return sealed;
    });
    return runs;
}

StoreSnapshot RecordStore::snapshot() const
{
    d->seatOpened();
    return StoreSnapshot(d->directory);
}

std::vector<Run> RecordStore::evict(bool oldestFirst)
{
    std::vector<Run> gone;
    std::size_t kept = 0; // chunks at the end we work on that have to stay
    while (isOverBudget() && kept < d->seated.size()) {
        const auto candidate = oldestFirst ? d->seated.begin() + static_cast<std::ptrdiff_t>(kept)
                                           : d->seated.end() - 1 - static_cast<std::ptrdiff_t>(kept);
        if (!StorePrivate::isOver(**candidate)) {
            ++kept;
            continue;
        }
        gone.push_back(d->letGo(candidate));
    }
    return gone;
}

std::vector<Run> RecordStore::evictSlots(const std::vector<std::uint32_t> &slots)
{
    std::vector<Run> gone;
    for (const std::uint32_t slot : slots) {
        if (!isOverBudget())
            break;
        const auto chunk = std::ranges::find(d->seated, slot, [](const std::shared_ptr<Chunk> &c) { return c->slot; });
        if (chunk != d->seated.end() && StorePrivate::isOver(**chunk))
            gone.push_back(d->letGo(chunk));
    }
    return gone;
}

void RecordStore::discard(std::uint32_t tag)
{
    takeNewRuns(tag);
    for (std::size_t i = d->seated.size(); i-- > 0;)
        if (const auto chunk = d->seated.begin() + static_cast<std::ptrdiff_t>(i); (*chunk)->tag == tag && StorePrivate::isOver(**chunk))
            d->letGo(chunk);
}

bool RecordStore::isOverBudget() const
{
    return d->intake->live.load(std::memory_order_relaxed) > budget();
}

void RecordStore::clear()
{
    d->intake->abandon();
    // Freeing what was there is cheap: chunks hand their memory to the pool, which unmaps it in a thread of its own.
    d = std::make_unique<StorePrivate>(d->pool, budget(), d->generation);
}

std::size_t RecordStore::bytesHeld() const { return d->pool->held(); }
std::size_t RecordStore::payloadBytes() const { return d->intake->payload.load(std::memory_order_relaxed); }
std::uint64_t RecordStore::recordCount() const { return d->rows - d->gaps; }
std::uint64_t RecordStore::gapCount() const { return d->gaps; }
std::size_t RecordStore::budget() const { return d->intake->budget.load(std::memory_order_relaxed); }
void RecordStore::setBudget(std::size_t bytes) { d->intake->budget.store(bytes, std::memory_order_relaxed); }

} // namespace Store
