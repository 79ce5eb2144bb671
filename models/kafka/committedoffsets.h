// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "kafka/callscope.h"
#include "kafka/clustercore.h"
#include "kafka/handles.h"

#include <string>
#include <vector>

namespace Kafka {

/// One request for the offsets a group has committed. The group is asked about on a handle of its own which bears the group's name
/// but never joins it (architecture §5): the calls made for this purpose can abort the process. Even looking for a group's
/// coordinator makes a broker create the topic of committed offsets, so a cluster without that topic and without the group
/// is not asked. Lives in a thread of its own for the time of run().
class CommittedOffsets
{
public:
    CommittedOffsets(ClusterCore &core, const std::string &group, const std::vector<Domain::PartitionName> &partitions, const CallScope &scope)
        : m_core(core), m_group(group), m_partitions(partitions), m_scope(scope)
    {
    }

    /// One answer a partition, in their order.
    Domain::Result<std::vector<Domain::OffsetAnswer>> run();

private:
    enum class Presence { Present, Absent, Unknown };
    Presence lookForGroup();
    bool isListed(rd_kafka_t *handle) const;
    Domain::Result<std::vector<Domain::OffsetAnswer>> ask();
    std::vector<Domain::OffsetAnswer> answersIn(const rd_kafka_topic_partition_list_t &list) const;

    ClusterCore &m_core;
    const std::string &m_group;
    const std::vector<Domain::PartitionName> &m_partitions;
    const CallScope &m_scope;
};

} // namespace Kafka
