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
using std::chrono::milliseconds;

namespace {

constexpr std::size_t partitionsACall = 500;
constexpr int offsetsDeadlineMs = 5000;

enum class Question : std::uintptr_t { Low, End, High, Time };
constexpr std::uintptr_t questions = 4;

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

using Wanted = std::vector<std::pair<PartitionId, std::int64_t>>; ///< a time or one of rd_kafka_OffsetSpec_t

Wanted wantedFor(const LogInquiry &inquiry, Question question)
{
    Wanted wanted;
    if (question == Question::Time) {
        wanted.assign(inquiry.times.begin(), inquiry.times.end());
        return wanted;
    }
    if (question == Question::High && inquiry.isolation == Domain::IsolationLevel::Uncommitted)
        return wanted; // the same as End
    const std::int64_t spec = question == Question::Low ? RD_KAFKA_OFFSET_SPEC_EARLIEST : RD_KAFKA_OFFSET_SPEC_LATEST;
    for (const PartitionId id : inquiry.partitions)
        wanted.emplace_back(id, spec);
    return wanted;
}

void note(LogReport &report, Question question, const rd_kafka_topic_partition_t &told, const std::string &topic, bool alsoHigh)
{
    if (told.err) {
        report.error = errorOfPartition(told.err, topic, PartitionId(told.partition));
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
    }
    if (question == Question::End && alsoHigh)
        report.high = offset;
}

} // namespace

Domain::Result<std::unique_ptr<ConsumerClient>> ConsumerClient::open(const Domain::ConnectionProfile &profile,
                                                                     const Domain::Secrets &secrets, const std::string &topic,
                                                                     const ClientOptions &options)
{
    Domain::Result<Client> client = openClient(profile, secrets, options);
    if (!client)
        return client.error();
    std::unique_ptr<ConsumerClient> consumer(new ConsumerClient(std::move(client).value(), topic));
    if (!consumer->m_topicHandle)
        return errorOfTopic(rd_kafka_last_error(), topic);
    return consumer;
}

ConsumerClient::ConsumerClient(Client client, std::string topic)
    : m_topic(std::move(topic)), m_client(std::move(client)),
      m_topicHandle(rd_kafka_topic_new(m_client.handle.get(), m_topic.c_str(), nullptr)),
      m_mainQueue(rd_kafka_queue_get_main(m_client.handle.get())), m_records(rd_kafka_queue_new(m_client.handle.get())),
      m_answers(rd_kafka_queue_new(m_client.handle.get())), m_identity(m_client.handle.get(), m_topic), m_policy(m_client.handle.get(), m_topic)
{
}

ConsumerClient::~ConsumerClient()
{
    for (const PartitionId id : m_started)
        rd_kafka_consume_stop(m_topicHandle.get(), id.value());
}

Domain::Result<Domain::Topic> ConsumerClient::askTopic(milliseconds patience)
{
    const rd_kafka_metadata_t *raw = nullptr;
    const rd_kafka_resp_err_t err =
        rd_kafka_metadata(m_client.handle.get(), 0, m_topicHandle.get(), &raw, int(patience.count()));
    const Metadata metadata(raw);
    if (err)
        return errorOfCall(err, rd_kafka_err2str(err), "metadata", int(patience.count() / 1000));
    for (const rd_kafka_metadata_topic_t &told : std::span(raw->topics, std::size_t(std::max(raw->topic_cnt, 0))))
        if (m_topic == told.topic)
            return topicFrom(told);
    return errorOfTopic(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, m_topic);
}

void ConsumerClient::send(LogInquiry inquiry)
{
    inquiry.tag = m_nextTag++;
    for (std::uintptr_t q = 0; q < questions; ++q) {
        const Wanted wanted = wantedFor(inquiry, Question(q));
        for (std::size_t from = 0; from < wanted.size(); from += partitionsACall) {
            const std::size_t count = std::min(partitionsACall, wanted.size() - from);
            const PartitionList list(rd_kafka_topic_partition_list_new(int(count)));
            for (const auto &[id, spec] : std::span(wanted).subspan(from, count))
                rd_kafka_topic_partition_list_add(list.get(), m_topic.c_str(), id.value())->offset = spec;

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
        for (const auto &[id, spec] : wantedFor(*inquiry, question)) {
            LogReport &report = inquiry->reports[id];
            if (!report.error)
                report.error = error;
        }
        return;
    }
    std::size_t count = 0;
    const auto infos = rd_kafka_ListOffsets_result_infos(result, &count);
    for (const auto *info : std::span(infos, count)) {
        const rd_kafka_topic_partition_t *told = rd_kafka_ListOffsetsResultInfo_topic_partition(info);
        note(inquiry->reports[PartitionId(told->partition)], question, *told, m_topic,
             inquiry->isolation == Domain::IsolationLevel::Uncommitted);
    }
}

void ConsumerClient::start(PartitionId id, Offset offset)
{
    stop(id);
    rd_kafka_consume_start_queue(m_topicHandle.get(), id.value(), offset.value(), m_records.get());
    m_started.insert(id);
}

void ConsumerClient::stop(PartitionId id)
{
    if (m_started.erase(id) > 0)
        rd_kafka_consume_stop(m_topicHandle.get(), id.value());
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

std::optional<Offset> ConsumerClient::cachedEnd(PartitionId id) const
{
    std::int64_t low = -1;
    std::int64_t high = -1;
    if (rd_kafka_get_watermark_offsets(m_client.handle.get(), m_topic.c_str(), id.value(), &low, &high) || high < 0)
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
}

} // namespace Kafka
