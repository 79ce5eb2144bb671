// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/topicidentity.h"

#include <array>
#include <memory>

namespace Kafka {

namespace {

using Collection = std::unique_ptr<rd_kafka_TopicCollection_t, Destroyer<rd_kafka_TopicCollection_destroy>>;

} // namespace

TopicIdentity::TopicIdentity(rd_kafka_t *handle, std::string topic)
    : m_topic(std::move(topic)), m_question(handle, RD_KAFKA_ADMIN_OP_DESCRIBETOPICS)
{
}

void TopicIdentity::ask()
{
    if (m_question.isAsked() || !m_isTold || m_hasChanged)
        return;
    std::array<const char *, 1> names{m_topic.c_str()};
    const Collection topics(rd_kafka_TopicCollection_of_topic_names(names.data(), names.size()));
    m_question.ask([&topics](rd_kafka_t *handle, const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *answers) {
        rd_kafka_DescribeTopics(handle, topics.get(), options, answers);
    });
}

bool TopicIdentity::hasChanged()
{
    const Event event = m_question.take(std::chrono::milliseconds(0));
    if (!event)
        return m_hasChanged;
    const std::optional<Id> id = idIn(event.get());
    if (!m_id)
        m_isTold = id.has_value(); // a first answer without id: there will be none
    if (id && m_id && *id != *m_id)
        m_hasChanged = true;
    if (id)
        m_id = id;
    return m_hasChanged;
}

std::optional<TopicIdentity::Id> TopicIdentity::idIn(rd_kafka_event_t *event)
{
    const rd_kafka_DescribeTopics_result_t *result = rd_kafka_event_DescribeTopics_result(event);
    if (!result || rd_kafka_event_error(event))
        return std::nullopt;
    std::size_t count = 0;
    const rd_kafka_TopicDescription_t **topics = rd_kafka_DescribeTopics_result_topics(result, &count);
    if (count == 0 || rd_kafka_error_code(rd_kafka_TopicDescription_error(topics[0])))
        return std::nullopt;
    const rd_kafka_Uuid_t *uuid = rd_kafka_TopicDescription_topic_id(topics[0]);
    const Id id{rd_kafka_Uuid_most_significant_bits(uuid), rd_kafka_Uuid_least_significant_bits(uuid)};
    return id == Id{} ? std::nullopt : std::optional(id);
}

} // namespace Kafka
