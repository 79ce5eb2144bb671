// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/logwatch.h"
#include "kafka/readrun.h"
#include "kafka/recordfeed.h"

#include <chrono>
#include <vector>

namespace Kafka {

/// Polls batches of messages and gives each message to the feed or the watch. Part of a reading thread.
class BatchIntake
{
public:
    BatchIntake(ReadRun &run, LogWatch &watch, RecordFeed &feed);

    /// Waits at most `patience` for the first message. Returns how many were taken.
    std::size_t poll(std::chrono::milliseconds patience);
    /// What is there of one partition, from its own queue.
    std::size_t poll(Slot &slot);

    /// When a poll last found less than it would have taken.
    Clock::time_point lastDrained() const { return m_lastDrained; }

private:
    std::span<rd_kafka_message_t *> room() { return std::span(m_messages).first(std::min(m_batchSize, m_messages.size())); }
    std::size_t take(std::size_t count, std::size_t wanted);
    void take(const rd_kafka_message_t &message, Clock::time_point now);

    ReadRun &m_run;
    LogWatch &m_watch;
    RecordFeed &m_feed;
    std::vector<rd_kafka_message_t *> m_messages;
    std::size_t m_batchSize = 64;
    Clock::time_point m_lastDrained = {};
};

} // namespace Kafka
