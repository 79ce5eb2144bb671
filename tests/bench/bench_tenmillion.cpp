// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// bench_tenmillion [--runs N] [--bootstrap B TOPIC RECORDS]: a real Kafka with ten million records of 300 bytes, read from the
// beginning into the window, then dragged through with the timeline's playhead. How long the window kept an event waiting in both, and
// how much memory it took.
// Without --bootstrap it starts a broker of its own and fills it (4 GB in the folder for temporary files).
#include "childprocess.h"
#include "harness.h"
#include "surroundings.h"

#include "tests/support/kafkabroker.h"

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <sstream>

namespace {

constexpr const char *Topic = "tenmillion";
constexpr const char *Records = "10000000";
/// A page's budget of 500 MB; what may be on its way into it (64 MiB) and in librdkafka's queue (64 MiB and as much again for
/// its own notes on small records); the window, the libraries and what malloc keeps.
constexpr double MemoryBar = 500 + 3 * 67 + 160;

struct Source
{
    std::string bootstrap;
    std::string topic = Topic;
    std::string records = Records;
};

bool fill(KafkaBroker &broker, Source &source)
{
    if (!broker.start()) {
        std::fprintf(stderr, "%s\n", qPrintable(broker.error()));
        return false;
    }
    source.bootstrap = broker.bootstrap().toStdString();
    const QStringList words{QStringLiteral("bulk"), QLatin1String(Topic), QLatin1String(Records), QStringLiteral("300"), QStringLiteral("4")};
    if (broker.oracle(words).isNull()) {
        std::fprintf(stderr, "%s\n", qPrintable(broker.error()));
        return false;
    }
    return true;
}

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN);
    const QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    const auto after = [&words](const QString &name, int place) { return words.contains(name) ? words.value(int(words.indexOf(name)) + place) : QString(); };
    const int runs = std::max(1, after(QStringLiteral("--runs"), 1).isEmpty() ? 3 : after(QStringLiteral("--runs"), 1).toInt());
    KafkaBroker broker(KafkaBroker::Version::V4);
    const QString given = QStringLiteral("--bootstrap");
    Source source{after(given, 1).toStdString()};
    if (source.bootstrap.empty()) {
        if (!fill(broker, source))
            return 1;
    } else {
        source.topic = after(given, 2).toStdString();
        source.records = after(given, 3).toStdString();
    }
    const Bench::TemporaryHome home;
    const auto display = Bench::startDisplay();
    if (!display)
        return 1;
    std::vector<double> latencies;
    std::vector<double> memory;
    std::vector<double> drags;
    for (int i = 0; i < runs; ++i) {
        const Bench::Outcome outcome = Bench::run({BENCH_SUBJECT, "wholetopic", source.bootstrap, source.topic, source.records});
        double ms = 0;
        double megabytes = 0;
        double drag = 0;
        if (!outcome.ok || !(std::istringstream(outcome.output) >> ms >> megabytes >> drag)) {
            latencies.clear();
            memory.clear();
            drags.clear();
            break;
        }
        latencies.push_back(ms);
        memory.push_back(megabytes);
        drags.push_back(drag);
    }
    const bool answers = Bench::report("worst event latency while a real topic is read", latencies, {Bench::Bar::Kind::AtMost, 33}, " ms");
    const bool drag = Bench::report("worst event latency while the playhead is dragged over it", drags, {Bench::Bar::Kind::AtMost, 33}, " ms");
    return Bench::report("most memory of the process", memory, {Bench::Bar::Kind::AtMost, MemoryBar}, " MB") && answers && drag ? 0 : 1;
}
