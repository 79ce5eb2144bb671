// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "session/snapshotmerge.h"

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace Session {

/// What is known of the watermarks of a cluster's topics, and which topics are still to be asked. Plain value of the
/// GUI thread, used by ClusterSession. Answers merge by partition id, so a partition that is new since asking loses nothing.
///
/// Where more topics wait than one request holds, the ends of all are asked before the first beginning: ends are what moves and
/// what most is made of, and each half takes as long as the other.
class WatermarkTable
{
public:
    /// Brings the table in line with a new snapshot: partitions that stay keep what is known of them.
    void setSnapshot(SharedSnapshot snapshot);

    /// In snapshot order of the partitions; empty until something of the topic is known.
    const std::vector<Domain::Watermarks> &of(const std::string &topic) const;
    std::optional<Domain::OffsetSpan> span(const std::string &topic) const;

    // Topics in the queue or under way are not asked twice; topics that are not there (yet) are asked when they are.
    void askFirst(const std::vector<std::string> &topics); ///< before those that wait already: somebody looks at them
    void askAll();                                         ///< and topics that appear later
    void askAgain();                                       ///< everything asked for since the beginning

    /// Takes topics from the queue for one request of at most about `partitions` partitions (a single topic may have more).
    /// Either no query is for an end, or the first one is. Topics with partitions that cannot be asked are named in `changed`.
    std::vector<Domain::OffsetQuery> nextQueries(std::size_t partitions, std::vector<std::string> &changed);
    /// Merges the answers to those queries; returns the topics that changed.
    std::vector<std::string> merge(const std::vector<Domain::OffsetQuery> &queries, const Domain::Result<std::vector<Domain::OffsetAnswer>> &answers);

private:
    struct Entry
    {
        std::vector<Domain::Watermarks> marks; ///< parallel to the topic's partitions, or empty: nothing known
        bool queued = false;                   ///< in m_queue
        bool isUrgent = false;                 ///< its beginnings are asked together with its ends
        bool beginningsDue = false;            ///< in m_beginnings
        int underWay = 0;                      ///< requests: ends and beginnings may be two
    };
    using Queries = std::vector<Domain::OffsetQuery>;
    std::size_t indexOf(const std::string &topic) const; ///< m_entries.size(): not there
    void enqueue(std::size_t index, bool first);
    bool markLeaderless(std::size_t index);
    bool waitingExceeds(std::size_t partitions) const;
    void takeEnds(Queries &queries, std::size_t partitions, std::vector<std::string> &changed);
    void takeBeginnings(Queries &queries, std::size_t partitions);
    std::size_t addQueries(Queries &queries, std::size_t index, bool ends, bool beginnings); ///< returns for how many partitions
    bool put(std::size_t index, const Domain::OffsetQuery &query, const Domain::OffsetAnswer &answer);

    SharedSnapshot m_snapshot = std::make_shared<const Domain::ClusterSnapshot>();
    std::vector<Entry> m_entries;         ///< parallel to the snapshot's topics
    std::deque<std::size_t> m_queue;      ///< of entries whose ends are to be asked
    std::deque<std::size_t> m_beginnings; ///< of entries whose ends have been asked alone
    std::set<std::string> m_asked;        ///< by name
    bool m_allAsked = false;
};

} // namespace Session
