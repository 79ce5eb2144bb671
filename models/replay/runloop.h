// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "replay/recordshaper.h"
#include "replay/replayrun.h"
#include "replay/runledger.h"
#include "replay/runmeter.h"
#include "replay/sourcefeed.h"
#include "replay/tempopacer.h"

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace Replay {

/// What a run works with. Everything outlives it.
struct RunContext
{
    Domain::Cluster &source;
    Domain::Cluster &target;
    const Plan &plan;       ///< bounds fixed
    const std::string &runId;
    RunLedger &ledger;
    RunHistory &history;    ///< as the ledger has it; kept up to date
    RunBoard &board;
    const std::stop_token &stop;
    bool isResumed = false;
};

/// What both modes of a run have in common: attempts, each with a producer and a reading of the source of its own, from where the run stands.
/// One that ended in trouble that may pass is followed by another; nothing but the ledger and its history is carried over. The run's thread.
class RunLoop
{
public:
    virtual ~RunLoop() = default;
    RunLoop(const RunLoop &) = delete;
    RunLoop &operator=(const RunLoop &) = delete;

    /// Blocks until the run has ended; the board's status then says how.
    void run();

protected:
    struct End
    {
        enum class Kind : std::uint8_t { Complete, Stopped, Failed };
        Kind kind = Kind::Complete;
        std::optional<Domain::Error> error = {};
    };
    using Clock = std::chrono::steady_clock;

    explicit RunLoop(const RunContext &context);

    virtual std::string transactionalId() const = 0;
    /// The producer is open.
    virtual End attempt() = 0;
    virtual void report(const Domain::DeliveryReport &report) = 0;

    // For the attempts
    End failed(Domain::Error error) const { return {End::Kind::Failed, std::move(error)}; }
    End stopped() const { return {End::Kind::Stopped, std::nullopt}; }
    bool isStopping() const { return m_run.stop.stop_requested(); }
    /// Opens the source where the run stands.
    Domain::Status openFeed();
    /// Number of a target's topic; the first time its partitions and ends are asked for and noted.
    Domain::Result<std::uint16_t> targetTopic(const std::string &name);
    std::int32_t partitionCount(std::uint16_t topic) const { return m_partitionCounts[topic]; }
    /// ReplayRefused: the target has fewer partitions.
    Domain::Status checkPartition(std::uint16_t topic, const Domain::OutgoingRecord &record) const;
    /// False: the record at hand is not due yet; waited a little for it, no longer than `most`.
    bool isDue(const Domain::Record &record, std::chrono::milliseconds most);
    void poll(std::chrono::milliseconds wait) { m_producer->poll(wait, m_reports); }
    /// A window is certain: the history has it.
    void settle(const WindowEntry &window);
    void addTrouble(std::uint32_t source, std::int64_t offset, Domain::Outcome outcome, const Domain::Error &error);
    /// Shows how the run is; at most every 50 ms unless forced.
    void show(RunState state, bool isForced = false);
    /// Offsets behind the last record up to the ends of the ranges are dealt with too.
    void passEnds(WindowTally &tally);
    std::optional<Domain::Error> feedError() const;
    static bool isPermanent(const Domain::Error &error);
    /// Not written because another record of its batch was refused.
    static bool isBesideTheRefused(const Domain::Error &error) { return error.origin == "_INVALID_DIFFERENT_RECORD"; }

    const RunContext m_run;
    std::unique_ptr<RecordShaper> m_shaper;
    PlaceNumbers m_sources;
    std::vector<std::string> m_topics; ///< of the target, by number; given room once, so that tallies may keep hold of it
    std::unique_ptr<Domain::Producer> m_producer;
    std::unique_ptr<SourceFeed> m_feed;
    TempoPacer m_pacer;
    RunMeter m_meter;
    Domain::Producer::Reports m_reports;
    std::uint64_t m_failed = 0;  ///< of this process
    std::uint64_t m_unknown = 0;
    std::string m_waitingFor;

private:
    Domain::Status openProducer();
    Domain::ProducerSettings producerSettings();
    Domain::Status noteTargets();
    void finish(const End &end);
    std::chrono::milliseconds patienceWith(const Domain::Error &error) const;
    bool waitBefore(std::chrono::milliseconds time, const Domain::Error &error);

    std::vector<std::int32_t> m_partitionCounts; ///< by topic number
    std::uint16_t m_lastTopic = 0;
    std::vector<Trouble> m_troubles;
    std::size_t m_shownTroubles = 0;
    Clock::time_point m_shown = {};
    std::optional<std::int64_t> m_maxMessageBytes;
};

/// What is known of one window's, or one checkpoint's, limits.
WindowLimits limitsOf(const Tempo &tempo);

} // namespace Replay
