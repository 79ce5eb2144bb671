// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/topiccreation.h"

#include "kafka/kafkaerrors.h"

#include <algorithm>

namespace Kafka {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Status;
using Clock = std::chrono::steady_clock;

namespace {

constexpr const char *what = "creating topics";

Error badTopic(const Domain::NewTopic &topic, const std::string &why)
{
    return {.code = ErrorCode::BadArgument, .args = {{"argument", "topic"}, {"value", topic.name}}, .technical = why};
}

Status statusOf(const rd_kafka_topic_result_t *result)
{
    const auto code = rd_kafka_topic_result_error(result);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
        return std::monostate();
    const std::string name = rd_kafka_topic_result_name(result);
    const char *text = rd_kafka_topic_result_error_string(result);
    Error error = errorOfCall(code, text ? text : "", what, 0);
    if (error.code == ErrorCode::NotAuthorized)
        error.args = {{"resource", "topic"}, {"name", name}, {"operation", "CREATE"}};
    else
        error.args.insert({"topic", name});
    return error;
}

} // namespace

TopicCreation::TopicCreation(rd_kafka_t *handle, const std::vector<Domain::NewTopic> &topics, std::chrono::milliseconds wait)
    : m_options(rd_kafka_AdminOptions_new(handle, RD_KAFKA_ADMIN_OP_CREATETOPICS)), m_queue(rd_kafka_queue_new(handle))
{
    const int ms = int(std::clamp<std::int64_t>(wait.count(), 1, 3'600'000));
    rd_kafka_AdminOptions_set_request_timeout(m_options.get(), ms, nullptr, 0);
    rd_kafka_AdminOptions_set_operation_timeout(m_options.get(), ms, nullptr, 0);
    const int seconds = int(std::chrono::ceil<std::chrono::seconds>(wait).count());
    m_outcomes.assign(topics.size(), errorOfCall(RD_KAFKA_RESP_ERR__TIMED_OUT, {}, what, seconds));
    for (std::size_t i = 0; i < topics.size(); ++i)
        add(topics[i], i);
}

void TopicCreation::add(const Domain::NewTopic &topic, std::size_t index)
{
    m_names.push_back(topic.name);
    char text[256] = {};
    NewTopic made(rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions, topic.replicationFactor, text, sizeof text));
    if (!made) {
        m_outcomes[index] = badTopic(topic, text);
        return;
    }
    for (const auto &[name, value] : topic.configs)
        if (const auto code = rd_kafka_NewTopic_set_config(made.get(), name.c_str(), value.c_str())) {
            m_outcomes[index] = badTopic(topic, rd_kafka_err2str(code));
            return;
        }
    m_pointers.push_back(made.get());
    m_topics.push_back(std::move(made));
}

std::vector<Status> TopicCreation::outcomes(Clock::time_point deadline)
{
    Event event;
    while (!m_pointers.empty() && !event && Clock::now() < deadline)
        event.reset(rd_kafka_queue_poll(m_queue.get(), 50));
    if (!event)
        return std::move(m_outcomes);
    if (const auto code = rd_kafka_event_error(event.get())) {
        for (Status &outcome : m_outcomes)
            if (!outcome && outcome.error().code != ErrorCode::BadArgument)
                outcome = errorOfCall(code, rd_kafka_event_error_string(event.get()), what, 0);
        return std::move(m_outcomes);
    }
    std::size_t count = 0;
    const rd_kafka_topic_result_t **results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto found = std::ranges::find(m_names, rd_kafka_topic_result_name(results[i]));
        if (found != m_names.end())
            m_outcomes[std::size_t(found - m_names.begin())] = statusOf(results[i]);
    }
    return std::move(m_outcomes);
}

Domain::WriteEnd TopicCreation::summary(const std::vector<Status> &outcomes)
{
    Domain::WriteEnd end{.outcome = Domain::Outcome::Done};
    for (const Status &outcome : outcomes) {
        const bool isUnknown = !outcome && outcome.error().code == ErrorCode::DeadlineExceeded;
        ++(outcome ? end.done : isUnknown ? end.unknown : end.failed);
        if (!outcome)
            end.note = outcome.error().origin;
    }
    if (end.unknown > 0)
        end.outcome = Domain::Outcome::Unknown;
    else if (end.failed > 0)
        end.outcome = Domain::Outcome::Failed;
    return end;
}

} // namespace Kafka
