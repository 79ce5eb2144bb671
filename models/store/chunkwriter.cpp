// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/chunkwriter.h"

#include "store/varint.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace Store {

namespace {

constexpr std::size_t WideSize = 2 * sizeof(std::int64_t);
constexpr std::size_t GapSize = WideSize + 1;
constexpr std::int64_t MaxTimeDelta = (std::int64_t(1) << 47) - 1;
constexpr std::size_t RebasedStreams = 1024; ///< beyond these, far-off records are written wide instead

char *putInt64(char *to, std::int64_t value)
{
    std::memcpy(to, &value, sizeof value);
    return to + sizeof value;
}

char *putRaw(char *to, Domain::BytesView bytes)
{
    if (!bytes.empty()) // an empty view may hold a null pointer, which memcpy forbids
        std::memcpy(to, bytes.data(), bytes.size());
    return to + bytes.size();
}

char *putBytes(char *to, Domain::BytesView bytes)
{
    return putRaw(putVarint(to, bytes.size()), bytes);
}

std::size_t framedSize(Domain::BytesView bytes)
{
    return varintSize(bytes.size()) + bytes.size();
}

/// How many bytes the headers take, and how many of those are names and values.
struct HeaderSize { std::size_t framed = 0; std::size_t payload = 0; };

HeaderSize sizeOf(std::span<const Domain::Header> headers)
{
    HeaderSize size;
    if (headers.empty())
        return size;
    for (const Domain::Header &header : headers) {
        size.framed += framedSize(header.name) + (header.value ? varintSize(header.value->size() + 1) + header.value->size() : 1);
        size.payload += header.name.size() + (header.value ? header.value->size() : 0);
    }
    size.framed += varintSize(headers.size()) + varintSize(size.payload);
    return size;
}

void putRecord(char *to, const Domain::Record &record, std::size_t headerPayload)
{
    if (record.key)
        to = putBytes(to, *record.key);
    if (record.value)
        to = putBytes(to, *record.value);
    if (record.headers.empty())
        return;
    to = putVarint(to, record.headers.size());
    to = putVarint(to, headerPayload);
    for (const Domain::Header &header : record.headers) {
        to = putBytes(to, header.name);
        to = putVarint(to, header.value ? header.value->size() + 1 : 0);
        if (header.value)
            to = putRaw(to, *header.value);
    }
}

std::uint32_t flagsOf(const Domain::Record &record)
{
    return static_cast<std::uint32_t>(record.timestamp.type) << RowEntry::TimeTypeShift | (record.key ? RowEntry::HasKey : 0U)
        | (record.value ? RowEntry::HasValue : 0U) | (record.headers.empty() ? 0U : RowEntry::HasHeaders);
}

/// Differences wrap instead of overflowing; adding them back wraps the same way.
std::uint64_t minus(std::int64_t a, std::int64_t b)
{
    return static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b);
}

std::uint64_t streamKey(std::uint16_t topic, std::int32_t partition)
{
    return std::uint64_t(topic) << 32 | static_cast<std::uint32_t>(partition);
}

std::size_t pages(std::size_t bytes)
{
    return (bytes + 4095) / 4096 * 4096;
}

} // namespace

ChunkWriter::ChunkWriter(std::shared_ptr<Chunk> chunk)
    : m_chunk(std::move(chunk))
{
}

ChunkWriter::Outcome ChunkWriter::record(const Domain::Record &record)
{
    const HeaderSize headers = sizeOf(record.headers);
    const std::size_t keyBytes = record.key ? framedSize(*record.key) : 0;
    const std::size_t bytes = keyBytes + (record.value ? framedSize(*record.value) : 0) + headers.framed;
    const bool outside = bytes > Chunk::LargestInside;
    const std::size_t markBytes = record.missingBefore > 0 ? varintSize(record.missingBefore) : 0;
    // The room for a wide row is asked for always: the largest row decides, not the luck of its deltas.
    if (!fits(WideSize + markBytes + (outside ? sizeof(char *) : bytes)))
        return Outcome::ChunkFull;
    std::size_t index = streamFor(record.topic, record.partition, record.leaderEpoch, record.offset.value(), record.timestamp.ms);
    if (index == Chunk::MaxStreams)
        return Outcome::ChunkFull;
    Delta delta = deltaTo(index, record);
    if (delta.wide && m_streams < RebasedStreams) { // one odd first record must not make all that follow wide
        index = addStreamLike(index, record.offset.value(), record.timestamp.ms);
        delta = deltaTo(index, record);
    }
    std::uint32_t flags = flagsOf(record);
    char *const begin = m_chunk->m_mapping.data + m_front;
    char *to = begin;
    if (delta.wide) {
        flags |= RowEntry::Wide;
        to = putInt64(putInt64(to, record.offset.value()), record.timestamp.ms);
    }
    if (markBytes > 0) {
        flags |= RowEntry::Marked;
        to = putVarint(to, record.missingBefore);
    }
    if (outside) {
        Mapping mapping = ChunkPool::map(bytes + Chunk::Spare);
        if (!mapping.data)
            return Outcome::NoMemory;
        m_chunk->m_outside.push_back(mapping);
        m_outsideBytes += mapping.size;
        flags |= RowEntry::Outside;
        putRecord(mapping.data, record, headers.payload);
        std::memcpy(to, &mapping.data, sizeof mapping.data);
        to += sizeof mapping.data;
    } else {
        putRecord(to, record, headers.payload);
        to += bytes;
    }
    RowEntry entry;
    entry.placeAndFlags = flags;
    entry.offsetDelta = static_cast<std::uint32_t>(delta.offset);
    entry.timeLow = static_cast<std::uint32_t>(delta.time);
    entry.timeHigh = static_cast<std::int16_t>(delta.time >> 32);
    entry.stream = static_cast<std::uint16_t>(index);
    addEntry(static_cast<std::size_t>(to - begin), entry);
    m_payload += (record.key ? record.key->size() : 0) + (record.value ? record.value->size() : 0) + headers.payload;
    return Outcome::Stored;
}

ChunkWriter::Outcome ChunkWriter::gap(const Domain::Gap &gap)
{
    if (!fits(GapSize))
        return Outcome::ChunkFull;
    std::optional<std::int32_t> epoch;
    const auto known = m_streamOf.find(streamKey(gap.topic, gap.partition.value()));
    if (known != m_streamOf.end()) { // a gap has no leader epoch: any stream of its partition will do
        const Stream &stream = m_chunk->stream(static_cast<std::uint16_t>(known->second));
        epoch = stream.hasLeaderEpoch ? std::optional(stream.leaderEpoch) : std::nullopt;
    }
    const std::size_t index = streamFor(gap.topic, gap.partition, epoch, gap.from.value(), -1);
    if (index == Chunk::MaxStreams)
        return Outcome::ChunkFull;
    char *to = putInt64(putInt64(m_chunk->m_mapping.data + m_front, gap.from.value()), gap.to.value());
    *to = static_cast<char>(gap.reason);
    RowEntry entry;
    entry.placeAndFlags = RowEntry::GapRow | RowEntry::Wide;
    entry.stream = static_cast<std::uint16_t>(index);
    addEntry(GapSize, entry);
    ++m_gaps;
    return Outcome::Stored;
}

ChunkWriter::Growth ChunkWriter::measure()
{
    Mapping &mapping = m_chunk->m_mapping;
    mapping.touchedFront = std::max(mapping.touchedFront, pages(m_front));
    mapping.touchedBack = std::max(mapping.touchedBack, pages(backBytes(m_rows)));
    const std::size_t blocks = (m_streams + Chunk::StreamsPerBlock - 1) / Chunk::StreamsPerBlock;
    const std::size_t charged = std::min(mapping.touchedFront + mapping.touchedBack, Chunk::Size) + m_outsideBytes
        + blocks * sizeof(Chunk::StreamBlock) + sizeof(Chunk);
    const Growth growth{charged - m_chunk->charged(), m_payload - m_chunk->payload()};
    m_chunk->m_pool->charge(growth.charged);
    m_chunk->m_charged.store(charged, std::memory_order_relaxed);
    m_chunk->m_payload.store(m_payload, std::memory_order_relaxed);
    return growth;
}

void ChunkWriter::publish()
{
    m_chunk->m_published.store(std::uint64_t(m_gaps) << 32 | m_rows, std::memory_order_release);
}

void ChunkWriter::seal()
{
    m_chunk->m_sealed.store(true, std::memory_order_release);
}

bool ChunkWriter::matches(std::size_t stream, std::uint16_t topic, Domain::PartitionId partition, const std::optional<std::int32_t> &epoch) const
{
    const Stream &s = m_chunk->stream(static_cast<std::uint16_t>(stream));
    return s.partition == partition.value() && s.topic == topic && s.hasLeaderEpoch == epoch.has_value()
        && (!epoch || s.leaderEpoch == *epoch);
}

std::size_t ChunkWriter::streamFor(std::uint16_t topic, Domain::PartitionId partition, const std::optional<std::int32_t> &epoch,
                                   std::int64_t offset, std::int64_t time)
{
    if (m_streams > 0 && matches(m_lastStream, topic, partition, epoch))
        return m_lastStream;
    const auto known = m_streamOf.find(streamKey(topic, partition.value()));
    if (known != m_streamOf.end() && matches(known->second, topic, partition, epoch))
        return m_lastStream = known->second;
    if (m_streams == Chunk::MaxStreams)
        return Chunk::MaxStreams;
    return addStream({offset, time, partition.value(), epoch.value_or(0), topic, epoch.has_value()});
}

std::size_t ChunkWriter::addStreamLike(std::size_t stream, std::int64_t offset, std::int64_t time)
{
    Stream rebased = m_chunk->stream(static_cast<std::uint16_t>(stream));
    rebased.baseOffset = offset;
    rebased.baseTime = time;
    return addStream(rebased);
}

ChunkWriter::Delta ChunkWriter::deltaTo(std::size_t stream, const Domain::Record &record) const
{
    const Stream &base = m_chunk->stream(static_cast<std::uint16_t>(stream));
    Delta delta;
    delta.offset = minus(record.offset.value(), base.baseOffset);
    delta.time = std::bit_cast<std::int64_t>(minus(record.timestamp.ms, base.baseTime));
    delta.wide = delta.offset > std::numeric_limits<std::uint32_t>::max() || delta.time > MaxTimeDelta || delta.time < -MaxTimeDelta;
    return delta;
}

std::size_t ChunkWriter::addStream(const Stream &stream)
{
    auto &block = m_chunk->m_streams[m_streams / Chunk::StreamsPerBlock];
    if (!block)
        block = std::make_unique<Chunk::StreamBlock>();
    (*block)[m_streams % Chunk::StreamsPerBlock] = stream;
    m_lastStream = m_streams++;
    m_streamOf[streamKey(stream.topic, stream.partition)] = m_lastStream;
    return m_lastStream;
}

void ChunkWriter::addEntry(std::size_t front, const RowEntry &entry)
{
    RowEntry &row = *m_chunk->entry(m_rows);
    row = entry;
    row.placeAndFlags |= static_cast<std::uint32_t>(m_front / 2) << RowEntry::FlagBits;
    m_front += front + (front & 1); // see RowEntry::place()
    ++m_rows;
}

} // namespace Store
