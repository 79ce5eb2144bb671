// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// bench_replay [--pairs N] [--records N]: a topic of a real Kafka into another one, by `playhead replay` in both
// modes, by kcat | kcat (which loses headers and times), and by the same producer fed from memory. Records of 300 bytes with a key and two
// headers, 12 partitions. What counts is the sending; dry run and verification come before and after it, in the same process.
// It starts a broker of its own and fills it. Every target is made anew and deleted afterwards.
#include "childprocess.h"
#include "harness.h"
#include "surroundings.h"

#include "tests/support/kafkabroker.h"

#include <QCoreApplication>

#include <array>
#include <csignal>
#include <cstdio>

namespace {

using Bench::Outcome;

constexpr int partitions = 12;
constexpr int size = 300;

struct Ground
{
    KafkaBroker &broker;
    std::string bootstrap;
    std::string topic;
    std::string records;
    int targets = 0;

    double count() const { return std::atof(records.c_str()); }
    bool oracle(const QStringList &words)
    {
        if (!broker.oracle(words).isNull())
            return true;
        std::fprintf(stderr, "%s\n", qPrintable(broker.error()));
        return false;
    }
};

/// What one replay has told.
struct Replayed
{
    double rate = 0;
    double verifyRate = 0;
    double peak = 0;
};

double numberBehind(const std::string &text, const std::string &name)
{
    const std::size_t place = text.rfind('"' + name + "\":");
    return place == std::string::npos ? 0 : std::atof(text.c_str() + place + name.size() + 3);
}

/// Runs one with a target of its own.
template<typename Work>
auto withTarget(Ground &ground, Work work) -> decltype(work(std::string()))
{
    const QString target = QStringLiteral("bench-target-%1").arg(++ground.targets);
    if (!ground.oracle({QStringLiteral("create"), target, QString::number(partitions), QStringLiteral("1"), QStringLiteral("retention.ms=-1")}))
        return {};
    auto result = work(target.toStdString());
    ground.oracle({QStringLiteral("delete"), target});
    return result;
}

std::optional<Replayed> replay(Ground &ground, const char *mode)
{
    return withTarget(ground, [&](const std::string &target) -> std::optional<Replayed> {
        const Outcome outcome = Bench::run({BENCH_PLAYHEAD, "replay", "--bootstrap", ground.bootstrap, ground.topic, "--to", target, "--mode", mode, "--execute"});
        const double sending = numberBehind(outcome.output, "seconds");
        const double verifying = numberBehind(outcome.output, "verifySeconds");
        if (!outcome.ok || sending <= 0 || verifying <= 0 || numberBehind(outcome.output, "found") != ground.count())
            return std::nullopt;
        return Replayed{ground.count() / sending, ground.count() / verifying, outcome.peakMegabytes};
    });
}

std::optional<double> kcatPipe(Ground &ground)
{
    return withTarget(ground, [&](const std::string &target) -> std::optional<double> {
        const std::string reader = "kcat -C -q -e -o beginning -K '|' -b " + ground.bootstrap + " -t " + ground.topic;
        const auto seconds = Bench::runForTime({"bash", "-c", "set -o pipefail; " + reader + " | kcat -P -K '|' -b " + ground.bootstrap + " -t " + target});
        return seconds ? std::optional(ground.count() / *seconds) : std::nullopt;
    });
}

std::optional<double> feed(Ground &ground, const char *mode)
{
    return withTarget(ground, [&](const std::string &target) {
        return Bench::runForNumber({BENCH_MEMORYFEED, mode, ground.bootstrap, target, std::to_string(partitions), ground.records, std::to_string(size)});
    });
}

/// Everything once. The order changes from round to round, so that none is always the one behind a busy broker.
struct Round
{
    std::optional<double> pipe, feedCounted, feedOnce;
    std::optional<Replayed> counted, once;

    bool run(Ground &ground, int number)
    {
        for (int i = 0; i < 5; ++i)
            switch (number % 2 == 0 ? i : 4 - i) {
            case 0: pipe = kcatPipe(ground); break;
            case 1: counted = replay(ground, "at-least-once"); break;
            case 2: feedCounted = feed(ground, "counted"); break;
            case 3: once = replay(ground, "verified-once"); break;
            default: feedOnce = feed(ground, "once"); break;
            }
        if (!pipe || !feedCounted || !feedOnce || !counted || !once)
            return false;
        std::fprintf(stderr, "  records/s: kcat | kcat %.3g, at least once %.3g (from memory %.3g), verified once %.3g (from memory %.3g)\n", *pipe, counted->rate, *feedCounted,
                     once->rate, *feedOnce);
        return true;
    }
};

bool measure(Ground &ground, int rounds)
{
    const Outcome idle = Bench::run({BENCH_PLAYHEAD, "topics", "--bootstrap", ground.bootstrap});
    std::array<std::vector<double>, 6> values;
    for (int i = 0; i <= rounds && idle.ok; ++i) {
        Round round;
        if (!round.run(ground, i)) {
            values = {};
            break;
        }
        if (i == 0)
            continue; // cold files
        values[0].push_back(round.counted->rate / *round.pipe);
        values[1].push_back(round.once->rate / *round.pipe);
        values[2].push_back(round.counted->rate / *round.feedCounted);
        values[3].push_back(round.once->rate / *round.feedOnce);
        values[4].push_back(round.once->verifyRate);
        values[5].push_back(std::max(round.counted->peak, round.once->peak) - idle.peakMegabytes);
    }
    constexpr auto atLeast = Bench::Bar::Kind::AtLeast;
    bool ok = Bench::report("1 at least once / kcat | kcat", values[0], {atLeast, 1.0});
    ok = Bench::report("2 verified once / kcat | kcat", values[1], {atLeast, 0.7}) && ok;
    ok = Bench::report("3 at least once / the same producer from memory", values[2], {atLeast, 0.5}) && ok;
    ok = Bench::report("4 verified once / the same producer from memory", values[3], {atLeast, 0.5}) && ok;
    const Bench::Spread verified = Bench::spreadOf(values[4]);
    std::printf("5 verification: %.3g records/s (%.3g to %.3g), no bar\n", verified.median, verified.low, verified.high);
    return Bench::report("6 peak memory over idle", values[5], {Bench::Bar::Kind::AtMost, 150}, " MB") && ok;
}

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    const auto after = [&words](const char *name, const QString &usual) {
        const qsizetype place = words.indexOf(QLatin1String(name));
        return place > 0 ? words.value(place + 1) : usual;
    };
    const int rounds = std::max(1, after("--pairs", QStringLiteral("7")).toInt());
    const Bench::TemporaryHome home;
    KafkaBroker broker(KafkaBroker::Version::V4);
    if (!broker.start()) {
        std::fprintf(stderr, "%s\n", qPrintable(broker.error()));
        return 1;
    }
    Ground ground{broker, broker.bootstrap().toStdString(), "bench-source", after("--records", QStringLiteral("1000000")).toStdString()};
    if (!ground.oracle({QStringLiteral("load"), QStringLiteral("bench-source"), QString::fromStdString(ground.records), QString::number(size), QString::number(partitions)}))
        return 1;
    return measure(ground, rounds) ? 0 : 1;
}
