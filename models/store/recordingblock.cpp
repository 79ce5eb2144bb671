// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/recordingblock.h"

#include "store/byteform.h"

#include <algorithm>
#include <limits>

namespace Store {

namespace {

using Domain::GapReason;
using Domain::Offset;
using Domain::TimestampType;

// The head of an entry. A gap: bit 0, isMark in bit 1, the reason from bit 2 on. A record: what it has, and the type of its time.
constexpr unsigned char gapBit = 1;
constexpr unsigned char markBit = 2;
constexpr unsigned char keyBit = 2;
constexpr unsigned char valueBit = 4;
constexpr unsigned char headersBit = 8;
constexpr unsigned char epochBit = 16;
constexpr unsigned char missingBit = 32;
constexpr unsigned typeShift = 6;

/// The difference as the next number is written; may wrap, and then wraps back.
std::int64_t difference(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

std::int64_t sum(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

bool isDated(unsigned char head)
{
    return (head & gapBit) == 0 && (head >> typeShift) != 0;
}

void skipHeaders(ByteReader &in)
{
    for (std::uint64_t n = in.count(RecordingLimits::headersPerRecord); n > 0 && in.isGood(); --n) {
        in.bytes();
        if (const std::uint64_t size = in.varint(); size > 0)
            in.take(size - 1);
    }
}

} // namespace

void BlockBuilder::add(const Domain::Record &record)
{
    Entry entry{.first = record.offset.value(), .end = record.offset.value() + 1, .ms = record.timestamp.ms, .body = m_bodies.size()};
    unsigned head = static_cast<unsigned>(record.timestamp.type) << typeShift;
    if (record.leaderEpoch) {
        head |= epochBit;
        appendSigned(m_bodies, *record.leaderEpoch);
    }
    if (record.missingBefore > 0) {
        head |= missingBit;
        appendVarint(m_bodies, record.missingBefore);
    }
    if (record.key) {
        head |= keyBit;
        appendBytes(m_bodies, *record.key);
    }
    if (record.value) {
        head |= valueBit;
        appendBytes(m_bodies, *record.value);
    }
    if (!record.headers.empty()) {
        head |= headersBit;
        appendVarint(m_bodies, record.headers.size());
        for (const Domain::Header &header : record.headers) {
            appendBytes(m_bodies, header.name);
            appendVarint(m_bodies, header.value ? header.value->size() + 1 : 0);
            if (header.value)
                m_bodies += *header.value;
        }
    }
    entry.head = static_cast<unsigned char>(head);
    entry.size = m_bodies.size() - entry.body;
    m_entries.push_back(entry);
}

void BlockBuilder::add(const Domain::Gap &gap)
{
    Entry entry{.first = gap.from.value(), .end = gap.to.value(), .body = m_bodies.size()};
    entry.head = static_cast<unsigned char>(gapBit | (gap.isMark ? markBit : 0) | (static_cast<unsigned>(gap.reason) << 2));
    m_entries.push_back(entry);
}

std::string BlockBuilder::take(RecordingBlock &block)
{
    const auto before = [](const Entry &a, const Entry &b) { return a.first < b.first; };
    if (!std::is_sorted(m_entries.begin(), m_entries.end(), before))
        std::stable_sort(m_entries.begin(), m_entries.end(), before);
    block.topic = m_topic;
    block.partition = m_partition;
    block.first = Offset(m_entries.front().first);
    block.minMs = std::numeric_limits<std::int64_t>::max();
    block.maxMs = std::numeric_limits<std::int64_t>::min();
    std::string out;
    out.reserve(bytes() + 32);
    appendVarint(out, m_topic);
    appendSigned(out, m_partition.value());
    std::int64_t expected = 0;
    std::int64_t ms = 0;
    for (const Entry &entry : m_entries) {
        if (entry.first < expected || entry.end <= entry.first)
            continue;
        out += static_cast<char>(entry.head);
        appendVarint(out, static_cast<std::uint64_t>(entry.first - expected));
        expected = entry.end;
        if ((entry.head & gapBit) != 0) {
            appendVarint(out, static_cast<std::uint64_t>(entry.end - entry.first));
            block.gapOffsets += static_cast<std::uint64_t>(entry.end - entry.first);
            continue;
        }
        appendSigned(out, difference(entry.ms, ms));
        ms = entry.ms;
        out += std::string_view(m_bodies).substr(entry.body, entry.size);
        ++block.records;
        if (isDated(entry.head)) {
            block.minMs = std::min(block.minMs, entry.ms);
            block.maxMs = std::max(block.maxMs, entry.ms);
        }
    }
    block.end = Offset(expected);
    block.size = static_cast<std::uint32_t>(out.size());
    m_entries.clear();
    m_bodies.clear();
    if (m_bodies.capacity() > (1U << 20))
        m_bodies.shrink_to_fit();
    return out;
}

bool BlockReader::parse()
{
    constexpr std::int64_t farthest = std::numeric_limits<std::int64_t>::max();
    m_entries.clear();
    ByteReader in(m_payload);
    m_topic = static_cast<std::uint16_t>(in.count(RecordingLimits::topics));
    m_partition = Domain::PartitionId(static_cast<std::int32_t>(in.number()));
    Entry entry;
    while (in.isGood() && !in.atEnd()) {
        entry.head = in.byte();
        const std::uint64_t skipped = in.varint();
        if (skipped > static_cast<std::uint64_t>(farthest - entry.end))
            return false;
        entry.first = entry.end + static_cast<std::int64_t>(skipped);
        if ((entry.head & gapBit) != 0) {
            const std::uint64_t span = in.varint();
            if (span == 0 || span > static_cast<std::uint64_t>(farthest - entry.first) || (entry.head >> 2) > static_cast<unsigned>(GapReason::Released))
                return false;
            entry.end = entry.first + static_cast<std::int64_t>(span);
            entry.body = static_cast<std::uint32_t>(in.position());
        } else {
            if (entry.first == farthest || (entry.head >> typeShift) > static_cast<unsigned>(TimestampType::LogAppend))
                return false;
            entry.end = entry.first + 1;
            entry.ms = sum(entry.ms, in.number());
            entry.body = static_cast<std::uint32_t>(in.position());
            if ((entry.head & epochBit) != 0)
                in.varint();
            if ((entry.head & missingBit) != 0)
                in.varint();
            if ((entry.head & keyBit) != 0)
                in.bytes();
            if ((entry.head & valueBit) != 0)
                in.bytes();
            if ((entry.head & headersBit) != 0)
                skipHeaders(in);
        }
        if (!in.isGood() || m_entries.size() >= RecordingLimits::entriesPerBlock)
            return false;
        m_entries.push_back(entry);
    }
    return in.isGood() && !m_entries.empty();
}

bool BlockReader::load(std::string payload, std::uint16_t topic, Domain::PartitionId partition, Offset first, Offset end)
{
    m_payload = std::move(payload);
    if (parse() && m_topic == topic && m_partition == partition && m_entries.front().first >= first.value() && m_entries.back().end <= end.value())
        return true;
    m_entries.clear();
    return false;
}

bool BlockReader::describe(std::string payload, RecordingBlock &block)
{
    m_payload = std::move(payload);
    if (!parse())
        return false;
    block.topic = m_topic;
    block.partition = m_partition;
    block.size = static_cast<std::uint32_t>(m_payload.size());
    block.first = Offset(m_entries.front().first);
    block.end = Offset(m_entries.back().end);
    block.minMs = std::numeric_limits<std::int64_t>::max();
    block.maxMs = std::numeric_limits<std::int64_t>::min();
    for (const Entry &entry : m_entries) {
        if ((entry.head & gapBit) != 0) {
            block.gapOffsets += static_cast<std::uint64_t>(entry.end - entry.first);
            continue;
        }
        ++block.records;
        if (isDated(entry.head)) {
            block.minMs = std::min(block.minMs, entry.ms);
            block.maxMs = std::max(block.maxMs, entry.ms);
        }
    }
    return true;
}

Domain::Timestamp BlockReader::timestamp(std::size_t i) const
{
    return isGap(i) ? Domain::Timestamp() : Domain::Timestamp{m_entries[i].ms, static_cast<TimestampType>(m_entries[i].head >> typeShift)};
}

Domain::Gap BlockReader::gap(std::size_t i) const
{
    const Entry &entry = m_entries[i];
    return {.topic = m_topic,
            .partition = m_partition,
            .from = Offset(entry.first),
            .to = Offset(entry.end),
            .reason = static_cast<GapReason>(entry.head >> 2),
            .isMark = (entry.head & markBit) != 0};
}

void BlockReader::record(std::size_t i, Domain::Record &record, std::vector<Domain::Header> &headers) const
{
    const Entry &entry = m_entries[i];
    ByteReader in(std::string_view(m_payload).substr(entry.body));
    record = {};
    record.topic = m_topic;
    record.partition = m_partition;
    record.offset = Offset(entry.first);
    record.timestamp = timestamp(i);
    if ((entry.head & epochBit) != 0)
        record.leaderEpoch = static_cast<std::int32_t>(in.number());
    if ((entry.head & missingBit) != 0)
        record.missingBefore = in.varint();
    if ((entry.head & keyBit) != 0)
        record.key = in.bytes();
    if ((entry.head & valueBit) != 0)
        record.value = in.bytes();
    headers.clear();
    if ((entry.head & headersBit) != 0)
        for (std::uint64_t n = in.varint(); n > 0; --n) {
            Domain::Header header;
            header.name = in.bytes();
            if (const std::uint64_t size = in.varint(); size > 0)
                header.value = in.take(size - 1);
            headers.push_back(header);
        }
    record.headers = headers;
}

std::size_t BlockReader::indexOf(Offset offset) const
{
    const auto it = std::upper_bound(m_entries.begin(), m_entries.end(), offset.value(), [](std::int64_t at, const Entry &entry) { return at < entry.end; });
    return static_cast<std::size_t>(it - m_entries.begin());
}

} // namespace Store
