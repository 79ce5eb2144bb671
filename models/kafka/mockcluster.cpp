// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/mockcluster.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <algorithm>
#include <array>

namespace Kafka {

struct MockCluster::Private
{
    struct Destroy
    {
        void operator()(rd_kafka_t *rk) const { rd_kafka_destroy(rk); }
    };
    std::unique_ptr<rd_kafka_t, Destroy> producer; ///< owns the mock cluster too
    std::string bootstrap;
};

namespace {

// The mock announces itself on stderr as a notice; a demo that greets its user with log lines looks broken.
void dropLog(const rd_kafka_t *, int, const char *, const char *) {}

bool set(rd_kafka_conf_t *conf, const char *name, const char *value, std::string &why)
{
    std::array<char, 256> text{};
    if (rd_kafka_conf_set(conf, name, value, text.data(), text.size()) == RD_KAFKA_CONF_OK)
        return true;
    why = text.data();
    return false;
}

Domain::Error failure(std::string what, std::string technical)
{
    return Domain::Error{.code = Domain::ErrorCode::Internal, .args = {{"what", std::move(what)}}, .technical = std::move(technical), .fatal = true};
}

} // namespace

MockCluster::MockCluster(std::unique_ptr<Private> priv) : d(std::move(priv)) {}
MockCluster::~MockCluster() = default;

Domain::Result<std::unique_ptr<MockCluster>> MockCluster::start(int brokers, const std::vector<Topic> &topics)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    rd_kafka_conf_set_log_cb(conf, dropLog);
    std::string why;
    const std::string count = std::to_string(brokers);
    const bool configured = set(conf, "test.mock.num.brokers", count.c_str(), why) && set(conf, "client.id", "playhead-demo", why)
        && set(conf, "allow.auto.create.topics", "false", why) && set(conf, "partitioner", "murmur2_random", why)
        && set(conf, "linger.ms", "5", why) && set(conf, "enable.metrics.push", "false", why)
        // The demo produces its past in one go; the default of 100,000 would make it wait for the wire.
        && set(conf, "queue.buffering.max.messages", "1000000", why);
    std::array<char, 256> text{};
    rd_kafka_t *rk = configured ? rd_kafka_new(RD_KAFKA_PRODUCER, conf, text.data(), text.size()) : nullptr;
    if (!rk) {
        rd_kafka_conf_destroy(conf);
        return failure("start the embedded cluster", configured ? text.data() : why);
    }
    auto d = std::make_unique<Private>();
    d->producer.reset(rk);
    rd_kafka_mock_cluster_t *mock = rd_kafka_handle_mock_cluster(rk);
    if (!mock)
        return failure("start the embedded cluster", "no mock cluster in this librdkafka");
    for (const Topic &topic : topics) {
        const auto err = rd_kafka_mock_topic_create(mock, topic.name.c_str(), topic.partitions, std::min(brokers, 3));
        if (err != RD_KAFKA_RESP_ERR_NO_ERROR)
            return failure("create topic " + topic.name, rd_kafka_err2str(err));
    }
    d->bootstrap = rd_kafka_mock_cluster_bootstraps(mock);
    return std::unique_ptr<MockCluster>(new MockCluster(std::move(d)));
}

const std::string &MockCluster::bootstrap() const
{
    return d->bootstrap;
}

bool MockCluster::produce(const std::string &topic, const Domain::Record &record, bool byKey)
{
    rd_kafka_t *rk = d->producer.get();
    rd_kafka_headers_t *headers = record.headers.empty() ? nullptr : rd_kafka_headers_new(record.headers.size());
    for (const Domain::Header &h : record.headers)
        rd_kafka_header_add(headers, h.name.data(), static_cast<ssize_t>(h.name.size()), h.value ? h.value->data() : nullptr,
                            h.value ? static_cast<ssize_t>(h.value->size()) : 0);
    // An array, because librdkafka's varargs macros are not standard C++. Null key or value is Kafka's null, a pointer with length 0 empty.
    std::array<rd_kafka_vu_t, 6> arguments{};
    arguments[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    arguments[0].u.cstr = topic.c_str();
    arguments[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    arguments[1].u.i32 = byKey ? RD_KAFKA_PARTITION_UA : record.partition.value();
    arguments[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    arguments[2].u.i = RD_KAFKA_MSG_F_COPY;
    arguments[3].vtype = RD_KAFKA_VTYPE_VALUE;
    arguments[3].u.mem.ptr = record.value ? const_cast<char *>(record.value->data()) : nullptr;
    arguments[3].u.mem.size = record.value ? record.value->size() : 0;
    arguments[4].vtype = RD_KAFKA_VTYPE_KEY;
    arguments[4].u.mem.ptr = record.key ? const_cast<char *>(record.key->data()) : nullptr;
    arguments[4].u.mem.size = record.key ? record.key->size() : 0;
    arguments[5].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
    arguments[5].u.i64 = record.timestamp.type == Domain::TimestampType::None ? 0 : record.timestamp.ms;
    std::vector<rd_kafka_vu_t> all(arguments.begin(), arguments.end());
    if (headers) {
        rd_kafka_vu_t argument{};
        argument.vtype = RD_KAFKA_VTYPE_HEADERS;
        argument.u.headers = headers;
        all.push_back(argument);
    }
    rd_kafka_resp_err_t err;
    while (true) {
        rd_kafka_error_t *error = rd_kafka_produceva(rk, all.data(), all.size());
        err = error ? rd_kafka_error_code(error) : RD_KAFKA_RESP_ERR_NO_ERROR;
        rd_kafka_error_destroy(error);
        if (err != RD_KAFKA_RESP_ERR__QUEUE_FULL)
            break;
        rd_kafka_poll(rk, 10);
    }
    if (err != RD_KAFKA_RESP_ERR_NO_ERROR && headers)
        rd_kafka_headers_destroy(headers); // ownership passes on success only
    rd_kafka_poll(rk, 0);
    return err == RD_KAFKA_RESP_ERR_NO_ERROR;
}

bool MockCluster::flush(std::chrono::milliseconds deadline)
{
    return rd_kafka_flush(d->producer.get(), static_cast<int>(deadline.count())) == RD_KAFKA_RESP_ERR_NO_ERROR;
}

} // namespace Kafka
