// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/recordsource.h"
#include "kafka/logwatch.h"
#include "kafka/readboard.h"
#include "kafka/readcontext.h"
#include "kafka/readrun.h"
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
    // Connecting; false: over (failed or stopped), the status says why
    bool waitForGate(const std::stop_token &stop);
    bool openClient();
    bool findTopic(const std::stop_token &stop);
    bool startPartitions(const std::stop_token &stop);

    void loop(const std::stop_token &stop);
    bool waitsForWish(const std::stop_token &stop);
    std::size_t readBatch(std::chrono::milliseconds patience);
    void take(const rd_kafka_message_t &message, Clock::time_point now);
    void serveTroubles();
    void tick();

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
    std::vector<rd_kafka_message_t *> m_messages;
    std::size_t m_batchSize = 0;
    Clock::time_point m_connectBy;
    Clock::time_point m_lastPublished = {};
    Clock::time_point m_lastTick = {};
    Clock::time_point m_lastDrained = {};
    Clock::time_point m_roomySince = {};
};

} // namespace Kafka
