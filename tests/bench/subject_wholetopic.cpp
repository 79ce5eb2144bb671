// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "latencyprobe.h"

#include "app/services.h"
#include "session/clustersession.h"
#include "session/readsession.h"
#include "views/appearance.h"
#include "views/mainwindow/mainwindow.h"
#include "views/recordpage/recordpage.h"

#include <QAction>
#include <QFile>
#include <QMenu>

#include <cstdio>

namespace Bench {

namespace {

Domain::ConnectionProfile profileOf(const QString &bootstrap)
{
    Domain::ConnectionProfile profile;
    profile.id = "bench";
    profile.name = "bench";
    profile.bootstrapServers = bootstrap.toStdString();
    return profile;
}

/// The most memory this process had so far, in MB.
double peakMemory()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> lines = status.readAll().split('\n');
    for (const QByteArray &line : lines)
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').front().toDouble() * 1024 / 1e6;
    return 0;
}

quint64 recordsSeen(const Views::RecordPage &page)
{
    return page.session().recordsHeld() + page.session().recordsReleased();
}

/// What the user does: From, Beginning.
bool chooseBeginning(const Views::RecordPage &page)
{
    const auto *menu = page.findChild<QMenu *>(QStringLiteral("fromMenu"));
    if (!menu)
        return false;
    menu->actions().front()->trigger();
    return true;
}

} // namespace

std::optional<double> wholeTopic(const QStringList &arguments)
{
    const quint64 wanted = arguments.value(2).toULongLong();
    App::Services services;
    Views::Appearance appearance(services.preferences);
    Views::MainWindow window(services.connections, services.preferences, appearance,
                             [&](Session::ClusterSession &session, const QStringList &topics, QWidget *parent) -> QWidget * {
                                 return new Views::RecordPage(session, topics, services.preferences, appearance, parent);
                             });
    window.resize(1440, 900);
    window.show();
    Session::ClusterSession *session = services.connections.open(profileOf(arguments.value(0)), {});
    window.openTopic(*session, arguments.value(1));
    const Views::RecordPage *page = nullptr;
    if (!waitUntil([&] { return (page = window.findChild<Views::RecordPage *>()) && recordsSeen(*page) > 0; }, 20'000))
        return std::nullopt;
    LatencyProbe probe;
    probe.begin();
    const Clock::time_point start = Clock::now();
    if (!chooseBeginning(*page) || !waitUntil([&] { return recordsSeen(*page) >= wanted; }, 300'000))
        return std::nullopt;
    const double seconds = secondsSince(start);
    probe.end();
    if (recordsSeen(*page) != wanted || page->session().status().gapOffsets != 0)
        return std::nullopt;
    std::fprintf(stderr, "  %.3g M records/s, worst event %.1f ms, %.0f MB at most, %.0f MB held of %.0f MB\n", double(wanted) / seconds / 1e6,
                 probe.worstMs(), peakMemory(), double(page->session().bytesHeld()) / 1e6, double(page->session().budget()) / 1e6);
    std::printf("%.9g\n%.9g\n", probe.worstMs(), peakMemory());
    std::fflush(stdout);
    std::_Exit(0); // taking it apart is not measured
}

} // namespace Bench
