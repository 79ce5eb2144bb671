// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/chunkscan.h"

#include "store/chunk.h"
#include "store/varint.h"

#include <algorithm>

namespace Store {

namespace {

const char *skipBytes(const char *from)
{
    std::uint64_t size = 0;
    from = takeVarint(from, size);
    return from + size;
}

const char *skipHeaders(const char *from)
{
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
    from = takeVarint(takeVarint(from, count), bytes);
    for (; count > 0; --count) {
        std::uint64_t sizeOrNull = 0; // 0: null, else size + 1
        from = takeVarint(skipBytes(from), sizeOrNull);
        from += sizeOrNull > 0 ? sizeOrNull - 1 : 0;
    }
    return from;
}

} // namespace

std::optional<ChunkScan> ChunkScan::of(const StoreSnapshot &snapshot, const Run &run)
{
    const Chunk *chunk = snapshot.chunkOf(run, run.first);
    if (!chunk || run.count == 0)
        return std::nullopt;
    return ChunkScan(*chunk, run.first, std::min(run.first + run.count, chunk->published().rows));
}

std::uint32_t ChunkScan::flags(std::uint32_t index) const
{
    return m_chunk->entry(index)->placeAndFlags;
}

bool ChunkScan::isGap(std::uint32_t index) const
{
    return flags(index) & RowEntry::GapRow;
}

bool ChunkScan::isOutside(std::uint32_t index) const
{
    return flags(index) & RowEntry::Outside;
}

ChunkScan::Count ChunkScan::count() const
{
    Count count;
    for (std::uint32_t i = m_first; i < m_end; ++i) {
        count.gaps += isGap(i) ? 1 : 0;
        count.outside += isOutside(i) ? 1 : 0;
    }
    return count;
}

std::string_view ChunkScan::bytes(std::uint32_t first, std::uint32_t end) const
{
    if (first >= end)
        return {};
    // Not up to the next row's beginning: that row may not be published, and then its writer is at work there.
    return {begin(first), static_cast<std::size_t>(endOf(end - 1) - begin(first))};
}

const char *ChunkScan::begin(std::uint32_t index) const
{
    return m_chunk->m_mapping.data + m_chunk->entry(index)->place();
}

const char *ChunkScan::endOf(std::uint32_t index) const
{
    const std::uint32_t f = flags(index);
    const char *at = begin(index);
    if (f & RowEntry::GapRow)
        return at + 2 * sizeof(std::int64_t) + 1;
    if (f & RowEntry::Wide)
        at += 2 * sizeof(std::int64_t);
    std::uint64_t marks = 0;
    if (f & RowEntry::Marked)
        at = takeVarint(at, marks);
    if (f & RowEntry::Outside)
        return at + sizeof(const char *);
    if (f & RowEntry::HasKey)
        at = skipBytes(at);
    if (f & RowEntry::HasValue)
        at = skipBytes(at);
    return f & RowEntry::HasHeaders ? skipHeaders(at) : at;
}

std::uint32_t ChunkScan::rowAt(const char *at, std::uint32_t from) const
{
    // Hits rise, so the row is near more often than not: steps that double, then halves.
    std::uint32_t low = from;
    std::uint32_t step = 1;
    while (low + step < m_end && begin(low + step) <= at) {
        low += step;
        step *= 2;
    }
    std::uint32_t high = std::min(m_end, low + step);
    while (high - low > 1) {
        const std::uint32_t middle = low + (high - low) / 2;
        (begin(middle) <= at ? low : high) = middle;
    }
    return low;
}

void ChunkScan::read(std::uint32_t index, Row &row, std::vector<Domain::Header> &headers, std::size_t maxHeaders) const
{
    m_chunk->read(index, row, headers, maxHeaders);
}

} // namespace Store
