// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace Replay {

/// What a dry run needs to know about the topics that records would go to; each is asked for once. Asks only. The dry run's thread.
class TargetTopics
{
public:
    struct Topic
    {
        bool isMissing = false;
        std::int32_t partitions = 0; ///< 0: unknown
        Domain::TopicFacts facts = {};
        std::optional<Domain::Error> error = {}; ///< neither there nor missing: it could not be asked for
    };

    TargetTopics(Domain::Cluster &cluster, const std::stop_token &stop) : m_cluster(cluster), m_stop(stop) {}

    /// Blocks the first time.
    const Topic &find(const std::string &name);
    const std::map<std::string, Topic, std::less<>> &all() const { return m_topics; }

    struct Groups
    {
        std::vector<std::string> names = {}; ///< that have committed on one of the topics
        std::uint64_t asked = 0;
        std::uint64_t total = 0;
        std::optional<Domain::Error> error = {};
    };
    /// Who reads these topics. Looks at no more than 64 groups, for no longer than 5 s.
    Groups findGroups();

private:
    void askFacts(const std::string &name, Topic &topic);
    std::vector<Domain::PartitionName> places() const;

    Domain::Cluster &m_cluster;
    const std::stop_token &m_stop;
    std::map<std::string, Topic, std::less<>> m_topics;
};

} // namespace Replay
