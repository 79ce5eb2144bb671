// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"
#include "store/recordingformat.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace Store {

/// Collects records and gaps of one partition and turns them into the payload of a block. Owned by a RecordingWriter.
class BlockBuilder
{
public:
    BlockBuilder(std::uint16_t topic, Domain::PartitionId partition) : m_topic(topic), m_partition(partition) {}

    void add(const Domain::Record &record);
    void add(const Domain::Gap &gap);

    bool isEmpty() const { return m_entries.empty(); }
    std::size_t bytes() const { return m_bodies.size() + 16 * m_entries.size(); }
    std::size_t entries() const { return m_entries.size(); }

    /// The payload, offsets rising whatever order they came in; `block` gets everything but its place in the file. What
    /// stands on offsets that came before is dropped. Empty afterwards.
    std::string take(RecordingBlock &block);

private:
    struct Entry
    {
        std::int64_t first = 0;
        std::int64_t end = 0;
        std::int64_t ms = 0;
        std::size_t body = 0; ///< position in m_bodies
        std::size_t size = 0;
        unsigned char head = 0;
    };

    std::uint16_t m_topic;
    Domain::PartitionId m_partition;
    std::vector<Entry> m_entries;
    std::string m_bodies;
};

/// The entries of a block's payload, checked as a whole before the first is handed out. Borrows nothing: it owns the payload.
class BlockReader
{
public:
    BlockReader() = default;

    /// False: damaged, or not of this topic and partition, or with offsets outside of [first, end). Nothing may be read then.
    bool load(std::string payload, std::uint16_t topic, Domain::PartitionId partition, Domain::Offset first, Domain::Offset end);
    /// For a block that no index describes: tells what it holds (all but its place and size).
    bool describe(std::string payload, RecordingBlock &block);

    std::size_t size() const { return m_entries.size(); }
    bool isGap(std::size_t i) const { return (m_entries[i].head & gapBit) != 0; }
    Domain::Offset first(std::size_t i) const { return Domain::Offset(m_entries[i].first); }
    Domain::Timestamp timestamp(std::size_t i) const;
    Domain::Gap gap(std::size_t i) const;
    /// Borrows from this and from `headers`.
    void record(std::size_t i, Domain::Record &record, std::vector<Domain::Header> &headers) const;
    /// The first entry that ends beyond `offset`; size() when there is none.
    std::size_t indexOf(Domain::Offset offset) const;

private:
    friend class BlockBuilder;
    static constexpr unsigned char gapBit = 1;

    struct Entry
    {
        std::int64_t first = 0;
        std::int64_t end = 0;
        std::int64_t ms = 0;
        std::uint32_t body = 0; ///< position in the payload
        unsigned char head = 0;
    };
    bool parse();

    std::string m_payload;
    std::vector<Entry> m_entries;
    std::uint16_t m_topic = 0;
    Domain::PartitionId m_partition;
};

} // namespace Store
