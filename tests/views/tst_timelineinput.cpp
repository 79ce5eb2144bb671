// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "timelinefixture.h"

#include <QAccessible>
#include <QSignalSpy>

using namespace ViewTest;

/// The timeline as a person uses it: mouse, wheel, keys.
class TestTimelineInput : public TimelineFixture
{
    Q_OBJECT

private slots:
    void initTestCase() { makeLooks(); }
    void init() { show(); }
    void cleanup() { close(); }

    void clickMovesThePlayhead()
    {
        open();
        QSignalSpy moved(m_view, &TimelineView::playheadMoved);
        QTest::mouseClick(m_chart, Qt::LeftButton, {}, place(Start + 6 * Hour));
        QCOMPARE(moved.size(), 1);
        QVERIFY(std::abs(moved[0][0].toLongLong() - (Start + 6 * Hour)) < 2 * Minute);
        QCOMPARE(moved[0][1].toBool(), true);
        QVERIFY(m_chart->accessibleName().contains(QStringLiteral("playhead 05:59:")) || m_chart->accessibleName().contains(QStringLiteral("playhead 06:0")));
    }

    void draggingTheCapScrubsAtEveryMove()
    {
        open();
        m_view->setPlayhead(Start + 6 * Hour);
        QSignalSpy moved(m_view, &TimelineView::playheadMoved);
        const QPoint cap(place(Start + 6 * Hour).x(), 4);
        QTest::mousePress(m_chart, Qt::LeftButton, {}, cap);
        for (int step = 1; step <= 10; ++step) {
            QTest::mouseMove(m_chart, cap + QPoint(step * 7, 3));
            QCOMPARE(moved.size(), step + 1);
            QCOMPARE(moved.back()[1].toBool(), false);
        }
        m_view->setPlayhead(Start); // the table is late: where the pointer is counts
        QTest::mouseRelease(m_chart, Qt::LeftButton, {}, cap + QPoint(70, 3));
        QCOMPARE(moved.back()[1].toBool(), true);
        QVERIFY(std::abs(moved.back()[0].toLongLong() - m_chart->scale().position(cap.x() + 70)) < Minute);
    }

    void draggingTheAxisScrubsToo()
    {
        open();
        QSignalSpy moved(m_view, &TimelineView::playheadMoved);
        QSignalSpy range(m_view, &TimelineView::rangeChosen);
        const QPoint axis(place(Start + 3 * Hour).x(), m_chart->height() - 5);
        QTest::mousePress(m_chart, Qt::LeftButton, {}, axis);
        QTest::mouseMove(m_chart, axis + QPoint(50, 0));
        QTest::mouseRelease(m_chart, Qt::LeftButton, {}, axis + QPoint(50, 0));
        QCOMPARE(moved.size(), 3);
        QVERIFY(range.isEmpty());
    }

    void draggingOverTheBarsSelectsARange()
    {
        open();
        QSignalSpy range(m_view, &TimelineView::rangeChosen);
        drag(place(Start + 6 * Hour), place(Start + 12 * Hour));
        QCOMPARE(range.size(), 1);
        QVERIFY(std::abs(range[0][0].toLongLong() - (Start + 6 * Hour)) < 2 * Minute);
        QVERIFY(std::abs(range[0][1].toLongLong() - (Start + 12 * Hour)) < 2 * Minute);
        QVERIFY2(m_header->text().contains(QStringLiteral("records selected")), qPrintable(m_header->text()));

        // Its handle changes it.
        drag(place(range[0][1].toLongLong()), place(Start + 9 * Hour));
        QCOMPARE(range.size(), 2);
        QCOMPARE(range[1][0].toLongLong(), range[0][0].toLongLong());
        QVERIFY(std::abs(range[1][1].toLongLong() - (Start + 9 * Hour)) < 2 * Minute);
        QVERIFY2(QRegularExpression(QStringLiteral("^≈ 1,0[78]\\d records selected")).match(m_header->text()).hasMatch(), qPrintable(m_header->text()));

        QSignalSpy dropped(m_view, &TimelineView::rangeDropped);
        QTest::keyClick(m_chart, Qt::Key_Escape);
        QCOMPARE(dropped.size(), 1);
        QVERIFY(!m_header->text().contains(QStringLiteral("selected")));
    }

    void doubleClickZoomsToABar()
    {
        open();
        const qint64 width = m_timeline->barWidth();
        QTest::mouseDClick(m_chart, Qt::LeftButton, {}, place(Start + 6 * Hour));
        QVERIFY(std::abs((m_timeline->viewTo() - m_timeline->viewFrom()) - width) <= 1);
        QVERIFY(m_timeline->viewFrom() <= Start + 6 * Hour && m_timeline->viewTo() >= Start + 6 * Hour - Minute);
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QTest::mouseClick(m_window->findChild<QToolButton *>(QStringLiteral("timelineWhole")), Qt::LeftButton);
        QVERIFY(m_timeline->isWhole());
    }

    void theWheelZoomsAtThePointerAndPansWithShift()
    {
        open();
        const QPoint at = place(Start + 6 * Hour);
        const qint64 under = m_chart->scale().position(at.x());
        wheel(at, 120);
        const qint64 span = m_timeline->viewTo() - m_timeline->viewFrom();
        QVERIFY(span < 24 * Hour * 0.75);
        QVERIFY(std::abs(m_chart->scale().position(at.x()) - under) < span / 500);
        wheel(at, 240);
        QVERIFY(m_timeline->viewTo() - m_timeline->viewFrom() < span);
        const qint64 from = m_timeline->viewFrom();
        wheel(at, -120, Qt::ShiftModifier);
        QVERIFY(m_timeline->viewFrom() > from);
        wheel(at, -1200);
        QVERIFY(m_timeline->isWhole());
    }

    void arrowsMoveByABarAndSpeakIt()
    {
        open();
        m_view->setPlayhead(Start + 6 * Hour);
        QSignalSpy moved(m_view, &TimelineView::playheadMoved);
        QTest::keyClick(m_chart, Qt::Key_Right);
        QCOMPARE(moved.back()[0].toLongLong(), Start + 6 * Hour + m_timeline->barWidth());
        QCOMPARE(moved.back()[1].toBool(), false); // Enter reads
        QVERIFY(m_chart->accessibleDescription().contains(QStringLiteral("records")));
        QTest::keyClick(m_chart, Qt::Key_Left, Qt::ControlModifier);
        QVERIFY(std::abs(moved.back()[0].toLongLong() - (Start + 6 * Hour + m_timeline->barWidth() - 24 * Hour / 10)) < 2000);
        QTest::keyClick(m_chart, Qt::Key_Home);
        QCOMPARE(moved.back()[0].toLongLong(), m_timeline->begin());
        QTest::keyClick(m_chart, Qt::Key_End);
        QCOMPARE(moved.back()[0].toLongLong(), m_timeline->end() - 1);
        QSignalSpy read(m_view, &TimelineView::readRequested);
        QTest::keyClick(m_chart, Qt::Key_Return);
        QCOMPARE(read.size(), 1);
        QCOMPARE(read[0][0].toLongLong(), m_timeline->end() - 1);
    }

    void shiftExtendsARange()
    {
        open();
        m_view->setPlayhead(Start + 6 * Hour);
        QSignalSpy range(m_view, &TimelineView::rangeChosen);
        for (int i = 0; i < 3; ++i)
            QTest::keyClick(m_chart, Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(range.size(), 3);
        QCOMPARE(range[2][0].toLongLong(), Start + 6 * Hour);
        QCOMPARE(range[2][1].toLongLong(), Start + 6 * Hour + 3 * m_timeline->barWidth());
    }

    void keysZoom()
    {
        open();
        m_view->setPlayhead(Start + 6 * Hour);
        QTest::keyClick(m_chart, Qt::Key_Plus);
        QVERIFY(m_timeline->viewTo() - m_timeline->viewFrom() <= 12 * Hour + Minute);
        QVERIFY(m_chart->scale().shows(Start + 6 * Hour));
        QTest::keyClick(m_chart, Qt::Key_Plus);
        QTest::keyClick(m_chart, Qt::Key_Minus);
        QVERIFY(!m_timeline->isWhole());
        QTest::keyClick(m_chart, Qt::Key_0, Qt::ControlModifier);
        QVERIFY(m_timeline->isWhole());
    }

    void arrowsBeyondTheViewTakeItAlong()
    {
        open();
        m_timeline->zoom(Start + 6 * Hour, Start + 7 * Hour);
        m_view->setPlayhead(Start + 7 * Hour - 1);
        QTest::keyClick(m_chart, Qt::Key_Right, Qt::ControlModifier);
        QVERIFY(m_timeline->viewTo() > Start + 7 * Hour);
        QCOMPARE(m_timeline->viewTo() - m_timeline->viewFrom(), Hour);
    }
};

QTEST_MAIN(TestTimelineInput)
#include "tst_timelineinput.moc"
