// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/readrun.h"

#include <vector>

namespace Kafka {

/// Hands librdkafka's messages to the sink as records: bytes are borrowed for the call, the sink makes the one copy.
class RecordFeed
{
public:
    explicit RecordFeed(ReadRun &run) : m_run(run) {}

    /// Time of the batch that follows: tells which timestamps lie in the future.
    void beginBatch(std::int64_t nowMs) { m_nowMs = nowMs; }
    /// A message without error of this slot.
    void take(const rd_kafka_message_t &message, Slot &slot);

private:
    void deliver(const rd_kafka_message_t &message, Slot &slot, const Domain::Timestamp &timestamp);

    ReadRun &m_run;
    std::int64_t m_nowMs = 0;
    std::vector<Domain::Header> m_headers; ///< scratch, kept for its capacity
};

} // namespace Kafka
