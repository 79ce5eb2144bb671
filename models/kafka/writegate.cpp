// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/writegate.h"

#include "kafka/clientconf.h"
#include "kafka/deliveries.h"
#include "kafka/journalentry.h"
#include "kafka/kafkaerrors.h"
#include "kafka/targettopics.h"
#include "kafka/topiccreation.h"
#include "kafka/writeerrors.h"
#include "kafka/writeplace.h"

#include <algorithm>
#include <array>

namespace Kafka {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Outcome;
using Domain::ProducerSettings;
using Domain::Status;
using Domain::TransactionEnd;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

namespace {

constexpr auto abandonTime = 150ms;
constexpr auto callSlice = 500ms;
constexpr auto shortPause = 10ms;
constexpr auto abortGrace = 2s;       ///< for a transaction that must be aborted when the time of its commit is over
constexpr auto topicPatience = 5s;    ///< of send(), for a topic nobody has asked about before
constexpr std::size_t mostReports = 20'000; ///< in one poll, so that sending goes on

Milliseconds left(Clock::time_point deadline)
{
    return std::max(Milliseconds(0), std::chrono::ceil<Milliseconds>(deadline - Clock::now()));
}

int slice(Clock::time_point deadline)
{
    return int(std::clamp<Milliseconds>(left(deadline), 1ms, callSlice).count());
}

/// librdkafka takes a null pointer for Kafka's null; an empty view may have one.
const char *pointerOf(Domain::BytesView bytes)
{
    return bytes.data() ? bytes.data() : "";
}

rd_kafka_headers_t *headersOf(std::span<const Domain::Header> headers)
{
    rd_kafka_headers_t *made = rd_kafka_headers_new(headers.size());
    for (const Domain::Header &header : headers)
        rd_kafka_header_add(made, pointerOf(header.name), ssize_t(header.name.size()), header.value ? pointerOf(*header.value) : nullptr,
                            header.value ? ssize_t(header.value->size()) : 0);
    return made;
}

/// Failed for certain before anything was done.
Domain::WriteEnd failedEnd(const Error &error)
{
    return {.outcome = Outcome::Failed, .note = error.origin};
}

/// One rd_kafka_t of the producer type. See Domain::Producer.
class KafkaProducer final : public Domain::Producer
{
public:
    KafkaProducer(std::shared_ptr<ClusterCore> core, std::shared_ptr<ThreadReaper> reaper, std::shared_ptr<Domain::WriteLock> lock,
                  const ProducerSettings &settings, JournalEntry entry)
        : m_core(std::move(core)), m_reaper(std::move(reaper)), m_lock(std::move(lock)), m_settings(settings), m_entry(std::move(entry)),
          m_deliveries(settings)
    {
    }
    ~KafkaProducer() override { end(0ms, {}, {}); }

    Status open(Clock::time_point deadline);

    Sent send(const Domain::OutgoingRecord &record, std::uint64_t number) override;
    std::size_t poll(Milliseconds wait, const Reports &reports) override;
    std::size_t unreported() const override { return m_deliveries.unreported(); }
    void abandon(const Reports &reports) override;
    bool flush(Milliseconds wait, const Reports &reports) override;
    Status begin() override;
    TransactionEnd commit(Milliseconds wait, const Reports &reports) override;
    TransactionEnd abort(Milliseconds wait, const Reports &reports) override;
    Domain::Result<std::int32_t> partitionCount(const std::string &topic, Milliseconds wait) override;
    const std::optional<Error> &fatalError() const override { return m_fatal; }
    void close(Milliseconds wait, const Reports &reports, const std::string &note) override { end(wait, reports, note); }

private:
    Status initTransactions(Clock::time_point deadline);
    Sent refuse(const Domain::OutgoingRecord &record, std::uint64_t number, Error error);
    Sent give(const Domain::OutgoingRecord &record, std::uint64_t number, const TargetTopic &topic);
    Sent takeBack(rd_kafka_error_t *failure, rd_kafka_headers_t *headers, void *opaque, const Domain::OutgoingRecord &record, std::uint64_t number);
    void takeError(rd_kafka_event_t *event);
    Error transactionError(const rd_kafka_error_t *error, const std::string &what);
    TransactionEnd endOfCommit(const rd_kafka_error_t *error, const Reports &reports);
    bool isAborted(Clock::time_point deadline, const Reports &reports, std::optional<Error> &why);
    void end(Milliseconds wait, const Reports &reports, const std::string &note);
    void destroyAside();
    std::string id() const { return m_settings.transaction ? m_settings.transaction->id : std::string(); }

    const std::shared_ptr<ClusterCore> m_core;
    const std::shared_ptr<ThreadReaper> m_reaper;
    const std::shared_ptr<Domain::WriteLock> m_lock;
    const ProducerSettings m_settings;
    const JournalEntry m_entry;
    Deliveries m_deliveries;
    std::optional<Error> m_fatal;
    bool m_isInTransaction = false;
    std::uint64_t m_notDeliveredBefore = 0; ///< the transaction began
    Client m_client;
    Queue m_queue;
    TargetTopics m_topics;
};

Status KafkaProducer::open(Clock::time_point deadline)
{
    m_client.witness = std::make_unique<ClientWitness>(m_core->profile, m_core->secrets);
    auto conf = clientConf(m_core->profile, m_core->secrets, {.role = ClientRole::Producer, .producer = m_settings}, m_client.witness.get());
    if (!conf)
        return conf.error();
    char text[512] = {};
    m_client.handle.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf.value().get(), text, sizeof text));
    if (!m_client.handle)
        return Error{.code = ErrorCode::Internal,
                     .args = {{"what", "creating the producer"}},
                     .technical = m_client.witness->withoutSecrets(text),
                     .origin = rd_kafka_err2name(rd_kafka_last_error())};
    static_cast<void>(conf.value().release()); // the handle owns it now
    m_queue.reset(rd_kafka_queue_get_main(m_client.handle.get()));
    return m_settings.transaction ? initTransactions(deadline) : Status(std::monostate());
}

Status KafkaProducer::initTransactions(Clock::time_point deadline)
{
    for (;;) {
        const CallError error(rd_kafka_init_transactions(m_client.handle.get(), slice(deadline)));
        if (!error)
            return std::monostate();
        poll(0ms, {});
        if (m_fatal)
            return *m_fatal;
        const bool isOver = left(deadline) == 0ms;
        if (!rd_kafka_error_is_retriable(error.get()) || isOver)
            return transactionError(error.get(), "init");
        poll(shortPause, {});
    }
}

KafkaProducer::Sent KafkaProducer::send(const Domain::OutgoingRecord &record, std::uint64_t number)
{
    if (!m_client.handle || m_fatal)
        return refuse(record, number, m_fatal.value_or(Error{.code = ErrorCode::Cancelled}));
    if (const Status allowed = m_lock->check(); !allowed)
        return refuse(record, number, allowed.error());
    if (record.timestampMs == 0)
        return refuse(record, number, errorOfSend(RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP, "librdkafka takes 0 for \"now\"",
                                                  {.topic = record.topic, .partition = record.partition, .timestampMs = 0}));
    const auto topic = m_topics.find(m_client.handle.get(), record.topic, topicPatience);
    return topic ? give(record, number, *topic.value()) : refuse(record, number, topic.error());
}

KafkaProducer::Sent KafkaProducer::refuse(const Domain::OutgoingRecord &record, std::uint64_t number, Error error)
{
    m_deliveries.refuse(number, record.partition, std::move(error));
    return Sent::Refused;
}

KafkaProducer::Sent KafkaProducer::give(const Domain::OutgoingRecord &record, std::uint64_t number, const TargetTopic &topic)
{
    rd_kafka_headers_t *headers = record.headers.empty() ? nullptr : headersOf(record.headers);
    void *opaque = m_deliveries.enter(number, topic.name);
    std::array<rd_kafka_vu_t, 8> arguments; // not cleared: this is done for each record
    const auto bytes = [](rd_kafka_vu_t &argument, rd_kafka_vtype_t type, const std::optional<Domain::BytesView> &view) {
        argument.vtype = type;
        argument.u.mem.ptr = view ? const_cast<char *>(pointerOf(*view)) : nullptr;
        argument.u.mem.size = view ? view->size() : 0;
    };
    arguments[0].vtype = RD_KAFKA_VTYPE_RKT;
    arguments[0].u.rkt = topic.handle.get();
    arguments[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    arguments[1].u.i32 = record.partition ? record.partition->value() : RD_KAFKA_PARTITION_UA;
    arguments[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    arguments[2].u.i = RD_KAFKA_MSG_F_COPY;
    arguments[3].vtype = RD_KAFKA_VTYPE_OPAQUE;
    arguments[3].u.ptr = opaque;
    arguments[4].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
    arguments[4].u.i64 = record.timestampMs.value_or(0); // 0: now
    bytes(arguments[5], RD_KAFKA_VTYPE_KEY, record.key);
    bytes(arguments[6], RD_KAFKA_VTYPE_VALUE, record.value);
    arguments[7].vtype = RD_KAFKA_VTYPE_HEADERS;
    arguments[7].u.headers = headers;
    rd_kafka_error_t *failure = rd_kafka_produceva(m_client.handle.get(), arguments.data(), headers ? arguments.size() : arguments.size() - 1);
    return failure ? takeBack(failure, headers, opaque, record, number) : Sent::Queued;
}

KafkaProducer::Sent KafkaProducer::takeBack(rd_kafka_error_t *failure, rd_kafka_headers_t *headers, void *opaque,
                                            const Domain::OutgoingRecord &record, std::uint64_t number)
{
    const CallError error(failure);
    if (headers)
        rd_kafka_headers_destroy(headers); // ownership passes on success only
    m_deliveries.withdraw(opaque);
    auto code = rd_kafka_error_code(failure);
    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL && m_deliveries.waiting() > 0)
        return Sent::Full;
    if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) // the queue is empty, and it does not fit all the same
        code = RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE;
    return refuse(record, number,
                  errorOfSend(code, rd_kafka_error_string(failure),
                              {.topic = record.topic, .partition = record.partition, .size = record.payloadSize(), .limit = m_settings.maxMessageBytes,
                               .timestampMs = record.timestampMs, .transactionalId = id()}));
}

std::size_t KafkaProducer::poll(Milliseconds wait, const Reports &reports)
{
    std::size_t count = m_deliveries.handOverRefused(reports);
    int patience = count > 0 ? 0 : int(wait.count());
    while (m_queue && count < mostReports) {
        const Event event(rd_kafka_queue_poll(m_queue.get(), std::exchange(patience, 0)));
        if (!event)
            break;
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
    if (code == RD_KAFKA_RESP_ERR__FATAL) {
        char text[512] = {};
        const auto why = rd_kafka_fatal_error(m_client.handle.get(), text, sizeof text);
        m_fatal = errorOfTransaction(why, text, id(), "send");
        m_fatal->fatal = true;
        return;
    }
    const auto error = errorOfEvent(code, rd_kafka_event_error_string(event), m_client.witness.get());
    if (!error)
        return;
    m_deliveries.noteTrouble(error->technical);
    if (error->code == ErrorCode::AuthenticationFailed || error->code == ErrorCode::MechanismNotOffered) {
        m_core->gate->refuse(*error);
        m_fatal = error;
    }
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
    if (m_client.handle && m_deliveries.waiting() > 0) {
        rd_kafka_purge(m_client.handle.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING);
        flush(abandonTime, reports);
        m_deliveries.giveUp(reports);
    }
    m_deliveries.handOverRefused(reports);
}

Status KafkaProducer::begin()
{
    if (m_fatal)
        return *m_fatal;
    if (Status allowed = m_lock->check(); !allowed)
        return allowed;
    if (const CallError error{rd_kafka_begin_transaction(m_client.handle.get())})
        return transactionError(error.get(), "begin");
    m_isInTransaction = true;
    m_notDeliveredBefore = m_deliveries.notDelivered();
    return std::monostate();
}

TransactionEnd KafkaProducer::commit(Milliseconds wait, const Reports &reports)
{
    const auto deadline = Clock::now() + wait;
    const bool isFlushed = flush(wait, reports);
    // Until the end is asked for, a transaction that is given up is aborted for certain.
    if (!isFlushed || m_fatal || m_deliveries.notDelivered() != m_notDeliveredBefore || !m_lock->mayWrite()) {
        std::optional<Error> why = m_fatal;
        TransactionEnd aborted = abort(abortGrace, reports);
        if (!why)
            why = m_lock->mayWrite() ? errorOfTransaction(isFlushed ? RD_KAFKA_RESP_ERR__INCONSISTENT : RD_KAFKA_RESP_ERR__TIMED_OUT,
                                                          isFlushed ? "not every record of it was acknowledged" : "", id(), "commit")
                                     : m_lock->check().error();
        return {.outcome = Outcome::Failed, .error = why, .mustReopen = aborted.mustReopen};
    }
    for (;;) {
        const CallError error(rd_kafka_commit_transaction(m_client.handle.get(), int(std::max<Milliseconds>(left(deadline), 1ms).count())));
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
    if (m_deliveries.waiting() > 0) {
        rd_kafka_purge(m_client.handle.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_NON_BLOCKING);
        if (!flush(wait / 2, reports))
            abandon(reports);
    }
    m_deliveries.handOverRefused(reports);
    std::optional<Error> why = m_fatal;
    if (!why && isAborted(deadline, reports, why))
        return {.outcome = Outcome::Done};
    // Nothing of it can become visible any more; the broker closes it at its time-out, or when the id is opened again.
    return {.outcome = Outcome::Failed, .error = why, .mustReopen = true};
}

bool KafkaProducer::isAborted(Clock::time_point deadline, const Reports &reports, std::optional<Error> &why)
{
    for (;;) {
        const CallError error(rd_kafka_abort_transaction(m_client.handle.get(), slice(deadline)));
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
    Error told = errorOfTransaction(rd_kafka_error_code(error), m_client.witness->withoutSecrets(rd_kafka_error_string(error)), id(), what);
    told.retriable = rd_kafka_error_is_retriable(error) || rd_kafka_error_txn_requires_abort(error);
    told.fatal = rd_kafka_error_is_fatal(error) || told.fatal;
    if (told.fatal && !m_fatal)
        m_fatal = told;
    return told;
}

Domain::Result<std::int32_t> KafkaProducer::partitionCount(const std::string &topic, Milliseconds wait)
{
    if (!m_client.handle)
        return Error{.code = ErrorCode::Cancelled};
    const auto found = m_topics.find(m_client.handle.get(), topic, wait);
    return found ? Domain::Result<std::int32_t>(found.value()->partitions) : found.error();
}

void KafkaProducer::end(Milliseconds wait, const Reports &reports, const std::string &note)
{
    if (!m_client.handle)
        return;
    if (m_isInTransaction)
        abort(wait, reports);
    else
        flush(wait, reports);
    abandon(reports);
    m_entry.end(m_deliveries.summary(note));
    destroyAside();
}

/// Destroying waits for librdkafka's threads, and those for a name server perhaps.
void KafkaProducer::destroyAside()
{
    m_topics.clear();
    m_queue.reset();
    auto client = std::make_shared<Client>(std::move(m_client));
    static_cast<void>(m_reaper->spawn("kafka-close", 0, [client = std::move(client)](const std::stop_token &) mutable { client->handle.reset(); }));
}

/// See Domain::WriteGate.
class KafkaWriteGate final : public Domain::WriteGate
{
public:
    KafkaWriteGate(std::shared_ptr<ClusterCore> core, std::shared_ptr<ThreadReaper> reaper, std::shared_ptr<Domain::WriteJournal> journal)
        : m_core(std::move(core)), m_reaper(std::move(reaper)), m_journal(std::move(journal)),
          m_lock(std::make_shared<Domain::WriteLock>(m_core->profile)), m_places(m_core)
    {
    }
    const std::shared_ptr<Domain::WriteLock> &lock() const override { return m_lock; }

    Domain::Result<std::unique_ptr<Domain::Producer>> openProducer(const Domain::WriteIntent &intent, const ProducerSettings &settings, Milliseconds wait) override
    {
        const auto deadline = Clock::now() + wait;
        auto entry = enter(intent, deadline);
        if (!entry)
            return entry.error();
        auto producer = std::make_unique<KafkaProducer>(m_core, m_reaper, m_lock, settings, entry.value());
        if (const Status opened = producer->open(deadline); !opened) {
            entry->end(failedEnd(opened.error()));
            return opened.error();
        }
        return std::unique_ptr<Domain::Producer>(std::move(producer));
    }

    Domain::Result<std::vector<Status>> createTopics(const Domain::WriteIntent &intent, const std::vector<Domain::NewTopic> &topics, Milliseconds wait) override
    {
        const auto deadline = Clock::now() + wait;
        auto entry = enter(intent, deadline);
        if (!entry)
            return entry.error();
        const auto client = openClient(m_core->profile, m_core->secrets, {.role = ClientRole::Consumer});
        if (!client) {
            entry->end(failedEnd(client.error()));
            return client.error();
        }
        TopicCreation creation(client->handle.get(), topics, left(deadline));
        rd_kafka_CreateTopics(client->handle.get(), creation.topics(), creation.count(), creation.options(), creation.queue());
        std::vector<Status> outcomes = creation.outcomes(deadline);
        entry->end(TopicCreation::summary(outcomes));
        return outcomes;
    }

private:
    /// Asks the lock and writes the intent down: the way into each action.
    Domain::Result<JournalEntry> enter(const Domain::WriteIntent &intent, Clock::time_point deadline)
    {
        if (const Status allowed = m_lock->check(); !allowed)
            return allowed.error();
        if (!m_journal)
            return JournalEntry::begin(m_journal, {}, intent);
        const auto place = m_places.find(deadline);
        if (!place)
            return place.error();
        if (const Status allowed = m_lock->check(); !allowed) // finding the place may have taken long
            return allowed.error();
        return JournalEntry::begin(m_journal, place.value(), intent);
    }

    const std::shared_ptr<ClusterCore> m_core;
    const std::shared_ptr<ThreadReaper> m_reaper;
    const std::shared_ptr<Domain::WriteJournal> m_journal;
    const std::shared_ptr<Domain::WriteLock> m_lock;
    WritePlaceFinder m_places;
};

} // namespace

std::shared_ptr<Domain::WriteGate> makeWriteGate(std::shared_ptr<ClusterCore> core, std::shared_ptr<ThreadReaper> reaper,
                                                 std::shared_ptr<Domain::WriteJournal> journal)
{
    return std::make_shared<KafkaWriteGate>(std::move(core), std::move(reaper), std::move(journal));
}

} // namespace Kafka
