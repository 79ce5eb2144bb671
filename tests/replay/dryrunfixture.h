// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/dryrun.h"
#include "tests/support/fakecluster.h"

#include <chrono>
#include <cstdint>
#include <memory>

inline constexpr std::int64_t newYear = 1'767'225'600'000; // where fakeRecords() begin

/// orders with three partitions of 100 records, and copy with as many.
struct DryRunFixture
{
    DryRunFixture()
    {
        for (const char *topic : {"orders", "copy"})
            script->addTopic(topic, 3);
        script->setRecords("orders", TestSupport::fakeRecords(3, 100));
        Domain::TopicFacts facts{.maxMessageBytes = 1'000'000, .isLogAppendTime = false, .retentionMs = -1, .isCompacted = false, .isDeleted = true};
        script->setTopicFacts("copy", facts);
        plan.source.read.topics = {"orders"};
        plan.target.topic = "copy";
    }
    Replay::DryRunReport run()
    {
        auto fixed = Replay::fixBounds(cluster, plan.source, std::chrono::seconds(10));
        if (!fixed)
            return {.complete = false, .error = fixed.error()};
        plan.source = *fixed;
        return Replay::dryRun(cluster, cluster, plan, {});
    }
    Domain::Offset from(int partition) { return std::get<Domain::AtOffset>(plan.source.read.fromPerPartition.at({0, Domain::PartitionId(partition)})).offset; }
    Domain::Offset until(int partition) { return plan.source.read.untilPerPartition.at({0, Domain::PartitionId(partition)}); }

    std::shared_ptr<TestSupport::FakeScript> script = std::make_shared<TestSupport::FakeScript>();
    TestSupport::FakeCluster cluster{script};
    Replay::Plan plan;
};
