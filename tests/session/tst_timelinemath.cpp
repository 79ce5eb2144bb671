// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timelinemath.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace Session;

class TestTimelineMath : public QObject
{
    Q_OBJECT

private slots:
    void edgesCoverTheSpanExactly()
    {
        const TimelineGrid grid{.origin = 1'795'271'527'001, .span = 604'800'013, .bars = 256};
        QCOMPARE(grid.edge(0, 0), grid.origin);
        QCOMPARE(grid.edge(0, 256), grid.origin + grid.span);
        for (int i = 0; i < 256; ++i) {
            const qint64 width = grid.edge(0, i + 1) - grid.edge(0, i);
            QVERIFY(width == grid.span / 256 || width == grid.span / 256 + 1);
        }
    }

    void everyEdgeIsOneOfTheFinerLevelToo()
    {
        const TimelineGrid grid{.origin = 17, .span = 1'000'003, .bars = 37};
        for (int level = -3; level < 8; ++level)
            for (qint64 i = 0; i < 40; ++i)
                QCOMPARE(grid.edge(level, i), grid.edge(level + 1, 2 * i));
    }

    void hugeSpansDoNotOverflow()
    {
        const TimelineGrid grid{.origin = -4'000'000'000'000'000'000, .span = 8'000'000'000'000'000'000, .bars = 256};
        QCOMPARE(grid.edge(0, 256), 4'000'000'000'000'000'000);
        QCOMPARE(grid.edge(20, qint64(256) << 20), 4'000'000'000'000'000'000);
        QCOMPARE(grid.indexBefore(0, 0), 128);
    }

    void positionsFindTheirEdges()
    {
        const TimelineGrid grid{.origin = 1000, .span = 997, .bars = 31};
        for (qint64 at = 1000; at < 2100; ++at) {
            const qint64 before = grid.indexBefore(0, at);
            QVERIFY(grid.edge(0, before) <= at && grid.edge(0, before + 1) > at);
            const qint64 after = grid.indexAfter(0, at);
            QVERIFY(grid.edge(0, after) >= at && (after == 0 || grid.edge(0, after - 1) < at));
        }
        QCOMPARE(grid.indexBefore(0, 3), 0);
    }

    void levelsFollowTheView()
    {
        const TimelineGrid grid{.origin = 0, .span = 256'000, .bars = 256};
        QCOMPARE(grid.levelFor(256'000, 256), 0);
        QCOMPARE(grid.levelFor(256'001, 256), -1);
        QCOMPARE(grid.levelFor(128'000, 256), 1);
        QCOMPARE(grid.levelFor(200'000, 256), 0);
        QCOMPARE(grid.levelFor(1, 256), 9); // bars of a millisecond are as fine as it gets
    }

    void coarseEdgesComeFirstAndAllComeOnce_data()
    {
        QTest::addColumn<int>("bars");
        QTest::addColumn<double>("focus");
        QTest::newRow("256 in the middle") << 256 << 100.3;
        QTest::newRow("not a power of two") << 187 << 187.0;
        QTest::newRow("17") << 17 << 0.0;
        QTest::newRow("fewer than coarse") << 5 << 2.0;
        QTest::newRow("one") << 1 << 0.5;
    }
    void coarseEdgesComeFirstAndAllComeOnce()
    {
        QFETCH(int, bars);
        QFETCH(double, focus);
        const TimelineEdgeOrder order = timelineEdgeOrder(bars, 16, focus);
        QCOMPARE(order.coarse.size(), std::size_t(std::min(16, bars) + 1));
        QCOMPARE(order.coarse.front(), 0);
        QCOMPARE(order.coarse.back(), bars);
        std::set<int> all(order.coarse.begin(), order.coarse.end());
        all.insert(order.fine.begin(), order.fine.end());
        QCOMPARE(all.size(), std::size_t(bars + 1));
        QCOMPARE(order.coarse.size() + order.fine.size(), std::size_t(bars + 1));
    }

    void refinementGoesOutwardFromTheFocus()
    {
        const TimelineEdgeOrder order = timelineEdgeOrder(256, 16, 100);
        // The coarse bar with the focus is 96 … 112: halved to the end before any other.
        QCOMPARE(order.fine.front(), 104);
        for (std::size_t i = 0; i < 15; ++i)
            QVERIFY(order.fine[i] > 96 && order.fine[i] < 112);
        for (std::size_t i = 15; i < 30; ++i)
            QVERIFY(order.fine[i] > 80 && order.fine[i] < 96); // 4 away, the other neighbour 12
        const auto distance = [](int edge) { return std::abs(edge - 100); };
        QVERIFY(distance(order.fine.back()) > 100);
    }

    void manyPartitionsMeanFewerBars()
    {
        QCOMPARE(timelineBars(256, 4096, 12), 256);
        QCOMPARE(timelineBars(256, 4096, 16), 256);
        QCOMPARE(timelineBars(256, 4096, 100), 40);
        QCOMPARE(timelineBars(256, 4096, 5000), 1);
        QCOMPARE(timelineBars(256, 4096, 0), 256);
        QCOMPARE(timelineBars(0, 4096, 1), 1);
    }
};

QTEST_GUILESS_MAIN(TestTimelineMath)
#include "tst_timelinemath.moc"
