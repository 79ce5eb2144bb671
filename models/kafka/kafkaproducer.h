// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writegate.h"
#include "kafka/clustercore.h"
#include "kafka/deliveries.h"
#include "kafka/journalentry.h"
#include "kafka/producerhandle.h"
#include "kafka/targettopics.h"
#include "kafka/threadreaper.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace Kafka {

/// One producer: what is sent, what is reported, how transactions end. See Domain::Producer. Made by the WriteGate.
class KafkaProducer final : public Domain::Producer
{
public:
    using Milliseconds = std::chrono::milliseconds;

    KafkaProducer(std::shared_ptr<ClusterCore> core, std::shared_ptr<ThreadReaper> reaper, std::shared_ptr<Domain::WriteLock> lock,
                  const Domain::ProducerSettings &settings, JournalEntry entry, ProducerHandle handle)
        : m_core(std::move(core)), m_reaper(std::move(reaper)), m_lock(std::move(lock)), m_settings(settings), m_entry(std::move(entry)),
          m_deliveries(settings), m_handle(std::move(handle))
    {
    }
    ~KafkaProducer() override;

    /// With a transaction: makes the id its own. An error ends the producer, and its entry in the journal.
    Domain::Status open(std::chrono::steady_clock::time_point deadline);

    Sent send(const Domain::OutgoingRecord &record, std::uint64_t number) override;
    std::size_t poll(Milliseconds wait, const Reports &reports) override;
    std::size_t unreported() const override { return m_deliveries.unreported(); }
    void abandon(const Reports &reports) override;
    bool flush(Milliseconds wait, const Reports &reports) override;
    Domain::Status begin() override;
    Domain::TransactionEnd commit(Milliseconds wait, const Reports &reports) override;
    Domain::TransactionEnd abort(Milliseconds wait, const Reports &reports) override;
    Domain::Result<std::int32_t> partitionCount(const std::string &topic, Milliseconds wait) override;
    const std::optional<Domain::Error> &fatalError() const override { return m_fatal; }
    void close(Milliseconds wait, const Reports &reports, const std::string &note) override;

private:
    Domain::Status initTransactions(std::chrono::steady_clock::time_point deadline);
    Sent refuse(const Domain::OutgoingRecord &record, std::uint64_t number, Domain::Error error);
    Sent takeBack(const rd_kafka_error_t *failure, void *opaque, const Domain::OutgoingRecord &record, std::uint64_t number);
    void takeError(rd_kafka_event_t *event);
    void noteFatal();
    Domain::Error transactionError(const rd_kafka_error_t *error, const std::string &what);
    Domain::TransactionEnd endOfCommit(const rd_kafka_error_t *error, const Reports &reports);
    bool isAborted(std::chrono::steady_clock::time_point deadline, const Reports &reports, std::optional<Domain::Error> &why);
    std::string id() const { return m_settings.transaction ? m_settings.transaction->id : std::string(); }

    const std::shared_ptr<ClusterCore> m_core;
    const std::shared_ptr<ThreadReaper> m_reaper;
    const std::shared_ptr<Domain::WriteLock> m_lock;
    const Domain::ProducerSettings m_settings;
    const JournalEntry m_entry;
    Deliveries m_deliveries;
    std::optional<Domain::Error> m_fatal;
    bool m_isInTransaction = false;
    bool m_isAbandoned = false;
    std::uint64_t m_notDeliveredBefore = 0; ///< the transaction began
    ProducerHandle m_handle;
    TargetTopics m_topics;
};

} // namespace Kafka
