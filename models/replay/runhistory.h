// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "replay/multisethash.h"
#include "replay/verify.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// What a run's journal (runledger.h) says. Plain values.
namespace Replay {

/// How far a window has taken one partition of the source.
struct Advance
{
    std::uint16_t topic = 0; ///< index into the plan's topics
    std::int32_t partition = 0;
    std::int64_t from = 0;
    std::int64_t next = 0;   ///< exclusive
    bool operator==(const Advance &) const = default;
};

/// What a window has put into one partition of the target.
struct Landed
{
    std::string topic = {};
    std::int32_t partition = 0;
    std::uint64_t records = 0;
    Hash128 content = {};   ///< sum over its records: key, value, headers (ours apart) and place
    Hash128 timed = {};     ///< the same with the timestamps
    std::vector<std::pair<std::int64_t, std::int64_t>> runs = {}; ///< offsets [a, b) at the target, rising
    bool operator==(const Landed &) const = default;
};

/// Offsets of the source that were gone when they were to be read.
struct Vanished
{
    std::uint16_t topic = 0;
    std::int32_t partition = 0;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::uint64_t offsets = 0; ///< of those, how many were to be replayed
    bool operator==(const Vanished &) const = default;
};

/// A record that was put in front of one of the same partition of the source that stands before it there.
struct Disorder
{
    std::uint16_t topic = 0;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    std::string targetTopic = {};
    std::int32_t targetPartition = 0;
    std::int64_t targetOffset = 0;
    bool operator==(const Disorder &) const = default;
};

/// Verified once: one transaction. At least once: what was acknowledged between two checkpoints.
struct WindowEntry
{
    std::uint64_t number = 0; ///< 1 …, over the whole run
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::uint64_t dropped = 0;
    std::uint64_t failed = 0; ///< refused for good, see Trouble; at least once only
    std::vector<Advance> source = {};
    std::vector<Landed> target = {};
    std::vector<Vanished> vanished = {};
    std::optional<Disorder> disorder = {}; ///< at least once: the first one that the reports have told
    bool operator==(const WindowEntry &) const = default;
};

struct RunHistory
{
    std::string runId = {};
    std::string plan = {};          ///< JSON, bounds fixed
    std::int64_t startedMs = 0;
    std::int64_t changedMs = 0;
    std::uint64_t total = 0;        ///< offsets of the range
    std::map<Domain::PartitionName, std::int64_t> starts = {}; ///< high watermarks of the target before the first record was sent there
    std::vector<WindowEntry> windows = {};                     ///< certain ones; empty unless asked for
    std::optional<WindowEntry> pending = {};                   ///< its transaction may have been committed or not
    std::map<std::pair<std::uint16_t, std::int32_t>, std::int64_t> positions = {}; ///< next offset of the source, where anything was dealt with
    std::map<Domain::PartitionName, std::int64_t> landedEnds = {};                 ///< behind the last acknowledged record of ours
    std::uint64_t windowCount = 0;  ///< certain ones
    std::uint64_t acknowledged = 0;
    std::uint64_t bytes = 0;
    std::uint64_t dropped = 0;
    std::uint64_t failed = 0;
    std::uint64_t vanished = 0;
    std::uint64_t done = 0;         ///< offsets of the range that are dealt with
    bool isComplete = false;        ///< the run came to its end
    std::optional<Verdict> verdict = {};

    /// Takes a window as certain.
    void add(const WindowEntry &window, bool keep);
};

} // namespace Replay
