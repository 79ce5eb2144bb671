// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/deliveries.h"

#include "kafka/writeerrors.h"

namespace Kafka {

using Domain::DeliveryReport;
using Domain::Outcome;
using Domain::PartitionId;
using Reports = Domain::Producer::Reports;

namespace {

std::optional<PartitionId> partitionOf(const rd_kafka_message_t &message)
{
    return message.partition >= 0 ? std::optional(PartitionId(message.partition)) : std::nullopt;
}

/// Nothing was written, for certain. librdkafka counts every refusal it has no rule for as certain; a broker that does not know itself
/// what went wrong (UNKNOWN_SERVER_ERROR) may have written.
bool isCertain(const rd_kafka_message_t &message)
{
    return rd_kafka_message_status(&message) == RD_KAFKA_MSG_STATUS_NOT_PERSISTED && message.err != RD_KAFKA_RESP_ERR_UNKNOWN;
}

bool isGone(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART || code == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC || code == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION;
}

} // namespace

void *Deliveries::enter(std::uint64_t number, const std::string &topic, std::optional<std::int64_t> timestampMs)
{
    if (m_free.empty()) {
        m_free.push_back(std::uint32_t(m_slots.size()));
        m_slots.emplace_back();
    }
    const std::uint32_t index = m_free.back();
    m_free.pop_back();
    m_slots[index] = {.number = number, .topic = &topic, .timestampMs = timestampMs.value_or(0)};
    ++m_waiting;
    return reinterpret_cast<void *>(std::uintptr_t(index) + 1);
}

void Deliveries::withdraw(void *opaque)
{
    const auto index = std::uint32_t(reinterpret_cast<std::uintptr_t>(opaque) - 1);
    m_slots[index] = {};
    m_free.push_back(index);
    --m_waiting;
}

void Deliveries::refuse(std::uint64_t number, std::optional<PartitionId> partition, Domain::Error error)
{
    m_refused.push_back({.number = number, .outcome = Outcome::Failed, .partition = partition, .error = std::move(error)});
}

std::size_t Deliveries::handOverRefused(const Reports &reports)
{
    const std::vector<DeliveryReport> refused = std::exchange(m_refused, {});
    for (const DeliveryReport &one : refused)
        emit(one, reports);
    return refused.size();
}

std::size_t Deliveries::take(rd_kafka_event_t *event, const Reports &reports)
{
    std::size_t count = 0;
    while (const rd_kafka_message_t *message = rd_kafka_event_message_next(event))
        count += report(*message, reports) ? 1 : 0;
    return count;
}

bool Deliveries::report(const rd_kafka_message_t &message, const Reports &reports)
{
    const auto index = std::uint32_t(reinterpret_cast<std::uintptr_t>(message._private) - 1);
    if (index >= m_slots.size())
        return false;
    const Slot slot = std::exchange(m_slots[index], {});
    m_free.push_back(index);
    if (!slot.topic)
        return false; // given up before
    --m_waiting;
    DeliveryReport told{.number = slot.number, .partition = partitionOf(message)};
    told.latency = std::chrono::microseconds(std::max<std::int64_t>(rd_kafka_message_latency(&message), 0));
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR)
        tellDelivered(message, told);
    else
        tellFailed(message, slot, told);
    m_notDelivered += message.err == RD_KAFKA_RESP_ERR_NO_ERROR ? 0 : 1;
    emit(told, reports);
    return true;
}

void Deliveries::tellDelivered(const rd_kafka_message_t &message, DeliveryReport &report) const
{
    if (m_settings.acks == Domain::Acks::None) {
        report.outcome = Outcome::Unknown;
        report.error = Domain::Error{.code = Domain::ErrorCode::SendTimedOut,
                                     .args = {{"topic", rd_kafka_topic_name(message.rkt)}, {"partition", std::to_string(message.partition)}, {"reason", "acks"}},
                                     .technical = "acks=0"};
        return;
    }
    report.outcome = Outcome::Done;
    if (message.offset >= 0)
        report.offset = Domain::Offset(message.offset);
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    report.timestamp.ms = rd_kafka_message_timestamp(&message, &type);
    report.timestamp.type = type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? Domain::TimestampType::LogAppend : Domain::TimestampType::Create;
}

void Deliveries::tellFailed(const rd_kafka_message_t &message, const Slot &slot, DeliveryReport &report) const
{
    report.outcome = isCertain(message) ? Outcome::Failed : Outcome::Unknown;
    const SendContext context{.topic = *slot.topic,
                              .partition = report.partition,
                              .size = message.len + message.key_len,
                              .limit = m_settings.maxMessageBytes,
                              .timestampMs = slot.timestampMs != 0 ? std::optional(slot.timestampMs) : std::nullopt,
                              .seconds = std::chrono::ceil<std::chrono::seconds>(m_settings.messageTimeout).count(),
                              .transactionalId = m_settings.transaction ? std::string_view(m_settings.transaction->id) : std::string_view()};
    const char *text = rd_kafka_message_produce_errstr(&message); // rd_kafka_message_errstr() would give the value
    report.error = errorOfSend(message.err, text ? text : "", context);
    if (isGone(message.err)) { // it was there when the record was queued
        report.error->code = Domain::ErrorCode::TopicDeleted;
        report.error->args = {{"topic", *slot.topic}};
    }
    if ((message.err == RD_KAFKA_RESP_ERR__PURGE_QUEUE || message.err == RD_KAFKA_RESP_ERR__FATAL) && m_fatal)
        report.error = m_fatal;
    if (report.error->code == Domain::ErrorCode::SendTimedOut && !m_trouble.empty())
        report.error->technical += " (" + m_trouble + ")";
}

void Deliveries::giveUp(const Reports &reports)
{
    for (Slot &slot : m_slots) {
        if (!slot.topic)
            continue;
        const DeliveryReport told{.number = slot.number,
                                  .outcome = Outcome::Unknown,
                                  .error = errorOfSend(RD_KAFKA_RESP_ERR__PURGE_INFLIGHT, {}, {.topic = *slot.topic})};
        slot.topic = nullptr; // it stays taken until librdkafka lets go of it
        --m_waiting;
        ++m_notDelivered;
        emit(told, reports);
    }
}

void Deliveries::emit(const DeliveryReport &report, const Reports &reports)
{
    switch (report.outcome) {
    case Outcome::Done: ++m_done; break;
    case Outcome::Failed: ++m_failed; break;
    case Outcome::Unknown: ++m_unknown; break;
    }
    if (reports)
        reports(report);
}

Domain::WriteEnd Deliveries::summary(const std::string &note) const
{
    Outcome outcome = Outcome::Done;
    if (m_unknown > 0)
        outcome = Outcome::Unknown;
    else if (m_failed > 0)
        outcome = Outcome::Failed;
    return {.outcome = outcome, .done = m_done, .failed = m_failed, .unknown = m_unknown, .note = note};
}

} // namespace Kafka
