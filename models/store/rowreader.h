// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/chunk.h"
#include "store/rowgroups.h"
#include "store/storesnapshot.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>
#include <stop_token>
#include <vector>

/// Private to the sorting of rows.
namespace Store {

/// Reads columns of many rows: mostly of the same chunk as the one before.
class ColumnReader
{
public:
    explicit ColumnReader(const StoreSnapshot &snapshot) : m_snapshot(snapshot) {}
    RowColumns operator()(RowId id)
    {
        if (slotOf(id) != m_slot)
            enter(slotOf(id));
        // A row that is gone cannot come back: where it sorts does not matter.
        return indexOf(id) < m_published ? m_chunk->columns(indexOf(id)) : RowColumns();
    }

private:
    void enter(std::uint32_t slot)
    {
        m_slot = slot;
        m_chunk = m_snapshot.chunk(m_slot);
        m_published = m_chunk ? m_chunk->published().rows : 0;
    }

    const StoreSnapshot &m_snapshot;
    std::uint32_t m_slot = SlotCount;
    const Chunk *m_chunk = nullptr;
    std::uint32_t m_published = 0;
};

/// The same for passes over all rows, which ask for the row's partition again and again: what a stream says is looked up once.
class RowReader
{
public:
    struct Row
    {
        Group *group = nullptr;
        std::int64_t offset = 0;
        std::int64_t ms = 0; ///< of a gap: nothing
        bool isGap = false;
    };

    RowReader(const StoreSnapshot &snapshot, Groups &groups) : m_snapshot(snapshot), m_groups(groups) {}

    /// Calls use(place, row) for all of them. False: `stop` was requested.
    template<typename Use>
    bool each(std::span<const RowId> rows, const std::stop_token &stop, Use use)
    {
        for (std::size_t i = 0; i < rows.size();) {
            if (stop.stop_requested())
                return false;
            for (const std::size_t end = std::min(i + StopEvery, rows.size()); i < end; ++i)
                use(i, read(rows[i]));
        }
        return true;
    }

private:
    static constexpr std::size_t StopEvery = std::size_t(1) << 16;

    struct Source
    {
        Group *group = nullptr;
        std::int64_t baseOffset = 0;
        std::int64_t baseTime = 0;
    };

    [[gnu::always_inline]] Row read(RowId id)
    {
        if (slotOf(id) != m_slot)
            enter(slotOf(id));
        if (indexOf(id) >= m_published)
            return gone();
        const RowEntry &entry = m_chunk->entryOf(indexOf(id));
        if (entry.stream >= m_sources.size() || !m_sources[entry.stream].group)
            learn(entry.stream);
        const Source &source = m_sources[entry.stream];
        if (entry.placeAndFlags & RowEntry::Wide)
            return wide(source, indexOf(id));
        // Sums wrap, see Chunk::columns().
        const auto time = static_cast<std::uint64_t>(std::int64_t(entry.timeHigh) * (std::int64_t(1) << 32) + entry.timeLow);
        return {source.group, std::bit_cast<std::int64_t>(static_cast<std::uint64_t>(source.baseOffset) + entry.offsetDelta),
                std::bit_cast<std::int64_t>(static_cast<std::uint64_t>(source.baseTime) + time), false};
    }
    [[gnu::noinline]] void enter(std::uint32_t slot)
    {
        m_slot = slot;
        m_chunk = m_snapshot.chunk(slot);
        m_published = m_chunk ? m_chunk->published().rows : 0;
        m_sources.clear();
    }
    [[gnu::noinline]] void learn(std::uint16_t stream)
    {
        if (stream >= m_sources.size())
            m_sources.resize(std::size_t(stream) + 1);
        const Stream &known = m_chunk->stream(stream);
        m_sources[stream] = {&m_groups.of(known.topic, Domain::PartitionId(known.partition)), known.baseOffset, known.baseTime};
    }
    [[gnu::noinline]] Row wide(const Source &source, std::uint32_t index) const
    {
        const RowColumns columns = m_chunk->columns(index);
        return {source.group, columns.offset.value(), columns.timestamp.ms, columns.isGap};
    }
    /// See ColumnReader.
    [[gnu::noinline]] Row gone()
    {
        const RowColumns none;
        return {&m_groups.of(none.topic, none.partition), none.offset.value(), none.timestamp.ms, false};
    }

    const StoreSnapshot &m_snapshot;
    Groups &m_groups;
    std::uint32_t m_slot = SlotCount;
    const Chunk *m_chunk = nullptr;
    std::uint32_t m_published = 0;
    std::vector<Source> m_sources; ///< by stream of the chunk
};

} // namespace Store
