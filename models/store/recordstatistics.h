// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/record.h"
#include "store/distinctcount.h"
#include "store/hotkeys.h"
#include "store/sizehistogram.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace Store {

/// Figures about records, made in one pass in bounded memory. Records of a partition come in rising offsets. One thread at a time.
class RecordStatistics
{
public:
    struct Partition
    {
        std::uint64_t records = 0;
        std::uint64_t keyBytes = 0;
        std::uint64_t valueBytes = 0;
        std::uint64_t headerBytes = 0;
        std::uint64_t nullKeys = 0;
        std::uint64_t nullValues = 0;
        std::uint64_t backward = 0;       ///< dated before an earlier record of the partition
        std::int64_t mostBackwardMs = 0;  ///< by how much at most
        std::array<std::uint64_t, 4> gapOffsets = {}; ///< by Domain::GapReason; marks included
        Domain::Offset first = {};
        Domain::Offset last = {};
        std::optional<std::int64_t> newestMs = {};
        std::uint64_t bytes() const { return keyBytes + valueBytes + headerBytes; }
    };

    void add(const Domain::Record &record);
    void add(const Domain::Gap &gap);

    const std::map<Domain::TopicPartition, Partition> &partitions() const { return m_partitions; }
    Partition total() const;
    std::uint64_t distinctKeys() const { return m_keys.estimate(); } ///< of all topics together; nulls are none
    const SizeHistogram &sizes() const { return m_sizes; }           ///< key + value + headers
    std::vector<HotKeys::Key> hotKeys(std::size_t limit) const { return m_hot.top(limit); }

    /// Records by hour since 1970; at most maxHours of them.
    const std::map<std::int64_t, std::uint64_t> &hours() const { return m_hours; }
    std::uint64_t undated() const { return m_undated; }
    std::uint64_t beyondHours() const { return m_beyondHours; } ///< of hours that found no place any more

    /// Keys of a topic that came in more than one of its partitions.
    std::uint64_t wanderingKeys() const { return m_wandering; }
    /// Among how many keys that was looked for: it stops at maxPlacedKeys.
    std::uint64_t placedKeys() const { return m_places.size(); }
    bool isEveryKeyPlaced() const { return m_isEveryKeyPlaced; }

    static constexpr std::size_t maxHours = 20'000;
    static constexpr std::size_t maxPlacedKeys = 1'000'000;

private:
    void addTime(Partition &partition, const Domain::Timestamp &timestamp);
    void addKey(const Domain::Record &record);

    std::map<Domain::TopicPartition, Partition> m_partitions;
    DistinctCount m_keys;
    SizeHistogram m_sizes;
    HotKeys m_hot;
    std::map<std::int64_t, std::uint64_t> m_hours;
    std::uint64_t m_undated = 0;
    std::uint64_t m_beyondHours = 0;
    std::unordered_map<std::uint64_t, std::int32_t> m_places; ///< hash of topic and key → partition, or −1 for several
    std::uint64_t m_wandering = 0;
    bool m_isEveryKeyPlaced = true;
};

} // namespace Store
