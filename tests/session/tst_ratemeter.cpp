// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/ratemeter.h"

#include <QTest>

using Session::RateMeter;

class TestRateMeter : public QObject
{
    Q_OBJECT

private slots:
    void knowsNothingAtFirst() { QCOMPARE(RateMeter().perSecond(1000), 0.0); }

    void isSteadyWhileTheStreamIs()
    {
        RateMeter meter;
        for (std::int64_t ms = 0; ms <= 10'000; ms += 16) {
            meter.add(ms, std::uint64_t(ms) * 200); // 200,000 a second
            if (ms >= 256)
                QVERIFY2(qAbs(meter.perSecond(ms) - 200'000) < 4'000, qPrintable(QString::number(ms)));
        }
    }

    void doesNotExaggerateTheFirstBatch()
    {
        RateMeter meter;
        meter.add(0, 0);
        meter.add(16, 500);
        QCOMPARE(meter.perSecond(16), 2000.0);
    }

    void fallsToZeroTwoSecondsAfterTheLastRecord()
    {
        RateMeter meter;
        meter.add(0, 0);
        meter.add(100, 1000);
        QVERIFY(meter.perSecond(1000) > 0);
        QCOMPARE(meter.perSecond(2200), 0.0);
    }

    void forgetsWhatIsOlderThanItsWindow()
    {
        RateMeter meter;
        meter.add(0, 0);
        meter.add(10, 1'000'000);
        for (std::int64_t ms = 1000; ms <= 5000; ms += 100)
            meter.add(ms, 1'000'000 + std::uint64_t(ms));
        QVERIFY(qAbs(meter.perSecond(5000) - 1000) < 100);
    }

    void startsAnewWhenCleared()
    {
        RateMeter meter;
        meter.add(0, 0);
        meter.add(100, 1000);
        meter.clear();
        meter.add(200, 0);
        QCOMPARE(meter.perSecond(200), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestRateMeter)
#include "tst_ratemeter.moc"
