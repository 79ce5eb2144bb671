// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writegate.h"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace TestSupport {

/// A record as a fake producer was given it, owned.
struct SentRecord
{
    std::uint64_t number = 0;
    int producer = 0; ///< which one sent it: 0, 1, … in the order of opening
    std::string topic = {};
    std::optional<std::int32_t> wantedPartition = {};
    std::int32_t partition = 0; ///< where it went
    std::optional<std::int64_t> timestampMs = {};
    std::optional<std::string> key = {};
    std::optional<std::string> value = {};
    std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
};

/// A Domain::WriteGate without a cluster: remembers what was opened and sent, answers as the test says. Shared by the test and the code
/// under test. Any thread; its producers belong to one thread each, as real ones do.
///
///     auto gate = std::make_shared<FakeGate>();
///     gate->setPartitions("orders", 3);
///     script->setWrites(gate); // FakeScript, where a whole cluster is faked
class FakeGate final : public Domain::WriteGate
{
public:
    /// Writes are allowed, in an environment called Development.
    FakeGate();
    explicit FakeGate(std::shared_ptr<Domain::WriteLock> lock);

    // What there is
    void setPartitions(const std::string &topic, std::int32_t count); ///< other topics are unknown
    void setOpenError(std::optional<Domain::Error> error);
    /// From now on the outcome of each record; null: Done at the next free offset of its partition.
    void setOutcome(std::function<Domain::DeliveryReport(const SentRecord &)> outcome);
    /// From now on polls report nothing until release(): records stay in flight.
    void hold();
    void release();
    void setQueueRecords(std::size_t count); ///< room of a producer, whatever its settings say
    /// How the following transactions end, in order; then as asked.
    void setTransactionEnds(std::vector<Domain::TransactionEnd> ends);
    void setFatalError(std::optional<Domain::Error> error);

    // What happened
    std::vector<Domain::WriteIntent> intents() const;
    std::vector<Domain::ProducerSettings> settings() const;
    std::vector<SentRecord> sent() const; ///< in order, what was aborted or given up included
    std::vector<Domain::NewTopic> createdTopics() const;
    int producersAlive() const;
    std::vector<std::string> transactionCalls() const; ///< "begin", "commit", "abort"
    std::vector<std::string> notes() const;            ///< of close()

    // WriteGate
    const std::shared_ptr<Domain::WriteLock> &lock() const override { return m_lock; }
    Domain::Result<std::unique_ptr<Domain::Producer>> openProducer(const Domain::WriteIntent &intent, const Domain::ProducerSettings &settings,
                                                                   std::chrono::milliseconds wait) override;
    Domain::Result<std::vector<Domain::Status>> createTopics(const Domain::WriteIntent &intent, const std::vector<Domain::NewTopic> &topics,
                                                             std::chrono::milliseconds wait) override;

private:
    friend class FakeProducer;
    struct State;
    std::shared_ptr<Domain::WriteLock> m_lock;
    std::shared_ptr<State> m_state;
};

/// What FakeGate opens.
class FakeProducer final : public Domain::Producer
{
public:
    FakeProducer(std::shared_ptr<FakeGate::State> state, int index, Domain::ProducerSettings settings);
    ~FakeProducer() override;

    Sent send(const Domain::OutgoingRecord &record, std::uint64_t number) override;
    std::size_t poll(std::chrono::milliseconds wait, const Reports &reports) override;
    std::size_t unreported() const override;
    void abandon(const Reports &reports) override;
    bool flush(std::chrono::milliseconds wait, const Reports &reports) override;
    Domain::Status begin() override;
    Domain::TransactionEnd commit(std::chrono::milliseconds wait, const Reports &reports) override;
    Domain::TransactionEnd abort(std::chrono::milliseconds wait, const Reports &reports) override;
    Domain::Result<std::int32_t> partitionCount(const std::string &topic, std::chrono::milliseconds wait) override;
    const std::optional<Domain::Error> &fatalError() const override;
    void close(std::chrono::milliseconds wait, const Reports &reports, const std::string &note) override;

private:
    Domain::TransactionEnd endTransaction(const char *call, std::chrono::milliseconds wait, const Reports &reports);

    const std::shared_ptr<FakeGate::State> m_state;
    const int m_index;
    const Domain::ProducerSettings m_settings;
    std::vector<Domain::DeliveryReport> m_waiting;
    mutable std::optional<Domain::Error> m_fatal;
};

} // namespace TestSupport
