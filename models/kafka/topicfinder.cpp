// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/topicfinder.h"

#include <algorithm>
#include <set>
#include <string>

namespace Kafka {

using Domain::Error;
using Domain::ErrorCode;

namespace {

constexpr int sureAfter = 3; ///< a topic made a moment ago may not be known everywhere yet

} // namespace

void TopicFinder::ask(std::chrono::milliseconds patience, const std::function<void()> &serve)
{
    m_findings.resize(m_run.plan.topics.size());
    for (std::uint16_t index = 0; index < m_findings.size(); ++index) {
        Finding &finding = m_findings[index];
        if (!finding.isOpen())
            continue;
        Domain::Result<Domain::Topic> topic = m_run.client->askTopic(index, patience);
        serve();
        if (m_run.failure)
            return;
        const std::optional<Error> error = topic ? topic->error : topic.error();
        if (!error) {
            finding.topic = std::move(topic).value();
            m_run.trouble.reset();
            continue;
        }
        const bool mayPass = error->code == ErrorCode::UnknownTopic ? ++finding.unknown < sureAfter : error->retriable && !error->fatal;
        if (!m_run.trouble || error->code != ErrorCode::DeadlineExceeded)
            m_run.trouble = m_run.trouble.value_or(*error);
        finding.error = mayPass ? m_run.trouble : error;
        finding.isLost = !mayPass;
        if (!topic && mayPass)
            return; // nobody answers: not the next question either
    }
}

bool TopicFinder::isDone() const
{
    return std::none_of(m_findings.begin(), m_findings.end(), [](const Finding &finding) { return finding.isOpen(); });
}

void TopicFinder::giveUp(const Error &error)
{
    for (Finding &finding : m_findings)
        if (finding.isOpen()) {
            finding.error = finding.error.value_or(error);
            finding.isLost = true;
        }
}

void TopicFinder::forget()
{
    for (Finding &finding : m_findings)
        finding.topic.reset();
}

std::optional<Error> TopicFinder::makeSlots() const
{
    std::set<std::string> seen;
    for (std::uint16_t index = 0; index < m_findings.size(); ++index) {
        if (!seen.insert(m_run.plan.topics[index]).second)
            continue; // named twice: the first stands for both
        const std::optional<Error> error = addSlots(index);
        if (error && m_findings.size() == 1)
            return error;
        if (error)
            m_run.addLostTopic(index, *error);
    }
    const auto isLost = [](const Slot &slot) { return slot.reader.failure().has_value(); };
    if (!m_run.slots.empty() && std::all_of(m_run.slots.begin(), m_run.slots.end(), isLost))
        return m_run.slots.front().reader.failure();
    return std::nullopt;
}

std::optional<Error> TopicFinder::addSlots(std::uint16_t topic) const
{
    const Finding &finding = m_findings[topic];
    if (!finding.topic)
        return finding.error;
    std::vector<Domain::PartitionId> existing;
    for (const Domain::Partition &partition : finding.topic->partitions)
        existing.push_back(partition.id);
    auto chosen = Domain::choosePartitions(m_run.plan, topic, existing);
    if (!chosen)
        return chosen.error();
    if (!m_run.given.empty())
        std::erase_if(chosen.value(), [&](Domain::PartitionId id) { return !m_run.given.contains({topic, id}); });
    m_run.addSlots(topic, chosen.value());
    return std::nullopt;
}

} // namespace Kafka
