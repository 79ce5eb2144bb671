// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/stepchain.h"

#include <string>

namespace Replay {

/// Where a record goes. One rule for dry run, run and verification.
struct Route
{
    const std::string *topic = nullptr;                ///< of the step record or of the plan
    std::optional<Domain::PartitionId> partition = {}; ///< none: the key decides
};

/// The place that a step has given goes before the target's partitioning.
inline Route routeOf(const StepRecord &record, const Target &target, const std::string &sourceTopic, Domain::PartitionId sourcePartition)
{
    Route route{.topic = record.topic ? record.topic : &target.topicFor(sourceTopic), .partition = record.partition};
    if (!route.partition && target.partitioning == Target::Partitioning::Same)
        route.partition = sourcePartition;
    else if (!route.partition && target.partitioning == Target::Partitioning::Fixed)
        route.partition = target.fixed;
    return route;
}

} // namespace Replay
