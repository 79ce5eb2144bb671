// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/outgoing.h"
#include "domain/writegate.h"
#include "domain/writejournal.h"
#include "kafka/handles.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace Kafka {

/// What a producer has been given and not reported yet, and the rule which outcome a delivery report means. Part of a producer, in
/// its thread. Without a map: a record costs a slot of a vector.
class Deliveries
{
public:
    explicit Deliveries(const Domain::ProducerSettings &settings) : m_settings(settings) {}

    /// → the opaque value librdkafka keeps with the record. `topic` lives as long as this.
    void *enter(std::uint64_t number, const std::string &topic, std::optional<std::int64_t> timestampMs);
    /// It was not queued after all, and is not to be reported.
    void withdraw(void *opaque);
    /// Was not queued; reported as Failed by the next handOverRefused().
    void refuse(std::uint64_t number, std::optional<Domain::PartitionId> partition, Domain::Error error);

    std::size_t handOverRefused(const Domain::Producer::Reports &reports);
    /// `event`: RD_KAFKA_EVENT_DR.
    std::size_t take(rd_kafka_event_t *event, const Domain::Producer::Reports &reports);
    /// Reports all that is left as Unknown; what is told of it later is dropped.
    void giveUp(const Domain::Producer::Reports &reports);

    std::size_t unreported() const { return m_waiting + m_refused.size(); }
    std::size_t waiting() const { return m_waiting; } ///< taken by librdkafka
    std::uint64_t notDelivered() const { return m_notDelivered; } ///< of those that librdkafka had taken
    /// The counts so far, for the journal.
    Domain::WriteEnd summary(const std::string &note) const;

    /// Why no broker is reached at present: told with time-outs.
    void noteTrouble(std::string text) { m_trouble = std::move(text); }
    /// Why nothing more can be sent: told with what is dropped from the queue then.
    void noteFatal(Domain::Error error) { m_fatal = std::move(error); }

private:
    struct Slot
    {
        std::uint64_t number = 0;
        const std::string *topic = nullptr; ///< null: free, or given up
        std::int64_t timestampMs = 0;       ///< as asked for; 0: now
    };

    bool report(const rd_kafka_message_t &message, const Domain::Producer::Reports &reports);
    void tellDelivered(const rd_kafka_message_t &message, Domain::DeliveryReport &report) const;
    void tellFailed(const rd_kafka_message_t &message, const Slot &slot, Domain::DeliveryReport &report) const;
    void emit(const Domain::DeliveryReport &report, const Domain::Producer::Reports &reports);

    const Domain::ProducerSettings m_settings;
    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_free;
    std::vector<Domain::DeliveryReport> m_refused;
    std::string m_trouble;
    std::optional<Domain::Error> m_fatal;
    std::size_t m_waiting = 0;
    std::uint64_t m_done = 0;
    std::uint64_t m_failed = 0;
    std::uint64_t m_unknown = 0;
    std::uint64_t m_notDelivered = 0;
};

} // namespace Kafka
