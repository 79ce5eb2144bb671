// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readboard.h"
#include "domain/recordsource.h"
#include "store/recordingfile.h"
#include "store/recordinglookup.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace Store {

/// The body of a thread that reads a plan from a recording: finds out where each partition starts and ends, then hands over
/// records and gaps in the plan's order, holding at most a block of each partition and not more than 256 MiB of them.
class RecordingRun
{
public:
    RecordingRun(std::shared_ptr<const RecordingFile> file, Domain::ReadPlan plan, Domain::RecordSinkFactory sinks, std::shared_ptr<Domain::ReadBoard> board);
    void run(const std::stop_token &stop = {});

private:
    /// One partition of the run, and the entry that comes next in it.
    struct Cursor
    {
        const RecordingLog *log = nullptr;
        std::size_t index = 0; ///< in the status
        Domain::Offset begin = {};
        Domain::Offset end = {};
        std::optional<std::int64_t> passOverBefore = {};
        std::optional<std::int64_t> passOverFrom = {};
        std::optional<Domain::Gap> removed = {}; ///< asked for, but below `begin`; until it is told
        std::size_t block = 0;
        std::size_t entry = 0;
        std::shared_ptr<const BlockReader> reader = {};
        std::int64_t time = 0; ///< running maximum (newest first: minimum) of the times passed
        bool isOver = false;
    };

    std::optional<Domain::Error> findPartitions();
    Domain::Result<std::vector<const RecordingLog *>> findLogs(std::uint16_t topic) const;
    void start(Cursor &cursor, Domain::PartitionProgress &progress, RecordingLookup &lookup, std::int64_t nowMs) const;

    bool isBefore(const Cursor &a, const Cursor &b) const; ///< a's next entry comes before b's
    std::int64_t key(const Cursor &cursor) const;
    bool settle(Cursor &cursor);   ///< goes to the next entry that is asked for, from the present place on; false: over
    bool settleInBlock(Cursor &cursor);
    bool enterBlock(Cursor &cursor);
    void leaveBlock(Cursor &cursor);
    void passDamage(Cursor &cursor, const Domain::Error &error);
    void makeRoom(const Cursor &keep);
    bool isWanted(const Cursor &cursor, std::size_t entry) const;

    void loop();
    void deliver(Cursor &cursor);
    void deliverRecord(Cursor &cursor);
    void deliverGap(Cursor &cursor, Domain::Gap gap);
    void tellRemoved(Cursor &cursor);
    void handOver(const Cursor &cursor, const Domain::Gap &gap);
    bool serveWishes(); ///< false: the run is over
    void publishSoon();
    bool publish(Domain::ReadState state);
    void endPartition(Cursor &cursor);
    bool isLimitReached() const { return (m_plan.limit && m_status.records >= *m_plan.limit) || m_sink->isFull(); }

    std::shared_ptr<const RecordingFile> m_file;
    Domain::ReadPlan m_plan;
    Domain::RecordSinkFactory m_sinkFactory;
    std::shared_ptr<Domain::ReadBoard> m_board;
    std::stop_token m_stop;
    std::unique_ptr<Domain::RecordSink> m_sink;
    Domain::ReadStatus m_status;
    std::vector<Cursor> m_cursors;
    std::size_t m_held = 0; ///< bytes of the blocks the cursors hold
    std::uint64_t m_sinceRoom = 0;
    unsigned m_sinceClock = 0;
    std::chrono::steady_clock::time_point m_lastPublished = {};
    std::vector<Domain::Header> m_headers; ///< scratch
};

} // namespace Store
