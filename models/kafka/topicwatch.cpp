// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/topicwatch.h"

#include <algorithm>
#include <chrono>

namespace Kafka {

using Domain::ErrorCode;
using Domain::PartitionId;
using namespace std::chrono_literals;

namespace {

constexpr auto retryAfter = 500ms;
constexpr auto metadataPatience = 300ms; ///< blocks the reading thread; only when something is silent anyway
constexpr int sureAfter = 2;

} // namespace

Domain::Error TopicWatch::recreated(const std::string &topic, std::optional<PartitionId> id)
{
    Domain::Error error{.code = ErrorCode::TopicRecreated, .args = {{"topic", topic}}, .fatal = true};
    if (id)
        error.args["partition"] = std::to_string(id->value());
    return error;
}

Domain::Error TopicWatch::noLeader(const std::string &topic, PartitionId id)
{
    return {.code = ErrorCode::NoLeader,
            .args = {{"topic", topic}, {"partition", std::to_string(id.value())}},
            .retriable = true};
}

void TopicWatch::note(std::uint16_t index, const Domain::Topic &topic)
{
    m_run.topics[index].missing = 0;
    for (const Domain::Partition &partition : topic.partitions)
        if (Slot *slot = m_run.find(index, partition.id.value())) {
            slot->leader = partition.leader;
            if (!partition.leader && !slot->reader.isOver())
                slot->trouble = noLeader(topic.name, partition.id);
        }
}

bool TopicWatch::isRead(std::uint16_t topic) const
{
    return std::any_of(m_run.slots.begin(), m_run.slots.end(),
                       [topic](const Slot &slot) { return slot.reader.place().topic == topic && !slot.reader.isOver(); });
}

void TopicWatch::askIdentities()
{
    for (std::uint16_t topic = 0; topic < m_run.topics.size(); ++topic)
        if (isRead(topic))
            m_run.client->identity(topic).ask();
}

void TopicWatch::takeIdentities()
{
    for (std::uint16_t topic = 0; topic < m_run.topics.size(); ++topic)
        if (isRead(topic) && m_run.client->identity(topic).hasChanged())
            m_run.failTopic(topic, recreated(m_run.plan.topics[topic], std::nullopt));
}

bool TopicWatch::isAnySuspect() const
{
    return std::any_of(m_run.topics.begin(), m_run.topics.end(), [](const TopicOfRun &topic) { return topic.isSuspect; });
}

void TopicWatch::ask(Clock::time_point now)
{
    if (now - m_lastAsked < retryAfter)
        return;
    for (std::uint16_t topic = 0; topic < m_run.topics.size() && !m_run.failure; ++topic)
        if (m_run.topics[topic].isSuspect && isRead(topic)) {
            m_lastAsked = now;
            if (!ask(topic))
                return; // the same would happen to the next call
        }
}

bool TopicWatch::ask(std::uint16_t index)
{
    const Domain::Result<Domain::Topic> topic = m_run.client->askTopic(index, metadataPatience);
    const std::optional<Domain::Error> error = topic ? topic->error : topic.error();
    if (!error) {
        m_run.topics[index].isSuspect = false;
        note(index, *topic);
    } else if (error->code == ErrorCode::NotAuthorized) {
        m_run.failTopic(index, *error);
    } else if (error->code == ErrorCode::UnknownTopic) {
        m_run.topics[index].isSuspect = true;
        if (++m_run.topics[index].missing >= sureAfter) // a broker that just started may not know it yet
            m_run.failTopic(index, {.code = ErrorCode::TopicDeleted, .args = {{"topic", m_run.plan.topics[index]}}, .fatal = true});
    }
    return topic.ok();
}

} // namespace Kafka
