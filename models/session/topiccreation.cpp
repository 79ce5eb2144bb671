// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/topiccreation.h"

#include "session/ownerthread.h"

namespace Session {

namespace {

using namespace std::chrono_literals;
constexpr auto deadline = 30s;

Domain::WriteIntent intentOf(const std::vector<Domain::NewTopic> &topics)
{
    Domain::WriteIntent intent{.action = "create-topic"};
    for (const Domain::NewTopic &topic : topics) {
        intent.target += (intent.target.empty() ? "" : ",") + topic.name;
        intent.plan += (intent.plan.empty() ? "" : ", ") + topic.name + " with " + std::to_string(topic.partitions) + " partitions";
    }
    return intent;
}

Domain::Result<std::vector<Domain::Status>> create(Domain::Cluster &cluster, const std::vector<Domain::NewTopic> &topics)
{
    const std::shared_ptr<Domain::WriteGate> gate = cluster.writes();
    if (!gate)
        return Domain::Error{.code = Domain::ErrorCode::WritesLocked, .args = {{"reason", "recording"}}};
    return gate->createTopics(intentOf(topics), topics, deadline);
}

} // namespace

TopicCreation::TopicCreation(std::shared_ptr<Domain::Cluster> cluster, QObject *parent) : QObject(parent), m_cluster(std::move(cluster)), m_handover(this) {}

void TopicCreation::start(std::vector<Domain::NewTopic> topics)
{
    assertOwnerThread(this);
    if (m_thread)
        return;
    m_thread = m_cluster->startThread("create topics", [this, cluster = m_cluster, topics = std::move(topics), done = m_handover.handle()](const std::stop_token &) {
        done.post([this, result = create(*cluster, topics)] { emit finished(result); });
    });
}

} // namespace Session
