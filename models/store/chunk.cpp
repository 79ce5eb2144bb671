// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/chunk.h"

#include "store/varint.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace Store {

namespace {

std::int64_t takeInt64(const char *&from)
{
    std::int64_t value = 0;
    std::memcpy(&value, from, sizeof value);
    from += sizeof value;
    return value;
}

Domain::BytesView takeBytes(const char *&from)
{
    std::uint64_t size = 0;
    from = takeVarint(from, size);
    const Domain::BytesView bytes(from, size);
    from += size;
    return bytes;
}

/// Sums wrap instead of overflowing: the way in wrapped the same way, so the value comes back exactly.
std::int64_t add(std::int64_t a, std::uint64_t b)
{
    return std::bit_cast<std::int64_t>(static_cast<std::uint64_t>(a) + b);
}

} // namespace

Chunk::Chunk(std::shared_ptr<ChunkPool> pool, Mapping mapping)
    : m_pool(std::move(pool))
    , m_mapping(mapping)
{
}

Chunk::~Chunk()
{
    m_pool->discharge(charged());
    m_outside.push_back(m_mapping);
    m_pool->giveBack(std::move(m_outside));
}

Published Chunk::published() const
{
    const std::uint64_t both = m_published.load(std::memory_order_acquire);
    return {static_cast<std::uint32_t>(both), static_cast<std::uint32_t>(both >> 32)};
}

RowColumns Chunk::columns(std::uint32_t index) const
{
    const RowEntry &e = *entry(index);
    const Stream &s = stream(e.stream);
    RowColumns columns;
    columns.topic = s.topic;
    columns.partition = Domain::PartitionId(s.partition);
    columns.isGap = e.placeAndFlags & RowEntry::GapRow;
    columns.timestamp.type = static_cast<Domain::TimestampType>(e.placeAndFlags >> RowEntry::TimeTypeShift & 3);
    if (e.placeAndFlags & RowEntry::Wide) {
        const char *at = m_mapping.data + e.place();
        columns.offset = Domain::Offset(takeInt64(at));
        columns.timestamp.ms = columns.isGap ? -1 : takeInt64(at);
        return columns;
    }
    const std::int64_t time = std::int64_t(e.timeHigh) * (std::int64_t(1) << 32) + e.timeLow;
    columns.offset = Domain::Offset(add(s.baseOffset, e.offsetDelta));
    columns.timestamp.ms = add(s.baseTime, static_cast<std::uint64_t>(time));
    return columns;
}

void Chunk::read(std::uint32_t index, Row &row, std::vector<Domain::Header> &headers, std::size_t maxHeaders) const
{
    const RowEntry &e = *entry(index);
    const Stream &s = stream(e.stream);
    const RowColumns c = columns(index);
    const char *at = m_mapping.data + e.place();
    headers.clear();
    row = Row();
    row.isGap = c.isGap;
    if (c.isGap) {
        row.gap = {.topic = c.topic, .partition = c.partition, .from = Domain::Offset(takeInt64(at))};
        row.gap.to = Domain::Offset(takeInt64(at));
        row.gap.reason = static_cast<Domain::GapReason>(*at);
        return;
    }
    if (e.placeAndFlags & RowEntry::Wide)
        at += 2 * sizeof(std::int64_t);
    Domain::Record &record = row.record;
    if (e.placeAndFlags & RowEntry::Marked)
        at = takeVarint(at, record.missingBefore);
    if (e.placeAndFlags & RowEntry::Outside)
        std::memcpy(&at, at, sizeof at);

    record.topic = c.topic;
    record.partition = c.partition;
    record.offset = c.offset;
    record.timestamp = c.timestamp;
    if (s.hasLeaderEpoch)
        record.leaderEpoch = s.leaderEpoch;
    if (e.placeAndFlags & RowEntry::HasKey)
        record.key = takeBytes(at);
    if (e.placeAndFlags & RowEntry::HasValue)
        record.value = takeBytes(at);
    row.payloadBytes = (record.key ? record.key->size() : 0) + (record.value ? record.value->size() : 0);
    if (!(e.placeAndFlags & RowEntry::HasHeaders))
        return;
    std::uint64_t count = 0;
    std::uint64_t bytes = 0;
    at = takeVarint(at, count);
    at = takeVarint(at, bytes);
    row.headerCount = count;
    row.payloadBytes += bytes;
    for (std::size_t i = 0, n = std::min<std::size_t>(count, maxHeaders); i < n; ++i) {
        Domain::Header header;
        header.name = takeBytes(at);
        std::uint64_t sizeOrNull = 0; // 0: null, else size + 1
        at = takeVarint(at, sizeOrNull);
        if (sizeOrNull > 0) {
            header.value = Domain::BytesView(at, sizeOrNull - 1);
            at += sizeOrNull - 1;
        }
        headers.push_back(header);
    }
    record.headers = headers;
}

} // namespace Store
