// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace Store {

/// Memory for many small values, not initialised: threads fill it. Large ones ask for huge pages, because those who sort write to a
/// thousand places in turn and the first touch of small pages takes as long as the sorting.
template<typename Value>
class Scratch
{
    static_assert(std::is_trivially_copyable_v<Value> && std::is_trivially_destructible_v<Value>);

public:
    Scratch() = default;
    explicit Scratch(std::size_t size) : m_size(size)
    {
        const std::size_t bytes = size * sizeof(Value);
        const std::size_t alignment = bytes >= HugePage ? HugePage : alignof(std::max_align_t);
        const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
        if (rounded == 0)
            return;
        m_memory.reset(std::aligned_alloc(alignment, rounded));
        if (!m_memory)
            throw std::bad_alloc();
#if defined(__linux__)
        if (bytes >= HugePage)
            ::madvise(m_memory.get(), rounded, MADV_HUGEPAGE);
#endif
    }
    std::size_t size() const { return m_size; }
    Value *data() const { return static_cast<Value *>(m_memory.get()); }
    Value &operator[](std::size_t i) const { return data()[i]; }
    std::span<Value> all() const { return {data(), m_size}; }

private:
    static constexpr std::size_t HugePage = std::size_t(1) << 21;
    struct Free { void operator()(void *memory) const { std::free(memory); } };
    std::unique_ptr<void, Free> m_memory;
    std::size_t m_size = 0;
};

} // namespace Store
