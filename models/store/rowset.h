// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/row.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace Store {

/// A set of rows: a bit each, kept by slot. A plain value; ids mean what they meant when they were put in, so drop() a slot before
/// it is filled anew.
class RowSet
{
public:
    /// Puts many rows in: quick where those that lie together come one after the other. They are in the set when the filler is gone.
    class Filler
    {
    public:
        explicit Filler(RowSet &set) : m_set(set) {}
        Filler(const Filler &) = delete;
        Filler &operator=(const Filler &) = delete;
        ~Filler() { flush(); }
        void insert(RowId id) { insertIf(true, id); }
        /// Without a branch that nobody can foresee.
        void insertIf(bool isWanted, RowId id)
        {
            if (id / 64 != m_word) {
                flush();
                m_word = id / 64;
            }
            m_bits |= std::uint64_t(isWanted) << (id % 64);
        }

    private:
        void flush()
        {
            if (m_bits == 0)
                return;
            const RowId first = m_word * 64;
            std::vector<std::uint64_t> &bits = m_set.m_slots[slotOf(first)];
            const std::size_t word = indexOf(first) / 64;
            if (bits.size() <= word)
                bits.resize(word + 1);
            bits[word] |= std::exchange(m_bits, 0);
        }

        RowSet &m_set;
        RowId m_word = 0; ///< all ids of 64 share a slot
        std::uint64_t m_bits = 0;
    };

    void insert(RowId id) { Filler(*this).insert(id); }
    void insert(std::span<const RowId> ids)
    {
        Filler filler(*this);
        for (const RowId id : ids)
            filler.insert(id);
    }
    void insert(const RowSet &other)
    {
        for (const auto &[slot, more] : other.m_slots) {
            std::vector<std::uint64_t> &bits = m_slots[slot];
            bits.resize(std::max(bits.size(), more.size()));
            for (std::size_t word = 0; word < more.size(); ++word)
                bits[word] |= more[word];
        }
    }
    bool isEmpty() const { return m_slots.empty(); }
    bool contains(RowId id) const
    {
        const auto slot = m_slots.find(slotOf(id));
        const std::size_t word = indexOf(id) / 64;
        return slot != m_slots.end() && word < slot->second.size() && (slot->second[word] >> (indexOf(id) % 64) & 1);
    }
    void drop(std::uint32_t slot) { m_slots.erase(slot); }
    bool operator==(const RowSet &) const = default;

private:
    std::map<std::uint32_t, std::vector<std::uint64_t>> m_slots;
};

} // namespace Store
