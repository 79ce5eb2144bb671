// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/writegate.h"

#include "kafka/kafkaproducer.h"
#include "kafka/producerhandle.h"
#include "kafka/topiccreation.h"
#include "kafka/writeplace.h"

#include <algorithm>
#include <array>

// Every call of librdkafka that changes a cluster is in this file (tests/layering looks at the object files).

namespace Kafka {

using Domain::Error;
using Domain::ErrorCode;
using Domain::ProducerSettings;
using Domain::Status;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::milliseconds;

namespace {

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
    return {.outcome = Domain::Outcome::Failed, .note = error.origin};
}

Milliseconds left(Clock::time_point deadline)
{
    return std::max(Milliseconds(0), std::chrono::ceil<Milliseconds>(deadline - Clock::now()));
}

int atLeastOne(Milliseconds wait)
{
    return int(std::max<Milliseconds>(wait, Milliseconds(1)).count());
}

} // namespace

Domain::Result<ProducerHandle> ProducerHandle::open(const ClusterCore &core, const ProducerSettings &settings, const JournalEntry &)
{
    ProducerHandle made;
    made.m_client.witness = std::make_unique<ClientWitness>(core.profile, core.secrets);
    auto conf = clientConf(core.profile, core.secrets, {.role = ClientRole::Producer, .producer = settings}, made.m_client.witness.get());
    if (!conf)
        return conf.error();
    char text[512] = {};
    made.m_client.handle.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf.value().get(), text, sizeof text));
    if (!made.m_client.handle)
        return Error{.code = ErrorCode::Internal,
                     .args = {{"what", "creating the producer"}},
                     .technical = made.m_client.witness->withoutSecrets(text),
                     .origin = rd_kafka_err2name(rd_kafka_last_error())};
    static_cast<void>(conf.value().release()); // the handle owns it now
    made.m_queue.reset(rd_kafka_queue_get_main(made.m_client.handle.get()));
    return made;
}

CallError ProducerHandle::produce(const TargetTopic &topic, const Domain::OutgoingRecord &record, void *opaque)
{
    rd_kafka_headers_t *headers = record.headers.empty() ? nullptr : headersOf(record.headers);
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
    CallError failure(rd_kafka_produceva(get(), arguments.data(), headers ? arguments.size() : arguments.size() - 1));
    if (failure && headers)
        rd_kafka_headers_destroy(headers); // ownership passes on success only
    return failure;
}

CallError ProducerHandle::initTransactions(Milliseconds wait)
{
    return CallError(rd_kafka_init_transactions(get(), atLeastOne(wait)));
}

CallError ProducerHandle::beginTransaction()
{
    return CallError(rd_kafka_begin_transaction(get()));
}

CallError ProducerHandle::commitTransaction(Milliseconds wait)
{
    return CallError(rd_kafka_commit_transaction(get(), atLeastOne(wait)));
}

CallError ProducerHandle::abortTransaction(Milliseconds wait)
{
    return CallError(rd_kafka_abort_transaction(get(), atLeastOne(wait)));
}

void ProducerHandle::purge(bool inFlightToo)
{
    rd_kafka_purge(get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_NON_BLOCKING | (inFlightToo ? RD_KAFKA_PURGE_F_INFLIGHT : 0));
}

void ProducerHandle::close(ThreadReaper &reaper)
{
    m_queue.reset();
    auto client = std::make_shared<Client>(std::move(m_client));
    static_cast<void>(reaper.spawn("kafka-close", 0, [client = std::move(client)](const std::stop_token &) { client->handle.reset(); }));
}

namespace {

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
        auto handle = ProducerHandle::open(*m_core, settings, entry.value());
        if (!handle) {
            entry->end(failedEnd(handle.error()));
            return handle.error();
        }
        auto producer = std::make_unique<KafkaProducer>(m_core, m_reaper, m_lock, settings, entry.value(), std::move(handle).value());
        if (const Status opened = producer->open(deadline); !opened)
            return opened.error();
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
        if (!m_journal) // nobody needs to wait for the cluster
            return JournalEntry::begin(*m_lock, m_journal, {}, intent);
        const auto place = m_places.find(deadline);
        if (!place)
            return place.error();
        return JournalEntry::begin(*m_lock, m_journal, place.value(), intent);
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
