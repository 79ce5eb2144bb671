// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace Session {

/// What is known of the watermarks of a cluster's topics, and which topics are still to be asked. Plain value of the
/// GUI thread, used by ClusterSession. Answers merge by partition id, so a partition that is new since asking loses nothing.
class WatermarkTable
{
public:
    /// Brings the table in line with a new snapshot: partitions that stay keep what is known of them.
    void setSnapshot(std::shared_ptr<const Domain::ClusterSnapshot> snapshot);

    /// In snapshot order of the partitions; empty until something of the topic is known.
    const std::vector<Domain::Watermarks> &of(const std::string &topic) const;
    std::optional<Domain::OffsetSpan> span(const std::string &topic) const;

    /// Puts topics in the queue; `first`: before those that wait already. Topics in the queue or under way are not asked twice.
    void ask(const std::vector<std::string> &topics, bool first);
    /// Every topic that has been asked for since the beginning.
    std::vector<std::string> askedTopics() const;
    bool wasAsked(const std::string &topic) const { return m_asked.contains(topic); }

    /// Takes topics from the queue for one request of at most about `partitions` partitions (a single topic may have more).
    /// Topics without a partition that can be asked are answered here and named in `changed`.
    std::vector<Domain::OffsetQuery> nextQueries(std::size_t partitions, std::vector<std::string> &changed);
    /// Merges the answers to those queries; returns the topics that changed.
    std::vector<std::string> merge(const std::vector<Domain::OffsetQuery> &queries, const Domain::Result<std::vector<Domain::OffsetAnswer>> &answers);

private:
    struct Entry
    {
        const std::vector<Domain::Partition> *partitions = nullptr; ///< in m_snapshot
        std::vector<Domain::Watermarks> marks;                      ///< parallel to them, or empty: nothing known
        bool queued = false;
        bool underWay = false;
    };
    static bool put(Domain::Watermarks &marks, const Domain::OffsetQuery &query, const Domain::OffsetAnswer &answer);
    static bool markLeaderless(const std::string &topic, Entry &entry);
    Domain::Watermarks *find(const std::string &topic, Domain::PartitionId partition);

    std::shared_ptr<const Domain::ClusterSnapshot> m_snapshot;
    std::unordered_map<std::string, Entry> m_entries; ///< one a topic of the snapshot
    std::unordered_set<std::string> m_asked;
    std::deque<std::string> m_queue;
};

} // namespace Session
