// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/fakewrites.h"

#include <algorithm>

namespace TestSupport {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Outcome;

struct FakeGate::State
{
    std::mutex mutex;
    std::condition_variable wake;
    std::map<std::string, std::int32_t> partitions;
    std::optional<Error> openError;
    std::function<Domain::DeliveryReport(const SentRecord &)> outcome;
    bool isHeld = false;
    std::optional<std::size_t> queueRecords;
    std::vector<Domain::TransactionEnd> ends;
    std::optional<Error> fatal;
    std::vector<Domain::WriteIntent> intents;
    std::vector<Domain::ProducerSettings> settings;
    std::vector<SentRecord> sent;
    std::vector<Domain::NewTopic> created;
    std::vector<std::string> calls;
    std::vector<std::string> notes;
    std::map<Domain::PartitionId, std::map<std::string, std::int64_t>> nextOffset;
    int producersAlive = 0;
    std::int32_t turn = 0;
};

namespace {

Domain::ConnectionProfile openProfile()
{
    Domain::ConnectionProfile profile;
    profile.name = "fake";
    return profile;
}

} // namespace

FakeGate::FakeGate() : FakeGate(std::make_shared<Domain::WriteLock>(openProfile())) {}

FakeGate::FakeGate(std::shared_ptr<Domain::WriteLock> lock) : m_lock(std::move(lock)), m_state(std::make_shared<State>()) {}

void FakeGate::setPartitions(const std::string &topic, std::int32_t count)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->partitions[topic] = count;
}

void FakeGate::setOpenError(std::optional<Error> error)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->openError = std::move(error);
}

void FakeGate::setOutcome(std::function<Domain::DeliveryReport(const SentRecord &)> outcome)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->outcome = std::move(outcome);
}

void FakeGate::hold()
{
    const std::lock_guard guard(m_state->mutex);
    m_state->isHeld = true;
}

void FakeGate::release()
{
    const std::lock_guard guard(m_state->mutex);
    m_state->isHeld = false;
    m_state->wake.notify_all();
}

void FakeGate::setQueueRecords(std::size_t count)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->queueRecords = count;
}

void FakeGate::setTransactionEnds(std::vector<Domain::TransactionEnd> ends)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->ends = std::move(ends);
}

void FakeGate::setFatalError(std::optional<Error> error)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->fatal = std::move(error);
}

std::vector<Domain::WriteIntent> FakeGate::intents() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->intents;
}

std::vector<Domain::ProducerSettings> FakeGate::settings() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->settings;
}

std::vector<SentRecord> FakeGate::sent() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->sent;
}

std::vector<Domain::NewTopic> FakeGate::createdTopics() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->created;
}

int FakeGate::producersAlive() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->producersAlive;
}

std::vector<std::string> FakeGate::transactionCalls() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->calls;
}

std::vector<std::string> FakeGate::notes() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->notes;
}

Domain::Result<std::unique_ptr<Domain::Producer>> FakeGate::openProducer(const Domain::WriteIntent &intent, const Domain::ProducerSettings &settings,
                                                                         std::chrono::milliseconds)
{
    if (const Domain::Status allowed = m_lock->check(); !allowed)
        return allowed.error();
    const std::lock_guard guard(m_state->mutex);
    if (m_state->openError)
        return *m_state->openError;
    m_state->intents.push_back(intent);
    m_state->settings.push_back(settings);
    ++m_state->producersAlive;
    return std::unique_ptr<Domain::Producer>(std::make_unique<FakeProducer>(m_state, static_cast<int>(m_state->intents.size()) - 1, settings));
}

Domain::Result<std::vector<Domain::Status>> FakeGate::createTopics(const Domain::WriteIntent &intent, const std::vector<Domain::NewTopic> &topics,
                                                                   std::chrono::milliseconds)
{
    if (const Domain::Status allowed = m_lock->check(); !allowed)
        return allowed.error();
    const std::lock_guard guard(m_state->mutex);
    m_state->intents.push_back(intent);
    for (const Domain::NewTopic &topic : topics) {
        m_state->created.push_back(topic);
        m_state->partitions[topic.name] = topic.partitions;
    }
    return std::vector<Domain::Status>(topics.size(), Domain::Status(std::monostate{}));
}

FakeProducer::FakeProducer(std::shared_ptr<FakeGate::State> state, int index, Domain::ProducerSettings settings)
    : m_state(std::move(state)), m_index(index), m_settings(std::move(settings))
{
}

FakeProducer::~FakeProducer()
{
    const std::lock_guard guard(m_state->mutex);
    --m_state->producersAlive;
}

Domain::Producer::Sent FakeProducer::send(const Domain::OutgoingRecord &record, std::uint64_t number)
{
    const std::lock_guard guard(m_state->mutex);
    if (m_waiting.size() >= m_state->queueRecords.value_or(m_settings.queueRecords))
        return Sent::Full;
    const auto refuse = [&](ErrorCode code) {
        m_waiting.push_back({.number = number, .outcome = Outcome::Failed, .partition = record.partition, .error = Error{.code = code, .args = {{"topic", std::string(record.topic)}}}});
        return Sent::Refused;
    };
    const auto known = m_state->partitions.find(std::string(record.topic));
    if (known == m_state->partitions.end())
        return refuse(ErrorCode::UnknownTopic);
    if (record.partition && record.partition->value() >= known->second)
        return refuse(ErrorCode::UnknownPartition);
    SentRecord sent{.number = number, .producer = m_index, .topic = std::string(record.topic), .timestampMs = record.timestampMs};
    if (record.partition)
        sent.wantedPartition = record.partition->value();
    const auto chosen = record.partition ? record.partition : Domain::partitionOfKey(m_settings.partitioner, record.key, known->second);
    sent.partition = chosen ? chosen->value() : m_state->turn++ % known->second;
    if (record.key)
        sent.key = std::string(*record.key);
    if (record.value)
        sent.value = std::string(*record.value);
    for (const Domain::Header &header : record.headers)
        sent.headers.emplace_back(std::string(header.name), header.value ? std::optional(std::string(*header.value)) : std::nullopt);
    m_state->sent.push_back(sent);
    if (m_state->outcome) {
        m_waiting.push_back(m_state->outcome(sent));
        m_waiting.back().number = number;
        return Sent::Queued;
    }
    const Domain::PartitionId partition(sent.partition);
    m_waiting.push_back({.number = number, .outcome = Outcome::Done, .partition = partition, .offset = Domain::Offset(m_state->nextOffset[partition][sent.topic]++),
                         .timestamp = {record.timestampMs.value_or(1'767'225'600'000), Domain::TimestampType::Create}, .latency = std::chrono::microseconds(1500)});
    return Sent::Queued;
}

std::size_t FakeProducer::poll(std::chrono::milliseconds wait, const Reports &reports)
{
    std::unique_lock guard(m_state->mutex);
    if (m_state->isHeld || m_waiting.empty())
        m_state->wake.wait_for(guard, wait, [this] { return !m_state->isHeld && !m_waiting.empty(); });
    if (m_state->isHeld)
        return 0;
    const std::vector<Domain::DeliveryReport> ready = std::exchange(m_waiting, {});
    guard.unlock();
    for (const Domain::DeliveryReport &report : ready)
        reports(report);
    return ready.size();
}

std::size_t FakeProducer::unreported() const
{
    return m_waiting.size();
}

void FakeProducer::abandon(const Reports &reports)
{
    for (Domain::DeliveryReport &report : std::exchange(m_waiting, {}))
        reports({.number = report.number, .outcome = Outcome::Unknown, .partition = report.partition, .error = Error{.code = ErrorCode::SendAbandoned}});
}

bool FakeProducer::flush(std::chrono::milliseconds wait, const Reports &reports)
{
    if (!m_waiting.empty())
        poll(wait, reports);
    return m_waiting.empty();
}

Domain::Status FakeProducer::begin()
{
    const std::lock_guard guard(m_state->mutex);
    m_state->calls.emplace_back("begin");
    return std::monostate{};
}

Domain::TransactionEnd FakeProducer::endTransaction(const char *call, std::chrono::milliseconds wait, const Reports &reports)
{
    flush(wait, reports);
    const std::lock_guard guard(m_state->mutex);
    m_state->calls.emplace_back(call);
    if (m_state->ends.empty())
        return {.outcome = Outcome::Done};
    const Domain::TransactionEnd end = m_state->ends.front();
    m_state->ends.erase(m_state->ends.begin());
    return end;
}

Domain::TransactionEnd FakeProducer::commit(std::chrono::milliseconds wait, const Reports &reports)
{
    return endTransaction("commit", wait, reports);
}

Domain::TransactionEnd FakeProducer::abort(std::chrono::milliseconds wait, const Reports &reports)
{
    return endTransaction("abort", wait, reports);
}

Domain::Result<std::int32_t> FakeProducer::partitionCount(const std::string &topic, std::chrono::milliseconds)
{
    const std::lock_guard guard(m_state->mutex);
    const auto known = m_state->partitions.find(topic);
    if (known == m_state->partitions.end())
        return Error{.code = ErrorCode::UnknownTopic, .args = {{"topic", topic}}};
    return known->second;
}

const std::optional<Error> &FakeProducer::fatalError() const
{
    const std::lock_guard guard(m_state->mutex);
    m_fatal = m_state->fatal;
    return m_fatal;
}

void FakeProducer::close(std::chrono::milliseconds wait, const Reports &reports, const std::string &note)
{
    flush(wait, reports);
    abandon(reports);
    const std::lock_guard guard(m_state->mutex);
    m_state->notes.push_back(note);
}

} // namespace TestSupport
