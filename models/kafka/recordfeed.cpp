// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/recordfeed.h"

#include "kafka/messageparts.h"

namespace Kafka {

using Domain::Timestamp;

namespace {

/// False: there are headers, but librdkafka does not read them (more than 100,000, or damaged).
bool readHeaders(const rd_kafka_message_t &message, std::vector<Domain::Header> &headers)
{
    headers.clear();
    rd_kafka_headers_t *list = nullptr;
    const rd_kafka_resp_err_t err = rd_kafka_message_headers(&message, &list);
    if (err || !list)
        return !err || err == RD_KAFKA_RESP_ERR__NOENT;
    const char *name = nullptr;
    const void *value = nullptr;
    std::size_t size = 0;
    for (std::size_t i = 0; !rd_kafka_header_get_all(list, i, &name, &value, &size); ++i)
        headers.push_back({name, bytesOf(value, size)});
    return true;
}

} // namespace

void RecordFeed::take(const rd_kafka_message_t &message, Slot &slot)
{
    const Timestamp timestamp = timestampOf(message);
    const PartitionReader::Verdict verdict = slot.reader.record(Domain::Offset(message.offset), timestamp, m_nowMs);
    if (slot.reader.hasGaps() || slot.reader.isOver())
        m_run.settle(slot);
    if (verdict == PartitionReader::Verdict::Deliver)
        deliver(message, slot, timestamp);
}

void RecordFeed::deliver(const rd_kafka_message_t &message, Slot &slot, const Timestamp &timestamp)
{
    if (!readHeaders(message, m_headers)) {
        // Shown without its headers it would look complete.
        m_run.strategy->gap(slot, {.topic = slot.reader.place().topic,
                                 .partition = slot.reader.id(),
                                 .from = Domain::Offset(message.offset),
                                 .to = Domain::Offset(message.offset + 1),
                                 .reason = Domain::GapReason::Refused});
        return;
    }
    Domain::Record record;
    record.topic = slot.reader.place().topic;
    record.partition = slot.reader.id();
    record.offset = Domain::Offset(message.offset);
    record.timestamp = timestamp;
    record.key = bytesOf(message.key, message.key_len);
    record.value = bytesOf(message.payload, message.len);
    record.headers = m_headers;
    if (const std::int32_t epoch = rd_kafka_message_leader_epoch(&message); epoch >= 0)
        record.leaderEpoch = epoch;
    std::optional<bool> isWanted = m_run.strategy->knownWish(slot, record.offset);
    if (!isWanted) {
        ++m_run.records;
        m_run.bytes += record.payloadSize();
        isWanted = m_run.sink->wants(record);
    }
    m_run.strategy->record(slot, record, *isWanted);
}

} // namespace Kafka
