// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

namespace Search::Cel {

/// Memory for the values built while one record is evaluated; given up all at once. Bounded: what would exceed the limit is refused.
/// One thread.
class Arena
{
public:
    static constexpr std::size_t limit = 256 * 1024 * 1024;

    /// nullptr: over the limit.
    void *allocate(std::size_t bytes)
    {
        constexpr std::size_t alignment = alignof(std::max_align_t);
        if (bytes > limit)
            return nullptr;
        bytes = bytes == 0 ? alignment : (bytes + alignment - 1) / alignment * alignment; // nothing has a place too
        if (bytes > m_room && !grow(bytes))
            return nullptr;
        void *const place = m_next;
        m_next += bytes;
        m_room -= bytes;
        return place;
    }
    template<typename T>
    T *array(std::size_t count)
    {
        static_assert(std::is_trivially_destructible_v<T>);
        return count > limit / sizeof(T) ? nullptr : static_cast<T *>(allocate(count * sizeof(T)));
    }

    /// Everything allocated becomes invalid. Keeps one block of ordinary size.
    void reset()
    {
        if (m_blocks.empty())
            return;
        if (m_blocks.size() > 1 || m_blocks[0].size > firstBlock) {
            m_blocks.clear();
            m_used = 0;
            m_room = 0;
            return;
        }
        m_next = m_blocks[0].bytes.get();
        m_room = m_blocks[0].size;
    }

private:
    static constexpr std::size_t firstBlock = 64 * 1024;
    struct Block
    {
        std::unique_ptr<char[]> bytes;
        std::size_t size;
    };

    bool grow(std::size_t bytes)
    {
        std::size_t size = m_blocks.empty() ? firstBlock : std::max(m_blocks.back().size, firstBlock) * 2;
        size = std::max(bytes, std::min(size, limit / 8));
        if (m_used + size > limit)
            size = bytes;
        if (m_used + size > limit)
            return false;
        m_blocks.push_back({std::unique_ptr<char[]>(new (std::nothrow) char[size]), size});
        if (!m_blocks.back().bytes) {
            m_blocks.pop_back();
            return false;
        }
        m_used += size;
        m_next = m_blocks.back().bytes.get();
        m_room = size;
        return true;
    }

    std::vector<Block> m_blocks;
    std::size_t m_used = 0;
    char *m_next = nullptr;
    std::size_t m_room = 0;
};

} // namespace Search::Cel
