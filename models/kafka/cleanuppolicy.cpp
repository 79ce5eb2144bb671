// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/cleanuppolicy.h"

#include <memory>
#include <string_view>

namespace Kafka {

namespace {

using Resource = std::unique_ptr<rd_kafka_ConfigResource_t, Destroyer<rd_kafka_ConfigResource_destroy>>;

} // namespace

CleanupPolicy::CleanupPolicy(rd_kafka_t *handle, std::string topic)
    : m_topic(std::move(topic)), m_question(handle, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS)
{
}

void CleanupPolicy::ask()
{
    if (m_question.isAsked() || m_isCompacted)
        return;
    const Resource resource(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, m_topic.c_str()));
    rd_kafka_ConfigResource_t *asked = resource.get();
    m_question.ask([&asked](rd_kafka_t *handle, const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *answers) {
        rd_kafka_DescribeConfigs(handle, &asked, 1, options, answers);
    });
}

std::optional<bool> CleanupPolicy::isCompacted(std::chrono::milliseconds patience)
{
    if (const Event event = m_question.take(patience))
        m_isCompacted = compactedIn(event.get());
    return m_isCompacted;
}

std::optional<bool> CleanupPolicy::compactedIn(rd_kafka_event_t *event)
{
    const rd_kafka_DescribeConfigs_result_t *result = rd_kafka_event_DescribeConfigs_result(event);
    if (!result || rd_kafka_event_error(event))
        return std::nullopt;
    std::size_t count = 0;
    const rd_kafka_ConfigResource_t **resources = rd_kafka_DescribeConfigs_result_resources(result, &count);
    if (count == 0 || rd_kafka_ConfigResource_error(resources[0]))
        return std::nullopt;
    std::size_t entries = 0;
    const rd_kafka_ConfigEntry_t **configs = rd_kafka_ConfigResource_configs(resources[0], &entries);
    for (std::size_t i = 0; i < entries; ++i) {
        const char *value = rd_kafka_ConfigEntry_value(configs[i]);
        if (value && rd_kafka_ConfigEntry_name(configs[i]) == std::string_view("cleanup.policy"))
            return std::string_view(value).find("compact") != std::string_view::npos;
    }
    return std::nullopt;
}

} // namespace Kafka
