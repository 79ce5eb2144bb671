// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/metadatarequest.h"

#include "kafka/kafkaerrors.h"

#include <algorithm>

namespace Kafka {

namespace {

using Domain::BrokerId;
using Domain::ClusterSnapshot;

std::vector<BrokerId> brokerIds(const std::int32_t *ids, int count)
{
    std::vector<BrokerId> result;
    result.reserve(std::size_t(std::max(count, 0)));
    for (int i = 0; i < count; ++i)
        result.emplace_back(ids[i]);
    return result;
}

Domain::Partition partitionOf(const rd_kafka_metadata_partition_t &from)
{
    Domain::Partition partition;
    partition.id = Domain::PartitionId(from.id);
    if (from.leader >= 0)
        partition.leader = BrokerId(from.leader);
    partition.replicas = brokerIds(from.replicas, from.replica_cnt);
    partition.isr = brokerIds(from.isrs, from.isr_cnt);
    return partition;
}

Domain::Topic topicOf(const rd_kafka_metadata_topic_t &from)
{
    Domain::Topic topic;
    topic.name = from.topic;
    if (from.err != RD_KAFKA_RESP_ERR_NO_ERROR)
        topic.error = errorOfTopic(from.err, topic.name);
    topic.partitions.reserve(std::size_t(std::max(from.partition_cnt, 0)));
    for (int i = 0; i < from.partition_cnt; ++i)
        topic.partitions.push_back(partitionOf(from.partitions[i]));
    if (!std::ranges::is_sorted(topic.partitions, {}, &Domain::Partition::id))
        std::ranges::sort(topic.partitions, {}, &Domain::Partition::id);
    return topic;
}

ClusterSnapshot snapshotOf(rd_kafka_t *handle, const rd_kafka_metadata_t &metadata)
{
    ClusterSnapshot snapshot;
    if (char *id = rd_kafka_clusterid(handle, 0)) {
        snapshot.clusterId = id;
        rd_kafka_mem_free(handle, id);
    }
    if (const std::int32_t id = rd_kafka_controllerid(handle, 0); id >= 0)
        snapshot.controller = BrokerId(id);
    for (int i = 0; i < metadata.broker_cnt; ++i) {
        const rd_kafka_metadata_broker_t &broker = metadata.brokers[i];
        snapshot.brokers.push_back({.id = BrokerId(broker.id), .host = broker.host, .port = broker.port, .rack = {}});
    }
    std::ranges::sort(snapshot.brokers, {}, &Domain::Broker::id);
    snapshot.topics.reserve(std::size_t(std::max(metadata.topic_cnt, 0)));
    for (int i = 0; i < metadata.topic_cnt; ++i)
        snapshot.topics.push_back(topicOf(metadata.topics[i]));
    std::ranges::sort(snapshot.topics, {}, &Domain::Topic::name);
    return snapshot;
}

} // namespace

Domain::Result<ClusterSnapshot> fetchMetadata(rd_kafka_t *handle, const std::string &topic, const CallScope &scope)
{
    const TopicHandle only(topic.empty() ? nullptr : rd_kafka_topic_new(handle, topic.c_str(), nullptr));
    if (!topic.empty() && !only)
        return errorOfTopic(rd_kafka_last_error(), topic);

    // The call cannot be interrupted. Its slices double, so that a large answer over a slow link still fits into the last one.
    std::chrono::milliseconds slice(2000);
    rd_kafka_resp_err_t code = RD_KAFKA_RESP_ERR__TIMED_OUT;
    while (scope.goesOn()) {
        const rd_kafka_metadata_t *raw = nullptr;
        const auto patience = std::min(slice, scope.left());
        code = rd_kafka_metadata(handle, topic.empty() ? 1 : 0, only.get(), &raw, int(std::max<std::int64_t>(patience.count(), 1)));
        const Metadata metadata(raw);
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR)
            return snapshotOf(handle, *metadata);
        if (code != RD_KAFKA_RESP_ERR__TIMED_OUT && code != RD_KAFKA_RESP_ERR__TRANSPORT)
            break;
        slice *= 2;
    }
    return errorOfCall(code, {}, "metadata", scope.seconds);
}

Domain::Result<ClusterSnapshot> describeCluster(rd_kafka_t *handle, const CallScope &scope)
{
    const Queue queue(rd_kafka_queue_new(handle));
    const AdminOptions options(rd_kafka_AdminOptions_new(handle, RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER));
    char text[256] = {};
    rd_kafka_AdminOptions_set_request_timeout(options.get(), int(std::max<std::int64_t>(scope.left().count(), 1)), text, sizeof text);
    rd_kafka_DescribeCluster(handle, options.get(), queue.get());

    while (scope.goesOn()) {
        const Event event(rd_kafka_queue_poll(queue.get(), 50));
        const auto *result = event ? rd_kafka_event_DescribeCluster_result(event.get()) : nullptr;
        if (!result)
            continue;
        if (const auto code = rd_kafka_event_error(event.get()))
            return errorOfCall(code, rd_kafka_event_error_string(event.get()), "cluster description", scope.seconds);
        ClusterSnapshot snapshot;
        if (const char *id = rd_kafka_DescribeCluster_result_cluster_id(result))
            snapshot.clusterId = id;
        if (const rd_kafka_Node_t *controller = rd_kafka_DescribeCluster_result_controller(result);
            controller && rd_kafka_Node_id(controller) >= 0)
            snapshot.controller = BrokerId(rd_kafka_Node_id(controller));
        std::size_t count = 0;
        const rd_kafka_Node_t **nodes = rd_kafka_DescribeCluster_result_nodes(result, &count);
        for (std::size_t i = 0; i < count; ++i) {
            Domain::Broker broker{.id = BrokerId(rd_kafka_Node_id(nodes[i])), .host = rd_kafka_Node_host(nodes[i]),
                                  .port = rd_kafka_Node_port(nodes[i]), .rack = {}};
            if (const char *rack = rd_kafka_Node_rack(nodes[i]); rack && *rack)
                broker.rack = rack;
            snapshot.brokers.push_back(std::move(broker));
        }
        std::ranges::sort(snapshot.brokers, {}, &Domain::Broker::id);
        return snapshot;
    }
    return errorOfCall(RD_KAFKA_RESP_ERR__TIMED_OUT, {}, "cluster description", scope.seconds);
}

} // namespace Kafka
