// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkaproducer.h"

#include "kafka/kafkaerrors.h"
#include "kafka/writeerrors.h"

#include <algorithm>

namespace Kafka {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Outcome;
using Domain::Status;
using Domain::TransactionEnd;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr auto abandonTime = 150ms;
constexpr auto callSlice = 500ms;
constexpr Milliseconds firstSlice(20);
constexpr auto shortPause = 10ms;
constexpr auto abortGrace = 2s;       ///< for a transaction that must be aborted when the time of its commit is over
constexpr auto leastForCommit = 1s;   ///< of what flushing has left over: an end that is cut short is of unknown outcome
constexpr auto topicPatience = 5s;    ///< of send(), for a topic nobody has asked about before
constexpr std::size_t mostReports = 20'000; ///< in one poll, so that sending goes on

Milliseconds left(Clock::time_point deadline)
{
    return std::max(Milliseconds(0), std::chrono::ceil<Milliseconds>(deadline - Clock::now()));
}

} // namespace

KafkaProducer::~KafkaProducer()
{
    close(0ms, {}, {});
}

Status KafkaProducer::open(Clock::time_point deadline)
{
    Status opened = m_settings.transaction ? initTransactions(deadline) : Status(std::monostate());
    if (!opened) {
        m_entry.end({.outcome = Outcome::Failed, .note = opened.error().origin});
        m_handle.close(*m_reaper);
    }
    return opened;
}

Status KafkaProducer::initTransactions(Clock::time_point deadline)
{
    for (;;) {
        const CallError error = m_handle.initTransactions(std::min<Milliseconds>(left(deadline), callSlice));
        if (!error)
            return std::monostate();
        poll(0ms, {});
        if (m_fatal)
            return *m_fatal;
        if (!rd_kafka_error_is_retriable(error.get()) || left(deadline) == 0ms)
            return transactionError(error.get(), "init");
        poll(shortPause, {});
    }
}

KafkaProducer::Sent KafkaProducer::send(const Domain::OutgoingRecord &record, std::uint64_t number)
{
    if (!m_handle.get() || m_fatal || m_isAbandoned)
        return refuse(record, number, m_fatal.value_or(errorOfSend(RD_KAFKA_RESP_ERR__PURGE_QUEUE, {}, {.topic = record.topic, .partition = record.partition})));
    if (const Status allowed = m_lock->check(); !allowed)
        return refuse(record, number, allowed.error());
    if (record.timestampMs == 0)
        return refuse(record, number, errorOfSend(RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, "librdkafka takes 0 for \"now\"",
                                                  {.topic = record.topic, .partition = record.partition, .timestampMs = 0}));
    const auto topic = m_topics.find(m_handle.get(), record.topic, topicPatience);
    if (!topic)
        return refuse(record, number, topic.error());
    void *opaque = m_deliveries.enter(number, topic.value()->name, record.timestampMs);
    const CallError failure = m_handle.produce(*topic.value(), record, opaque);
    return failure ? takeBack(failure.get(), opaque, record, number) : Sent::Queued;
}

KafkaProducer::Sent KafkaProducer::refuse(const Domain::OutgoingRecord &record, std::uint64_t number, Error error)
{
    m_deliveries.refuse(number, record.partition, std::move(error));
    return Sent::Refused;
}

KafkaProducer::Sent KafkaProducer::takeBack(const rd_kafka_error_t *failure, void *opaque, const Domain::OutgoingRecord &record, std::uint64_t number)
{
    m_deliveries.withdraw(opaque);
    auto code = rd_kafka_error_code(failure);
    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL && rd_kafka_outq_len(m_handle.get()) > 0)
        return Sent::Full;
    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) // the queue is empty, and it does not fit all the same
        code = RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
    if (code == RD_KAFKA_RESP_ERR__FATAL)
        noteFatal();
    if (m_fatal)
        return refuse(record, number, *m_fatal);
    return refuse(record, number,
                  errorOfSend(code, rd_kafka_error_string(failure),
                              {.topic = record.topic, .partition = record.partition, .size = record.payloadSize(), .limit = m_settings.maxMessageBytes,
                               .timestampMs = record.timestampMs, .transactionalId = id()}));
}

std::size_t KafkaProducer::poll(Milliseconds wait, const Reports &reports)
{
    std::size_t count = m_deliveries.handOverRefused(reports);
    int patience = count > 0 ? 0 : int(wait.count());
    while (m_handle.queue() && count < mostReports) {
        const Event event(rd_kafka_queue_poll(m_handle.queue(), std::exchange(patience, 0)));
        if (!event)
            break;
        noteFatal();
        if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_DR)
            count += m_deliveries.take(event.get(), reports);
        else if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_ERROR)
            takeError(event.get());
    }
    return count;
}

void KafkaProducer::takeError(rd_kafka_event_t *event)
{
    const auto code = rd_kafka_event_error(event);
    if (code == RD_KAFKA_RESP_ERR__FATAL)
        return noteFatal();
    const auto error = errorOfEvent(code, rd_kafka_event_error_string(event), &m_handle.witness());
    if (!error)
        return;
    m_deliveries.noteTrouble(error->technical);
    if (error->code == ErrorCode::AuthenticationFailed || error->code == ErrorCode::MechanismNotOffered) {
        m_core->gate->refuse(*error);
        m_fatal = error;
    }
}

/// librdkafka lets it be seen in any order: by the event, by the reports of records, by a record that is not taken.
void KafkaProducer::noteFatal()
{
    char text[512] = {};
    const auto why = rd_kafka_fatal_error(m_handle.get(), text, sizeof text);
    if (m_fatal || why == RD_KAFKA_RESP_ERR_NO_ERROR)
        return;
    m_fatal = errorOfTransaction(why, m_handle.witness().withoutSecrets(text), id(), "send");
    m_fatal->fatal = true;
    m_deliveries.noteFatal(*m_fatal);
    m_handle.purge(false); // what is queued would wait for its time-out
}

bool KafkaProducer::flush(Milliseconds wait, const Reports &reports)
{
    const auto deadline = Clock::now() + wait;
    poll(0ms, reports);
    while (unreported() > 0 && left(deadline) > 0ms)
        poll(std::min<Milliseconds>(left(deadline), 50ms), reports);
    return unreported() == 0;
}

void KafkaProducer::abandon(const Reports &reports)
{
    if (m_handle.get() && m_deliveries.waiting() > 0) {
        m_isAbandoned = true; // the numbers of what was dropped are missing: an idempotent producer cannot go on behind them
        m_handle.purge(true);
        flush(abandonTime, reports);
        m_deliveries.giveUp(reports);
    }
    m_deliveries.handOverRefused(reports);
}

Status KafkaProducer::begin()
{
    if (m_fatal || m_isAbandoned)
        return m_fatal.value_or(errorOfTransaction(RD_KAFKA_RESP_ERR__STATE, "given up before", id(), "begin"));
    if (Status allowed = m_lock->check(); !allowed)
        return allowed;
    if (const CallError error = m_handle.beginTransaction())
        return transactionError(error.get(), "begin");
    m_isInTransaction = true;
    m_notDeliveredBefore = m_deliveries.notDelivered();
    return std::monostate();
}

TransactionEnd KafkaProducer::commit(Milliseconds wait, const Reports &reports)
{
    const auto start = Clock::now();
    const bool isFlushed = flush(wait, reports);
    const auto deadline = std::max(start + wait, Clock::now() + leastForCommit);
    // Until the end is asked for, a transaction that is given up is aborted for certain.
    const Status allowed = m_lock->check();
    if (!isFlushed || m_fatal || m_deliveries.notDelivered() != m_notDeliveredBefore || !allowed) {
        std::optional<Error> why = m_fatal;
        const TransactionEnd aborted = abort(abortGrace, reports);
        if (!why)
            why = allowed ? errorOfTransaction(isFlushed ? RD_KAFKA_RESP_ERR__INCONSISTENT : RD_KAFKA_RESP_ERR__TIMED_OUT,
                                               isFlushed ? "not every record of it was acknowledged" : "", id(), "commit")
                          : allowed.error();
        return {.outcome = Outcome::Failed, .error = why, .mustReopen = aborted.mustReopen};
    }
    for (;;) {
        const CallError error = m_handle.commitTransaction(left(deadline));
        poll(0ms, reports);
        if (!error || !rd_kafka_error_is_retriable(error.get()) || left(deadline) == 0ms)
            return endOfCommit(error.get(), reports);
        poll(shortPause, reports);
    }
}

TransactionEnd KafkaProducer::endOfCommit(const rd_kafka_error_t *error, const Reports &reports)
{
    m_isInTransaction = false;
    if (!error)
        return {.outcome = Outcome::Done};
    TransactionEnd end{.outcome = Outcome::Unknown, .error = transactionError(error, "commit"), .mustReopen = true};
    const auto code = rd_kafka_error_code(error);
    const bool isAnswer = code != RD_KAFKA_RESP_ERR__TIMED_OUT && code != RD_KAFKA_RESP_ERR__TRANSPORT;
    if (!isAnswer || !rd_kafka_error_txn_requires_abort(error))
        return end;
    // A broker has refused to commit: it is aborted for certain once the same broker has agreed to that.
    std::optional<Error> why;
    if (isAborted(Clock::now() + abortGrace, reports, why))
        end = {.outcome = Outcome::Failed, .error = end.error, .mustReopen = m_fatal.has_value()};
    return end;
}

TransactionEnd KafkaProducer::abort(Milliseconds wait, const Reports &reports)
{
    const auto deadline = Clock::now() + wait;
    m_isInTransaction = false;
    poll(0ms, reports);
    // A record that failed leaves a gap in the numbers of its partition, and what follows is refused there (measured, 2.14.2).
    const bool hasGap = m_isAbandoned || m_deliveries.notDelivered() != m_notDeliveredBefore;
    std::optional<Error> why = m_fatal;
    if (!why && isAborted(deadline, reports, why)) {
        m_deliveries.giveUp(reports); // nothing is left, or librdkafka would not have said so
        return {.outcome = Outcome::Done, .mustReopen = hasGap};
    }
    abandon(reports);
    // Nothing of it can become visible any more; the broker closes it at its time-out, or when the id is opened again.
    return {.outcome = Outcome::Failed, .error = why, .mustReopen = true};
}

bool KafkaProducer::isAborted(Clock::time_point deadline, const Reports &reports, std::optional<Error> &why)
{
    // The call drops what is queued and waits until every report has been taken, which only happens between two calls.
    for (Milliseconds slice = firstSlice;; slice = std::min<Milliseconds>(slice * 2, callSlice)) {
        const CallError error = m_handle.abortTransaction(std::min(left(deadline), slice));
        poll(0ms, reports);
        if (!error)
            return true;
        why = transactionError(error.get(), "abort");
        if (!rd_kafka_error_is_retriable(error.get()) || left(deadline) == 0ms)
            return false;
        poll(shortPause, reports);
    }
}

Error KafkaProducer::transactionError(const rd_kafka_error_t *error, const std::string &what)
{
    Error told = errorOfTransaction(rd_kafka_error_code(error), m_handle.witness().withoutSecrets(rd_kafka_error_string(error)), id(), what);
    told.retriable = rd_kafka_error_is_retriable(error) || rd_kafka_error_txn_requires_abort(error);
    told.fatal = rd_kafka_error_is_fatal(error) || told.fatal;
    if (told.fatal && !m_fatal)
        m_fatal = told;
    return told;
}

Domain::Result<std::int32_t> KafkaProducer::partitionCount(const std::string &topic, Milliseconds wait)
{
    if (!m_handle.get())
        return Error{.code = ErrorCode::Cancelled};
    const auto found = m_topics.find(m_handle.get(), topic, wait);
    return found ? Domain::Result<std::int32_t>(found.value()->partitions) : found.error();
}

void KafkaProducer::close(Milliseconds wait, const Reports &reports, const std::string &note)
{
    if (!m_handle.get())
        return;
    if (m_isInTransaction)
        abort(wait, reports);
    else
        flush(wait, reports);
    abandon(reports);
    m_entry.end(m_deliveries.summary(note));
    m_topics.clear();
    m_handle.close(*m_reaper);
}

} // namespace Kafka
