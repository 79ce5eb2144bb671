// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/targettopics.h"

#include "kafka/kafkaerrors.h"
#include "kafka/metadatarequest.h"

#include <algorithm>

namespace Kafka {

Domain::Result<const TargetTopic *> TargetTopics::find(rd_kafka_t *handle, std::string_view name, std::chrono::milliseconds wait)
{
    if (m_last && m_last->name == name)
        return m_last;
    if (const auto known = m_topics.find(name); known != m_topics.end())
        return m_last = &known->second;
    const std::string topic(name);
    if (topic.empty())
        return errorOfTopic(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, topic);
    const CallScope scope{.deadline = CallScope::Clock::now() + wait,
                          .isWanted = [] { return true; },
                          .seconds = int(std::chrono::ceil<std::chrono::seconds>(wait).count())};
    const auto told = fetchMetadata(handle, topic, scope);
    if (!told)
        return told.error();
    const auto found = std::ranges::find(told->topics, topic, &Domain::Topic::name);
    if (found == told->topics.end() || found->error)
        return found == told->topics.end() || !found->error ? errorOfTopic(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, topic) : *found->error;
    TargetTopic target{.name = topic, .partitions = std::int32_t(found->partitions.size()), .handle = TopicHandle(rd_kafka_topic_new(handle, topic.c_str(), nullptr))};
    if (!target.handle)
        return errorOfTopic(rd_kafka_last_error(), topic);
    return m_last = &m_topics.emplace(topic, std::move(target)).first->second;
}

void TargetTopics::clear()
{
    m_last = nullptr;
    m_topics.clear();
}

} // namespace Kafka
