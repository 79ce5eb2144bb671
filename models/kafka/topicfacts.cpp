// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/topicfacts.h"

#include "kafka/kafkaerrors.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace Kafka {

using Domain::TopicFacts;

namespace {

constexpr auto slice = std::chrono::milliseconds(50);

using Resource = std::unique_ptr<rd_kafka_ConfigResource_t, Destroyer<rd_kafka_ConfigResource_destroy>>;

AdminOptions optionsFor(rd_kafka_t *handle, rd_kafka_admin_op_t operation, const CallScope &scope)
{
    AdminOptions options(rd_kafka_AdminOptions_new(handle, operation));
    rd_kafka_AdminOptions_set_request_timeout(options.get(), int(std::clamp<std::int64_t>(scope.left().count(), 1, 3'600'000)), nullptr, 0);
    return options;
}

Event await(rd_kafka_queue_t *queue, rd_kafka_event_type_t type, const CallScope &scope)
{
    while (scope.goesOn()) {
        Event event(rd_kafka_queue_poll(queue, int(slice.count())));
        if (event && rd_kafka_event_type(event.get()) == type)
            return event;
    }
    return {};
}

std::optional<std::int64_t> numberIn(std::string_view text)
{
    std::int64_t value = 0;
    const auto end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    return result.ec == std::errc() && result.ptr == end ? std::optional(value) : std::nullopt;
}

void take(std::string_view name, std::string_view value, TopicFacts &facts)
{
    if (name == "max.message.bytes")
        facts.maxMessageBytes = numberIn(value);
    else if (name == "message.timestamp.type")
        facts.isLogAppendTime = value == "LogAppendTime";
    else if (name == "message.timestamp.before.max.ms")
        facts.timestampBeforeMaxMs = numberIn(value);
    else if (name == "message.timestamp.after.max.ms")
        facts.timestampAfterMaxMs = numberIn(value);
    else if (name == "retention.ms")
        facts.retentionMs = numberIn(value);
    else if (name == "retention.bytes")
        facts.retentionBytes = numberIn(value);
    else if (name == "cleanup.policy") {
        facts.isCompacted = value.find("compact") != std::string_view::npos;
        facts.isDeleted = value.find("delete") != std::string_view::npos;
    }
}

Domain::Result<TopicFacts> factsIn(const rd_kafka_ConfigResource_t *resource, const std::string &topic)
{
    if (const rd_kafka_resp_err_t code = rd_kafka_ConfigResource_error(resource)) {
        Domain::Error error = errorOfTopic(code, topic);
        if (error.code == Domain::ErrorCode::NotAuthorized)
            error.args = {{"resource", "topic"}, {"name", topic}, {"operation", "DESCRIBE_CONFIGS"}};
        return error;
    }
    TopicFacts facts;
    std::size_t count = 0;
    const rd_kafka_ConfigEntry_t **entries = rd_kafka_ConfigResource_configs(resource, &count);
    for (std::size_t i = 0; i < count; ++i)
        if (const char *value = rd_kafka_ConfigEntry_value(entries[i]))
            take(rd_kafka_ConfigEntry_name(entries[i]), value, facts);
    return facts;
}

} // namespace

Domain::Result<TopicFacts> fetchTopicFacts(rd_kafka_t *handle, const std::string &topic, const CallScope &scope)
{
    constexpr const char *what = "topic configuration";
    if (topic.empty())
        return errorOfTopic(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, topic);
    const Queue queue(rd_kafka_queue_new(handle));
    const Resource resource(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, topic.c_str()));
    rd_kafka_ConfigResource_t *asked = resource.get();
    rd_kafka_DescribeConfigs(handle, &asked, 1, optionsFor(handle, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, scope).get(), queue.get());
    const Event event = await(queue.get(), RD_KAFKA_EVENT_DESCRIBECONFIGS_RESULT, scope);
    if (!event)
        return errorOfCall(RD_KAFKA_RESP_ERR__TIMED_OUT, {}, what, scope.seconds);
    if (const rd_kafka_resp_err_t code = rd_kafka_event_error(event.get()))
        return errorOfCall(code, rd_kafka_event_error_string(event.get()), what, scope.seconds);
    std::size_t count = 0;
    const rd_kafka_ConfigResource_t **resources = rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event.get()), &count);
    return count > 0 ? factsIn(resources[0], topic) : errorOfCall(RD_KAFKA_RESP_ERR__BAD_MSG, {}, what, scope.seconds);
}

Domain::Result<std::vector<Domain::GroupName>> fetchGroups(rd_kafka_t *handle, const CallScope &scope)
{
    constexpr const char *what = "consumer groups";
    const Queue queue(rd_kafka_queue_new(handle));
    rd_kafka_ListConsumerGroups(handle, optionsFor(handle, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, scope).get(), queue.get());
    const Event event = await(queue.get(), RD_KAFKA_EVENT_LISTCONSUMERGROUPS_RESULT, scope);
    if (!event)
        return errorOfCall(RD_KAFKA_RESP_ERR__TIMED_OUT, {}, what, scope.seconds);
    if (const rd_kafka_resp_err_t code = rd_kafka_event_error(event.get()))
        return errorOfCall(code, rd_kafka_event_error_string(event.get()), what, scope.seconds);
    const auto *result = rd_kafka_event_ListConsumerGroups_result(event.get());
    std::size_t count = 0, failures = 0;
    const rd_kafka_ConsumerGroupListing_t **listed = rd_kafka_ListConsumerGroups_result_valid(result, &count);
    const rd_kafka_error_t **errors = rd_kafka_ListConsumerGroups_result_errors(result, &failures);
    if (count == 0 && failures > 0) {
        Domain::Error error = errorOfCall(rd_kafka_error_code(errors[0]), rd_kafka_error_string(errors[0]), what, scope.seconds);
        if (error.code == Domain::ErrorCode::NotAuthorized)
            error.args["operation"] = "DESCRIBE";
        return error;
    }
    std::vector<Domain::GroupName> groups;
    groups.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto state = rd_kafka_ConsumerGroupListing_state(listed[i]);
        const auto type = rd_kafka_ConsumerGroupListing_type(listed[i]);
        groups.push_back({.id = rd_kafka_ConsumerGroupListing_group_id(listed[i]),
                          .state = state == RD_KAFKA_CONSUMER_GROUP_STATE_UNKNOWN ? "" : rd_kafka_consumer_group_state_name(state),
                          .type = type == RD_KAFKA_CONSUMER_GROUP_TYPE_CONSUMER ? "consumer" : type == RD_KAFKA_CONSUMER_GROUP_TYPE_CLASSIC ? "classic" : ""});
    }
    std::ranges::sort(groups, {}, &Domain::GroupName::id);
    return groups;
}

} // namespace Kafka
