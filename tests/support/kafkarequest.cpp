// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafkarequest.h"

#include <algorithm>
#include <array>

namespace {

/// Reads Kafka's encodings one after another; at the end of the bytes everything is 0.
class Cursor
{
public:
    explicit Cursor(std::string_view bytes) : m_bytes(bytes) {}

    std::uint64_t fixed(std::size_t size)
    {
        const std::uint64_t value = KafkaRequest::number(m_bytes, size);
        skip(size);
        return value;
    }
    std::uint64_t varint()
    {
        std::uint64_t value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            const std::uint64_t byte = fixed(1);
            value |= (byte & 0x7f) << shift;
            if (!(byte & 0x80))
                break;
        }
        return value;
    }
    void skip(std::size_t size) { m_bytes.remove_prefix(std::min(size, m_bytes.size())); }
    void skipTags()
    {
        for (std::uint64_t n = varint(); n > 0 && !m_bytes.empty(); --n) {
            varint();
            skip(std::size_t(varint()));
        }
    }
    bool isAtEnd() const { return m_bytes.empty(); }

private:
    std::string_view m_bytes;
};

} // namespace

std::uint64_t KafkaRequest::number(std::string_view bytes, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i)
        value = value << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U);
    return value;
}

KafkaRequest::KafkaRequest(std::string_view message)
    : api(std::int16_t(number(message, 2))), version(std::int16_t(number(message.substr(std::min<std::size_t>(2, message.size())), 2)))
{
    Cursor cursor(message);
    cursor.skip(4);
    correlation = std::uint32_t(cursor.fixed(4));
    const auto size = std::int16_t(cursor.fixed(2));
    const std::size_t from = std::min<std::size_t>(10, message.size());
    client = message.substr(from, size > 0 ? std::size_t(size) : 0);
    m_body = message.substr(from + client.size());
}

bool KafkaRequest::mayCreateTopics() const
{
    constexpr int metadata = 3;
    if (api != metadata)
        return false;
    Cursor cursor(m_body);
    const bool isCompact = version >= 9;
    if (isCompact)
        cursor.skipTags(); // of the request's header
    // −1 (or 0 in the compact form) stands for all topics, which creates none.
    const std::int64_t count = isCompact ? std::int64_t(cursor.varint()) - 1 : std::int32_t(cursor.fixed(4));
    for (std::int64_t i = 0; i < count && !cursor.isAtEnd(); ++i) {
        if (version >= 10)
            cursor.skip(16); // the topic's id
        const std::int64_t size = isCompact ? std::int64_t(cursor.varint()) - 1 : std::int16_t(cursor.fixed(2));
        cursor.skip(std::size_t(std::max<std::int64_t>(size, 0)));
        if (isCompact)
            cursor.skipTags();
    }
    return count > 0 && (version < 4 || cursor.fixed(1) != 0);
}

bool KafkaRequest::changesSomething(int api)
{
    // Produce; OffsetCommit; JoinGroup, Heartbeat, LeaveGroup, SyncGroup; CreateTopics, DeleteTopics, DeleteRecords, InitProducerId;
    // AddPartitionsToTxn, AddOffsetsToTxn, EndTxn, WriteTxnMarkers, TxnOffsetCommit; CreateAcls, DeleteAcls; AlterConfigs;
    // AlterReplicaLogDirs; CreatePartitions; delegation tokens; DeleteGroups, ElectLeaders, IncrementalAlterConfigs,
    // AlterPartitionReassignments; OffsetDelete; AlterClientQuotas; AlterUserScramCredentials; UpdateFeatures; heartbeats of the new groups
    constexpr std::array keys{0, 8, 11, 12, 13, 14, 19, 20, 21, 22, 24, 25, 26, 27, 28, 30, 31, 33, 34, 37, 38, 39, 40, 42, 43, 44, 45, 47, 49, 51, 57, 68, 76};
    return std::find(keys.begin(), keys.end(), api) != keys.end();
}
