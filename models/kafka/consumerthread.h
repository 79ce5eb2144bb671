// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/recordsource.h"
#include "kafka/batchintake.h"
#include "kafka/logwatch.h"
#include "kafka/readboard.h"
#include "kafka/readcontext.h"
#include "kafka/readrun.h"
#include "kafka/readstrategy.h"
#include "kafka/recordfeed.h"

#include <chrono>
#include <memory>
#include <stop_token>
#include <vector>

namespace Kafka {

/// The body of one reading thread: waits until its cluster may be reached, finds out where each partition starts and ends,
/// then polls batches into the sink until the plan is fulfilled or it is told to stop. Started by startRead() through the
/// ThreadReaper; what it makes (client, sink) is destroyed in the same thread.
class ConsumerThread
{
public:
    ConsumerThread(ReadContext context, Domain::ReadPlan plan, Domain::RecordSinkFactory sinkFactory,
                   std::shared_ptr<ReadBoard> board);
    void run(const std::stop_token &stop);

private:
    /// What became of the search for one topic.
    struct Finding
    {
        std::optional<Domain::Topic> topic;
        std::optional<Domain::Error> error; ///< final once `isLost`
        int unknown = 0;                    ///< answers in a row without it
        bool isLost = false;
        bool isOpen() const { return !topic && !isLost; }
    };

    // Connecting; false: over (failed or stopped), the status says why
    bool waitForGate(const std::stop_token &stop);
    bool openClient(std::size_t partitions);
    bool findTopics(const std::stop_token &stop);
    void askTopics(std::chrono::milliseconds patience);
    bool makeSlots();
    bool makeStrategy(const std::stop_token &stop);
    bool isMerged() const { return !m_run.plan.newestFirst && m_run.plan.order != Domain::ReadOrder::Arrival; }
    bool startPartitions(const std::stop_token &stop);

    void loop(const std::stop_token &stop);
    bool waitsForWish(const std::stop_token &stop);
    void serveTroubles();
    void tick();
    void notePolicies(std::chrono::milliseconds patience);

    void setState(Domain::ReadState state);
    void publishSoon();
    bool publish();
    bool fail(const Domain::Error &error);
    bool isTimeOver() const { return Clock::now() > m_connectBy; }
    Domain::ReadState readingState() const;

    ReadContext m_context;
    Domain::RecordSinkFactory m_sinkFactory;
    std::shared_ptr<ReadBoard> m_board;
    Domain::ReadStatus m_status;
    ReadRun m_run;
    LogWatch m_watch;
    RecordFeed m_feed;
    BatchIntake m_intake;
    std::unique_ptr<ReadStrategy> m_strategy;
    std::vector<Finding> m_findings; ///< by topic
    Clock::time_point m_connectBy;
    Clock::time_point m_lastPublished = {};
    Clock::time_point m_lastTick = {};
    Clock::time_point m_roomySince = {};
};

} // namespace Kafka
