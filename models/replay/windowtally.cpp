// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/windowtally.h"

#include <algorithm>

namespace Replay {

namespace {

/// Offsets [a, b) of one partition come rising but for those of records that were sent again: then they are put in order.
void addOffset(std::vector<std::pair<std::int64_t, std::int64_t>> &runs, std::int64_t offset)
{
    if (!runs.empty() && runs.back().second == offset)
        ++runs.back().second;
    else if (runs.empty() || runs.back().second < offset)
        runs.emplace_back(offset, offset + 1);
    else
        runs.insert(std::upper_bound(runs.begin(), runs.end(), std::pair(offset, offset)), {offset, offset + 1});
}

std::uint32_t &indexOf(std::vector<std::uint32_t> &indexes, std::uint32_t place)
{
    if (place >= indexes.size())
        indexes.resize(place + 1);
    return indexes[place];
}

} // namespace

Hash128 placedHash(Mode mode, const Hash128 &content, const RecordPlace &place)
{
    const auto half = [](std::int32_t n) { return static_cast<std::uint64_t>(static_cast<std::uint32_t>(n)); };
    if (mode == Mode::AtLeastOnce)
        return mixed(content, half(place.partition), static_cast<std::uint64_t>(place.offset));
    return mixed(content, half(place.partition) << 32 | half(place.sourcePartition),
                 static_cast<std::uint64_t>(place.sourceOffset) ^ static_cast<std::uint64_t>(place.sourceTopic) << 48);
}

Hash128 timedHash(const Hash128 &placed, std::int64_t timestampMs)
{
    return mixed(placed, static_cast<std::uint64_t>(timestampMs), 1);
}

void WindowTally::clear()
{
    m_slots.clear();
    for (const std::uint32_t place : m_sourcePlaces)
        m_sourceIndex[place] = 0;
    for (const std::uint32_t place : m_targetPlaces)
        m_targetIndex[place] = 0;
    m_sourcePlaces.clear();
    m_targetPlaces.clear();
    m_source.clear();
    m_target.clear();
    m_vanished.clear();
    m_disorder.reset();
    m_open = m_records = m_landedBytes = m_bytes = m_dropped = m_failed = 0;
}

void WindowTally::passed(std::uint32_t source, std::int64_t from, std::int64_t next)
{
    std::uint32_t &index = indexOf(m_sourceIndex, source);
    if (index == 0) {
        m_source.push_back({m_sources[source].first, m_sources[source].second, from, from});
        m_sourcePlaces.push_back(source);
        index = static_cast<std::uint32_t>(m_source.size());
    }
    Advance &advance = m_source[index - 1];
    advance.next = std::max(advance.next, next);
}

std::size_t WindowTally::sent(std::uint32_t source, std::int64_t offset, std::uint16_t targetTopic, const Hash128 &content, std::int64_t timestampMs,
                              std::size_t bytes)
{
    m_slots.push_back({content, timestampMs, offset, source, static_cast<std::uint32_t>(bytes), targetTopic, true});
    m_bytes += bytes;
    ++m_open;
    return m_slots.size() - 1;
}

Landed &WindowTally::landing(std::uint16_t topic, std::int32_t partition)
{
    const std::uint32_t place = m_targets.of(topic, partition);
    std::uint32_t &index = indexOf(m_targetIndex, place);
    if (index == 0) {
        m_target.push_back({.topic = m_topics[topic], .partition = partition});
        m_targetPlaces.push_back(place);
        index = static_cast<std::uint32_t>(m_target.size());
    }
    return m_target[index - 1];
}

void WindowTally::landed(std::size_t slot, std::int32_t partition, std::int64_t offset)
{
    Slot &s = m_slots[slot];
    if (!s.isOpen)
        return;
    s.isOpen = false;
    --m_open;
    ++m_records;
    m_landedBytes += s.bytes;
    const auto &[sourceTopic, sourcePartition] = m_sources[s.source];
    const Hash128 placed = placedHash(m_mode, s.content, {sourceTopic, sourcePartition, s.offset, partition, offset});
    Landed &there = landing(s.topic, partition);
    ++there.records;
    there.content += placed;
    there.timed += timedHash(placed, s.timestampMs);
    addOffset(there.runs, offset);
}

void WindowTally::lost(std::size_t slot)
{
    Slot &s = m_slots[slot];
    if (!s.isOpen)
        return;
    s.isOpen = false;
    --m_open;
}

WindowEntry WindowTally::entry(std::uint64_t number) const
{
    return {number, m_records, m_landedBytes, m_dropped, m_failed, m_source, m_target, m_vanished, m_disorder};
}

void WindowTally::append(WindowEntry &entry, const WindowEntry &later)
{
    entry.records += later.records;
    entry.bytes += later.bytes;
    entry.dropped += later.dropped;
    entry.failed += later.failed;
    for (const Advance &a : later.source) {
        const auto known = std::find_if(entry.source.begin(), entry.source.end(), [&a](const Advance &b) { return a.topic == b.topic && a.partition == b.partition; });
        if (known == entry.source.end())
            entry.source.push_back(a);
        else
            known->next = std::max(known->next, a.next);
    }
    for (const Landed &landed : later.target) {
        const auto known = std::find_if(entry.target.begin(), entry.target.end(), [&landed](const Landed &b) { return landed.topic == b.topic && landed.partition == b.partition; });
        if (known == entry.target.end()) {
            entry.target.push_back(landed);
            continue;
        }
        known->records += landed.records;
        known->content += landed.content;
        known->timed += landed.timed;
        for (const auto &run : landed.runs) {
            if (known->runs.back().second == run.first)
                known->runs.back().second = run.second;
            else
                known->runs.push_back(run);
        }
    }
    if (!entry.disorder)
        entry.disorder = later.disorder;
    entry.vanished.insert(entry.vanished.end(), later.vanished.begin(), later.vanished.end());
}

} // namespace Replay
