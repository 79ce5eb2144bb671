// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/ids.h"

#include <optional>
#include <string>
#include <vector>

namespace Domain {

struct Broker
{
    BrokerId id = {};
    std::string host = {};
    int port = 0;
    std::optional<std::string> rack = {}; ///< unknown until DescribeCluster has answered, or where it is not set
    bool operator==(const Broker &) const = default;
};

struct Partition
{
    PartitionId id = {};
    std::optional<BrokerId> leader = {}; ///< none: leaderless
    std::vector<BrokerId> replicas = {};
    std::vector<BrokerId> isr = {};
    bool isUnderReplicated() const { return isr.size() < replicas.size(); }
    bool operator==(const Partition &) const = default;
};

struct Topic
{
    std::string name = {};
    std::vector<Partition> partitions = {}; ///< by id
    std::optional<Error> error = {};        ///< e.g. NotAuthorized; partitions are then empty
    /// Kafka's own topics. Metadata in librdkafka does not tell, so it goes by name: __consumer_offsets,
    /// __transaction_state, __share_group_state.
    bool isInternal() const { return name == "__consumer_offsets" || name == "__transaction_state" || name == "__share_group_state"; }
    bool operator==(const Topic &) const = default;
};

/// What metadata told of a cluster at one moment. A value, shared as shared_ptr<const …>.
struct ClusterSnapshot
{
    std::string clusterId = {};              ///< empty: unknown
    std::optional<BrokerId> controller = {}; ///< with KRaft any broker may be named
    std::vector<Broker> brokers = {};        ///< by id
    std::vector<Topic> topics = {};          ///< by name, bytewise
    bool operator==(const ClusterSnapshot &) const = default;

    const Topic *topic(const std::string &name) const
    {
        for (const Topic &t : topics)
            if (t.name == name)
                return &t;
        return nullptr;
    }
};

/// Low and high watermark of a partition; each unknown on its own.
struct Watermarks
{
    std::optional<Offset> low = {};  ///< log start
    std::optional<Offset> high = {}; ///< high watermark (read_uncommitted end)
    std::optional<Error> error = {}; ///< why something is unknown
    std::optional<OffsetSpan> span() const { return low && high ? std::optional(*high - *low) : std::nullopt; }
    bool operator==(const Watermarks &) const = default;
};

} // namespace Domain
