// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/ids.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>
#include <utility>
#include <vector>

/// Private to the sorting of rows: the partitions of the rows that are being sorted.
namespace Store {

/// The rows of one partition, or those of them that one part of the work has seen.
struct Group
{
    static constexpr std::int64_t NoTime = std::numeric_limits<std::int64_t>::min();

    // What the first look at the rows finds
    std::int64_t firstOffset = 0;
    std::int64_t lastOffset = 0;
    std::uint64_t count = 0;
    std::int64_t earliest = std::numeric_limits<std::int64_t>::max(); // record times
    std::int64_t latest = NoTime; ///< of the records seen so far, in the second look too
    bool isRising = true;                                             ///< offsets never fall
    bool isFalling = true;

    // The second look
    bool isWatched = false;   ///< the next record is the first one, or gaps are waiting for it
    std::uint32_t rank = 0;   ///< among the partitions
    std::uint64_t filled = 0; ///< where its next row goes
    std::vector<std::size_t> waiting = {}; ///< places of gaps whose successor has not come
    std::optional<std::uint64_t> firstKey = {};

    std::uint16_t topic = 0;
    Domain::PartitionId partition = {};

    void see(std::int64_t offset)
    {
        if (count++ == 0)
            firstOffset = lastOffset = offset;
        else
            follow(offset);
        lastOffset = offset;
    }
    void seeTime(std::int64_t ms)
    {
        earliest = std::min(earliest, ms);
        latest = std::max(latest, ms);
    }
    /// What another part of the work has seen behind it.
    void add(const Group &later)
    {
        if (later.count == 0)
            return;
        if (count == 0)
            firstOffset = later.firstOffset;
        else
            follow(later.firstOffset);
        isRising = isRising && later.isRising;
        isFalling = isFalling && later.isFalling;
        lastOffset = later.lastOffset;
        count += later.count;
        earliest = std::min(earliest, later.earliest);
        latest = std::max(latest, later.latest);
    }

private:
    void follow(std::int64_t offset)
    {
        isRising = isRising && offset >= lastOffset;
        isFalling = isFalling && offset < lastOffset;
    }
};

/// The partitions seen. Found once per chunk and stream; see RowReader.
class Groups
{
public:
    Group &of(std::uint16_t topic, Domain::PartitionId partition)
    {
        Group *&known = m_known[{topic, partition}];
        if (!known) {
            known = &m_groups.emplace_back();
            known->topic = topic;
            known->partition = partition;
        }
        return *known;
    }
    /// Takes in what `later` has seen behind it.
    void add(const Groups &later)
    {
        for (const Group &more : later.m_groups)
            of(more.topic, more.partition).add(more);
    }
    /// By topic and partition.
    std::vector<Group *> ranked()
    {
        std::vector<Group *> sorted;
        for (const auto &[name, group] : m_known) {
            group->rank = static_cast<std::uint32_t>(sorted.size());
            sorted.push_back(group);
        }
        return sorted;
    }

private:
    std::deque<Group> m_groups; // addresses stay
    std::map<std::pair<std::uint16_t, Domain::PartitionId>, Group *> m_known;
};

} // namespace Store
