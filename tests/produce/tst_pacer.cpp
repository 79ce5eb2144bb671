// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/pacer.h"

#include <QTest>

using namespace Produce;
using namespace std::chrono_literals;

namespace {

/// How many go out between two times, when somebody looks every `step`.
int sentBetween(Pacer &pacer, Pacer::Clock::time_point from, std::chrono::milliseconds span, std::chrono::milliseconds step)
{
    int sent = 0;
    for (auto now = from; now < from + span; now += step)
        while (pacer.due(now) <= now && sent < 1'000'000) {
            pacer.sent();
            ++sent;
        }
    return sent;
}

} // namespace

class TestPacer final : public QObject
{
    Q_OBJECT

private slots:
    void withoutARateEverythingIsDueNow()
    {
        Pacer pacer(0);
        const auto now = Pacer::Clock::now();
        for (int i = 0; i < 1000; ++i) {
            QVERIFY(pacer.due(now) == now);
            pacer.sent();
        }
    }

    void aRateIsKept_data()
    {
        QTest::addColumn<double>("perSecond");
        QTest::addColumn<int>("stepMs");
        QTest::newRow("slow") << 2.0 << 20;
        QTest::newRow("fast") << 1000.0 << 20;
        QTest::newRow("very fast") << 50'000.0 << 1;
        QTest::newRow("every 4 s") << 0.25 << 50;
    }
    void aRateIsKept()
    {
        QFETCH(double, perSecond);
        QFETCH(int, stepMs);
        Pacer pacer(perSecond);
        const int sent = sentBetween(pacer, Pacer::Clock::now(), 10s, std::chrono::milliseconds(stepMs));
        QVERIFY2(std::abs(sent - perSecond * 10) <= std::max(1.0, perSecond), qPrintable(QString::number(sent))); // ±10 %
    }

    void lostTimeIsNotMadeUpByABurst()
    {
        Pacer pacer(1000);
        const auto start = Pacer::Clock::now();
        QCOMPARE(sentBetween(pacer, start, 1s, 1ms), 1000);
        const int after = sentBetween(pacer, start + 30s, 1s, 1ms); // 29 s were lost
        QVERIFY2(after >= 1000 && after <= 1101, qPrintable(QString::number(after)));
    }

    void restartBeginsAnew()
    {
        Pacer pacer(1);
        const auto start = Pacer::Clock::now();
        QVERIFY(pacer.due(start) <= start);
        pacer.sent();
        QVERIFY(pacer.due(start) > start);
        pacer.restart();
        QVERIFY(pacer.due(start) <= start);
    }
};

QTEST_APPLESS_MAIN(TestPacer)
#include "tst_pacer.moc"
