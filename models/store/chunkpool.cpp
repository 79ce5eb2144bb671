// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/chunkpool.h"

#include <sys/mman.h>

#include <thread>

namespace Store {

namespace {

void unmap(const Mapping &mapping)
{
    ::munmap(mapping.data, mapping.size);
}

} // namespace

ChunkPool::~ChunkPool()
{
    // At most IdleChunks of them, but a tab closes in less than a millisecond: unmapping is left to a thread that owns
    // nothing else. It may be cut off by the end of the process.
    std::vector<Mapping> rest = std::move(m_idle);
    rest.insert(rest.end(), m_doomed.begin(), m_doomed.end());
    if (rest.empty())
        return;
    try {
        std::thread([mappings = rest] {
            for (const Mapping &mapping : mappings)
                unmap(mapping);
        }).detach();
    } catch (const std::exception &) { // no more threads: slow is better than lost
        for (const Mapping &mapping : rest)
            unmap(mapping);
    }
}

Mapping ChunkPool::map(std::size_t size)
{
    constexpr std::size_t Page = 4096;
    size = (size + Page - 1) / Page * Page;
    void *data = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED)
        return {};
    return {static_cast<char *>(data), size, 0, 0};
}

Mapping ChunkPool::takeChunk()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_idle.empty()) {
            const Mapping mapping = m_idle.back();
            m_idle.pop_back();
            return mapping;
        }
    }
    return map(ChunkSize);
}

void ChunkPool::giveBack(std::vector<Mapping> mappings)
{
    bool start = false;
    {
        const std::scoped_lock lock(m_mutex);
        for (const Mapping &mapping : mappings) {
            if (mapping.size == ChunkSize && m_idle.size() < IdleChunks)
                m_idle.push_back(mapping);
            else
                m_doomed.push_back(mapping);
        }
        start = !m_doomed.empty() && !m_unmapping;
        m_unmapping = m_unmapping || start;
    }
    if (!start)
        return;
    const std::shared_ptr<ChunkPool> self = weak_from_this().lock();
    try {
        if (self) {
            std::thread([self] { self->unmapDoomed(); }).detach();
            return;
        }
    } catch (const std::exception &) { // no more threads: slow is better than lost
    }
    unmapDoomed();
}

void ChunkPool::unmapDoomed()
{
    for (;;) {
        std::vector<Mapping> batch;
        {
            const std::scoped_lock lock(m_mutex);
            batch.swap(m_doomed);
            if (batch.empty()) {
                m_unmapping = false;
                return;
            }
        }
        for (const Mapping &mapping : batch)
            unmap(mapping);
    }
}

} // namespace Store
