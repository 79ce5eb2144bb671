// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/committedoffsets.h"

#include "kafka/clientconf.h"
#include "kafka/kafkaerrors.h"
#include "kafka/metadatarequest.h"

#include <algorithm>
#include <map>
#include <span>
#include <thread>

namespace Kafka {

using Domain::Error;
using Domain::ErrorCode;
using Answers = std::vector<Domain::OffsetAnswer>;
using namespace std::chrono_literals;

namespace {

constexpr auto slice = 2000ms;
constexpr auto pause = 100ms;
constexpr const char *offsetsTopic = "__consumer_offsets";

bool mayPass(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__WAIT_COORD || code == RD_KAFKA_RESP_ERR__TRANSPORT
        || code == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS || code == RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE
        || code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR;
}

Error errorFor(rd_kafka_resp_err_t code, const std::string &group, int seconds)
{
    if (code == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED)
        return {.code = ErrorCode::NotAuthorized,
                .args = {{"resource", "group"}, {"name", group}, {"operation", "DESCRIBE"}},
                .technical = rd_kafka_err2str(code),
                .origin = rd_kafka_err2name(code)};
    return errorOfCall(code, rd_kafka_err2str(code), "committed offsets", seconds);
}

} // namespace

Domain::Result<Answers> CommittedOffsets::run()
{
    if (m_core.profile.isDemo)
        return Error{.code = ErrorCode::Unsupported, .args = {{"what", "committed offsets"}}};
    if (m_group.empty())
        return Error{.code = ErrorCode::BadArgument, .args = {{"argument", "group"}, {"value", m_group}}};
    if (m_partitions.empty() || lookForGroup() == Presence::Absent)
        return Answers(m_partitions.size());
    return ask();
}

CommittedOffsets::Presence CommittedOffsets::lookForGroup()
{
    const HandleAccess::Loan loan(m_core.access);
    if (!loan)
        return Presence::Unknown;
    const auto metadata = fetchMetadata(loan.handle(), offsetsTopic, m_scope);
    if (!metadata)
        return Presence::Unknown;
    const bool isMissing = std::any_of(metadata->topics.begin(), metadata->topics.end(), [](const Domain::Topic &topic) {
        return topic.error && topic.error->code == ErrorCode::UnknownTopic;
    });
    if (!isMissing)
        return Presence::Present;
    // Some services keep the offsets elsewhere: they list the group all the same.
    return isListed(loan.handle()) ? Presence::Present : Presence::Absent;
}

bool CommittedOffsets::isListed(rd_kafka_t *handle) const
{
    const Queue queue(rd_kafka_queue_new(handle));
    const AdminOptions options(rd_kafka_AdminOptions_new(handle, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS));
    rd_kafka_AdminOptions_set_request_timeout(options.get(), int(std::clamp<std::int64_t>(m_scope.left().count(), 1, 5000)), nullptr, 0);
    rd_kafka_ListConsumerGroups(handle, options.get(), queue.get());
    while (m_scope.goesOn()) {
        const Event event(rd_kafka_queue_poll(queue.get(), 50));
        const auto *result = event ? rd_kafka_event_ListConsumerGroups_result(event.get()) : nullptr;
        if (!result)
            continue;
        std::size_t count = 0;
        const rd_kafka_ConsumerGroupListing_t **groups = rd_kafka_ListConsumerGroups_result_valid(result, &count);
        return std::any_of(groups, groups + count,
                           [this](const auto *group) { return m_group == rd_kafka_ConsumerGroupListing_group_id(group); });
    }
    return false;
}

Domain::Result<Answers> CommittedOffsets::ask()
{
    auto client = openClient(m_core.profile, m_core.secrets, {.role = ClientRole::Consumer, .group = m_group});
    if (!client)
        return client.error();
    const PartitionList list(rd_kafka_topic_partition_list_new(int(m_partitions.size())));
    for (const Domain::PartitionName &name : m_partitions)
        if (!rd_kafka_topic_partition_list_find(list.get(), name.topic.c_str(), name.partition.value()))
            rd_kafka_topic_partition_list_add(list.get(), name.topic.c_str(), name.partition.value());

    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR__TIMED_OUT;
    while (m_scope.goesOn()) {
        const auto patience = std::min<std::chrono::milliseconds>(m_scope.left(), slice);
        code = rd_kafka_committed(client->handle.get(), list.get(), int(std::max<std::int64_t>(patience.count(), 1)));
        if (!code)
            return answersIn(*list);
        if (!mayPass(code))
            break;
        std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(m_scope.left(), pause)); // a coordinator is being chosen
    }
    return errorFor(code, m_group, m_scope.seconds);
}

Answers CommittedOffsets::answersIn(const rd_kafka_topic_partition_list_t &list) const
{
    std::map<Domain::PartitionName, const rd_kafka_topic_partition_t *> told;
    for (const rd_kafka_topic_partition_t &one : std::span(list.elems, std::size_t(list.cnt)))
        told[{one.topic, Domain::PartitionId(one.partition)}] = &one;
    Answers answers;
    answers.reserve(m_partitions.size());
    for (const Domain::PartitionName &name : m_partitions) {
        const rd_kafka_topic_partition_t &one = *told.at(name);
        Domain::OffsetAnswer &answer = answers.emplace_back();
        if (one.err)
            answer.error = errorOfPartition(one.err, name.topic, name.partition);
        else if (one.offset >= 0)
            answer.offset = Domain::Offset(one.offset);
    }
    return answers;
}

} // namespace Kafka
