// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "domain/partitioner.h"

#include <array>

namespace Domain {

namespace {

std::uint32_t byteAt(BytesView bytes, std::size_t i)
{
    return static_cast<unsigned char>(bytes[i]);
}

/// MurmurHash2, 32 bits, with the seed of Kafka's Java client.
std::uint32_t murmur2(BytesView bytes)
{
    constexpr std::uint32_t multiplier = 0x5bd1e995;
    constexpr int shift = 24;
    std::uint32_t hash = 0x9747b28cU ^ static_cast<std::uint32_t>(bytes.size());
    std::size_t i = 0;
    for (; i + 4 <= bytes.size(); i += 4) {
        std::uint32_t word = byteAt(bytes, i) | byteAt(bytes, i + 1) << 8 | byteAt(bytes, i + 2) << 16 | byteAt(bytes, i + 3) << 24;
        word *= multiplier;
        word ^= word >> shift;
        word *= multiplier;
        hash = hash * multiplier ^ word;
    }
    const std::size_t rest = bytes.size() - i;
    if (rest >= 3)
        hash ^= byteAt(bytes, i + 2) << 16;
    if (rest >= 2)
        hash ^= byteAt(bytes, i + 1) << 8;
    if (rest >= 1)
        hash = (hash ^ byteAt(bytes, i)) * multiplier;
    hash ^= hash >> 13;
    hash *= multiplier;
    return hash ^ hash >> 15;
}

constexpr std::array<std::uint32_t, 256> crcTable()
{
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = value & 1 ? 0xedb88320U ^ value >> 1 : value >> 1;
        table[i] = value;
    }
    return table;
}

std::uint32_t crc32(BytesView bytes)
{
    static constexpr std::array<std::uint32_t, 256> table = crcTable();
    std::uint32_t value = 0xffffffffU;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        value = table[(value ^ byteAt(bytes, i)) & 0xff] ^ value >> 8;
    return ~value;
}

/// FNV-1a as Sarama's hash partitioner uses it: the absolute value of the hash taken as a signed number.
std::uint32_t fnv1a(BytesView bytes)
{
    std::uint32_t hash = 0x811c9dc5U;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        hash = (hash ^ byteAt(bytes, i)) * 0x01000193U;
    return hash > 0x80000000U ? 0U - hash : hash;
}

} // namespace

std::optional<PartitionId> partitionOfKey(Partitioner partitioner, const std::optional<BytesView> &key, std::int32_t partitionCount)
{
    if (!key || (partitioner == Partitioner::ConsistentRandom && key->empty()))
        return std::nullopt;
    const auto count = static_cast<std::uint32_t>(partitionCount);
    std::uint32_t hash = 0;
    switch (partitioner) {
    case Partitioner::Murmur2Random:
        hash = murmur2(*key) & 0x7fffffffU;
        break;
    case Partitioner::ConsistentRandom:
        hash = crc32(*key);
        break;
    case Partitioner::Fnv1aRandom:
        hash = fnv1a(*key);
        break;
    }
    return PartitionId(static_cast<std::int32_t>(hash % count));
}

} // namespace Domain
