// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readboard.h"
#include "domain/recordsource.h"
#include "kafka/batchintake.h"
#include "kafka/logwatch.h"
#include "kafka/readcontext.h"
#include "kafka/readrun.h"
#include "kafka/readstrategy.h"
#include "kafka/readteam.h"
#include "kafka/recordfeed.h"
#include "kafka/topicfinder.h"

#include <chrono>
#include <memory>
#include <stop_token>
#include <vector>

namespace Kafka {

/// The body of one reading thread: waits until its cluster may be reached, finds out where each partition starts and ends,
/// then polls batches into the sink until the plan is fulfilled or it is told to stop. Started by startRead() through the
/// ThreadReaper; what it makes (client, sink) is destroyed in the same thread. Where much is to be read of several partitions,
/// it gives some of them to further threads like itself (`share`).
class ConsumerThread
{
public:
    ConsumerThread(ReadContext context, Domain::ReadPlan plan, Domain::RecordSinkFactory sinkFactory,
                   std::shared_ptr<Domain::ReadBoard> board, ReadShare share = {});
    void run(const std::stop_token &stop);

private:
    // Connecting; false: over (failed or stopped), the status says why
    bool waitForGate(const std::stop_token &stop);
    bool openClient(std::size_t partitions);
    bool findTopics(const std::stop_token &stop);
    bool makeSlots();
    bool makeStrategy(const std::stop_token &stop);
    bool isMerged() const { return !m_run.plan.newestFirst && m_run.plan.order != Domain::ReadOrder::Arrival; }
    bool startPartitions(const std::stop_token &stop);

    int mostThreads() const;
    bool maySplit() const;
    void split();
    void loop(const std::stop_token &stop);
    bool isReadToItsEnd();
    void waitForTeam(const std::stop_token &stop);
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
    std::shared_ptr<Domain::ReadBoard> m_board;
    std::shared_ptr<Domain::ReadBoard> m_wishes; ///< the same, but for a further thread of a read
    bool m_isFurther;
    Domain::ReadStatus m_status;
    ReadRun m_run;
    TopicFinder m_topics;
    LogWatch m_watch;
    RecordFeed m_feed;
    BatchIntake m_intake;
    std::unique_ptr<ReadStrategy> m_strategy;
    ReadTeam m_team;
    Clock::time_point m_connectBy;
    Clock::time_point m_lastPublished = {};
    Clock::time_point m_lastTick = {};
    Clock::time_point m_roomySince = {};
};

} // namespace Kafka
