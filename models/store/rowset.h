// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/row.h"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace Store {

/// A set of rows: a bit each, kept by slot. A plain value; ids mean what they meant when they were put in, so drop() a slot before
/// it is filled anew.
class RowSet
{
public:
    void insert(RowId id)
    {
        std::vector<std::uint64_t> &bits = m_slots[slotOf(id)];
        const std::size_t word = indexOf(id) / 64;
        if (bits.size() <= word)
            bits.resize(word + 1);
        bits[word] |= std::uint64_t(1) << (indexOf(id) % 64);
    }
    void insert(std::span<const RowId> ids)
    {
        for (const RowId id : ids)
            insert(id);
    }
    bool contains(RowId id) const
    {
        const auto slot = m_slots.find(slotOf(id));
        const std::size_t word = indexOf(id) / 64;
        return slot != m_slots.end() && word < slot->second.size() && (slot->second[word] >> (indexOf(id) % 64) & 1);
    }
    void drop(std::uint32_t slot) { m_slots.erase(slot); }

private:
    std::map<std::uint32_t, std::vector<std::uint64_t>> m_slots;
};

} // namespace Store
