// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/servicethread.h"

#include "kafka/kafkaerrors.h"

namespace Kafka {

namespace {

using namespace std::chrono_literals;

constexpr auto pollTime = 100ms;
/// Between looks for the first contact; grows, so that a cluster that is away costs nothing.
constexpr auto contactTimeMax = 50ms;
/// How long a request waits for trouble to pass before it fails with it, while its own deadline is not over.
constexpr auto patienceWithTrouble = 3s;

} // namespace

void ServiceThread::work(const std::stop_token &stop)
{
    Domain::Result<Client> client = openClient(m_core->profile, m_core->secrets, {.role = ClientRole::Browse});
    if (!client) {
        refuse(client.error());
        return;
    }
    m_core->access.open(client->handle.get());
    serve(client.value(), stop);
    m_core->access.close();
    // The handle goes with `client`, here, in the thread that made it.
}

void ServiceThread::serve(Client &client, const std::stop_token &stop)
{
    const Queue queue(rd_kafka_queue_get_main(client.handle.get()));
    const std::stop_callback wake(stop, [&] { rd_kafka_queue_yield(queue.get()); });
    while (!stop.stop_requested() && !isRefused()) {
        takeEvents(queue.get(), *client.witness, m_hadContact ? int(pollTime.count()) : 0);
        for (const std::string &text : client.witness->takeDisconnects())
            takeError(RD_KAFKA_RESP_ERR__TRANSPORT, text, *client.witness);
        if (!m_hadContact && !isRefused())
            waitForContact(client);
        expireRequests();
    }
    if (isRefused())
        m_core->watch.refuse(m_core->gate->error().value_or(Domain::Error{}));
}

void ServiceThread::waitForContact(Client &client)
{
    rd_kafka_t *handle = client.handle.get();
    // librdkafka connects by itself and asks for the brokers as soon as it is let in; this waits for that answer. A cluster
    // without an id answers null before the time is over.
    const auto start = std::chrono::steady_clock::now();
    char *id = rd_kafka_clusterid(handle, int(m_contactTime.count()));
    const bool early = std::chrono::steady_clock::now() - start < m_contactTime / 2;
    m_contactTime = std::min<std::chrono::milliseconds>(contactTimeMax, m_contactTime + 1ms);
    if (id)
        rd_kafka_mem_free(handle, id);
    if (!id && !early)
        return;
    m_hadContact = true;
    client.witness->noteContact();
    m_core->watch.noteContact();
    m_core->gate->open();
}

void ServiceThread::takeEvents(rd_kafka_queue_t *queue, const ClientWitness &witness, int patienceMs)
{
    while (const Event event{rd_kafka_queue_poll(queue, patienceMs)}) {
        patienceMs = 0;
        if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_ERROR)
            takeError(rd_kafka_event_error(event.get()), rd_kafka_event_error_string(event.get()), witness);
        else if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_STATS)
            m_core->watch.noteStats(brokerStats(rd_kafka_event_stats(event.get())));
        if (isRefused())
            return;
    }
}

void ServiceThread::takeError(rd_kafka_resp_err_t code, std::string_view text, const ClientWitness &witness)
{
    const auto error = errorOfEvent(code, text, &witness);
    if (!error)
        return;
    const bool refused = error->code == Domain::ErrorCode::AuthenticationFailed || error->code == Domain::ErrorCode::MechanismNotOffered;
    if (refused) {
        refuse(*error);
        return;
    }
    m_core->watch.noteError(*error);
    if (!m_hadContact)
        m_core->gate->setTrouble(m_core->watch.state().error);
}

void ServiceThread::refuse(Domain::Error error)
{
    m_core->gate->refuse(error);
    m_core->watch.refuse(error);
}

void ServiceThread::expireRequests()
{
    const auto trouble = m_hadContact ? std::nullopt : m_core->watch.state().error;
    m_core->book.expire(std::chrono::steady_clock::now(), trouble, patienceWithTrouble);
}

} // namespace Kafka
