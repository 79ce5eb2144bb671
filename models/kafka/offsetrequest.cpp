// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/offsetrequest.h"

#include "kafka/kafkaerrors.h"
#include "kafka/metadatarequest.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <thread>
#include <tuple>

namespace Kafka {

namespace {

using Domain::Error;
using Domain::ErrorCode;
using Domain::OffsetQuery;

constexpr std::size_t maxChunk = 80; // librdkafka's cost is quadratic: 200,000 answers took 0.75 s with 150, 0.57 s with 80, 1.2 s with 500
constexpr std::size_t maxUnderWay = 8; // 100,000 ends listed in 224 ms, with 4 in 234 ms; more round trips at once where the broker is far
constexpr std::size_t maxSingleTopics = 4; // more topics than that: one request for all of them
constexpr int rounds = 4;
constexpr std::chrono::milliseconds memoryAge(5000);
constexpr std::chrono::milliseconds pauseStep(150);
constexpr std::chrono::milliseconds callTimeout(8000);

std::int64_t specOf(const OffsetQuery &query)
{
    switch (query.kind) {
    case OffsetQuery::Kind::Beginning: return RD_KAFKA_OFFSET_SPEC_EARLIEST;
    case OffsetQuery::Kind::End: return RD_KAFKA_OFFSET_SPEC_LATEST;
    case OffsetQuery::Kind::MaxTimestamp: return RD_KAFKA_OFFSET_SPEC_MAX_TIMESTAMP;
    // Negative times collide with the numbers above. No record is before the beginning, so that is the right answer to them.
    case OffsetQuery::Kind::AtTime: return query.ms < 0 ? std::int64_t(RD_KAFKA_OFFSET_SPEC_EARLIEST) : query.ms;
    }
    return RD_KAFKA_OFFSET_SPEC_LATEST;
}

} // namespace

OffsetRequest::OffsetRequest(rd_kafka_t *handle, const std::vector<OffsetQuery> &queries, Domain::IsolationLevel isolation,
                             bool canLookUpTimes, MetadataMemory &memory, const CallScope &scope)
    : m_handle(handle), m_queries(queries), m_isolation(isolation), m_canLookUpTimes(canLookUpTimes), m_memory(memory), m_scope(scope),
      m_answers(queries.size()), m_queue(rd_kafka_queue_new(handle))
{
}

bool OffsetRequest::before(Index a, Index b) const
{
    const OffsetQuery &x = m_queries[a];
    const OffsetQuery &y = m_queries[b];
    return std::tie(x.topic, x.partition) < std::tie(y.topic, y.partition);
}

void OffsetRequest::answer(Index index, Error error)
{
    m_answers[index].error = std::move(error);
}

std::vector<Domain::OffsetAnswer> OffsetRequest::run()
{
    checkArguments();
    for (int round = 0; round < rounds && !m_pending.empty() && m_scope.goesOn(); ++round) {
        if (round > 0)
            std::this_thread::sleep_for(std::min(m_scope.left(), pauseStep * round)); // a new leader is being chosen
        checkMetadata(round > 0);
        cutChunks(round > 0);
        askChunks();
        m_pending = std::move(m_again);
        m_again.clear();
    }
    for (const Index index : m_pending)
        if (!m_answers[index].error)
            answer(index, errorOfCall(RD_KAFKA_RESP_ERR__TIMED_OUT, {}, "offsets", m_scope.seconds));
    return std::move(m_answers);
}

void OffsetRequest::checkArguments()
{
    for (Index i = 0; i < m_queries.size(); ++i) {
        const OffsetQuery &query = m_queries[i];
        const bool byTime = query.kind == OffsetQuery::Kind::AtTime || query.kind == OffsetQuery::Kind::MaxTimestamp;
        if (query.topic.empty())
            answer(i, errorOfTopic(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, query.topic));
        else if (query.partition.value() < 0)
            answer(i, errorOfPartition(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, query.topic, query.partition));
        else if (byTime && !m_canLookUpTimes)
            answer(i, Error{.code = ErrorCode::Unsupported, .args = {{"what", "time look-up"}}});
        else
            m_pending.push_back(i);
    }
    std::ranges::stable_sort(m_pending, [this](Index a, Index b) { return before(a, b); });
}

std::shared_ptr<const Domain::ClusterSnapshot> OffsetRequest::metadata(bool fresh)
{
    std::set<std::string> names;
    for (const Index index : m_pending)
        names.insert(m_queries[index].topic);
    if (names.size() > maxSingleTopics) {
        if (auto kept = fresh ? nullptr : m_memory.recent(memoryAge))
            return kept;
        auto all = fetchMetadata(m_handle, {}, m_scope);
        if (!all)
            return nullptr;
        auto known = std::make_shared<const Domain::ClusterSnapshot>(std::move(all).value());
        m_memory.keep(known);
        return known;
    }
    Domain::ClusterSnapshot known;
    for (const std::string &name : names) {
        auto one = fetchMetadata(m_handle, name, m_scope);
        if (!one)
            return nullptr;
        std::ranges::move(one.value().topics, std::back_inserter(known.topics));
    }
    return std::make_shared<const Domain::ClusterSnapshot>(std::move(known));
}

void OffsetRequest::checkMetadata(bool fresh)
{
    const auto known = metadata(fresh);
    if (!known)
        return; // ListOffsets will tell
    std::vector<Index> left;
    left.reserve(m_pending.size());
    auto topic = known->topics.cbegin(); // both are sorted by name
    for (std::size_t i = 0; i < m_pending.size(); ++i) {
        const OffsetQuery &query = m_queries[m_pending[i]];
        while (topic != known->topics.cend() && topic->name < query.topic)
            ++topic;
        const bool found = topic != known->topics.cend() && topic->name == query.topic;
        std::vector<Index> one{m_pending[i]};
        checkTopic(found ? &*topic : nullptr, query.topic, one);
        left.insert(left.end(), one.begin(), one.end());
    }
    m_pending = std::move(left);
}

void OffsetRequest::checkTopic(const Domain::Topic *topic, const std::string &name, std::vector<Index> &left)
{
    std::erase_if(left, [&](Index index) {
        const Domain::PartitionId id = m_queries[index].partition;
        if (!topic) {
            answer(index, errorOfTopic(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, name));
            return true;
        }
        if (topic->error) {
            answer(index, *topic->error);
            return true;
        }
        const auto partition = std::ranges::lower_bound(topic->partitions, id, {}, &Domain::Partition::id);
        if (partition == topic->partitions.end() || partition->id != id) {
            answer(index, errorOfPartition(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, name, id));
            return true;
        }
        if (!partition->leader) {
            answer(index, errorOfPartition(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, name, id));
            return true;
        }
        return false;
    });
}

void OffsetRequest::cutChunks(bool byTopic)
{
    // m_pending is sorted by topic and partition. One call must not name a partition twice, so a second query for the same
    // one goes to the next layer.
    std::vector<Index> layer = std::move(m_pending);
    m_pending.clear();
    while (!layer.empty()) {
        std::vector<Index> next;
        Chunk chunk;
        const auto close = [&] {
            if (chunk.queries.empty())
                return;
            chunk.isOneTopic = sameTopic(chunk.queries.front(), chunk.queries.back());
            m_chunks.push_back(std::move(chunk));
            chunk = {};
        };
        std::optional<Index> last;
        for (const Index index : layer) {
            if (last && !before(*last, index)) {
                next.push_back(index);
                continue;
            }
            if (chunk.queries.size() == maxChunk || (byTopic && last && !sameTopic(*last, index)))
                close();
            chunk.queries.push_back(index);
            last = index;
        }
        close();
        layer = std::move(next);
    }
}

void OffsetRequest::askChunks()
{
    while ((!m_chunks.empty() || !m_underWay.empty()) && m_scope.goesOn()) {
        while (!m_chunks.empty() && m_underWay.size() < maxUnderWay) {
            ask(std::move(m_chunks.front()));
            m_chunks.pop_front();
        }
        if (const Event event(rd_kafka_queue_poll(m_queue.get(), 50)); event)
            takeResult(event.get());
    }
    // Whatever is left did not make it; what is under way is answered to a queue nobody reads any more.
    for (const Chunk &chunk : m_chunks)
        m_again.insert(m_again.end(), chunk.queries.begin(), chunk.queries.end());
    for (const auto &[call, chunk] : m_underWay)
        m_again.insert(m_again.end(), chunk.queries.begin(), chunk.queries.end());
    m_chunks.clear();
    m_underWay.clear();
    std::ranges::stable_sort(m_again, [this](Index a, Index b) { return before(a, b); });
}

void OffsetRequest::ask(Chunk chunk)
{
    const PartitionList list(rd_kafka_topic_partition_list_new(int(chunk.queries.size())));
    for (const Index index : chunk.queries) {
        const OffsetQuery &query = m_queries[index];
        rd_kafka_topic_partition_list_add(list.get(), query.topic.c_str(), query.partition.value())->offset = specOf(query);
    }
    const AdminOptions options(rd_kafka_AdminOptions_new(m_handle, RD_KAFKA_ADMIN_OP_LISTOFFSETS));
    char text[256] = {};
    const auto timeout = std::max(std::chrono::milliseconds(1), std::min(callTimeout, m_scope.left()));
    rd_kafka_AdminOptions_set_request_timeout(options.get(), int(timeout.count()), text, sizeof text);
    const CallError refused(rd_kafka_AdminOptions_set_isolation_level(
        options.get(), m_isolation == Domain::IsolationLevel::Committed ? RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED
                                                                        : RD_KAFKA_ISOLATION_LEVEL_READ_UNCOMMITTED));
    ++m_lastCall;
    rd_kafka_AdminOptions_set_opaque(options.get(), reinterpret_cast<void *>(m_lastCall)); // a number, never followed
    m_underWay.emplace(m_lastCall, std::move(chunk));
    rd_kafka_ListOffsets(m_handle, list.get(), options.get(), m_queue.get());
}

void OffsetRequest::takeResult(rd_kafka_event_t *event)
{
    const auto *result = rd_kafka_event_ListOffsets_result(event);
    const auto node = result ? m_underWay.extract(reinterpret_cast<std::uintptr_t>(rd_kafka_event_opaque(event))) : decltype(m_underWay)::node_type();
    if (!node)
        return;
    const Chunk &chunk = node.mapped();
    const rd_kafka_resp_err_t code = rd_kafka_event_error(event);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        takeAnswers(chunk, result);
        return;
    }
    // Which of its topics is to blame the error does not say: each is asked on its own next, with fresh metadata.
    for (const Index index : chunk.queries) {
        Error error = errorOfPartition(code, m_queries[index].topic, m_queries[index].partition);
        if (code == RD_KAFKA_RESP_ERR__TIMED_OUT || code == RD_KAFKA_RESP_ERR__TRANSPORT)
            error = errorOfCall(code, {}, "offsets", m_scope.seconds);
        error.technical = rd_kafka_event_error_string(event);
        answer(index, std::move(error));
        m_again.push_back(index);
    }
}

void OffsetRequest::takeAnswers(const Chunk &chunk, const rd_kafka_ListOffsets_result_t *result)
{
    std::size_t count = 0;
    const rd_kafka_ListOffsetsResultInfo_t **infos = rd_kafka_ListOffsets_result_infos(result, &count);
    for (std::size_t i = 0; i < count; ++i) {
        const rd_kafka_topic_partition_t *found = rd_kafka_ListOffsetsResultInfo_topic_partition(infos[i]);
        const auto at = std::ranges::lower_bound(chunk.queries, std::pair(std::string_view(found->topic), found->partition), {},
                                                 [this](Index index) {
                                                     return std::pair(std::string_view(m_queries[index].topic),
                                                                      m_queries[index].partition.value());
                                                 });
        if (at == chunk.queries.end() || m_queries[*at].topic != found->topic || m_queries[*at].partition.value() != found->partition)
            continue;
        Domain::OffsetAnswer &answer = m_answers[*at];
        answer = {};
        if (found->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            answer.error = errorOfPartition(found->err, m_queries[*at].topic, m_queries[*at].partition);
            if (answer.error->retriable)
                m_again.push_back(*at);
            continue;
        }
        if (found->offset >= 0)
            answer.offset = Domain::Offset(found->offset);
        answer.timestampMs = rd_kafka_ListOffsetsResultInfo_timestamp(infos[i]);
    }
}

} // namespace Kafka
