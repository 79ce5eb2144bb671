// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/replayplan.h"
#include "replay/runhistory.h"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace Replay {

/// Numbers partitions in the order in which they are met. One thread.
class PlaceNumbers
{
public:
    std::uint32_t of(std::uint16_t topic, std::int32_t partition)
    {
        if (m_last < m_places.size() && m_places[m_last] == std::pair(topic, partition))
            return m_last;
        const std::uint64_t key = static_cast<std::uint64_t>(topic) << 32 | static_cast<std::uint32_t>(partition);
        const auto [it, isNew] = m_numbers.try_emplace(key, static_cast<std::uint32_t>(m_places.size()));
        if (isNew)
            m_places.emplace_back(topic, partition);
        return m_last = it->second;
    }
    const std::pair<std::uint16_t, std::int32_t> &operator[](std::uint32_t number) const { return m_places[number]; }
    std::size_t size() const { return m_places.size(); }

private:
    std::vector<std::pair<std::uint16_t, std::int32_t>> m_places;
    std::unordered_map<std::uint64_t, std::uint32_t> m_numbers;
    std::uint32_t m_last = 0;
};

/// Where a record of a run came from and where it is: what its hash covers beside its content.
struct RecordPlace
{
    std::uint16_t sourceTopic = 0;
    std::int32_t sourcePartition = 0;
    std::int64_t sourceOffset = 0;
    std::int32_t partition = 0; ///< at the target
    std::int64_t offset = 0;    ///< at the target
};
/// Verified once: the place at the source is in a header, and the target's offsets are of no matter. At least once: no header tells, but the
/// offset at the target is known of each record.
Hash128 placedHash(Mode mode, const Hash128 &content, const RecordPlace &place);
Hash128 timedHash(const Hash128 &placed, std::int64_t timestampMs);

/// Adds up one window while it is sent: how far the source was read, which records wait for their acknowledgement, what has landed where.
/// Used again for the next window. One thread.
class WindowTally
{
public:
    /// `topics`: names of the target's topics by number. All outlive this.
    WindowTally(Mode mode, const PlaceNumbers &sources, const std::vector<std::string> &topics) : m_mode(mode), m_sources(sources), m_topics(topics) {}

    void clear();
    /// Offsets [from, next) of the source are dealt with, in rising order.
    void passed(std::uint32_t source, std::int64_t from, std::int64_t next);
    void vanished(const Vanished &vanished) { m_vanished.push_back(vanished); }
    void dropped() { ++m_dropped; }
    void failed() { ++m_failed; }
    void disordered(Disorder disorder)
    {
        if (!m_disorder)
            m_disorder = std::move(disorder);
    }
    /// One was sent; → its slot, 0 and up.
    std::size_t sent(std::uint32_t source, std::int64_t offset, std::uint16_t targetTopic, const Hash128 &content, std::int64_t timestampMs, std::size_t bytes);
    /// One was acknowledged.
    void landed(std::size_t slot, std::int32_t partition, std::int64_t offset);
    /// One will not be: it counts no more.
    void lost(std::size_t slot);

    std::uint64_t sentRecords() const { return m_slots.size(); }
    std::uint64_t openRecords() const { return m_open; }
    std::uint64_t bytes() const { return m_bytes; }
    bool hasAdvanced() const { return !m_source.empty(); }
    struct Slot
    {
        Hash128 content = {};
        std::int64_t timestampMs = 0;
        std::int64_t offset = 0;
        std::uint32_t source = 0;
        std::uint32_t bytes = 0;
        std::uint16_t topic = 0; ///< of the target
        bool isOpen = true;
    };
    const Slot &slot(std::size_t index) const { return m_slots[index]; }

    WindowEntry entry(std::uint64_t number) const;
    /// Adds another one's, that was sent behind this, to an entry.
    static void append(WindowEntry &entry, const WindowEntry &later);

private:
    Landed &landing(std::uint16_t topic, std::int32_t partition);

    const Mode m_mode;
    const PlaceNumbers &m_sources;
    const std::vector<std::string> &m_topics;
    std::vector<Slot> m_slots;
    std::vector<Advance> m_source;
    std::vector<std::uint32_t> m_sourceIndex; ///< by place: index into m_source + 1; 0: none
    std::vector<Landed> m_target;
    PlaceNumbers m_targets;
    std::vector<std::uint32_t> m_targetIndex; ///< by place of m_targets: as above
    std::vector<std::uint32_t> m_targetPlaces; ///< of m_target
    std::vector<std::uint32_t> m_sourcePlaces; ///< of m_source
    std::vector<Vanished> m_vanished;
    std::optional<Disorder> m_disorder;
    std::uint64_t m_open = 0;
    std::uint64_t m_records = 0; ///< landed
    std::uint64_t m_landedBytes = 0;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_dropped = 0;
    std::uint64_t m_failed = 0;
};

} // namespace Replay
