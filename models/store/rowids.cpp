// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rowids.h"

#include <algorithm>

namespace Store {

void RowIds::append(std::span<const RowId> ids)
{
    while (!ids.empty()) {
        const std::size_t at = m_end % BlockSize;
        if (m_end == m_blocks.size() * BlockSize)
            m_blocks.push_back(std::make_shared_for_overwrite<Block>());
        const std::size_t count = std::min(ids.size(), BlockSize - at);
        std::ranges::copy(ids.first(count), m_blocks.back()->begin() + static_cast<std::ptrdiff_t>(at));
        m_end += count;
        ids = ids.subspan(count);
    }
}

void RowIds::prepend(std::span<const RowId> ids)
{
    while (!ids.empty()) {
        if (m_begin == 0) {
            m_blocks.push_front(std::make_shared_for_overwrite<Block>());
            m_begin += BlockSize;
            m_end += BlockSize;
        }
        const std::size_t count = std::min<std::size_t>(ids.size(), m_begin);
        m_begin -= count;
        std::ranges::copy(ids.last(count), m_blocks.front()->begin() + static_cast<std::ptrdiff_t>(m_begin));
        ids = ids.first(ids.size() - count);
    }
}

void RowIds::dropFront(std::uint64_t count)
{
    m_begin += std::min(count, size());
    for (; !m_blocks.empty() && m_begin >= BlockSize; m_begin -= BlockSize, m_end -= BlockSize)
        m_blocks.pop_front();
    if (!m_blocks.empty())
        ownBlock(0);
}

void RowIds::dropBack(std::uint64_t count)
{
    m_end -= std::min(count, size());
    while (m_blocks.size() > 1 && m_end <= (m_blocks.size() - 1) * BlockSize)
        m_blocks.pop_back();
    if (!m_blocks.empty())
        ownBlock(m_blocks.size() - 1);
}

RowIds RowIds::view() const
{
    return *this;
}

RowIds RowIds::beginning(std::uint64_t count) const
{
    RowIds list(*this);
    list.dropBack(size() - std::min(count, size()));
    if (!list.m_blocks.empty())
        list.ownBlock(list.m_blocks.size() - 1);
    return list;
}

std::vector<RowId> RowIds::part(std::uint64_t first, std::uint64_t count) const
{
    std::vector<RowId> ids;
    first = std::min(first, size());
    count = std::min(count, size() - first);
    ids.reserve(count);
    for (std::uint64_t at = m_begin + first, end = at + count; at < end;) {
        const Block &block = *m_blocks[at / BlockSize];
        const std::uint64_t until = std::min<std::uint64_t>((at / BlockSize + 1) * BlockSize, end);
        ids.insert(ids.end(), block.data() + at % BlockSize, block.data() + at % BlockSize + (until - at));
        at = until;
    }
    return ids;
}

void RowIds::swap(RowIds &other) noexcept
{
    m_blocks.swap(other.m_blocks);
    std::swap(m_begin, other.m_begin);
    std::swap(m_end, other.m_end);
}

/// What was dropped from a block may still be read through a view: it must not be written over there. Only the ids of this list
/// are copied; its owner may be adding others behind them.
void RowIds::ownBlock(std::size_t block)
{
    std::shared_ptr<Block> &shared = m_blocks[block];
    if (shared.use_count() == 1)
        return;
    auto own = std::make_shared_for_overwrite<Block>();
    const std::size_t from = block == 0 ? m_begin : 0;
    const std::size_t to = std::min<std::size_t>(m_end - block * BlockSize, BlockSize);
    std::copy(shared->data() + from, shared->data() + std::max(from, to), own->data() + from);
    shared = std::move(own);
}

} // namespace Store
