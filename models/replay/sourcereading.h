// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "replay/recordpipe.h"
#include "replay/replayplan.h"
#include "search/matchingsink.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace Replay {

/// The source of a plan as blocks of records, read by the cluster's threads into a bounded pipe and taken by the thread that opened it.
/// Filter, offsets and times of the source are looked at in the reading threads, so what is not replayed is never copied.
/// A reader waits where the pipe is full: memory stays flat for any length, also while a replay is paused.
///
///     auto reading = SourceReading::open(cluster, plan.source, {});
///     for (;;) {
///         const auto next = (*reading)->next(100ms);        // look at the stop token in between
///         if (next == SourceReading::Next::End) break;
///         if (next == SourceReading::Next::Nothing) continue;
///         for (const Domain::Record &record : (*reading)->block().records()) …
///     }
///     if (!(*reading)->complete()) … (*reading)->error()
class SourceReading
{
public:
    struct Options
    {
        std::map<Domain::TopicPartition, Domain::Offset> from = {}; ///< resumed runs: overrides where partitions begin
        /// Time for the original gaps: merged over all partitions, one reading thread.
        Domain::ReadOrder order = Domain::ReadOrder::Arrival;
        std::size_t bufferBytes = 8 * 1024 * 1024;
    };
    /// Errors: BadFilter; ReplayRefused (problem no-end, limit) where the source cannot be read twice with the same result. Trouble of the
    /// cluster shows later. Returns at once. The cluster must outlive this.
    static Domain::Result<std::unique_ptr<SourceReading>> open(Domain::Cluster &cluster, const Source &source, const Options &options);
    ~SourceReading(); ///< stops; costs < 1 ms

    SourceReading(const SourceReading &) = delete;
    SourceReading &operator=(const SourceReading &) = delete;

    enum class Next : std::uint8_t {
        Block,
        Nothing, ///< none came within the wait
        End      ///< all that could be read has been taken; see complete()
    };
    /// Waits for a block. The one before becomes invalid.
    Next next(std::chrono::milliseconds wait);
    /// The records of one partition come in rising offsets, over all blocks.
    const RecordBlock &block() const { return *m_block; }

    /// After End: whether every offset asked for was read or is known to hold no record; false once stopped.
    bool complete() const { return m_status.complete() && !m_pipe->isClosed(); }
    /// After End: why not; before: the newest trouble, that passes by itself.
    std::optional<Domain::Error> error() const;
    /// As of the last next(); positions, trouble, and who is waited for.
    const Domain::ReadStatus &status() const { return m_status; }
    /// Offsets of the range whose records were gone (retention) or could not be read (Gap::Refused): they are missing in the replay. Of the blocks taken.
    std::uint64_t vanished() const { return m_vanished; }
    /// What the filter has seen; null without one. Records that it could not evaluate are in failures() and are not handed over.
    const Search::ScanCounters *counters() const { return m_counters.get(); }

    /// Ends the read: next() gives End soon. Any thread.
    void stop();

private:
    SourceReading(std::shared_ptr<const Source> source, std::size_t bufferBytes);
    void lookAtStatus();
    void countVanished();

    std::shared_ptr<const Source> m_source;
    std::shared_ptr<RecordPipe> m_pipe;
    std::shared_ptr<Search::ScanCounters> m_counters;
    std::unique_ptr<Domain::RecordSource> m_read;
    std::unique_ptr<RecordBlock> m_block;
    Domain::ReadStatus m_status;
    std::uint64_t m_generation = 0;
    std::uint64_t m_vanished = 0;
};

} // namespace Replay
