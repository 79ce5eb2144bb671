// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "replay/runhistory.h"

#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

/// Looking at the target of a run. Blocks; the run's thread.
namespace Replay {

/// Ends of one partition's log.
struct LogMarks
{
    std::int64_t low = 0;    ///< log start
    std::int64_t stable = 0; ///< last stable offset: read_committed ends here
    std::int64_t high = 0;   ///< high watermark
};
using MarkMap = std::map<Domain::PartitionName, LogMarks>;

/// All of the places, or an error.
Domain::Result<MarkMap> askMarks(Domain::Cluster &cluster, const std::vector<Domain::PartitionName> &places, const std::stop_token &stop);
/// Every partition of the topic. UnknownTopic.
Domain::Result<std::vector<Domain::PartitionName>> askPartitions(Domain::Cluster &cluster, const std::string &topic, const std::stop_token &stop);

struct ScanRange
{
    Domain::PartitionName place = {}; ///< all of one topic in one scan
    std::int64_t from = 0;
    std::int64_t until = 0;           ///< exclusive
};
/// Reads the ranges as a read_committed reader does; each partition's records in rising offsets. `visit` → false: enough. Cancelled: stopped.
Domain::Status scanTarget(Domain::Cluster &cluster, const std::vector<ScanRange> &ranges, const std::stop_token &stop,
                          const std::function<bool(const Domain::Record &)> &visit);

/// What the headers of a verified-once run say about a record.
struct Provenance
{
    std::size_t header = 0;          ///< index of the first of our two; the second follows it
    std::string_view topic = {};     ///< of the source
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    bool isReadable = false;         ///< false: of this run, but where it comes from cannot be read
};
/// None: the record is not of this run.
std::optional<Provenance> provenanceOf(const Domain::Record &record, std::string_view runId);
/// How many runs a record has been through.
int runsOf(std::span<const Domain::Header> headers);

/// Whether a window whose commit is uncertain is there. While somebody else's open transaction hides the place it waits, and tells so; it never
/// takes what it cannot see for absent. The run's own producer must have been opened anew before: that ends its open transaction.
Domain::Result<bool> wasCommitted(Domain::Cluster &target, const WindowEntry &window, std::string_view runId, const std::vector<std::string> &sourceTopics,
                                  const std::function<void(const std::string &)> &waitingFor, const std::stop_token &stop);

/// Whether the target holds records of the run behind those that `history` knows of: another process has gone on with it from another journal.
/// Waits, and takes nothing for absent, as wasCommitted(); its pending window must have been looked up.
Domain::Result<bool> holdsMore(Domain::Cluster &target, const RunHistory &history, std::string_view runId, const std::function<void(const std::string &)> &waitingFor,
                               const std::stop_token &stop);

/// "partition 3 of orders has an open transaction from offset 1204 on"
std::string openTransactionAt(const Domain::PartitionName &place, std::int64_t offset);

} // namespace Replay
