// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/batchintake.h"

#include "domain/unixtime.h"

#include <algorithm>
#include <span>

namespace Kafka {

namespace {

constexpr std::size_t largestBatch = 250; ///< small: what is polled is still in the processor's cache when it is handled
constexpr std::size_t batchBytes = 4 << 20; ///< a sink without room is overrun by about this much

} // namespace

BatchIntake::BatchIntake(ReadRun &run, LogWatch &watch, RecordFeed &feed) : m_run(run), m_watch(watch), m_feed(feed), m_messages(largestBatch) {}

std::size_t BatchIntake::poll(std::chrono::milliseconds patience)
{
    const auto free = room();
    return take(m_run.client->poll(free, patience), free.size());
}

std::size_t BatchIntake::poll(Slot &slot)
{
    const auto free = room();
    return take(m_run.client->poll(slot.reader.place(), free), free.size());
}

std::size_t BatchIntake::take(std::size_t count, std::size_t wanted)
{
    const Clock::time_point now = Clock::now();
    if (count < wanted)
        m_lastDrained = now;
    if (count == 0)
        return 0;
    ++m_run.batch;
    m_feed.beginBatch(Domain::unixNowMs());
    const std::uint64_t bytesBefore = m_run.bytes;
    for (rd_kafka_message_t *raw : std::span(m_messages).first(count)) {
        const Message message(raw);
        if (!m_run.isLimitReached() && !m_run.failure)
            take(*message, now);
    }
    // About 4 MiB a batch, whatever a record weighs.
    const std::size_t each = std::max<std::size_t>((m_run.bytes - bytesBefore) / count, 1);
    m_batchSize = std::clamp<std::size_t>(batchBytes / each, 1, largestBatch);
    return count;
}

void BatchIntake::take(const rd_kafka_message_t &message, Clock::time_point now)
{
    Slot *slot = m_run.find(m_run.client->topicOf(message), message.partition);
    if (!slot)
        return;
    if (message.err)
        m_watch.takeError(message, *slot, now);
    else if (m_watch.admitRecord(*slot, now))
        m_feed.take(message, *slot);
}

} // namespace Kafka
