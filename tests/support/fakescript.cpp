// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/fakescript.h"

#include <algorithm>

namespace TestSupport {

namespace {

Domain::Error unsupported(const std::string &what)
{
    Domain::Error error;
    error.code = Domain::ErrorCode::Unsupported;
    error.args = {{"what", what}};
    return error;
}

} // namespace

FakeScript::FakeScript() : m_brokers(unsupported("DescribeCluster"))
{
    m_connection.kind = Domain::ConnectionState::Kind::Up;
    m_thread = std::jthread([this](const std::stop_token &stop) { work(stop); });
}

FakeScript::~FakeScript() = default;

void FakeScript::work(const std::stop_token &stop)
{
    std::unique_lock lock(m_mutex);
    while (m_wake.wait(lock, stop, [this] { return !m_ready.empty(); })) {
        m_busy = true;
        std::function<void()> call = std::move(m_ready.front());
        m_ready.pop_front();
        lock.unlock();
        call();
        call = nullptr; // what it holds is let go in this thread, as a real lane would
        lock.lock();
        m_busy = false;
        m_idle.notify_all();
    }
}

void FakeScript::answer(std::function<void()> call)
{
    {
        const std::lock_guard lock(m_mutex);
        (m_holding ? m_held : m_ready).push_back(std::move(call));
    }
    m_wake.notify_one();
}

void FakeScript::hold()
{
    const std::lock_guard lock(m_mutex);
    m_holding = true;
}

void FakeScript::release(int count, bool stopHolding)
{
    {
        const std::lock_guard lock(m_mutex);
        for (; !m_held.empty() && count != 0; --count) {
            m_ready.push_back(std::move(m_held.front()));
            m_held.pop_front();
        }
        if (stopHolding)
            m_holding = false;
    }
    m_wake.notify_one();
}

void FakeScript::settle()
{
    std::unique_lock lock(m_mutex);
    m_idle.wait(lock, [this] { return m_ready.empty() && !m_busy; });
}

void FakeScript::setSnapshot(Domain::ClusterSnapshot snapshot)
{
    const std::lock_guard lock(m_mutex);
    m_snapshot = std::move(snapshot);
}

Domain::ClusterSnapshot FakeScript::snapshot() const
{
    const std::lock_guard lock(m_mutex);
    return m_snapshot;
}

void FakeScript::addTopic(const std::string &name, int partitions)
{
    const std::lock_guard lock(m_mutex);
    const Domain::BrokerId one(1);
    if (m_snapshot.brokers.empty())
        m_snapshot.brokers.push_back({one, "broker", 9092, std::nullopt});
    Domain::Topic topic;
    topic.name = name;
    for (int i = 0; i < partitions; ++i) {
        topic.partitions.push_back({Domain::PartitionId(i), one, {one}, {one}});
        m_marks[{name, i}] = {Domain::Offset(0), Domain::Offset(0), std::nullopt};
    }
    std::erase_if(m_snapshot.topics, [&name](const Domain::Topic &t) { return t.name == name; });
    const auto at = std::lower_bound(m_snapshot.topics.begin(), m_snapshot.topics.end(), name,
                                     [](const Domain::Topic &t, const std::string &n) { return t.name < n; });
    m_snapshot.topics.insert(at, std::move(topic));
}

void FakeScript::setMetadataError(std::optional<Domain::Error> error)
{
    const std::lock_guard lock(m_mutex);
    m_metadataError = std::move(error);
}

void FakeScript::setBrokers(Domain::Result<Domain::ClusterSnapshot> answer)
{
    const std::lock_guard lock(m_mutex);
    m_brokers = std::move(answer);
}

void FakeScript::setWatermarks(const std::string &topic, int partition, std::int64_t low, std::int64_t high)
{
    const std::lock_guard lock(m_mutex);
    m_marks[{topic, partition}] = {Domain::Offset(low), Domain::Offset(high), std::nullopt};
}

void FakeScript::setWatermarkError(const std::string &topic, int partition, Domain::Error error)
{
    const std::lock_guard lock(m_mutex);
    m_marks[{topic, partition}] = {std::nullopt, std::nullopt, std::move(error)};
}

void FakeScript::setOffsetsError(std::optional<Domain::Error> error)
{
    const std::lock_guard lock(m_mutex);
    m_offsetsError = std::move(error);
}

void FakeScript::setConnection(Domain::ConnectionState state)
{
    const std::lock_guard lock(m_mutex);
    m_connection = std::move(state);
    ++m_connectionGeneration;
}

void FakeScript::setCanLookUpTimes(bool can)
{
    const std::lock_guard lock(m_mutex);
    m_canLookUpTimes = can;
}

void FakeScript::setRecords(const std::string &topic, std::vector<FakeRecord> records)
{
    const std::lock_guard lock(m_mutex);
    std::map<int, Domain::Watermarks> marks;
    for (const FakeRecord &r : records) {
        Domain::Watermarks &w = marks[r.partition];
        w.low = std::min(w.low.value_or(Domain::Offset(r.offset)), Domain::Offset(r.offset));
        w.high = std::max(w.high.value_or(Domain::Offset(0)), Domain::Offset(r.offset + 1));
    }
    for (auto &[partition, w] : marks)
        m_marks[{topic, partition}] = w;
    m_records[topic] = std::move(records);
}

std::vector<std::vector<Domain::OffsetQuery>> FakeScript::offsetRequests() const
{
    const std::lock_guard lock(m_mutex);
    return m_offsetRequests;
}

int FakeScript::heldAnswers() const
{
    const std::lock_guard lock(m_mutex);
    return static_cast<int>(m_held.size());
}

std::shared_ptr<FakeRead> FakeScript::lastRead() const
{
    const std::lock_guard lock(m_mutex);
    return m_reads.empty() ? nullptr : m_reads.back();
}

std::vector<std::shared_ptr<FakeRead>> FakeScript::reads() const
{
    const std::lock_guard lock(m_mutex);
    return m_reads;
}

Domain::Result<Domain::ClusterSnapshot> FakeScript::metadata(const std::string &topic) const
{
    const std::lock_guard lock(m_mutex);
    if (m_metadataError)
        return *m_metadataError;
    Domain::ClusterSnapshot result = m_snapshot;
    if (!topic.empty())
        std::erase_if(result.topics, [&topic](const Domain::Topic &t) { return t.name != topic; });
    return result;
}

Domain::OffsetAnswer FakeScript::offset(const Domain::OffsetQuery &query) const
{
    Domain::OffsetAnswer answer;
    const auto it = m_marks.find({query.topic, query.partition.value()});
    if (it == m_marks.end()) {
        Domain::Error error;
        error.code = Domain::ErrorCode::UnknownPartition;
        error.args = {{"topic", query.topic}, {"partition", std::to_string(query.partition.value())}};
        answer.error = error;
        return answer;
    }
    answer.error = it->second.error;
    if (query.kind == Domain::OffsetQuery::Kind::Beginning)
        answer.offset = it->second.low;
    else if (query.kind == Domain::OffsetQuery::Kind::End)
        answer.offset = it->second.high;
    else if (const auto records = m_records.find(query.topic); records != m_records.end()) {
        // As a broker does: the lowest offset with a time at or after the asked one; the first greatest time.
        for (const FakeRecord &r : records->second) {
            if (r.partition != query.partition.value())
                continue;
            const bool isBetter = query.kind == Domain::OffsetQuery::Kind::MaxTimestamp
                ? !answer.offset || r.timestampMs > answer.timestampMs
                : r.timestampMs >= query.ms && (!answer.offset || r.offset < answer.offset->value());
            if (isBetter) {
                answer.offset = Domain::Offset(r.offset);
                answer.timestampMs = r.timestampMs;
            }
        }
    }
    return answer;
}

Domain::RecordTimeAnswer FakeScript::recordTime(const Domain::RecordTimeQuery &query) const
{
    Domain::RecordTimeAnswer answer;
    const auto records = m_records.find(query.topic);
    if (records == m_records.end())
        return answer;
    for (const FakeRecord &r : records->second)
        if (r.partition == query.partition.value() && r.offset >= query.offset.value() && (!answer.offset || r.offset < answer.offset->value())) {
            answer.offset = Domain::Offset(r.offset);
            answer.timestamp = {r.timestampMs, r.timestampType};
        }
    return answer;
}

Domain::OffsetAnswer FakeScript::committed(const std::string &group, const Domain::PartitionName &partition) const
{
    const auto it = m_committed.find({group, partition});
    return it == m_committed.end() ? Domain::OffsetAnswer{} : Domain::OffsetAnswer{.offset = Domain::Offset(it->second)};
}

void FakeScript::setTopicFacts(const std::string &topic, Domain::TopicFacts facts)
{
    const std::lock_guard lock(m_mutex);
    m_facts[topic] = facts;
}

void FakeScript::setGroups(Domain::Result<std::vector<Domain::GroupName>> answer)
{
    const std::lock_guard lock(m_mutex);
    m_groups = std::move(answer);
}

void FakeScript::setWrites(std::shared_ptr<Domain::WriteGate> gate)
{
    const std::lock_guard lock(m_mutex);
    m_writes = std::move(gate);
}

void FakeScript::setCommitted(const std::string &group, const std::string &topic, int partition, std::int64_t offset)
{
    const std::lock_guard lock(m_mutex);
    m_committed[{group, {topic, Domain::PartitionId(partition)}}] = offset;
}

Domain::Result<std::vector<Domain::OffsetAnswer>> FakeScript::offsets(const std::vector<Domain::OffsetQuery> &queries) const
{
    const std::lock_guard lock(m_mutex);
    if (m_offsetsError)
        return *m_offsetsError;
    std::vector<Domain::OffsetAnswer> answers;
    for (const Domain::OffsetQuery &query : queries)
        answers.push_back(offset(query));
    return answers;
}

std::shared_ptr<FakeRead> FakeScript::startRead(const Domain::ReadPlan &plan, Domain::RecordSinkFactory sinks)
{
    auto read = std::make_shared<FakeRead>(plan, std::move(sinks));
    std::optional<std::vector<FakeRecord>> records;
    {
        const std::lock_guard lock(m_mutex);
        m_reads.push_back(read);
        if (const auto it = m_records.find(plan.topic()); it != m_records.end())
            records = it->second;
    }
    if (records)
        answer([read, records = std::move(*records)] { read->serve(records); });
    return read;
}

} // namespace TestSupport
