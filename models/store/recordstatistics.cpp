// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/recordstatistics.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string_view>

namespace Store {

namespace {

constexpr std::int64_t hourMs = 3'600'000;
constexpr std::int32_t severalPartitions = -1;

/// Spreads the bits (the finish of MurmurHash3), so that all of them may be used.
std::uint64_t spread(std::uint64_t h)
{
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdULL;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53ULL;
    return h ^ (h >> 33);
}

std::int64_t hourOf(std::int64_t ms)
{
    return ms >= 0 ? ms / hourMs : (ms + 1) / hourMs - 1;
}

} // namespace

void RecordStatistics::add(const Domain::Record &record)
{
    const auto [it, isNew] = m_partitions.try_emplace({record.topic, record.partition});
    Partition &partition = it->second;
    if (partition.records == 0)
        partition.first = record.offset;
    partition.last = record.offset;
    ++partition.records;
    const std::size_t size = record.payloadSize();
    const std::size_t keySize = record.key ? record.key->size() : 0;
    const std::size_t valueSize = record.value ? record.value->size() : 0;
    partition.keyBytes += keySize;
    partition.valueBytes += valueSize;
    partition.headerBytes += size - keySize - valueSize;
    partition.nullKeys += record.key ? 0 : 1;
    partition.nullValues += record.value ? 0 : 1;
    partition.gapOffsets[static_cast<std::size_t>(Domain::GapReason::Hole)] += record.missingBefore;
    m_sizes.add(size);
    addTime(partition, record.timestamp);
    if (record.key)
        addKey(record);
}

void RecordStatistics::add(const Domain::Gap &gap)
{
    m_partitions[{gap.topic, gap.partition}].gapOffsets[static_cast<std::size_t>(gap.reason)] += static_cast<std::uint64_t>(gap.span().value());
}

void RecordStatistics::addTime(Partition &partition, const Domain::Timestamp &timestamp)
{
    if (timestamp.type == Domain::TimestampType::None) {
        ++m_undated;
        return;
    }
    if (partition.newestMs && timestamp.ms < *partition.newestMs) {
        const auto by = static_cast<std::uint64_t>(*partition.newestMs) - static_cast<std::uint64_t>(timestamp.ms);
        ++partition.backward;
        partition.mostBackwardMs = std::max(partition.mostBackwardMs, static_cast<std::int64_t>(std::min<std::uint64_t>(by, INT64_MAX)));
    } else {
        partition.newestMs = timestamp.ms;
    }
    const std::int64_t hour = hourOf(timestamp.ms);
    const auto it = m_hours.find(hour);
    if (it != m_hours.end())
        ++it->second;
    else if (m_hours.size() < maxHours)
        m_hours.emplace(hour, 1);
    else
        ++m_beyondHours;
}

void RecordStatistics::addKey(const Domain::Record &record)
{
    const std::uint64_t hash = spread(std::hash<std::string_view>()(*record.key));
    m_keys.add(hash);
    m_hot.add(hash, *record.key);
    const std::uint64_t place = spread(hash + record.topic);
    const auto it = m_places.find(place);
    if (it == m_places.end()) {
        if (m_places.size() < maxPlacedKeys)
            m_places.emplace(place, record.partition.value());
        else
            m_isEveryKeyPlaced = false;
    } else if (it->second != severalPartitions && it->second != record.partition.value()) {
        it->second = severalPartitions;
        ++m_wandering;
    }
}

RecordStatistics::Partition RecordStatistics::total() const
{
    Partition sum;
    for (const auto &[place, partition] : m_partitions) {
        sum.records += partition.records;
        sum.keyBytes += partition.keyBytes;
        sum.valueBytes += partition.valueBytes;
        sum.headerBytes += partition.headerBytes;
        sum.nullKeys += partition.nullKeys;
        sum.nullValues += partition.nullValues;
        sum.backward += partition.backward;
        sum.mostBackwardMs = std::max(sum.mostBackwardMs, partition.mostBackwardMs);
        for (std::size_t reason = 0; reason < sum.gapOffsets.size(); ++reason)
            sum.gapOffsets[reason] += partition.gapOffsets[reason];
    }
    return sum;
}

} // namespace Store
