// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "produce/preflight.h"
#include "replay/replayplan.h"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace Replay {

/// Fixes the bounds of every partition as they are now: the source can then be read again and again with the same result, also while
/// something (such as this replay) is appended to it. Read_committed: up to the last stable offset; what stands behind it goes into leftOut.
/// Blocks; worker thread.
/// A span of time stays in `read.from` and `read.until`, and SourceReading passes over what lies outside; the offsets go into fromPerPartition and
/// untilPerPartition. Chosen offsets (only) narrow them. Fixing again changes nothing. Errors: UnknownTopic, UnknownPartition, OffsetOutOfRange,
/// ReplayRefused (limit), those of asking.
Domain::Result<Source> fixBounds(Domain::Cluster &cluster, Source source, std::chrono::milliseconds wait, const std::stop_token &stop = {});

/// One record before and after the steps.
struct Sample
{
    std::string topic = {};
    Domain::PartitionId partition = {};
    Domain::Offset offset = {};
    std::optional<std::string> keyBefore = {}, keyAfter = {};
    std::optional<std::string> valueBefore = {}, valueAfter = {};   ///< first 64 KiB
    std::vector<std::pair<std::string, std::optional<std::string>>> headersBefore = {}, headersAfter = {};
    std::optional<std::int64_t> timestampBefore = {}, timestampAfter = {}; ///< after, none: now
    std::string targetTopic = {};
    std::optional<Domain::PartitionId> targetPartition = {};        ///< none: any
    std::int64_t sizeBefore = 0, sizeAfter = 0;
    int droppedBy = 0;                                              ///< step 1 …
    std::optional<Domain::Error> error = {};                        ///< StepFailed, ReplayRefused
};

/// What a dry run found out. Nothing was written and no producer was made.
struct DryRunReport
{
    static constexpr std::size_t mostSamples = 500;

    std::string planHash = {};
    std::uint64_t read = 0;
    std::uint64_t sent = 0;    ///< would be sent
    std::uint64_t bytes = 0;   ///< of those
    std::map<int, std::uint64_t> dropped = {};                        ///< by step
    std::map<int, std::uint64_t> touched = {};                        ///< records that a step has seen, by step
    std::map<Domain::PartitionName, std::uint64_t> perTarget = {};    ///< partition −1: any
    std::uint64_t failed = 0;                                         ///< steps that could not be applied
    std::uint64_t refused = 0;                                        ///< loop guard, timestamp 0
    std::uint64_t gapOffsets = 0;                                     ///< of the range that hold no record
    std::int64_t largest = 0;
    std::vector<Sample> samples = {};                                 ///< the first ones
    std::vector<Sample> problems = {};                                ///< the first failed or refused ones
    std::vector<std::pair<std::string, Produce::Finding>> findings = {}; ///< by target topic
    std::vector<std::string> missingTopics = {};                      ///< of the target
    std::map<std::string, std::int32_t> targetPartitions = {};
    bool morePartitions = false;     ///< Same: the target has more partitions than the source
    std::vector<std::string> groups = {}; ///< that have committed offsets on the target
    std::uint64_t groupsAsked = 0, groupsTotal = 0; ///< fewer asked than there are: "at least n"
    std::optional<Domain::Error> groupsError = {};
    std::chrono::milliseconds estimate = {};
    bool complete = true;            ///< false: stopped, or a partition could not be read
    std::optional<Domain::Error> error = {};
};

struct DryRunProgress
{
    std::uint64_t read = 0;
    std::uint64_t total = 0; ///< offsets
};

/// Reads the source through the steps and asks the target's topics, groups and partitions. Blocks; worker thread. `target` may be the same cluster.
DryRunReport dryRun(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const std::stop_token &stop,
                    const std::function<void(const DryRunProgress &)> &progress = {});

} // namespace Replay
