// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/timelineticks.h"

#include <QDateTime>
#include <QLocale>
#include <QTest>

#include <limits>

using Items::TimelineTick;

namespace {

qint64 utc(int year, int month, int day, int hour = 0, int minute = 0, int second = 0, int ms = 0)
{
    return QDateTime(QDate(year, month, day), QTime(hour, minute, second, ms), Qt::UTC).toMSecsSinceEpoch();
}

QStringList texts(std::initializer_list<const char *> all)
{
    QStringList result;
    for (const char *text : all)
        result += QString::fromLatin1(text);
    return result;
}

QStringList labels(const std::vector<TimelineTick> &ticks)
{
    QStringList result;
    for (const TimelineTick &tick : ticks)
        result += tick.label;
    return result;
}

} // namespace

class TestTimelineTicks : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        qputenv("TZ", "Europe/Berlin");
    }

    void labelsTellOnlyWhatChanges_data()
    {
        QTest::addColumn<qint64>("from");
        QTest::addColumn<qint64>("to");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("a week") << utc(2026, 11, 15) << utc(2026, 11, 18, 12) << texts({"15 Nov", "16 Nov", "17 Nov", "18 Nov"});
        QTest::newRow("over midnight") << utc(2026, 11, 15, 17) << utc(2026, 11, 16, 7) << texts({"18:00", "21:00", "16 Nov", "03:00", "06:00"});
        QTest::newRow("a minute") << utc(2026, 11, 22, 14, 31) << utc(2026, 11, 22, 14, 31, 30) << texts({"14:31:00", "14:31:06", "14:31:12", "14:31:18", "14:31:24", "14:31:30"});
        QTest::newRow("a second") << utc(2026, 11, 22, 14, 31, 5) << utc(2026, 11, 22, 14, 31, 6) << texts({"14:31:05.000", "14:31:05.200", "14:31:05.400", "14:31:05.600", "14:31:05.800", "14:31:06.000"});
        QTest::newRow("over the new year") << utc(2025, 11, 20) << utc(2026, 3, 2) << texts({"Dec", "Jan 2026", "Feb", "Mar"});
        QTest::newRow("decades") << utc(1999, 6, 1) << utc(2041, 1, 1) << texts({"2000", "2010", "2020", "2030", "2040"});
    }
    void labelsTellOnlyWhatChanges()
    {
        QFETCH(qint64, from);
        QFETCH(qint64, to);
        QFETCH(QStringList, expected);
        QCOMPARE(labels(Items::timelineTicks(from, to, 600, 110, true)), expected);
    }

    void ticksStandAtMidnightOfTheZone()
    {
        const auto ticks = Items::timelineTicks(utc(2026, 10, 23), utc(2026, 10, 27), 600, 110, false); // summer time ends on the 25th
        QCOMPARE(labels(ticks), (texts({"24 Oct", "25 Oct", "26 Oct", "27 Oct"})));
        QCOMPARE(ticks[1].position, utc(2026, 10, 24, 22));
        QCOMPARE(ticks[2].position, utc(2026, 10, 25, 23));
    }

    void ticksKeepTheirDistance()
    {
        for (qint64 span : {1, 10, 999, 86'400, 999'999'999}) {
            for (double width : {50.0, 400.0, 1900.0}) {
                const auto ticks = Items::timelineTicks(utc(2026, 1, 31), utc(2026, 1, 31) + span * 1000, width, 110, true);
                for (std::size_t i = 1; i < ticks.size(); ++i) {
                    const double pixels = double(ticks[i].position - ticks[i - 1].position) / double(span * 1000) * width;
                    QVERIFY2(pixels > 100, qPrintable(QString::number(pixels)));
                }
            }
        }
    }

    void anySpanGivesFewTicks()
    {
        constexpr qint64 most = std::numeric_limits<qint64>::max() / 4;
        QVERIFY(Items::timelineTicks(-most, most, 1000, 110, true).size() <= 200);
        QVERIFY(Items::timelineTicks(0, most, 1000, 110, false).size() <= 200);
        QVERIFY(Items::timelineTicks(5, 5, 1000, 110, true).empty());
        QVERIFY(Items::timelineTicks(5, 4, 1000, 110, true).empty());
        QVERIFY(Items::timelineTicks(0, 1000, 0, 110, true).empty());
        QVERIFY(Items::offsetTicks(0, most, 1000, 110).size() <= 200);
    }

    void offsetsAreRound()
    {
        QCOMPARE(labels(Items::offsetTicks(0, 41'208'311, 1000, 110)), (texts({"0", "5,000,000", "10,000,000", "15,000,000", "20,000,000", "25,000,000", "30,000,000", "35,000,000", "40,000,000"})));
        QCOMPARE(labels(Items::offsetTicks(0, 3, 1000, 110)), (texts({"0", "1", "2", "3"})));
    }
};

QTEST_GUILESS_MAIN(TestTimelineTicks)
#include "tst_timelineticks.moc"
