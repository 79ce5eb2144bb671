// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writegate.h"
#include "kafka/handles.h"

#include <chrono>
#include <vector>

namespace Kafka {

/// What is asked for with CreateTopics and what comes of it; the call itself belongs to the WriteGate. Lives in the thread of the
/// handle, and goes before it.
class TopicCreation
{
public:
    TopicCreation(rd_kafka_t *handle, const std::vector<Domain::NewTopic> &topics, std::chrono::milliseconds wait);

    rd_kafka_NewTopic_t **topics() { return m_pointers.data(); }
    std::size_t count() const { return m_pointers.size(); }
    const rd_kafka_AdminOptions_t *options() const { return m_options.get(); }
    rd_kafka_queue_t *queue() const { return m_queue.get(); }

    /// One for each topic, in their order; DeadlineExceeded: not known whether it was made.
    std::vector<Domain::Status> outcomes(std::chrono::steady_clock::time_point deadline);
    static Domain::WriteEnd summary(const std::vector<Domain::Status> &outcomes);

private:
    using NewTopic = std::unique_ptr<rd_kafka_NewTopic_t, Destroyer<rd_kafka_NewTopic_destroy>>;

    void add(const Domain::NewTopic &topic, std::size_t index);

    std::vector<std::string> m_names;
    std::vector<Domain::Status> m_outcomes;
    std::vector<NewTopic> m_topics;
    std::vector<rd_kafka_NewTopic_t *> m_pointers;
    AdminOptions m_options;
    Queue m_queue;
};

} // namespace Kafka
