// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/recordtimes.h"

#include "kafka/kafkaerrors.h"
#include "kafka/messageparts.h"

#include <algorithm>
#include <array>

namespace Kafka {

using Domain::Error;
using Domain::ErrorCode;
using Domain::Offset;
using Domain::TopicPartition;
using namespace std::chrono_literals;

namespace {

constexpr auto slice = 20ms; ///< a cancelled request ends within it
constexpr auto metadataPatience = 2s;
constexpr int fetchKilobytes = 64;
constexpr int fetchWaitMs = 5;
constexpr int queueShare = 64; // of the 64 MiB of a read

} // namespace

RecordTimes::RecordTimes(ClusterCore &core, const std::vector<Domain::RecordTimeQuery> &queries, const CallScope &scope)
    : m_core(core), m_queries(queries), m_scope(scope), m_answers(queries.size())
{
}

Domain::Result<std::vector<Domain::RecordTimeAnswer>> RecordTimes::run()
{
    if (m_queries.size() > maxQueries)
        return Error{.code = ErrorCode::BadArgument,
                     .args = {{"argument", "record times"}, {"value", std::to_string(m_queries.size())}, {"expected", "at most " + std::to_string(maxQueries)}}};
    sortQueries();
    if (!m_places.empty() && open()) {
        findTopics();
        serve();
    }
    if (m_failure)
        return *m_failure;
    for (const auto &[place, asked] : m_places)
        for (const Index index : asked.waiting)
            m_answers[index].error = errorOfCall(RD_KAFKA_RESP_ERR__TIMED_OUT, {}, "record times", m_scope.seconds);
    return std::move(m_answers);
}

Offset RecordTimes::wanted(Index index) const
{
    return m_queries[index].offset;
}

void RecordTimes::sortQueries()
{
    for (Index i = 0; i < m_queries.size(); ++i) {
        const Domain::RecordTimeQuery &query = m_queries[i];
        if (query.topic.empty() || query.partition.value() < 0) {
            m_answers[i].error = query.topic.empty() ? errorOfTopic(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, query.topic)
                                                     : errorOfPartition(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, query.topic, query.partition);
            continue;
        }
        auto topic = std::find(m_topics.begin(), m_topics.end(), query.topic);
        if (topic == m_topics.end())
            topic = m_topics.insert(topic, query.topic);
        m_places[{std::uint16_t(topic - m_topics.begin()), query.partition}].waiting.push_back(i);
    }
    for (auto &[place, asked] : m_places)
        std::stable_sort(asked.waiting.begin(), asked.waiting.end(), [this](Index a, Index b) { return wanted(a) < wanted(b); });
}

bool RecordTimes::open()
{
    const ClientOptions options{.role = ClientRole::Consumer, .isolation = Domain::IsolationLevel::Uncommitted, .partitionQueues = queueShare,
                                .fetchWaitMs = fetchWaitMs, .fetchKilobytes = fetchKilobytes};
    auto client = ConsumerClient::open(m_core.profile, m_core.secrets, m_topics, options);
    if (client)
        m_client = std::move(client).value();
    else
        m_failure = client.error();
    return client.ok();
}

void RecordTimes::findTopics()
{
    for (std::uint16_t topic = 0; topic < m_topics.size() && m_scope.goesOn(); ++topic) {
        const auto told = m_client->askTopic(topic, std::clamp<std::chrono::milliseconds>(m_scope.left(), 1ms, metadataPatience));
        if (!told && told.error().retriable) { // nobody answered: ask once more while there is time
            --topic;
            continue;
        }
        std::map<Domain::BrokerId, LogInquiry> inquiries; // one a broker: a dead one must not hold up the others
        for (auto place = m_places.lower_bound({topic, Domain::PartitionId(0)}); place != m_places.end() && place->first.topic == topic;) {
            const TopicPartition id = (place++)->first; // fail() removes it
            if (!told || told->error) {
                fail(id, told ? *told->error : told.error());
                continue;
            }
            const auto partition = std::find_if(told->partitions.begin(), told->partitions.end(),
                                                [&](const Domain::Partition &p) { return p.id == id.partition; });
            if (partition == told->partitions.end())
                fail(id, errorOfPartition(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, m_topics[topic], id.partition));
            else if (!partition->leader)
                fail(id, errorOfPartition(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, m_topics[topic], id.partition));
            else
                inquiries[*partition->leader].partitions.push_back(id);
        }
        for (auto &[broker, inquiry] : inquiries) {
            inquiry.isolation = Domain::IsolationLevel::Uncommitted;
            m_client->send(std::move(inquiry));
        }
    }
}

void RecordTimes::serve()
{
    std::array<rd_kafka_message_t *, 1> messages{}; // one at a time: what was fetched behind it is stale once it moves on
    while (!m_places.empty() && m_scope.goesOn() && !m_failure) {
        const bool isAsking = m_client->isAsking();
        for (const LogInquiry &inquiry : m_client->takeAnswered(isAsking ? 1ms : 0ms))
            takeBounds(inquiry);
        if (m_client->poll(messages, isAsking ? 1ms : slice) > 0) {
            const Message message(messages[0]);
            take(*message);
        }
        for (const ConsumerClient::Trouble &trouble : m_client->takeTroubles())
            if (trouble.error.code == ErrorCode::AuthenticationFailed) {
                m_core.gate->refuse(trouble.error); // accounts lock: nobody tries this password again
                m_failure = trouble.error;
            }
    }
}

void RecordTimes::takeBounds(const LogInquiry &inquiry)
{
    for (const auto &[place, report] : inquiry.reports) {
        const auto asked = m_places.find(place);
        if (asked == m_places.end())
            continue;
        if (report.error || !report.low || !report.end) {
            fail(place, report.error.value_or(errorOfPartition(RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, m_topics[place.topic], place.partition)));
            continue;
        }
        asked->second.low = *report.low;
        asked->second.end = *report.end;
        goOn(place);
    }
}

void RecordTimes::goOn(TopicPartition place)
{
    Place &asked = m_places.at(place);
    while (!asked.waiting.empty() && wanted(asked.waiting.front()) >= asked.end)
        asked.waiting.pop_front(); // no record from there on
    if (!asked.waiting.empty()) {
        m_client->start(place, std::max(wanted(asked.waiting.front()), asked.low));
        return;
    }
    m_client->stop(place);
    m_places.erase(place);
}

void RecordTimes::take(const rd_kafka_message_t &message)
{
    const TopicPartition place{m_client->topicOf(message), Domain::PartitionId(message.partition)};
    if (!m_places.contains(place))
        return;
    if (!message.err)
        answer(place, Offset(message.offset), timestampOf(message));
    else if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
        answer(place, std::nullopt, {});
    else
        fail(place, errorOfPartition(message.err, m_topics[place.topic], place.partition));
}

void RecordTimes::answer(TopicPartition place, std::optional<Offset> offset, const Domain::Timestamp &timestamp)
{
    std::deque<Index> &waiting = m_places.at(place).waiting;
    if (offset && *offset < std::max(wanted(waiting.front()), m_places.at(place).low))
        return; // the head of a batch, before the offset asked for
    while (!waiting.empty() && (!offset || wanted(waiting.front()) <= *offset)) { // several may ask for offsets in the same hole
        m_answers[waiting.front()] = {.offset = offset, .timestamp = timestamp};
        waiting.pop_front();
    }
    goOn(place);
}

void RecordTimes::fail(TopicPartition place, const Error &error)
{
    for (const Index index : m_places.at(place).waiting)
        m_answers[index].error = error;
    m_client->stop(place);
    m_places.erase(place);
}

} // namespace Kafka
