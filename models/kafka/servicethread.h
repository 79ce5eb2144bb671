// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/clientconf.h"
#include "kafka/clustercore.h"

#include <memory>
#include <stop_token>
#include <string_view>

namespace Kafka {

/// The body of a cluster's service thread: makes the shared handle, polls its events, answers requests whose deadline is
/// over, and destroys the handle, at once when the broker refuses the credentials.
class ServiceThread
{
public:
    explicit ServiceThread(std::shared_ptr<ClusterCore> core) : m_core(std::move(core)) {}
    void work(const std::stop_token &stop);

private:
    void serve(Client &client, const std::stop_token &stop);
    void waitForContact(Client &client);
    void takeEvents(rd_kafka_queue_t *queue, const ClientWitness &witness, int patienceMs);
    void takeError(rd_kafka_resp_err_t code, std::string_view text, const ClientWitness &witness);
    void refuse(Domain::Error error);
    void expireRequests();
    bool isRefused() const { return m_core->gate->state() == ConnectGate::State::Refused; }

    std::shared_ptr<ClusterCore> m_core;
    bool m_hadContact = false;
    std::chrono::milliseconds m_contactTime{2};
};

} // namespace Kafka
