// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// bench_rawconsume BOOTSTRAP TOPIC PARTITIONS RECORDS: how many records a second a loop over librdkafka takes and frees, from the
// first record on. The yardstick for reading: the same librdkafka as the program's, plain malloc, a warm handle (metadata
// asked first), a queue of 64 MiB, nothing done with the records.
#include <librdkafka/rdkafka.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

bool set(rd_kafka_conf_t *conf, const char *name, const char *value)
{
    char error[512];
    if (rd_kafka_conf_set(conf, name, value, error, sizeof error) == RD_KAFKA_CONF_OK)
        return true;
    std::fprintf(stderr, "%s\n", error);
    return false;
}

double consume(rd_kafka_queue_t *queue, long wanted)
{
    std::vector<rd_kafka_message_t *> batch(10'000);
    Clock::time_point start;
    long taken = 0;
    while (taken < wanted) {
        ssize_t n = rd_kafka_consume_batch_queue(queue, 10'000, batch.data(), 1);
        if (n < 1)
            return 0;
        if (taken == 0)
            start = Clock::now();
        n += std::max<ssize_t>(0, rd_kafka_consume_batch_queue(queue, 0, batch.data() + 1, batch.size() - 1));
        for (ssize_t i = 0; i < n; ++i) {
            taken += batch[static_cast<std::size_t>(i)]->err == RD_KAFKA_RESP_ERR_NO_ERROR;
            rd_kafka_message_destroy(batch[static_cast<std::size_t>(i)]);
        }
    }
    return static_cast<double>(taken) / std::chrono::duration<double>(Clock::now() - start).count();
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 5)
        return 2;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    for (const auto &[name, value] : {std::pair{"bootstrap.servers", const_cast<const char *>(argv[1])}, {"queued.min.messages", "1000000"},
                                      {"queued.max.messages.kbytes", "65536"}, {"fetch.queue.backoff.ms", "5"}, {"fetch.wait.max.ms", "50"}})
        if (!set(conf, name, value))
            return 1;
    char error[512];
    rd_kafka_t *client = rd_kafka_new(RD_KAFKA_CONSUMER, conf, error, sizeof error);
    rd_kafka_topic_t *topic = rd_kafka_topic_new(client, argv[2], nullptr);
    const rd_kafka_metadata_t *metadata = nullptr;
    if (rd_kafka_metadata(client, 0, topic, &metadata, 10'000) != RD_KAFKA_RESP_ERR_NO_ERROR)
        return 1;
    rd_kafka_metadata_destroy(metadata);
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    for (int p = 0; p < std::atoi(argv[3]); ++p)
        rd_kafka_consume_start_queue(topic, p, 0, queue);
    const double rate = consume(queue, std::atol(argv[4]));
    std::printf("%.0f\n", rate);
    std::fflush(stdout);
    std::_Exit(rate > 0 ? 0 : 1); // taking it apart is not measured
}
