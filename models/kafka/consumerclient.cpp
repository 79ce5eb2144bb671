// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/consumerclient.h"

#include "kafka/kafkaerrors.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace Kafka {

using Domain::BrokerId;
using Domain::Offset;
using Domain::PartitionId;
using Domain::TopicPartition;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t partitionsACall = 500;
constexpr int offsetsDeadlineMs = 5000;

enum class Question : std::uintptr_t { Low, End, High, Time, UntilTime };
constexpr std::uintptr_t questions = 5;

Domain::Topic topicFrom(const rd_kafka_metadata_topic_t &told)
{
    Domain::Topic topic{.name = told.topic};
    if (told.err)
        topic.error = errorOfTopic(told.err, topic.name);
    for (const rd_kafka_metadata_partition_t &p : std::span(told.partitions, std::size_t(std::max(told.partition_cnt, 0)))) {
        Domain::Partition partition{.id = PartitionId(p.id)};
        if (p.leader >= 0)
            partition.leader = BrokerId(p.leader);
        topic.partitions.push_back(std::move(partition));
    }
    std::sort(topic.partitions.begin(), topic.partitions.end(), [](const auto &a, const auto &b) { return a.id < b.id; });
    return topic;
}

using Wanted = std::vector<std::pair<TopicPartition, std::int64_t>>; ///< a time or one of rd_kafka_OffsetSpec_t

Wanted wantedFor(const LogInquiry &inquiry, Question question)
{
    Wanted wanted;
    if (question == Question::Time || question == Question::UntilTime) {
        const auto &times = question == Question::Time ? inquiry.times : inquiry.untilTimes;
        wanted.assign(times.begin(), times.end());
        return wanted;
    }
    if (question == Question::High && inquiry.isolation == Domain::IsolationLevel::Uncommitted)
        return wanted; // the same as End
    const std::int64_t spec = question == Question::Low ? RD_KAFKA_OFFSET_SPEC_EARLIEST : RD_KAFKA_OFFSET_SPEC_LATEST;
    for (const TopicPartition place : inquiry.partitions)
        wanted.emplace_back(place, spec);
    return wanted;
}

void note(LogReport &report, Question question, const rd_kafka_ListOffsetsResultInfo_t *info, bool alsoHigh)
{
    const rd_kafka_topic_partition_t &told = *rd_kafka_ListOffsetsResultInfo_topic_partition(info);
    if (told.err) {
        report.error = errorOfPartition(told.err, told.topic, PartitionId(told.partition));
        return;
    }
    if (told.offset < 0)
        return;
    const Offset offset(told.offset);
    switch (question) {
    case Question::Low: report.low = offset; break;
    case Question::End: report.end = offset; break;
    case Question::High: report.high = offset; break;
    case Question::Time: report.atTime = offset; break;
    case Question::UntilTime:
        report.atUntil = offset;
        report.atUntilMs = rd_kafka_ListOffsetsResultInfo_timestamp(info);
        break;
    }
    if (question == Question::End && alsoHigh)
        report.high = offset;
}

} // namespace

ConsumerClient::TopicOfClient::TopicOfClient(rd_kafka_t *client, std::uint16_t index, const std::string &topic)
    : name(topic), identity(client, topic), policy(client, topic)
{
    rd_kafka_topic_conf_t *conf = rd_kafka_default_topic_conf_dup(client);
    rd_kafka_topic_conf_set_opaque(conf, reinterpret_cast<void *>(std::uintptr_t(index)));
    handle.reset(rd_kafka_topic_new(client, topic.c_str(), conf)); // owns the configuration, also when it fails
}

Domain::Result<std::unique_ptr<ConsumerClient>> ConsumerClient::open(const Domain::ConnectionProfile &profile,
                                                                     const Domain::Secrets &secrets,
                                                                     const std::vector<std::string> &topics, const ClientOptions &options)
{
    Domain::Result<Client> client = openClient(profile, secrets, options);
    if (!client)
        return client.error();
    return std::unique_ptr<ConsumerClient>(new ConsumerClient(std::move(client).value(), topics));
}

ConsumerClient::ConsumerClient(Client client, const std::vector<std::string> &topics)
    : m_bell(std::make_unique<QueueBell>()), m_client(std::move(client)), m_mainQueue(rd_kafka_queue_get_main(m_client.handle.get())),
      m_records(rd_kafka_queue_new(m_client.handle.get())), m_answers(rd_kafka_queue_new(m_client.handle.get()))
{
    m_topics.reserve(topics.size());
    for (const std::string &topic : topics)
        m_topics.emplace_back(m_client.handle.get(), std::uint16_t(m_topics.size()), topic);
}

ConsumerClient::~ConsumerClient()
{
    for (const TopicPartition place : m_started)
        rd_kafka_consume_stop(m_topics[place.topic].handle.get(), place.partition.value());
    for (const auto &[place, queue] : m_ownQueues)
        rd_kafka_queue_cb_event_enable(queue.get(), nullptr, nullptr);
}

Domain::Result<Domain::Topic> ConsumerClient::askTopic(std::uint16_t index, milliseconds patience)
{
    const TopicOfClient &topic = m_topics[index];
    if (!topic.handle) // a name no topic can have
        return Domain::Topic{.name = topic.name, .error = errorOfTopic(RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, topic.name)};
    const rd_kafka_metadata_t *raw = nullptr;
    const rd_kafka_resp_err_t err = rd_kafka_metadata(m_client.handle.get(), 0, topic.handle.get(), &raw, int(patience.count()));
    const Metadata metadata(raw);
    if (err)
        return errorOfCall(err, rd_kafka_err2str(err), "metadata", int(patience.count() / 1000));
    for (const rd_kafka_metadata_topic_t &told : std::span(raw->topics, std::size_t(std::max(raw->topic_cnt, 0))))
        if (topic.name == told.topic)
            return topicFrom(told);
    return errorOfTopic(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, topic.name);
}

void ConsumerClient::send(LogInquiry inquiry)
{
    inquiry.tag = m_nextTag++;
    for (std::uintptr_t q = 0; q < questions; ++q) {
        const Wanted wanted = wantedFor(inquiry, Question(q));
        for (std::size_t from = 0; from < wanted.size(); from += partitionsACall) {
            const std::size_t count = std::min(partitionsACall, wanted.size() - from);
            const PartitionList list(rd_kafka_topic_partition_list_new(int(count)));
            for (const auto &[place, spec] : std::span(wanted).subspan(from, count))
                rd_kafka_topic_partition_list_add(list.get(), m_topics[place.topic].name.c_str(), place.partition.value())->offset = spec;

            const AdminOptions options(rd_kafka_AdminOptions_new(m_client.handle.get(), RD_KAFKA_ADMIN_OP_LISTOFFSETS));
            const bool committed = Question(q) != Question::High && inquiry.isolation == Domain::IsolationLevel::Committed;
            const CallError isolationRefused(rd_kafka_AdminOptions_set_isolation_level(
                options.get(),
                committed ? RD_KAFKA_ISOLATION_LEVEL_READ_COMMITTED : RD_KAFKA_ISOLATION_LEVEL_READ_UNCOMMITTED));
            rd_kafka_AdminOptions_set_request_timeout(options.get(), offsetsDeadlineMs, nullptr, 0);
            rd_kafka_AdminOptions_set_opaque(options.get(), reinterpret_cast<void *>(inquiry.tag * questions + q));
            rd_kafka_ListOffsets(m_client.handle.get(), list.get(), options.get(), m_answers.get());
            ++inquiry.outstanding;
        }
    }
    m_inquiries.push_back(std::move(inquiry));
}

std::vector<LogInquiry> ConsumerClient::takeAnswered(milliseconds patience)
{
    std::vector<LogInquiry> answered;
    if (m_inquiries.empty())
        return answered;
    while (const Event event{rd_kafka_queue_poll(m_answers.get(), answered.empty() ? int(patience.count()) : 0)}) {
        takeAnswer(event.get());
        const auto done = std::find_if(m_inquiries.begin(), m_inquiries.end(), [](const LogInquiry &i) { return i.outstanding == 0; });
        if (done != m_inquiries.end()) {
            answered.push_back(std::move(*done));
            m_inquiries.erase(done);
        }
    }
    return answered;
}

void ConsumerClient::takeAnswer(const rd_kafka_event_t *event)
{
    const rd_kafka_ListOffsets_result_t *result = rd_kafka_event_ListOffsets_result(const_cast<rd_kafka_event_t *>(event));
    if (!result)
        return;
    const auto opaque = reinterpret_cast<std::uintptr_t>(rd_kafka_event_opaque(const_cast<rd_kafka_event_t *>(event)));
    const auto question = Question(opaque % questions);
    const auto inquiry = std::find_if(m_inquiries.begin(), m_inquiries.end(),
                                      [&](const LogInquiry &i) { return i.tag == opaque / questions; });
    if (inquiry == m_inquiries.end())
        return;
    --inquiry->outstanding;

    if (const rd_kafka_resp_err_t err = rd_kafka_event_error(const_cast<rd_kafka_event_t *>(event))) {
        // The whole call failed, and it does not say for which partitions it asked: whoever lacks the answer has the error.
        const Domain::Error error = errorOfCall(err, rd_kafka_event_error_string(const_cast<rd_kafka_event_t *>(event)), "offsets",
                                                offsetsDeadlineMs / 1000);
        for (const auto &[place, spec] : wantedFor(*inquiry, question)) {
            LogReport &report = inquiry->reports[place];
            if (!report.error)
                report.error = error;
        }
        return;
    }
    std::size_t count = 0;
    const auto infos = rd_kafka_ListOffsets_result_infos(result, &count);
    for (const auto *info : std::span(infos, count)) {
        const rd_kafka_topic_partition_t *told = rd_kafka_ListOffsetsResultInfo_topic_partition(info);
        if (const auto topic = indexOf(told->topic))
            note(inquiry->reports[{*topic, PartitionId(told->partition)}], question, info,
                 inquiry->isolation == Domain::IsolationLevel::Uncommitted);
    }
}

std::optional<std::uint16_t> ConsumerClient::indexOf(const char *topic) const
{
    for (std::size_t i = 0; i < m_topics.size(); ++i)
        if (m_topics[i].name == topic)
            return std::uint16_t(i);
    return std::nullopt;
}

std::uint16_t ConsumerClient::topicOf(const rd_kafka_message_t &message) const
{
    return m_topics.size() == 1 ? 0 : std::uint16_t(reinterpret_cast<std::uintptr_t>(rd_kafka_topic_opaque(message.rkt)));
}

rd_kafka_queue_t *ConsumerClient::queueOf(TopicPartition place)
{
    if (!m_hasOwnQueues)
        return m_records.get();
    Queue &queue = m_ownQueues[place];
    if (!queue) {
        queue.reset(rd_kafka_queue_new(m_client.handle.get()));
        rd_kafka_queue_cb_event_enable(
            queue.get(), [](rd_kafka_t *, void *bell) { static_cast<QueueBell *>(bell)->ring(); }, m_bell.get());
    }
    return queue.get();
}

void ConsumerClient::start(TopicPartition place, Offset offset)
{
    stop(place);
    rd_kafka_consume_start_queue(m_topics[place.topic].handle.get(), place.partition.value(), offset.value(), queueOf(place));
    m_started.insert(place);
}

void ConsumerClient::stop(TopicPartition place)
{
    if (m_started.erase(place) > 0)
        rd_kafka_consume_stop(m_topics[place.topic].handle.get(), place.partition.value());
}

std::size_t ConsumerClient::poll(std::span<rd_kafka_message_t *> messages, milliseconds patience)
{
    if (messages.empty())
        return 0;
    // Asked for more than one, librdkafka waits until it has them all or the time is over: first one, then what is there.
    const ssize_t first = rd_kafka_consume_batch_queue(m_records.get(), int(patience.count()), messages.data(), 1);
    if (first < 1)
        return 0;
    const ssize_t rest = rd_kafka_consume_batch_queue(m_records.get(), 0, messages.data() + 1, messages.size() - 1);
    return 1 + std::size_t(std::max<ssize_t>(rest, 0));
}

std::size_t ConsumerClient::poll(TopicPartition place, std::span<rd_kafka_message_t *> messages)
{
    const auto queue = m_ownQueues.find(place);
    if (queue == m_ownQueues.end() || messages.empty())
        return 0;
    return std::size_t(std::max<ssize_t>(rd_kafka_consume_batch_queue(queue->second.get(), 0, messages.data(), messages.size()), 0));
}

std::optional<Offset> ConsumerClient::cachedEnd(TopicPartition place) const
{
    std::int64_t low = -1;
    std::int64_t high = -1;
    if (rd_kafka_get_watermark_offsets(m_client.handle.get(), m_topics[place.topic].name.c_str(), place.partition.value(), &low, &high) || high < 0)
        return std::nullopt;
    return Offset(high);
}

std::int64_t ConsumerClient::receiveLimit() const
{
    char text[32] = "";
    std::size_t size = sizeof text;
    std::int64_t limit = 0;
    if (rd_kafka_conf_get(rd_kafka_conf(m_client.handle.get()), "receive.message.max.bytes", text, &size) == RD_KAFKA_CONF_OK && size > 0)
        std::from_chars(text, text + size - 1, limit);
    return limit;
}

std::vector<ConsumerClient::Trouble> ConsumerClient::takeTroubles()
{
    std::vector<Trouble> troubles;
    while (const Event event{rd_kafka_queue_poll(m_mainQueue.get(), 0)}) {
        if (rd_kafka_event_type(event.get()) != RD_KAFKA_EVENT_ERROR)
            continue;
        const std::string_view text = rd_kafka_event_error_string(event.get());
        const auto error = errorOfEvent(rd_kafka_event_error(event.get()), text, m_client.witness.get());
        if (!error)
            continue;
        const bool tooLarge = text.find("receive.message.max.bytes") != std::string_view::npos;
        troubles.push_back({*error, brokerAddress(text).id, tooLarge});
    }
    return troubles;
}

void ConsumerClient::wake()
{
    rd_kafka_queue_yield(m_records.get());
    rd_kafka_queue_yield(m_answers.get());
    m_bell->ring();
}

} // namespace Kafka
