// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "replay/replayplan.h"
#include "replay/targetscan.h"
#include "replay/windowtally.h"

#include <deque>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace Replay {

/// Which window a record belongs to. Verified once: by its place at the source; at least once: by its place at the target.
class WindowIndex
{
public:
    WindowIndex(Mode mode, const std::vector<WindowEntry> &windows);
    /// Index of the window; none: in no window. Cheap when one offset follows the other.
    std::optional<std::uint32_t> find(std::uint16_t topic, std::int32_t partition, std::int64_t offset);
    std::uint16_t targetTopic(const std::string &name) const; ///< at least once: how topics of the target are numbered here

private:
    struct Span
    {
        std::int64_t from;
        std::int64_t until;
        std::uint32_t window;
    };
    struct Place
    {
        std::vector<Span> spans; ///< rising
        std::size_t last = 0;
    };
    PlaceNumbers m_numbers;
    std::vector<Place> m_places;
    std::vector<std::string> m_topics;
};

/// Sums of what is found at the target, by window and partition. One thread.
class TargetAudit
{
public:
    TargetAudit(const Plan &plan, const RunHistory &history);

    struct Sum
    {
        std::uint64_t records = 0;
        Hash128 content = {};
        Hash128 timed = {};
        bool isLogAppend = false; ///< the target has put its own times
    };
    using Key = std::pair<std::uint32_t, Domain::PartitionName>; ///< window, place at the target

    /// Takes a record of the topic that is being read. False: it is none of the run.
    bool take(const std::string &topic, const Domain::Record &record);

    std::uint64_t found() const { return m_found; }
    Hash128 total() const { return m_total; }
    const std::map<Key, Sum> &sums();
    /// At least once: records of ours that stand there once more, in front of those whose acknowledgement has come: a run that was interrupted, or
    /// a client that had to send a batch again, cannot know of them.
    std::uint64_t doubled() const { return m_doubled; }
    /// The first record whose source is older than that of one before it.
    const std::optional<Difference> &disorder() const { return m_disorder; }
    /// The first record that carries the run's name and was not sent by it.
    const std::optional<Difference> &foreign() const { return m_foreign; }

private:
    /// Records in between that no report tells of: of others, or copies of ours. The newest ones; a copy stands near.
    struct Strangers
    {
        static constexpr std::size_t most = 40'000;
        std::deque<Hash128> order;
        std::unordered_map<std::uint64_t, std::uint32_t> counts; ///< by half of the hash
    };
    struct Partition
    {
        Strangers strangers;
        std::unordered_map<std::uint32_t, Sum> sums;           ///< by window
        std::unordered_map<std::uint64_t, std::int64_t> order; ///< by place of the source: the last offset
    };
    bool takeOnce(const std::string &topic, const Domain::Record &record);
    bool takeCounted(const std::string &topic, const Domain::Record &record);
    Hash128 lookOf(const Domain::Record &record) const;
    void addStranger(Strangers &strangers, const Hash128 &look) const;
    void add(const std::string &topic, std::uint32_t window, const Domain::Record &record, std::span<const Domain::Header> headers, const RecordPlace &place);
    Partition &partitionOf(const std::string &topic, std::int32_t partition);
    Difference at(const std::string &topic, const Domain::Record &record, Difference::Kind kind) const;

    const Plan &m_plan;
    const RunHistory &m_history;
    WindowIndex m_index;
    std::map<Domain::PartitionName, Partition> m_partitions;
    Partition *m_last = nullptr;
    Domain::PartitionName m_lastName;
    std::map<Key, Sum> m_sums;
    std::vector<Domain::Header> m_headers;
    std::uint64_t m_found = 0;
    std::uint64_t m_doubled = 0;
    const bool m_hasTimes; ///< a record that is sent again has the same time
    Hash128 m_total;
    std::optional<Difference> m_disorder;
    std::optional<Difference> m_foreign;
};

} // namespace Replay
