// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "findlines.h"

#include "childprocess.h"
#include "harness.h"

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace Bench {

namespace {

constexpr const char *Needle = "NeedleXyzzy"; // LoadBroker::Needle

/// Takes the place of kcat's defaults (1 GB of prefetch).
constexpr const char *LargeQueues = " -X queued.max.messages.kbytes=1048576 -X queued.min.messages=10000000";

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
    std::string address() const { return "127.0.0.1:" + firstLine(); }
};

/// A pipe behind kcat that reads the topic to its end; fails when any part of it does.
Arguments kcatPipe(const Broker &broker, const std::string &options, const std::string &behind)
{
    return {"bash", "-c", "set -o pipefail; kcat -C -q -e -o beginning -b " + broker.address() + " -t load" + options + " | " + behind};
}

std::optional<std::size_t> linesOf(const Arguments &command)
{
    const Outcome outcome = run(command);
    if (!outcome.ok)
        return std::nullopt;
    return static_cast<std::size_t>(std::count(outcome.output.begin(), outcome.output.end(), '\n'));
}

/// A fast answer that is wrong is worth nothing: both must find the same number of records, and this many.
bool findTheSame(const Arguments &ours, const Arguments &peers, std::size_t atLeast)
{
    const auto a = linesOf(ours);
    const auto b = linesOf(peers);
    std::fprintf(stderr, "  found: ours %zu, peer %zu\n", a.value_or(0), b.value_or(0));
    return a && b && *a == *b && *a >= atLeast;
}

/// The numbers a child prints, one a line.
std::vector<double> runForNumbers(const Arguments &command)
{
    const Outcome outcome = run(command);
    std::vector<double> numbers;
    std::istringstream lines(outcome.ok ? outcome.output : std::string());
    for (double number = 0; lines >> number;)
        numbers.push_back(number);
    return numbers;
}

bool reportSubject(const Context &context, const char *what, const std::string &name, Bar bar, const std::string &unit = {})
{
    return report(name, runForNumbers({context.subject, what, std::to_string(context.pairs)}), bar, unit);
}

} // namespace

bool findOne(const Context &context)
{
    const Broker broker(context, {"records=10000000", "value=300", "batch=1000", "json=1", "needle=9950000"});
    const Arguments ours{context.playhead, "read", "--bootstrap", broker.address(), "load", "--text", Needle, "--in", "value"};
    const std::string grep = std::string("grep ") + Needle;
    const std::string name = "1 one record in the last 1 % of 10 M, kcat | grep / ours";
    if (!findTheSame(ours, kcatPipe(broker, LargeQueues, grep), 1))
        return report(name, {}, {Bar::Kind::AtLeast, 8});
    const Measurement own = [&] { return runForTime(ours); };
    const Pairs tuned = runPairs(context.pairs, [&] { return runForTime(kcatPipe(broker, LargeQueues, grep)); }, own);
    const Pairs usual = runPairs(context.pairs, [&] { return runForTime(kcatPipe(broker, {}, grep)); }, own);
    std::fprintf(stderr, "  ours %.3g s, kcat %.3g s, with large queues %.3g s\n", spreadOf(usual.second).median, spreadOf(usual.first).median,
                 spreadOf(tuned.first).median);
    const bool ok = report(name, usual.ratios, {Bar::Kind::AtLeast, 8});
    return report("1 the same, kcat with large queues", tuned.ratios, {Bar::Kind::AtLeast, 2}) && ok;
}

bool findByField(const Context &context)
{
    const Broker broker(context, {"records=1000000", "value=300", "batch=1000", "json=1"});
    const Arguments ours{context.playhead, "read", "--bootstrap", broker.address(), "load", "--filter",
                         "value.status == \"suspended\" && value.amount > 9000"};
    const Arguments peer = kcatPipe(broker, {}, "jq -c 'select(.status == \"suspended\" and .amount > 9000)'");
    const std::string name = "2 JSON field in 1 M, kcat | jq / ours";
    if (!findTheSame(ours, peer, 1000))
        return report(name, {}, {Bar::Kind::AtLeast, 15});
    const Pairs pairs = runPairs(context.pairs, [&] { return runForTime(peer); }, [&] { return runForTime(ours); });
    std::fprintf(stderr, "  ours %.3g s, kcat | jq %.3g s\n", spreadOf(pairs.second).median, spreadOf(pairs.first).median);
    return report(name, pairs.ratios, {Bar::Kind::AtLeast, 15});
}

bool scanRate(const Context &context)
{
    bool ok = true;
    for (const int partitions : {1, 2}) {
        const std::string count = "6000000";
        const Broker broker(context, {"partitions=" + std::to_string(partitions), "records=" + std::to_string(6'600'000 / partitions), "value=300",
                                      "batch=1000", "json=1"});
        const Pairs pairs = runPairs(context.pairs, [&] { return runForNumber({context.subject, "scanrate", broker.address(), "load", count}); },
            [&] { return runForNumber({context.rawConsume, broker.address(), "load", std::to_string(partitions), count}); });
        std::fprintf(stderr, "  scanned %.3g records/s, raw %.3g\n", spreadOf(pairs.first).median, spreadOf(pairs.second).median);
        ok = report("3 scan and find / raw consume, " + std::to_string(partitions) + (partitions == 1 ? " partition" : " partitions"), pairs.ratios,
                    {Bar::Kind::AtLeast, 0.85}) && ok;
    }
    return ok;
}

bool refilter(const Context &context)
{
    return reportSubject(context, "refilter", "4 text in 10 M loaded records, grep -c / ours", {Bar::Kind::AtLeast, 4});
}

bool sortByTime(const Context &context)
{
    return reportSubject(context, "sort", "5 10 M loaded by time / std::sort of 10 M pairs", {Bar::Kind::AtMost, 0.5});
}

bool scanMemory(const Context &context)
{
    const Broker broker(context, {"records=10000000", "value=300", "batch=1000", "json=1", "needle=9950000"});
    std::vector<double> peaks;
    for (int i = 0; i < context.pairs; ++i)
        if (const auto megabytes = runForNumber({context.subject, "scanmemory", broker.address(), "load"}))
            peaks.push_back(*megabytes);
    return report("6 peak memory over idle while scanning 3.2 GB", peaks, {Bar::Kind::AtMost, 150}, " MB");
}

bool scanLatency(const Context &context)
{
    const Broker broker(context, {"partitions=2", "records=1000000000", "value=300", "batch=1000", "json=1"});
    std::vector<double> worst;
    for (int i = 0; i < context.pairs; ++i)
        if (const auto ms = runForNumber({context.subject, "scanlatency", broker.address(), "load", std::to_string(context.latencySeconds)}))
            worst.push_back(*ms);
    return report("7 worst event latency while scanning", worst, {Bar::Kind::AtMost, 33}, " ms");
}

bool filterInAFrame(const Context &context)
{
    return reportSubject(context, "frame", "8 text typed over 1 M loaded records to the result", {Bar::Kind::AtMost, 16}, " ms");
}

bool refilterByField(const Context &context)
{
    return reportSubject(context, "field", "9 JSON field in 1 M loaded records, jq / ours", {Bar::Kind::AtLeast, 30});
}

} // namespace Bench
