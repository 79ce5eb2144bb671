// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/targettopics.h"

#include "replay/asking.h"

#include <algorithm>

namespace Replay {

using Domain::OffsetAnswer;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 10s;
constexpr auto groupPatience = 5s;
constexpr std::size_t mostGroups = 64;
constexpr std::size_t mostPlaces = 2'000;
constexpr std::size_t mostTopics = 1'000; ///< headers of a dead-letter queue may name anything

/// The groups' answers, as they come.
struct GroupBox
{
    std::mutex mutex;
    std::condition_variable_any came;
    std::size_t answers = 0;
    std::vector<std::string> names;
    std::optional<Domain::Error> error;

    void take(const std::string &group, const Domain::Result<std::vector<OffsetAnswer>> &answer)
    {
        const std::lock_guard lock(mutex);
        ++answers;
        if (!answer)
            error = answer.error();
        else if (std::ranges::any_of(*answer, [](const OffsetAnswer &one) { return one.offset.has_value(); }))
            names.push_back(group);
        came.notify_all();
    }
};

} // namespace

const TargetTopics::Topic &TargetTopics::find(const std::string &name)
{
    if (const auto known = m_topics.find(name); known != m_topics.end())
        return known->second;
    static const Topic unknown;
    if (m_topics.size() >= mostTopics)
        return unknown;
    Topic &topic = m_topics[name];
    const auto metadata = ask<Domain::ClusterSnapshot>(m_cluster, patience, m_stop, [&](auto reply) { return m_cluster.requestMetadata(name, patience, std::move(reply)); });
    if (!metadata) {
        topic.error = metadata.error();
        return topic;
    }
    const Domain::Topic *const found = metadata->topic(name);
    topic.isMissing = !found || (found->error && found->error->code == Domain::ErrorCode::UnknownTopic);
    if (!topic.isMissing && found->error)
        topic.error = found->error;
    if (topic.isMissing || topic.error)
        return topic;
    topic.partitions = static_cast<std::int32_t>(found->partitions.size());
    askFacts(name, topic);
    return topic;
}

void TargetTopics::askFacts(const std::string &name, Topic &topic)
{
    const auto facts = ask<Domain::TopicFacts>(m_cluster, patience, m_stop, [&](auto reply) { return m_cluster.requestTopicFacts(name, patience, std::move(reply)); });
    if (facts)
        topic.facts = *facts; // else all of it is unknown, which is told
}

std::vector<Domain::PartitionName> TargetTopics::places() const
{
    std::vector<Domain::PartitionName> places;
    for (const auto &[name, topic] : m_topics)
        for (std::int32_t id = 0; id < topic.partitions && places.size() < mostPlaces; ++id)
            places.push_back({name, Domain::PartitionId(id)});
    return places;
}

TargetTopics::Groups TargetTopics::findGroups()
{
    Groups groups;
    const std::vector<Domain::PartitionName> asked = places();
    if (asked.empty())
        return groups;
    const auto deadline = std::chrono::steady_clock::now() + groupPatience;
    const auto all = ask<std::vector<Domain::GroupName>>(m_cluster, groupPatience, m_stop, [&](auto reply) { return m_cluster.requestGroups(groupPatience, std::move(reply)); });
    if (!all) {
        groups.error = all.error();
        return groups;
    }
    groups.total = all->size();
    const auto box = std::make_shared<GroupBox>();
    const std::size_t count = std::min(all->size(), mostGroups);
    std::vector<Domain::RequestId> requests;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string &id = (*all)[i].id;
        const auto left = std::max(std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now()), 1ms);
        requests.push_back(m_cluster.requestCommittedOffsets(id, asked, left, [box, id](const Domain::Result<std::vector<OffsetAnswer>> &answer) { box->take(id, answer); }));
    }
    {
        std::unique_lock lock(box->mutex);
        box->came.wait_until(lock, m_stop, deadline, [&] { return box->answers >= count; });
        groups.asked = box->answers;
        groups.names = box->names;
        groups.error = box->error;
    }
    if (groups.asked < count)
        for (const Domain::RequestId request : requests)
            m_cluster.cancel(request);
    std::ranges::sort(groups.names);
    return groups;
}

} // namespace Replay
