// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "latencyprobe.h"

#include "app/services.h"
#include "items/recordtable.h"
#include "session/clustersession.h"
#include "session/readsession.h"
#include "views/appearance.h"
#include "views/mainwindow/mainwindow.h"
#include "views/recordpage/recordpage.h"

#include <QAbstractItemView>
#include <QAction>
#include <QDateTime>
#include <QFile>
#include <QMenu>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cstdio>
#include <set>

namespace Bench {

namespace {

// What bench_tenmillion fills its topic with (Oracle.java, bulk), and how far a notch of the wheel zooms.
constexpr qint64 FirstTime = 1'790'000'000'123;
constexpr double RecordsSpan = 1e6;
constexpr double WheelStep = 0.7;

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

/// Sends what a mouse would.
void mouse(QWidget &widget, QEvent::Type type, QPoint place)
{
    const Qt::MouseButtons held = type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton;
    const Qt::MouseButton button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
    QMouseEvent event(type, place, widget.mapToGlobal(place), button, held, Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

void wheel(QWidget &widget, QPoint place)
{
    QWheelEvent event(place, widget.mapToGlobal(place), {}, {0, 120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

/// Drags the playhead along the axis to and fro, a step each frame, and lets it go at other places of the log; the worst event
/// latency meanwhile, in ms. None: there is no timeline, or it moved nothing.
std::optional<double> dragPlayhead(const Views::RecordPage &page)
{
    auto *const chart = page.findChild<QWidget *>(QStringLiteral("timeline"));
    auto *const table = page.findChild<QAbstractItemView *>(QStringLiteral("recordTable"));
    if (!chart || !chart->isVisible() || !table)
        return std::nullopt;
    // While live the axis goes on to now, and the records are a dot at its beginning: the wheel makes them fill most of it.
    for (double span = double(QDateTime::currentMSecsSinceEpoch() - FirstTime); span > RecordsSpan * 1.3; span *= WheelStep)
        wheel(*chart, {1, chart->height() / 2});
    (void)waitUntil([] { return false; }, 1500);
    std::set<qint64> shown; // times of the first row, as seen while dragging
    LatencyProbe probe;
    probe.begin();
    for (int sweep = 0; sweep < 6; ++sweep) {
        const int axis = chart->height() - 6;
        const int from = sweep % 2 == 0 ? chart->width() - 60 : chart->width() / 10;
        const int to = chart->width() * (sweep + 1) / 8;
        mouse(*chart, QEvent::MouseButtonPress, {from, axis});
        for (int step = 1; step <= 90; ++step) {
            mouse(*chart, QEvent::MouseMove, {from + (to - from) * step / 90, axis});
            (void)waitUntil([] { return false; }, 16);
            const QModelIndex top = table->indexAt({table->viewport()->width() / 2, 4});
            shown.insert(top.siblingAtColumn(Items::RecordTable::TimeColumn).data(Items::RecordTable::ValueRole).toLongLong());
        }
        mouse(*chart, QEvent::MouseButtonRelease, {to, axis});
        (void)waitUntil([] { return false; }, 400);
    }
    probe.end();
    return shown.size() >= 6 ? std::optional(probe.worstMs()) : std::nullopt;
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
    const double peak = peakMemory();
    const std::optional<double> drag = dragPlayhead(*page);
    if (!drag)
        return std::nullopt;
    std::fprintf(stderr, "  worst event %.1f ms while the playhead is dragged\n", *drag);
    std::printf("%.9g\n%.9g\n%.9g\n", probe.worstMs(), peak, *drag);
    std::fflush(stdout);
    std::_Exit(0); // taking it apart is not measured
}

} // namespace Bench
