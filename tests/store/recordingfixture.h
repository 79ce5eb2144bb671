// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "store/recordingcluster.h"
#include "store/recordingwriter.h"

#include <QTemporaryDir>

#include <condition_variable>
#include <deque>
#include <future>
#include <mutex>
#include <random>
#include <thread>

namespace RecordingTest {

using Domain::Offset;
using Domain::PartitionId;

/// A record that owns its bytes.
struct Kept
{
    std::uint16_t topic = 0;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    Domain::Timestamp timestamp = {};
    std::optional<std::string> key = {};
    std::optional<std::string> value = {};
    std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
    std::optional<std::int32_t> epoch = {};
    std::uint64_t missingBefore = 0;
    bool operator==(const Kept &) const = default;

    static Kept of(const Domain::Record &r)
    {
        Kept kept{.topic = r.topic, .partition = r.partition.value(), .offset = r.offset.value(), .timestamp = r.timestamp, .epoch = r.leaderEpoch, .missingBefore = r.missingBefore};
        if (r.key)
            kept.key = std::string(*r.key);
        if (r.value)
            kept.value = std::string(*r.value);
        for (const Domain::Header &h : r.headers)
            kept.headers.emplace_back(std::string(h.name), h.value ? std::optional<std::string>(std::string(*h.value)) : std::nullopt);
        return kept;
    }

    void into(Domain::RecordSink &sink) const
    {
        std::vector<Domain::Header> list;
        for (const auto &[name, v] : headers)
            list.push_back({name, v ? std::optional<std::string_view>(*v) : std::nullopt});
        Domain::Record r;
        r.topic = topic;
        r.partition = PartitionId(partition);
        r.offset = Offset(offset);
        r.timestamp = timestamp;
        if (key)
            r.key = *key;
        if (value)
            r.value = *value;
        r.headers = list;
        r.leaderEpoch = epoch;
        r.missingBefore = missingBefore;
        sink.record(r);
    }
};

inline std::string randomBytes(std::mt19937 &random, std::size_t size)
{
    std::string bytes(size, '\0');
    for (char &c : bytes)
        c = static_cast<char>(random());
    return bytes;
}

inline std::optional<std::string> randomPart(std::mt19937 &random, std::size_t most)
{
    switch (random() % 8) {
    case 0: return std::nullopt;
    case 1: return std::string();
    case 2: return std::string(1, '\0');
    default: return randomBytes(random, random() % most);
    }
}

/// `count` records of each of the partitions, taking turns, with everything a record may hold.
inline std::vector<Kept> hostileRecords(std::uint32_t seed, int topics, int partitions, int count)
{
    std::mt19937 random(seed);
    std::vector<Kept> records;
    std::vector<std::int64_t> next(static_cast<std::size_t>(topics * partitions), 0);
    for (int n = 0; n < count; ++n)
        for (int t = 0; t < topics; ++t)
            for (int p = 0; p < partitions; ++p) {
                std::int64_t &offset = next[static_cast<std::size_t>(t * partitions + p)];
                const std::uint64_t missing = random() % 5 == 0 ? random() % 3 : 0;
                offset += static_cast<std::int64_t>(missing);
                Kept kept{.topic = static_cast<std::uint16_t>(t), .partition = p, .offset = offset++};
                kept.timestamp = {static_cast<std::int64_t>(random()) * 1000 - 500'000'000'000, static_cast<Domain::TimestampType>(random() % 3)};
                if (random() % 20 == 0)
                    kept.timestamp.ms = random() % 2 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
                kept.key = randomPart(random, 40);
                kept.value = randomPart(random, 300);
                for (auto h = random() % 4; h > 0; --h)
                    kept.headers.emplace_back(random() % 2 ? "same" : randomBytes(random, random() % 9), randomPart(random, 20));
                if (random() % 2)
                    kept.epoch = static_cast<std::int32_t>(random());
                kept.missingBefore = missing;
                records.push_back(std::move(kept));
            }
    return records;
}

/// Partition p of topic t: times a second apart, in order; a time every two partitions share.
inline std::vector<Kept> plainRecords(int topics, int partitions, int count)
{
    std::vector<Kept> records;
    for (int n = 0; n < count; ++n)
        for (int t = 0; t < topics; ++t)
            for (int p = 0; p < partitions; ++p) {
                Kept kept{.topic = static_cast<std::uint16_t>(t), .partition = p, .offset = n};
                kept.timestamp = {1'700'000'000'000 + n * 1000 + (p / 2) * 100, Domain::TimestampType::Create};
                kept.key = "k" + std::to_string(n);
                kept.value = "{\"partition\":" + std::to_string(p) + ",\"n\":" + std::to_string(n) + ",\"padding\":\"" + std::string(static_cast<std::size_t>(n % 100), 'x') + "\"}";
                records.push_back(std::move(kept));
            }
    return records;
}

inline Store::RecordingInfo infoFor(int topics, int partitions)
{
    Store::RecordingInfo info{.program = "test", .clusterId = "cluster-1", .source = "here", .reason = "a test", .madeMs = 1'700'000'000'000, .filter = "abc"};
    for (int t = 0; t < topics; ++t) {
        Store::RecordingTopic topic{.name = "topic-" + std::to_string(t)};
        for (int p = 0; p < partitions; ++p)
            topic.partitions.push_back(PartitionId(p));
        info.plan.topics.push_back(topic.name);
        info.topics.push_back(std::move(topic));
    }
    return info;
}

inline bool writeRecording(const std::string &file, const std::vector<Kept> &records, int topics, int partitions, const std::vector<Domain::Gap> &gaps = {},
                           const std::vector<Store::RecordingSpan> &spans = {})
{
    auto writer = Store::RecordingWriter::create(file, infoFor(topics, partitions));
    if (!writer)
        return false;
    const auto sink = Store::RecordingWriter::sinks(writer.value())();
    for (const Kept &record : records)
        record.into(*sink);
    for (const Domain::Gap &gap : gaps)
        sink->gap(gap);
    return writer.value()->finish(spans).ok();
}

/// Threads of a test: joined when they are let go of.
inline Store::ThreadStarter threads()
{
    return [](const std::string &, std::function<void(std::stop_token)> body) -> std::shared_ptr<void> {
        return std::make_shared<std::jthread>([body = std::move(body)](const std::stop_token &stop) { body(stop); });
    };
}

/// What a read handed over, and how it ended.
struct Outcome
{
    std::vector<Kept> records = {};
    std::vector<Domain::Gap> gaps = {};
    Domain::ReadStatus status = {};
};

struct Collected
{
    std::mutex mutex;
    std::vector<Kept> records;
    std::vector<Domain::Gap> gaps;
};

class Sink final : public Domain::RecordSink
{
public:
    explicit Sink(std::shared_ptr<Collected> to) : m_to(std::move(to)) {}
    void record(const Domain::Record &record) override
    {
        const std::lock_guard lock(m_to->mutex);
        m_to->records.push_back(Kept::of(record));
    }
    void gap(const Domain::Gap &gap) override
    {
        const std::lock_guard lock(m_to->mutex);
        m_to->gaps.push_back(gap);
    }
    void publish() override {}

private:
    std::shared_ptr<Collected> m_to;
};

inline Domain::ReadStatus waitForEnd(Domain::RecordSource &source)
{
    while (!Domain::isFinal(source.status().state))
        std::this_thread::yield();
    return source.status();
}

inline Outcome read(Domain::Cluster &cluster, const Domain::ReadPlan &plan)
{
    const auto collected = std::make_shared<Collected>();
    const auto source = cluster.startRead(plan, [collected] { return std::make_unique<Sink>(collected); });
    Outcome outcome{.status = waitForEnd(*source)};
    const std::lock_guard lock(collected->mutex);
    outcome.records = collected->records;
    outcome.gaps = collected->gaps;
    return outcome;
}

inline Outcome read(const std::string &file, const Domain::ReadPlan &plan)
{
    const auto cluster = Store::openRecording(file, threads());
    return read(*cluster, plan);
}

inline Domain::ReadPlan planFor(int topics)
{
    Domain::ReadPlan plan;
    for (int t = 0; t < topics; ++t)
        plan.topics.push_back("topic-" + std::to_string(t));
    return plan;
}

/// Asks and waits for the answer.
template<typename T, typename Ask>
Domain::Result<T> answer(Ask ask)
{
    const auto promise = std::make_shared<std::promise<Domain::Result<T>>>();
    auto future = promise->get_future();
    ask([promise](Domain::Result<T> result) { promise->set_value(std::move(result)); });
    return future.get();
}

} // namespace RecordingTest
