// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/intake.h"

#include <algorithm>

namespace Store {

namespace {

constexpr std::size_t LiveSlack = std::size_t(64) << 20;
constexpr std::uint32_t SlotReserve = 64; ///< slots kept for what a batch may still bring after hasRoom()

} // namespace

Intake::Intake(std::shared_ptr<ChunkPool> pool, std::size_t budgetBytes)
    : budget(budgetBytes)
    , m_pool(std::move(pool))
{
}

Intake::~Intake()
{
    takeOpened();
}

std::shared_ptr<Chunk> Intake::openChunk(std::uint32_t tag)
{
    const Mapping mapping = m_pool->takeChunk();
    if (!mapping.data)
        return {};
    auto chunk = std::make_shared<Chunk>(m_pool, mapping);
    chunk->tag = tag;
    chunks.fetch_add(1, std::memory_order_relaxed);
    auto node = std::make_unique<Node>(Node{chunk, m_opened.load(std::memory_order_relaxed)});
    while (!m_opened.compare_exchange_weak(node->next, node.get(), std::memory_order_release, std::memory_order_relaxed)) {
    }
    node.release(); // takeOpened() owns it now
    return chunk;
}

bool Intake::hasRoom(bool isLive) const
{
    if (abandoned.load(std::memory_order_relaxed) || chunks.load(std::memory_order_relaxed) + SlotReserve > SlotCount)
        return false;
    const std::size_t limit = budget.load(std::memory_order_relaxed);
    const std::size_t bytes = live.load(std::memory_order_relaxed);
    if (!isLive)
        return bytes < limit;
    // The chunks being written cannot be evicted, so they must not fill the slack: a small budget would stall for ever.
    const std::size_t slack = LiveSlack + writers.load(std::memory_order_relaxed) * Chunk::Size;
    return bytes < limit + slack && m_pool->held() < 2 * limit + slack;
}

void Intake::abandon()
{
    abandoned.store(true, std::memory_order_relaxed);
    takeOpened(); // a writer just opening one keeps it until the last writer is gone, not longer
}

std::vector<std::shared_ptr<Chunk>> Intake::takeOpened()
{
    std::vector<std::shared_ptr<Chunk>> opened;
    if (!m_opened.load(std::memory_order_relaxed))
        return opened;
    std::unique_ptr<Node> node(m_opened.exchange(nullptr, std::memory_order_acquire));
    while (node) {
        opened.push_back(std::move(node->chunk));
        node.reset(node->next);
    }
    std::reverse(opened.begin(), opened.end());
    return opened;
}

} // namespace Store
