// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/row.h"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace Store {

/// A list of row ids in blocks: grows and shrinks at both ends without moving what is there, so that ten million ids cost a frame
/// nothing. Owned by one thread; other threads read a view() of it.
class RowIds
{
public:
    static constexpr std::size_t BlockSize = std::size_t(1) << 16;

    RowIds() = default;
    explicit RowIds(std::span<const RowId> ids) { append(ids); }
    RowIds(RowIds &&other) noexcept { swap(other); }
    RowIds &operator=(RowIds &&other) noexcept
    {
        swap(other);
        return *this;
    }

    std::uint64_t size() const { return m_end - m_begin; }
    bool isEmpty() const { return m_begin == m_end; }
    RowId operator[](std::uint64_t i) const { return (*m_blocks[(m_begin + i) / BlockSize])[(m_begin + i) % BlockSize]; }

    void append(std::span<const RowId> ids);
    void prepend(std::span<const RowId> ids);
    void dropFront(std::uint64_t count);
    void dropBack(std::uint64_t count);

    /// The list as it is now, to be read only, in any thread: whole blocks are shared.
    RowIds view() const;
    /// A list of its own that begins with the first `count` ids of this one: shares all blocks but the last.
    RowIds beginning(std::uint64_t count) const;
    /// The ids from `first` on, at most `count`.
    std::vector<RowId> part(std::uint64_t first, std::uint64_t count = ~std::uint64_t(0)) const;

    void swap(RowIds &other) noexcept;

private:
    using Block = std::array<RowId, BlockSize>;
    RowIds(const RowIds &) = default;
    void ownBlock(std::size_t block);

    std::deque<std::shared_ptr<Block>> m_blocks;
    std::uint64_t m_begin = 0; ///< place of the first id in the first block
    std::uint64_t m_end = 0;   ///< counted from the same place
};

} // namespace Store
