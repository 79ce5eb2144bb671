// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/watermarktable.h"

#include <algorithm>

namespace Session {

namespace {

using Kind = Domain::OffsetQuery::Kind;

/// Both lists of partitions are sorted by id.
std::vector<Domain::Watermarks> realigned(const std::vector<Domain::Partition> &before, std::vector<Domain::Watermarks> marks,
                                          const std::vector<Domain::Partition> &now)
{
    const auto sameId = [](const Domain::Partition &a, const Domain::Partition &b) { return a.id == b.id; };
    if (marks.empty() || std::equal(before.begin(), before.end(), now.begin(), now.end(), sameId))
        return marks;
    std::vector<Domain::Watermarks> result(now.size());
    std::size_t old = 0;
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

/// Returns whether that changed anything.
bool putInto(Domain::Watermarks &marks, Kind kind, const Domain::OffsetAnswer &answer)
{
    // An error leaves the last known number standing beside the reason why it is not newer.
    if (answer.error)
        return std::exchange(marks.error, answer.error) != answer.error;
    bool changed = false;
    if (kind == Kind::End && marks.error) { // asked first of the two: an error of the last round is over with it
        marks.error.reset();
        changed = true;
    }
    return std::exchange(kind == Kind::Beginning ? marks.low : marks.high, answer.offset) != answer.offset || changed;
}

} // namespace

void WatermarkTable::setSnapshot(SharedSnapshot snapshot)
{
    const std::vector<Domain::Topic> &before = m_snapshot->topics;
    const std::vector<Domain::Topic> &now = snapshot->topics;
    const std::size_t gone = now.size();
    std::vector<Entry> entries(now.size());
    std::vector<std::size_t> nowAt(before.size(), gone);
    std::size_t old = 0; // both are sorted by name
    for (std::size_t i = 0; i < now.size(); ++i) {
        while (old < before.size() && before[old].name < now[i].name)
            ++old;
        if (old == before.size() || before[old].name != now[i].name)
            continue;
        entries[i] = std::move(m_entries[old]);
        entries[i].marks = realigned(before[old].partitions, std::move(entries[i].marks), now[i].partitions);
        nowAt[old] = i;
    }
    for (std::deque<std::size_t> *queue : {&m_queue, &m_beginnings}) {
        for (std::size_t &index : *queue)
            index = nowAt[index];
        std::erase(*queue, gone);
    }
    m_entries = std::move(entries);
    m_snapshot = std::move(snapshot);
}

std::size_t WatermarkTable::indexOf(const std::string &topic) const
{
    const std::vector<Domain::Topic> &topics = m_snapshot->topics;
    const auto it = std::lower_bound(topics.begin(), topics.end(), topic,
                                     [](const Domain::Topic &t, const std::string &name) { return t.name < name; });
    return it != topics.end() && it->name == topic ? static_cast<std::size_t>(it - topics.begin()) : topics.size();
}

const std::vector<Domain::Watermarks> &WatermarkTable::of(const std::string &topic) const
{
    static const std::vector<Domain::Watermarks> nothing;
    const std::size_t index = indexOf(topic);
    return index < m_entries.size() ? m_entries[index].marks : nothing;
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

void WatermarkTable::enqueue(std::size_t index, bool first)
{
    Entry &entry = m_entries[index];
    if (entry.underWay || (entry.queued && !first))
        return;
    entry.queued = true; // a second place in the queue is harmless: nextQueries() passes over what was asked
    if (first) {
        entry.isUrgent = true;
        m_queue.push_front(index);
    } else {
        m_queue.push_back(index);
    }
}

void WatermarkTable::askFirst(const std::vector<std::string> &topics)
{
    m_asked.insert(topics.begin(), topics.end());
    for (auto name = topics.rbegin(); name != topics.rend(); ++name)
        if (const std::size_t index = indexOf(*name); index < m_entries.size())
            enqueue(index, true);
}

void WatermarkTable::askAll()
{
    m_allAsked = true;
    askAgain();
}

void WatermarkTable::askAgain()
{
    for (std::size_t i = 0; i < m_entries.size(); ++i)
        if (m_allAsked || m_asked.contains(m_snapshot->topics[i].name))
            enqueue(i, false);
}

std::vector<Domain::OffsetQuery> WatermarkTable::nextQueries(std::size_t partitions, std::vector<std::string> &changed)
{
    Queries queries;
    takeEnds(queries, partitions, changed);
    if (queries.empty())
        takeBeginnings(queries, partitions);
    return queries;
}

bool WatermarkTable::waitingExceeds(std::size_t partitions) const
{
    std::size_t sum = 0;
    for (const std::size_t index : m_queue) {
        if (m_entries[index].queued)
            sum += m_snapshot->topics[index].partitions.size();
        if (sum > partitions)
            return true;
    }
    return false;
}

void WatermarkTable::takeEnds(Queries &queries, std::size_t partitions, std::vector<std::string> &changed)
{
    const bool endsAlone = !m_beginnings.empty() || waitingExceeds(partitions);
    for (std::size_t taken = 0; !m_queue.empty() && taken < partitions;) {
        const std::size_t index = m_queue.front();
        m_queue.pop_front();
        Entry &entry = m_entries[index];
        if (!std::exchange(entry.queued, false))
            continue;
        if (markLeaderless(index))
            changed.push_back(m_snapshot->topics[index].name);
        const bool both = std::exchange(entry.isUrgent, false) || !endsAlone;
        taken += addQueries(queries, index, true, both);
        if (!both && !entry.beginningsDue)
            m_beginnings.push_back(index);
        entry.beginningsDue = !both;
    }
}

void WatermarkTable::takeBeginnings(Queries &queries, std::size_t partitions)
{
    for (std::size_t taken = 0; !m_beginnings.empty() && taken < partitions;) {
        const std::size_t index = m_beginnings.front();
        m_beginnings.pop_front();
        if (std::exchange(m_entries[index].beginningsDue, false))
            taken += addQueries(queries, index, false, true);
    }
}

std::size_t WatermarkTable::addQueries(Queries &queries, std::size_t index, bool ends, bool beginnings)
{
    const Domain::Topic &topic = m_snapshot->topics[index];
    std::size_t asked = 0;
    for (const Domain::Partition &partition : topic.partitions) {
        if (!partition.leader)
            continue;
        ++asked;
        if (ends)
            queries.push_back({topic.name, partition.id, Kind::End});
        if (beginnings)
            queries.push_back({topic.name, partition.id, Kind::Beginning});
    }
    if (asked > 0)
        ++m_entries[index].underWay;
    return asked;
}

/// A partition without a leader cannot answer; asking would only hold up the others until the deadline.
bool WatermarkTable::markLeaderless(std::size_t index)
{
    const Domain::Topic &topic = m_snapshot->topics[index];
    std::vector<Domain::Watermarks> &marks = m_entries[index].marks;
    bool changed = false;
    for (std::size_t i = 0; i < topic.partitions.size(); ++i) {
        if (topic.partitions[i].leader)
            continue;
        marks.resize(topic.partitions.size());
        Domain::Error error = noLeader(topic.name, topic.partitions[i].id);
        if (marks[i].error == error)
            continue;
        marks[i].error = std::move(error);
        changed = true;
    }
    return changed;
}

bool WatermarkTable::put(std::size_t index, const Domain::OffsetQuery &query, const Domain::OffsetAnswer &answer)
{
    const std::vector<Domain::Partition> &partitions = m_snapshot->topics[index].partitions;
    const auto at = std::lower_bound(partitions.begin(), partitions.end(), query.partition,
                                     [](const Domain::Partition &p, Domain::PartitionId id) { return p.id < id; });
    if (at == partitions.end() || at->id != query.partition)
        return false; // the partition has gone meanwhile: the topic was made anew
    std::vector<Domain::Watermarks> &all = m_entries[index].marks;
    all.resize(partitions.size());
    return putInto(all[static_cast<std::size_t>(at - partitions.begin())], query.kind, answer);
}

std::vector<std::string> WatermarkTable::merge(const std::vector<Domain::OffsetQuery> &queries,
                                               const Domain::Result<std::vector<Domain::OffsetAnswer>> &answers)
{
    std::vector<std::string> changed;
    Domain::OffsetAnswer failed;
    if (!answers)
        failed.error = answers.error();
    std::size_t index = m_entries.size();
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const Domain::OffsetQuery &query = queries[i];
        if (i == 0 || query.topic != queries[i - 1].topic) { // a topic's queries stand together
            index = indexOf(query.topic);
            if (index < m_entries.size() && m_entries[index].underWay > 0) // not if the topic is a new one of the same name
                --m_entries[index].underWay;
        }
        if (index == m_entries.size())
            continue; // the topic has gone meanwhile
        const Domain::OffsetAnswer &answer = answers && i < answers->size() ? (*answers)[i] : failed;
        if (put(index, query, answer) && (changed.empty() || changed.back() != query.topic))
            changed.push_back(query.topic);
    }
    return changed;
}

} // namespace Session
