// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"
#include "domain/recordsource.h"
#include "kafka/connectgate.h"
#include "kafka/handles.h"
#include "kafka/kafkasource.h"
#include "kafka/readcontext.h"
#include "kafka/threadreaper.h"

#include <librdkafka/rdkafka_mock.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#if defined(__SANITIZE_THREAD__)
/// Two races inside librdkafka 2.14.2, seen when leaders move, with no frame of ours in them. The fetching thread reads a
/// partition's leader epoch while the main thread writes it (rdkafka_fetcher.c:1109, rdkafka_topic.c:722): an old epoch costs
/// one refused fetch. Both set the time of the next fetch (rdkafka_fetcher.c:85, rdkafka_partition.c:380).
extern "C" __attribute__((used)) inline const char *__tsan_default_suppressions()
{
    return "race:rd_kafka_toppar_leader_update\n"
           "race:rd_kafka_toppar_fetch_backoff\n";
}
#endif

/// For the tests of reading: a mock cluster that can be told to misbehave, and a sink that keeps what it was given.
namespace KafkaTest {

/// librdkafka's mock cluster with its controls in reach, and a producer into it.
class MockBroker
{
public:
    explicit MockBroker(int brokers = 1)
    {
        rd_kafka_conf_t *conf = rd_kafka_conf_new();
        set(conf, "client.id", "mock");
        set(conf, "bootstrap.servers", "127.0.0.1:1"); // the handle only owns the cluster
        m_owner.reset(create(RD_KAFKA_PRODUCER, conf));
        m_cluster = rd_kafka_mock_cluster_new(m_owner.get(), brokers);
        m_bootstrap = rd_kafka_mock_cluster_bootstraps(m_cluster);
        rd_kafka_conf_t *producer = rd_kafka_conf_new();
        set(producer, "bootstrap.servers", m_bootstrap.c_str());
        set(producer, "linger.ms", "0");
        set(producer, "allow.auto.create.topics", "false");
        m_producer.reset(create(RD_KAFKA_PRODUCER, producer));
    }
    ~MockBroker()
    {
        rd_kafka_purge(m_producer.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        m_producer.reset();
        rd_kafka_mock_cluster_destroy(m_cluster);
    }
    MockBroker(const MockBroker &) = delete;
    MockBroker &operator=(const MockBroker &) = delete;

    rd_kafka_mock_cluster_t *cluster() const { return m_cluster; }
    const std::string &bootstrap() const { return m_bootstrap; }
    void createTopic(const std::string &name, int partitions)
    {
        rd_kafka_mock_topic_create(m_cluster, name.c_str(), partitions, 1);
    }

    struct Extras
    {
        std::int64_t timestampMs = 0; ///< 0: now
        std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
    };
    void produce(const std::string &topic, int partition, std::optional<std::string> key, std::optional<std::string> value,
                 const Extras &extras)
    {
        rd_kafka_headers_t *headers = rd_kafka_headers_new(extras.headers.size());
        for (const auto &[name, header] : extras.headers)
            rd_kafka_header_add(headers, name.data(), ssize_t(name.size()), header ? header->data() : nullptr,
                                header ? ssize_t(header->size()) : 0);
        void *keyData = key ? key->data() : nullptr;
        void *valueData = value ? value->data() : nullptr;
        const std::size_t keySize = key ? key->size() : 0;
        const std::size_t valueSize = value ? value->size() : 0;
        const auto err = rd_kafka_producev(
            m_producer.get(), RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_PARTITION(partition),
            RD_KAFKA_V_KEY(keyData, keySize),
            RD_KAFKA_V_VALUE(valueData, valueSize), RD_KAFKA_V_HEADERS(headers),
            RD_KAFKA_V_TIMESTAMP(extras.timestampMs), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_END);
        if (err) {
            rd_kafka_headers_destroy(headers);
            throw std::runtime_error(rd_kafka_err2str(err));
        }
    }
    void produce(const std::string &topic, int partition, std::optional<std::string> key, std::optional<std::string> value)
    {
        produce(topic, partition, std::move(key), std::move(value), Extras{});
    }
    /// `count` records "first", "first + 1" … as value, each its own number.
    void produceNumbers(const std::string &topic, int partition, int first, int count, std::size_t padding = 0)
    {
        for (int i = first; i < first + count; ++i) {
            std::string value = std::to_string(i);
            value.resize(std::max(value.size(), padding), ' ');
            produce(topic, partition, std::nullopt, value);
            if (i % 1000 == 999)
                flush();
        }
        flush();
    }
    void flush()
    {
        if (rd_kafka_flush(m_producer.get(), 10'000))
            throw std::runtime_error("not delivered");
    }

private:
    static void set(rd_kafka_conf_t *conf, const char *name, const char *value)
    {
        char text[256];
        if (rd_kafka_conf_set(conf, name, value, text, sizeof text) != RD_KAFKA_CONF_OK)
            throw std::runtime_error(text);
    }
    static rd_kafka_t *create(rd_kafka_type_t type, rd_kafka_conf_t *conf)
    {
        char text[256];
        rd_kafka_conf_set_log_cb(conf, nullptr);
        rd_kafka_t *handle = rd_kafka_new(type, conf, text, sizeof text);
        if (!handle)
            throw std::runtime_error(text);
        return handle;
    }

    Kafka::Handle m_owner;
    Kafka::Handle m_producer;
    rd_kafka_mock_cluster_t *m_cluster = nullptr;
    std::string m_bootstrap;
};

struct Row
{
    int topic = 0;
    int partition = 0;
    std::int64_t offset = 0;
    Domain::Timestamp timestamp = {};
    std::optional<std::string> key = {};
    std::optional<std::string> value = {};
    std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
    std::optional<Domain::Gap> gap = {}; ///< set: the row is a gap
};

/// What a sink was given, readable while it is still written.
class Collected
{
public:
    void add(Row row)
    {
        const std::lock_guard lock(m_mutex);
        m_rows.push_back(std::move(row));
    }
    std::vector<Row> rows() const
    {
        const std::lock_guard lock(m_mutex);
        return m_rows;
    }
    std::vector<Row> records(int partition = -1) const
    {
        std::vector<Row> found = rows();
        std::erase_if(found, [&](const Row &row) { return row.gap || (partition >= 0 && row.partition != partition); });
        return found;
    }
    std::vector<Domain::Gap> gaps() const
    {
        std::vector<Domain::Gap> found;
        for (const Row &row : rows())
            if (row.gap)
                found.push_back(*row.gap);
        return found;
    }
    std::size_t size() const
    {
        const std::lock_guard lock(m_mutex);
        return m_rows.size();
    }
    /// "" when every partition's rows cover [begin, end) offset by offset, records and gaps together; else what is wrong.
    std::string hole(int partition, std::int64_t begin, std::int64_t end) const { return hole(0, partition, begin, end); }
    std::string hole(int topic, int partition, std::int64_t begin, std::int64_t end) const
    {
        std::int64_t next = begin;
        for (const Row &row : rows()) {
            if (row.topic != topic || row.partition != partition)
                continue;
            const std::int64_t from = row.gap ? row.gap->from.value() : row.offset;
            if (from != next)
                return "expected " + std::to_string(next) + ", came " + std::to_string(from);
            next = row.gap ? row.gap->to.value() : row.offset + 1;
        }
        return next == end ? std::string() : "ends at " + std::to_string(next) + " instead of " + std::to_string(end);
    }

    // Set before the read starts
    std::function<bool(const Domain::Record &)> isWanted; ///< none: everything
    std::size_t fullAt = std::size_t(-1);                 ///< so many rows are enough
    std::function<void(std::size_t)> atRow;               ///< called in the reading thread after each record, with their number

    std::atomic<std::uint64_t> asked = 0; ///< how often it was asked whether it wants a record
    std::atomic<bool> hasRoom = true;
    std::atomic<int> published = 0;
    std::atomic<int> sinks = 0; ///< living ones
    std::atomic<int> sinksMade = 0;

private:
    mutable std::mutex m_mutex;
    std::vector<Row> m_rows;
};

class CollectingSink : public Domain::RecordSink
{
public:
    explicit CollectingSink(std::shared_ptr<Collected> collected) : m_collected(std::move(collected)) { ++m_collected->sinks, ++m_collected->sinksMade; }
    ~CollectingSink() override { --m_collected->sinks; }
    bool wants(const Domain::Record &record) override
    {
        ++m_collected->asked;
        return !m_collected->isWanted || m_collected->isWanted(record);
    }
    bool isFull() const override { return m_collected->size() >= m_collected->fullAt; }
    void record(const Domain::Record &record) override
    {
        Row row{.topic = record.topic, .partition = record.partition.value(), .offset = record.offset.value(), .timestamp = record.timestamp};
        if (record.key)
            row.key = std::string(*record.key);
        if (record.value)
            row.value = std::string(*record.value);
        for (const Domain::Header &header : record.headers)
            row.headers.emplace_back(header.name, header.value ? std::optional(std::string(*header.value)) : std::nullopt);
        m_collected->add(std::move(row));
        if (m_collected->atRow)
            m_collected->atRow(m_collected->size());
    }
    void gap(const Domain::Gap &gap) override { m_collected->add({.topic = gap.topic, .partition = gap.partition.value(), .gap = gap}); }
    void publish() override { ++m_collected->published; }
    bool hasRoom() const override { return m_collected->hasRoom; }

private:
    std::shared_ptr<Collected> m_collected;
};

/// A context whose gate is open already, as after the first successful metadata answer of a cluster.
inline Kafka::ReadContext contextFor(const std::string &bootstrap, std::shared_ptr<Kafka::ThreadReaper> reaper)
{
    Kafka::ReadContext context;
    context.profile.id = "test";
    context.profile.name = "test";
    context.profile.bootstrapServers = bootstrap;
    context.gate = std::make_shared<Kafka::ConnectGate>();
    context.gate->open();
    context.reaper = std::move(reaper);
    context.canLookUpTimes = false;
    return context;
}

inline Domain::RecordSinkFactory sinkInto(std::shared_ptr<Collected> collected)
{
    return [collected = std::move(collected)] { return std::make_unique<CollectingSink>(collected); };
}

/// One read into memory.
struct Run
{
    std::shared_ptr<Collected> collected;
    std::unique_ptr<Domain::RecordSource> source;

    Run() : collected(std::make_shared<Collected>()) {}
    Run(const Kafka::ReadContext &context, const Domain::ReadPlan &plan, std::shared_ptr<Collected> into = std::make_shared<Collected>())
        : collected(std::move(into))
    {
        source = Kafka::startRead(context, plan, sinkInto(collected));
    }
    Domain::ReadStatus status() const { return source->status(); }
    Domain::ReadState state() const { return source->status().state; }
    Domain::PartitionProgress partition(std::size_t index) const
    {
        const Domain::ReadStatus now = source->status();
        return index < now.partitions.size() ? now.partitions[index] : Domain::PartitionProgress{};
    }
    bool isOver() const { return Domain::isFinal(state()); }
    bool isWaiting() const { return state() == Domain::ReadState::Waiting; }
};

} // namespace KafkaTest
