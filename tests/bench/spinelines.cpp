// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "spinelines.h"

#include "childprocess.h"
#include "harness.h"

#include "store/recordstore.h"

#include <cstdio>

namespace Bench {

namespace {

constexpr int Partitions = 4;

/// A broker for one line.
class Broker : public Companion
{
public:
    Broker(const Context &context, Arguments settings)
        : Companion([&] {
              settings.insert(settings.begin(), context.loadBroker);
              return settings;
          }())
    {
    }
    std::string port() const { return firstLine(); }
    std::string address() const { return "127.0.0.1:" + port(); }
};

double heldRatio(std::size_t valueBytes)
{
    constexpr std::int64_t Count = 2'000'000;
    Store::RecordStore store(std::size_t(8) << 30);
    const auto writer = store.openWriter(false);
    const std::string key(16, 'k');
    const std::string value(valueBytes, 'v');
    Domain::Record record;
    record.key = key;
    record.value = value;
    for (std::int64_t i = 0; i < Count; ++i) {
        record.offset = Domain::Offset(i / 12);
        record.partition = Domain::PartitionId(static_cast<std::int32_t>(i % 12));
        record.timestamp = {1'767'322'800'000 + i, Domain::TimestampType::Create};
        writer->record(record);
    }
    writer->publish();
    return static_cast<double>(store.bytesHeld()) / static_cast<double>(store.payloadBytes());
}

} // namespace

bool shownRate(const Context &context)
{
    const std::string count = "6000000";
    const Broker broker(context, {"partitions=" + std::to_string(Partitions), "records=100000000", "value=300", "batch=3000", "json=1"});
    const Pairs pairs = runPairs(context.pairs,
        [&] { return runForNumber({context.subject, "shownrate", broker.address(), "load", count}); },
        [&] { return runForNumber({context.rawConsume, broker.address(), "load", std::to_string(Partitions), count}); });
    std::fprintf(stderr, "  shown %.3g records/s, raw %.3g\n", spreadOf(pairs.first).median, spreadOf(pairs.second).median);
    return report("1 live shown rate / raw consume", pairs.ratios, {Bar::Kind::AtLeast, 0.6});
}

bool bytesHeld(const Context &)
{
    // Counted, not timed: once is enough.
    const bool small = report("2 bytes held / raw bytes, 100 B value, 16 B key", {heldRatio(100)}, {Bar::Kind::AtMost, 1.20});
    const bool large = report("2 bytes held / raw bytes, 500 B value, 16 B key", {heldRatio(500)}, {Bar::Kind::AtMost, 1.06});
    return small && large;
}

bool eventLatency(const Context &context)
{
    const Broker broker(context, {"partitions=" + std::to_string(Partitions), "records=1000000", "growth=200000", "value=300", "batch=100", "json=1"});
    std::vector<double> worst;
    for (int i = 0; i < context.pairs; ++i) {
        const auto ms = runForNumber({context.subject, "latency", broker.address(), "load", std::to_string(context.latencySeconds)});
        if (!ms)
            return report("3 worst event latency at 200,000 records/s", {}, {Bar::Kind::AtMost, 33}, " ms");
        worst.push_back(*ms);
    }
    return report("3 worst event latency at 200,000 records/s", worst, {Bar::Kind::AtMost, 33}, " ms");
}

bool tickCost(const Context &context)
{
    std::vector<double> ratios;
    for (int i = 0; i < context.pairs; ++i) {
        // One process holds a small and a large session and ticks them in turn.
        const auto ratio = runForNumber({context.subject, "tick", "10000", "10000000"});
        if (!ratio) {
            ratios.clear();
            break;
        }
        ratios.push_back(*ratio);
    }
    return report("4 tick cost at 10 M rows / 10 k rows", ratios, {Bar::Kind::AtMost, 1.2});
}

bool firstRow(const Context &context)
{
    const Broker broker(context, {"records=10000000", "value=300", "batch=1000", "json=1"});
    const Pairs pairs = runPairs(context.pairs,
        [&] { return runForNumber({context.subject, "firstrow", broker.address(), "load"}); },
        [&] { return runForTime({"kcat", "-C", "-q", "-b", broker.address(), "-t", "load", "-o", "beginning", "-c", "1"}); });
    std::fprintf(stderr, "  first row %.3g ms, kcat %.3g ms\n", spreadOf(pairs.first).median * 1e3, spreadOf(pairs.second).median * 1e3);
    return report("5 click to first row, warm / kcat -c 1", pairs.ratios, {Bar::Kind::AtMost, 3});
}

bool topicList(const Context &context)
{
    const Broker broker(context, {"records=1000", "batch=100", "value=100", "topics=10000", "topic-partitions=10"});
    const Measurement kcat = [&] { return runForTime({"kcat", "-L", "-b", broker.address()}); };
    const Pairs list = runPairs(context.pairs, [&] { return runForNumber({context.subject, "list", broker.address()}); }, kcat);
    const Pairs ends = runPairs(context.pairs, [&] { return runForNumber({context.subject, "ends", broker.address()}); }, kcat);
    std::fprintf(stderr, "  list %.3g ms, with ends %.3g ms, kcat %.3g ms\n", spreadOf(list.first).median * 1e3, spreadOf(ends.first).median * 1e3,
                 spreadOf(list.second).median * 1e3);
    std::vector<double> filters;
    for (int i = 0; i < context.pairs; ++i)
        if (const auto seconds = runForNumber({context.subject, "filter", broker.address()}))
            filters.push_back(*seconds * 1e3);
    bool ok = report("7 list of 10,000 topics / kcat -L", list.ratios, {Bar::Kind::AtMost, 2});
    ok = report("7 list with all end offsets / kcat -L", ends.ratios, {Bar::Kind::AtMost, 6}) && ok;
    return report("7 keystroke in the topic filter", filters, {Bar::Kind::AtMost, 50}, " ms") && ok;
}

bool largeValue(const Context &context)
{
    const Pairs pairs = runPairs(context.pairs, [&] { return runForNumber({context.subject, "plaintext"}); },
                                 [&] { return runForNumber({context.subject, "inspector"}); });
    std::fprintf(stderr, "  QPlainTextEdit %.3g ms, ours %.3g ms\n", spreadOf(pairs.first).median * 1e3, spreadOf(pairs.second).median * 1e3);
    return report("8 10 MB JSON: QPlainTextEdit / ours to first screen", pairs.ratios, {Bar::Kind::AtLeast, 20});
}

bool firstWindow(const Context &context)
{
    const Pairs pairs = runPairs(context.pairs, [&] { return runForNumber({context.subject, "window", context.playhead}); },
                                 [&] { return runForNumber({context.subject, "window", context.bareWindow}); });
    std::fprintf(stderr, "  playhead %.3g ms, bare window %.3g ms\n", spreadOf(pairs.first).median * 1e3, spreadOf(pairs.second).median * 1e3);
    return report("6 exec to first window / bare QMainWindow", pairs.ratios, {Bar::Kind::AtMost, 2.5});
}

} // namespace Bench
