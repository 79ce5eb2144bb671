// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "latencyprobe.h"
#include "recordstage.h"
#include "subject.h"

#include "kafka/kafkacluster.h"
#include "session/clustersession.h"

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

Domain::ReadPlan planFor(const QString &topic, const Domain::SeekTarget &from)
{
    Domain::ReadPlan plan;
    plan.topics = {topic.toStdString()};
    plan.from = from;
    plan.until = Domain::UntilLive{};
    return plan;
}

} // namespace

std::optional<double> shownRate(const QStringList &arguments)
{
    const auto cluster = openCluster(arguments.value(0));
    const quint64 wanted = arguments.value(2).toULongLong();
    RecordStage stage(*cluster);
    stage.view.setFollowing(true);
    quint64 shown = 0;
    quint64 atStart = 0;
    Clock::time_point start;
    Clock::time_point end;
    QObject::connect(&stage.session, &Session::ReadSession::rowsAppended, &stage.view, [&](quint64, quint64 count) {
        if (shown == 0) {
            start = Clock::now();
            atStart = count;
        }
        shown += count;
        if (shown >= wanted && end == Clock::time_point())
            end = Clock::now();
    });
    stage.session.start(planFor(arguments.value(1), Domain::Beginning{}));
    if (!waitUntil([&] { return end != Clock::time_point(); }, 120'000))
        return std::nullopt;
    return static_cast<double>(shown - atStart) / std::chrono::duration<double>(end - start).count();
}

std::optional<double> eventLatency(const QStringList &arguments)
{
    const auto cluster = openCluster(arguments.value(0));
    const int seconds = arguments.value(2).toInt();
    RecordStage stage(*cluster);
    stage.view.setFollowing(true);
    quint64 shown = 0;
    QObject::connect(&stage.session, &Session::ReadSession::rowsAppended, &stage.view, [&shown](quint64, quint64 count) { shown += count; });
    stage.session.start(planFor(arguments.value(1), Domain::End{}));
    if (!waitUntil([&shown] { return shown > 200'000; })) // warm: the window is up, records flow
        return std::nullopt;
    LatencyProbe probe;
    const quint64 before = shown;
    const Clock::time_point start = Clock::now();
    probe.begin();
    (void)waitUntil([] { return false; }, seconds * 1000);
    probe.end();
    const double rate = static_cast<double>(shown - before) / secondsSince(start);
    std::fprintf(stderr, "  worst %.1f ms at %.0f records/s\n", probe.worstMs(), rate);
    if (rate < 190'000) // it did not keep up: the figure would flatter
        return std::nullopt;
    return probe.worstMs();
}

std::optional<double> firstRow(const QStringList &arguments)
{
    Session::ClusterSession session({}, openCluster(arguments.value(0)));
    session.refresh();
    if (!waitUntil([&session] { return session.snapshot() != nullptr; }))
        return std::nullopt;
    RecordStage stage(session.cluster());
    PaintWatch empty(stage.view.viewport());
    if (!empty.wait())
        return std::nullopt;
    PaintWatch filled(stage.view.viewport(), [&stage] { return stage.model.rowCount() > 0; });
    const Clock::time_point start = Clock::now();
    stage.session.start(planFor(arguments.value(1), Domain::Tail{500}));
    if (!filled.wait())
        return std::nullopt;
    return secondsSince(start);
}

} // namespace Bench
