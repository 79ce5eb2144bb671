// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/preferences.h"
#include "session/timeline.h"
#include "tests/support/fakecluster.h"
#include "views/appearance.h"
#include "views/timeline/timelinechart.h"
#include "views/timeline/timelineheader.h"
#include "views/timeline/timelineview.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QMenu>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <cmath>

namespace ViewTest {

using namespace TestSupport;
using Session::Timeline;
using Views::TimelineChart;
using Views::TimelineView;

constexpr qint64 Start = 1'767'225'600'000; // 2026-01-01 00:00 UTC
constexpr qint64 Minute = 60'000;
constexpr qint64 Hour = 60 * Minute;

/// A record every ten seconds of a day, taking turns between the partitions.
inline std::vector<FakeRecord> aDayOfRecords(int partitions)
{
    std::vector<FakeRecord> records;
    for (int i = 0; i < 8640; ++i)
        records.push_back({.partition = i % partitions, .offset = i / partitions, .timestampMs = Start + i * 10'000});
    return records;
}

/// A timeline over a scripted cluster, alone in a window.
class TimelineFixture : public QObject
{
protected:
    void makeLooks()
    {
        QVERIFY(m_dir.isValid());
        m_preferences = std::make_unique<Session::Preferences>(m_dir.filePath(QStringLiteral("settings.json")));
        m_preferences->setTheme(Session::ThemeChoice::Dark);
        m_appearance = std::make_unique<Views::Appearance>(*m_preferences);
    }

    void show()
    {
        m_script = std::make_shared<FakeScript>();
        m_cluster = fakeCluster(m_script);
        m_timeline = std::make_unique<Timeline>(*m_cluster);
        m_timeline->setClock([] { return Start + 48 * Hour; });
        m_window = std::make_unique<QWidget>();
        m_view = new TimelineView(*m_timeline, *m_appearance, m_window.get());
        m_view->setUtc(true);
        m_window->resize(1100, 160);
        m_view->setGeometry(0, 0, 1100, m_view->sizeHint().height());
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_chart = m_window->findChild<TimelineChart *>(QStringLiteral("timeline"));
        m_header = m_window->findChild<Views::TimelineHeader *>(QStringLiteral("timelineHeader"));
        QVERIFY(m_chart && m_header);
        m_chart->setFocus();
    }

    void close()
    {
        m_window.reset();
        m_timeline.reset();
        m_cluster.reset();
        m_script.reset();
    }

    void setRecords()
    {
        m_script->addTopic("orders", 3);
        m_script->setRecords("orders", aDayOfRecords(3));
    }
    void open()
    {
        setRecords();
        m_timeline->open({"orders"});
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
    }
    /// In the bars, near their foot.
    QPoint place(qint64 position) const { return {int(std::lround(m_chart->scale().x(position))), int(m_chart->scale().bars.bottom()) - 3}; }
    void drag(const QPoint &from, const QPoint &to)
    {
        QTest::mousePress(m_chart, Qt::LeftButton, {}, from);
        QTest::mouseMove(m_chart, (from + to) / 2);
        QTest::mouseMove(m_chart, to);
        QTest::mouseRelease(m_chart, Qt::LeftButton, {}, to);
    }
    void wheel(const QPoint &at, int delta, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(at, m_chart->mapToGlobal(at), {}, {0, delta}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_chart, &event);
    }
    void choose(const QString &entry, const QPoint &at)
    {
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, m_chart->mapToGlobal(at));
        QApplication::sendEvent(m_chart, &event);
        QMenu *menu = nullptr;
        QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
        for (QAction *action : menu->actions())
            if (action->text().remove(u'&') == entry)
                return QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
        menu->close();
        QFAIL(qPrintable(entry));
    }
    QColor colourAt(const QPoint &at) const { return m_chart->grab().toImage().pixelColor(at); }

    QTemporaryDir m_dir;
    std::unique_ptr<Session::Preferences> m_preferences;
    std::unique_ptr<Views::Appearance> m_appearance;
    std::shared_ptr<FakeScript> m_script;
    std::unique_ptr<Domain::Cluster> m_cluster;
    std::unique_ptr<Timeline> m_timeline;
    std::unique_ptr<QWidget> m_window;
    TimelineView *m_view = nullptr;
    TimelineChart *m_chart = nullptr;
    Views::TimelineHeader *m_header = nullptr;
};

} // namespace ViewTest
