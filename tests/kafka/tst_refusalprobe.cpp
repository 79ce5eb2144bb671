// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/refusalprobe.h"

#include <QTest>

using Domain::Offset;
using Kafka::RefusalProbe;

class TestRefusalProbe : public QObject
{
    Q_OBJECT

private slots:
    /// However long the bad stretch is and wherever it lies, exactly its end is found, in few steps.
    void findsTheFirstOffsetBehindTheBadOnes()
    {
        for (const std::int64_t begin : {0, 1, 17, 1'000'000}) {
            for (std::int64_t length = 1; length <= 300; ++length) {
                const std::int64_t badEnd = begin + length;
                RefusalProbe probe(Offset(begin), Offset(begin + 1'000));
                int steps = 0;
                while (!probe.isFound() && ++steps < 100) {
                    const std::int64_t tried = probe.next().value();
                    QVERIFY(tried > begin && tried < begin + 1'000);
                    tried < badEnd ? probe.failed() : probe.worked();
                }
                QVERIFY(probe.isFound());
                QCOMPARE(probe.end().value(), badEnd);
                QVERIFY2(steps <= 20, std::to_string(steps).c_str());
            }
        }
    }

    void aStretchThatReachesTheEndOfTheLogEndsThere()
    {
        for (const std::int64_t length : {1, 2, 3, 7, 8, 9, 100}) {
            RefusalProbe probe(Offset(50), Offset(50 + length));
            int steps = 0;
            while (!probe.isFound() && ++steps < 100)
                probe.failed();
            QVERIFY(probe.isFound());
            QCOMPARE(probe.end().value(), 50 + length);
        }
    }

    void anUnknownEndStillMovesOn()
    {
        RefusalProbe probe(Offset(50), Offset(0));
        QVERIFY(probe.isFound());
        QCOMPARE(probe.end().value(), std::int64_t(51));
    }
};

QTEST_GUILESS_MAIN(TestRefusalProbe)
#include "tst_refusalprobe.moc"
