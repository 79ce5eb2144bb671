// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "latencyprobe.h"
#include "recordstage.h"
#include "subject.h"

#include "kafka/kafkacluster.h"
#include "search/filter.h"
#include "search/matchingsink.h"

#include <QFile>

#include <cstdio>

namespace Bench {

namespace {

std::unique_ptr<Domain::Cluster> openCluster(const QString &bootstrap)
{
    Domain::ConnectionProfile profile;
    profile.id = "bench";
    profile.name = "bench";
    profile.bootstrapServers = bootstrap.toStdString();
    return Kafka::openCluster(profile, {});
}

Domain::ReadPlan planFor(const QString &topic)
{
    Domain::ReadPlan plan;
    plan.topics = {topic.toStdString()};
    return plan;
}

std::shared_ptr<const Search::Filter> needleFilter()
{
    auto filter = Search::Filter::compile({.pattern = "NeedleXyzzy", .parts = Search::ValuePart});
    return filter ? filter.value() : nullptr;
}

/// Of this process, in MB: VmRSS (now) or VmHWM (at most so far).
double memory(const char *what)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = status.readAll().split('\n');
    for (const QByteArray &line : lines)
        if (line.startsWith(what))
            return line.mid(6).trimmed().split(' ').front().toDouble() * 1024 / 1e6;
    return 0;
}

/// A sink that keeps nothing: what is found is only counted.
class Nothing final : public Domain::RecordSink
{
public:
    void record(const Domain::Record &) override {}
    void gap(const Domain::Gap &) override {}
    void publish() override {}
};

} // namespace

std::optional<double> scanRate(const QStringList &arguments)
{
    const auto cluster = openCluster(arguments.value(0));
    const quint64 wanted = arguments.value(2).toULongLong();
    const Domain::ReadPlan plan = planFor(arguments.value(1));
    const auto counters = std::make_shared<Search::ScanCounters>();
    const auto topics = std::make_shared<const std::vector<std::string>>(plan.topics);
    const auto source = cluster->startRead(plan, Search::matchingSinks({.filter = needleFilter(), .topics = topics}, counters, [] { return std::make_unique<Nothing>(); }));
    if (!waitUntil([&counters] { return counters->totals().scanned > 0; }))
        return std::nullopt;
    const quint64 before = counters->totals().scanned;
    const Clock::time_point start = Clock::now();
    if (!waitUntil([&counters, wanted] { return counters->totals().scanned >= wanted; }, 120'000))
        return std::nullopt;
    return static_cast<double>(counters->totals().scanned - before) / secondsSince(start);
}

std::optional<double> scanLatency(const QStringList &arguments)
{
    const auto cluster = openCluster(arguments.value(0));
    const int seconds = arguments.value(2).toInt();
    RecordStage stage(*cluster);
    stage.session.start(planFor(arguments.value(1)), needleFilter());
    if (!waitUntil([&stage] { return stage.session.scan().scanned > 200'000; })) // warm: the window is up, records flow
        return std::nullopt;
    LatencyProbe probe;
    const quint64 before = stage.session.scan().scanned;
    const Clock::time_point start = Clock::now();
    probe.begin();
    (void)waitUntil([] { return false; }, seconds * 1000);
    probe.end();
    std::fprintf(stderr, "  worst %.1f ms at %.0f records/s\n", probe.worstMs(), static_cast<double>(stage.session.scan().scanned - before) / secondsSince(start));
    if (Domain::isFinal(stage.session.status().state)) // it idled: the figure would flatter
        return std::nullopt;
    return probe.worstMs();
}

std::optional<double> scanMemory(const QStringList &arguments)
{
    const auto cluster = openCluster(arguments.value(0));
    RecordStage stage(*cluster);
    PaintWatch shown(stage.view.viewport());
    if (!shown.wait())
        return std::nullopt;
    const double idle = memory("VmRSS:");
    QFile forget(QStringLiteral("/proc/self/clear_refs"));
    if (!forget.open(QIODevice::WriteOnly) || forget.write("5") != 1) // the peak counts from here on
        return std::nullopt;
    forget.close();
    stage.session.start(planFor(arguments.value(1)), needleFilter());
    if (!waitUntil([&stage] { return Domain::isFinal(stage.session.status().state); }, 120'000) || stage.session.recordsHeld() != 1)
        return std::nullopt;
    return memory("VmHWM:") - idle;
}

} // namespace Bench
