// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/watermarktable.h"

#include <algorithm>

namespace Session {

namespace {

using Kind = Domain::OffsetQuery::Kind;

std::vector<Domain::Watermarks> realigned(const std::vector<Domain::Partition> &before, std::vector<Domain::Watermarks> marks,
                                          const std::vector<Domain::Partition> &now)
{
    const auto sameId = [](const Domain::Partition &a, const Domain::Partition &b) { return a.id == b.id; };
    if (std::equal(before.begin(), before.end(), now.begin(), now.end(), sameId))
        return marks;
    std::vector<Domain::Watermarks> result(now.size());
    std::size_t old = 0; // both lists are sorted by id
    for (std::size_t i = 0; i < now.size(); ++i) {
        while (old < before.size() && before[old].id < now[i].id)
            ++old;
        if (old < before.size() && before[old].id == now[i].id)
            result[i] = std::move(marks[old]);
    }
    return result;
}

Domain::Error noLeader(const std::string &topic, Domain::PartitionId partition)
{
    Domain::Error error;
    error.code = Domain::ErrorCode::NoLeader;
    error.args = {{"topic", topic}, {"partition", std::to_string(partition.value())}};
    error.retriable = true;
    return error;
}

} // namespace

void WatermarkTable::setSnapshot(std::shared_ptr<const Domain::ClusterSnapshot> snapshot)
{
    std::unordered_map<std::string, Entry> entries;
    entries.reserve(snapshot->topics.size());
    for (const Domain::Topic &topic : snapshot->topics) {
        Entry entry;
        if (const auto known = m_entries.find(topic.name); known != m_entries.end()) {
            entry = std::move(known->second);
            if (!entry.marks.empty())
                entry.marks = realigned(*entry.partitions, std::move(entry.marks), topic.partitions);
        }
        entry.partitions = &topic.partitions;
        entries.emplace(topic.name, std::move(entry));
    }
    m_entries = std::move(entries);
    m_snapshot = std::move(snapshot); // only now: the entries of before pointed into the old one
    std::erase_if(m_queue, [this](const std::string &name) { return !m_entries.contains(name); });
}

const std::vector<Domain::Watermarks> &WatermarkTable::of(const std::string &topic) const
{
    static const std::vector<Domain::Watermarks> nothing;
    const auto it = m_entries.find(topic);
    return it == m_entries.end() ? nothing : it->second.marks;
}

std::optional<Domain::OffsetSpan> WatermarkTable::span(const std::string &topic) const
{
    const std::vector<Domain::Watermarks> &marks = of(topic);
    if (marks.empty())
        return std::nullopt;
    Domain::OffsetSpan sum;
    for (const Domain::Watermarks &w : marks) {
        const std::optional<Domain::OffsetSpan> part = w.span();
        if (!part)
            return std::nullopt;
        sum = sum + *part;
    }
    return sum;
}

void WatermarkTable::ask(const std::vector<std::string> &topics, bool first)
{
    std::vector<std::string> fresh;
    for (const std::string &name : topics) {
        m_asked.insert(name);
        const auto it = m_entries.find(name);
        if (it == m_entries.end() || it->second.underWay || (it->second.queued && !first))
            continue;
        it->second.queued = true; // a second place in the queue is harmless: nextQueries() passes over what was asked
        fresh.push_back(name);
    }
    m_queue.insert(first ? m_queue.begin() : m_queue.end(), fresh.begin(), fresh.end());
}

std::vector<std::string> WatermarkTable::askedTopics() const
{
    return {m_asked.begin(), m_asked.end()};
}

std::vector<Domain::OffsetQuery> WatermarkTable::nextQueries(std::size_t partitions, std::vector<std::string> &changed)
{
    std::vector<Domain::OffsetQuery> queries;
    while (!m_queue.empty() && queries.size() < 2 * partitions) {
        const std::string name = std::move(m_queue.front());
        m_queue.pop_front();
        const auto it = m_entries.find(name);
        if (it == m_entries.end() || !it->second.queued)
            continue;
        Entry &entry = it->second;
        entry.queued = false;
        if (markLeaderless(name, entry))
            changed.push_back(name);
        for (const Domain::Partition &partition : *entry.partitions) {
            if (!partition.leader)
                continue;
            entry.underWay = true;
            queries.push_back({name, partition.id, Kind::Beginning});
            queries.push_back({name, partition.id, Kind::End});
        }
    }
    return queries;
}

/// A partition without a leader cannot answer; asking would only hold up the others until the deadline.
bool WatermarkTable::markLeaderless(const std::string &topic, Entry &entry)
{
    bool changed = false;
    for (std::size_t i = 0; i < entry.partitions->size(); ++i) {
        if ((*entry.partitions)[i].leader)
            continue;
        entry.marks.resize(entry.partitions->size());
        Domain::Error error = noLeader(topic, (*entry.partitions)[i].id);
        if (entry.marks[i].error == error)
            continue;
        entry.marks[i].error = std::move(error);
        changed = true;
    }
    return changed;
}

Domain::Watermarks *WatermarkTable::find(const std::string &topic, Domain::PartitionId partition)
{
    const auto it = m_entries.find(topic);
    if (it == m_entries.end())
        return nullptr;
    Entry &entry = it->second;
    const auto at = std::lower_bound(entry.partitions->begin(), entry.partitions->end(), partition,
                                     [](const Domain::Partition &p, Domain::PartitionId id) { return p.id < id; });
    if (at == entry.partitions->end() || at->id != partition)
        return nullptr;
    entry.marks.resize(entry.partitions->size());
    return &entry.marks[static_cast<std::size_t>(at - entry.partitions->begin())];
}

bool WatermarkTable::put(Domain::Watermarks &marks, const Domain::OffsetQuery &query, const Domain::OffsetAnswer &answer)
{
    const Domain::Watermarks before = marks;
    // An error leaves the last known number standing beside the reason why it is not newer.
    if (answer.error) {
        marks.error = answer.error;
    } else {
        if (query.kind == Kind::Beginning) // asked first of the two: an error of the last round is over with it
            marks.error.reset();
        (query.kind == Kind::Beginning ? marks.low : marks.high) = answer.offset;
    }
    return marks != before;
}

std::vector<std::string> WatermarkTable::merge(const std::vector<Domain::OffsetQuery> &queries,
                                               const Domain::Result<std::vector<Domain::OffsetAnswer>> &answers)
{
    std::vector<std::string> changed;
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const Domain::OffsetQuery &query = queries[i];
        const auto entry = m_entries.find(query.topic);
        if (entry == m_entries.end())
            continue; // the topic has gone meanwhile
        entry->second.underWay = false;
        Domain::OffsetAnswer answer;
        if (!answers)
            answer.error = answers.error();
        else if (i < answers->size())
            answer = (*answers)[i];
        Domain::Watermarks *marks = find(query.topic, query.partition);
        if (marks && put(*marks, query, answer) && (changed.empty() || changed.back() != query.topic))
            changed.push_back(query.topic);
    }
    return changed;
}

} // namespace Session
