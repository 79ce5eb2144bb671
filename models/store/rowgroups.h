// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/ids.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <utility>
#include <vector>

/// Private to roworder.cpp: the partitions of the rows that are being sorted.
namespace Store {

/// The rows of one partition.
struct Group
{
    std::uint16_t topic = 0;
    Domain::PartitionId partition;
    std::uint64_t count = 0;
    std::uint64_t begin = 0;
    std::uint64_t filled = 0;
    std::int64_t firstOffset = 0;
    std::int64_t lastOffset = 0;
    bool isRising = true;
    bool isFalling = true;
};

/// The partitions seen, found quickly: their numbers are small as a rule.
class Groups
{
public:
    Group &of(std::uint16_t topic, Domain::PartitionId partition)
    {
        if (m_last && m_last->topic == topic && m_last->partition == partition)
            return *m_last;
        const auto number = static_cast<std::size_t>(partition.value());
        if (topic >= m_byTopic.size())
            m_byTopic.resize(std::size_t(topic) + 1);
        std::vector<Group *> &known = m_byTopic[topic];
        Group *group = nullptr;
        if (number < Direct) {
            if (number >= known.size())
                known.resize(number + 1);
            group = known[number];
            if (!group)
                group = known[number] = &add(topic, partition);
        } else {
            Group *&odd = m_odd[{topic, partition}];
            if (!odd)
                odd = &add(topic, partition);
            group = odd;
        }
        m_last = group;
        return *group;
    }
    /// Takes in what `later` has seen behind it.
    void add(const Groups &later)
    {
        for (const Group &more : later.m_groups) {
            Group &group = of(more.topic, more.partition);
            if (group.count == 0) {
                group = more;
                continue;
            }
            group.isRising = group.isRising && more.isRising && more.firstOffset > group.lastOffset;
            group.isFalling = group.isFalling && more.isFalling && more.firstOffset < group.lastOffset;
            group.lastOffset = more.lastOffset;
            group.count += more.count;
        }
    }
    /// By topic and partition, with their places.
    std::vector<Group *> placed()
    {
        std::vector<Group *> sorted;
        for (Group &group : m_groups)
            sorted.push_back(&group);
        std::ranges::sort(sorted, {}, [](const Group *g) { return std::pair(g->topic, g->partition); });
        std::uint64_t begin = 0;
        for (Group *group : sorted) {
            group->begin = group->filled = begin;
            begin += group->count;
        }
        return sorted;
    }

private:
    static constexpr std::size_t Direct = std::size_t(1) << 16;
    Group &add(std::uint16_t topic, Domain::PartitionId partition) { return m_groups.emplace_back(Group{topic, partition}); }

    std::deque<Group> m_groups; // addresses stay
    std::vector<std::vector<Group *>> m_byTopic;
    std::map<std::pair<std::uint16_t, Domain::PartitionId>, Group *> m_odd;
    Group *m_last = nullptr;
};

} // namespace Store
