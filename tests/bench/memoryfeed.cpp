// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// bench_memoryfeed once|counted BOOTSTRAP TOPIC PARTITIONS RECORDS SIZE: how many records a second the program's own producer sends from
// memory, with the settings of a replay in that mode, nothing read, nothing hashed, no journal on a disk. The yardstick for replays.
#include "domain/writegate.h"
#include "kafka/kafkacluster.h"
#include "kafka/threadreaper.h"
#include "replay/replayrun.h"
#include "tests/kafka/memoryjournal.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::size_t keys = 100'000;

struct Feed
{
    std::string topic;
    int partitions = 1;
    std::uint64_t records = 0;
    std::size_t size = 0;
    bool isOnce = false;
};

std::unique_ptr<Domain::Producer> open(Domain::Cluster &cluster, const Feed &feed)
{
    Domain::ProducerSettings settings;
    settings.compression = Domain::Compression::Lz4;
    settings.maxMessageBytes = 1'048'588; // what brokers allow unless told otherwise
    if (feed.isOnce)
        settings.transaction = Domain::TransactionSettings{"bench-" + feed.topic, 60s};
    auto producer = cluster.writes()->openProducer({.action = "produce", .target = feed.topic}, settings, 20s);
    if (!producer || !(*producer)->partitionCount(feed.topic, 20s))
        return nullptr;
    return std::move(producer).value();
}

/// Sends everything, in windows when in transactions. False: something was not delivered.
bool send(Domain::Producer &producer, const Feed &feed)
{
    std::uint64_t delivered = 0;
    const Domain::Producer::Reports reports = [&delivered](const Domain::DeliveryReport &report) { delivered += report.outcome == Domain::Outcome::Done ? 1 : 0; };
    std::vector<std::string> names;
    for (std::size_t i = 0; i < keys; ++i)
        names.push_back("key-" + std::to_string(i));
    std::string pattern(feed.size + 4096, 'a');
    for (std::size_t i = 0; i < pattern.size(); ++i)
        pattern[i] = static_cast<char>('a' + (i * 2654435761U >> 7) % 26);
    const Replay::WindowLimits window;
    std::uint64_t inWindow = 0;
    for (std::uint64_t i = 0; i < feed.records; ++i) {
        if (feed.isOnce && inWindow++ == 0 && !producer.begin())
            return false;
        const std::string &name = names[i % keys];
        const Domain::Header headers[] = {{"trace", Domain::BytesView(name)}, {"origin", Domain::BytesView("bench")}};
        const Domain::OutgoingRecord record{.topic = feed.topic,
                                            .partition = Domain::PartitionId(static_cast<std::int32_t>(i / 500 % static_cast<std::uint64_t>(feed.partitions))),
                                            .timestampMs = 1'790'000'000'000 + static_cast<std::int64_t>(i / 10),
                                            .key = Domain::BytesView(name),
                                            .value = Domain::BytesView(pattern).substr(i % 4096, feed.size),
                                            .headers = headers};
        while (producer.send(record, i) == Domain::Producer::Sent::Full)
            producer.poll(50ms, reports);
        if (i % 256 == 0)
            producer.poll(0ms, reports);
        if (feed.isOnce && (inWindow == window.records || i + 1 == feed.records)) {
            if (producer.commit(60s, reports).outcome != Domain::Outcome::Done)
                return false;
            inWindow = 0;
        }
    }
    return producer.flush(60s, reports) && delivered == feed.records;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 7)
        return 2;
    const Feed feed{argv[3], std::atoi(argv[4]), std::strtoull(argv[5], nullptr, 10), std::strtoull(argv[6], nullptr, 10), std::string_view(argv[1]) == "once"};
    Domain::ConnectionProfile profile;
    profile.id = profile.name = "bench";
    profile.bootstrapServers = argv[2];
    const auto reaper = std::make_shared<Kafka::ThreadReaper>();
    const auto cluster = Kafka::openCluster(profile, {}, reaper, std::make_shared<KafkaTest::MemoryJournal>());
    const auto producer = open(*cluster, feed);
    const Clock::time_point start = Clock::now();
    const bool ok = producer && send(*producer, feed);
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    if (ok)
        std::printf("%.9g\n", static_cast<double>(feed.records) / seconds);
    std::fflush(stdout);
    std::_Exit(ok ? 0 : 1); // taking it apart is not measured
}
