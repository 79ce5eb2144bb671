// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include <QLocale>
#include <QTest>

#include "items/numbertext.h"

#include <cmath>
#include <limits>

using namespace Items;

class TestNumberText : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void counts();
    void shortCounts_data();
    void shortCounts();
    void offsetsKeepEveryDigit();
    void spansAreMarkedAsCountedByOffsets();
    void bytes_data();
    void bytes();
    void rates();
    void durations_data();
    void durations();
    void timesInUtc_data();
    void timesInUtc();
    void timesInTheLocalZone();
    void timesNeverFail();
    void groupsFollowTheLocale();
};

void TestNumberText::init()
{
    QLocale::setDefault(QLocale::c());
    qputenv("TZ", "UTC");
}

void TestNumberText::cleanup()
{
    QLocale::setDefault(QLocale::c());
}

void TestNumberText::counts()
{
    QCOMPARE(countText(0), QStringLiteral("0"));
    QCOMPARE(countText(999), QStringLiteral("999"));
    QCOMPARE(countText(41'208'311), QStringLiteral("41,208,311"));
    QCOMPARE(countText(std::numeric_limits<quint64>::max()), QStringLiteral("18,446,744,073,709,551,615"));
}

void TestNumberText::shortCounts_data()
{
    QTest::addColumn<quint64>("n");
    QTest::addColumn<QString>("text");
    const auto row = [](quint64 n, const QString &text) { QTest::newRow(qPrintable(QString::number(n))) << n << text; };
    row(0, QStringLiteral("0"));
    row(1204, QStringLiteral("1,204"));
    row(99'999, QStringLiteral("99,999"));
    row(812'345, QStringLiteral("812 k"));
    row(999'499, QStringLiteral("999 k"));
    row(999'500, QStringLiteral("1.0 M"));
    row(9'400'000, QStringLiteral("9.4 M"));
    row(41'208'311, QStringLiteral("41.2 M"));
    row(203'000'000, QStringLiteral("203 M"));
    row(4'100'000'000, QStringLiteral("4.1 G"));
    row(std::numeric_limits<quint64>::max(), QStringLiteral("18.4 E"));
}

void TestNumberText::shortCounts()
{
    QFETCH(quint64, n);
    QTEST(shortCountText(n), "text");
}

void TestNumberText::offsetsKeepEveryDigit()
{
    QCOMPARE(offsetText(Domain::Offset(3'438'114)), QStringLiteral("3,438,114"));
    QCOMPARE(offsetText(Domain::Offset(9'007'199'254'740'993)), QStringLiteral("9,007,199,254,740,993"));
    QCOMPARE(offsetText(Domain::Offset(std::numeric_limits<qint64>::max())), QStringLiteral("9,223,372,036,854,775,807"));
}

void TestNumberText::spansAreMarkedAsCountedByOffsets()
{
    QCOMPARE(spanText(Domain::OffsetSpan(41'208'311)), QStringLiteral("≈ 41,208,311"));
    QCOMPARE(spanText(Domain::OffsetSpan(0)), QStringLiteral("≈ 0"));
    QCOMPARE(spanText(std::nullopt), QStringLiteral("unknown"));
    QCOMPARE(spanText(Domain::OffsetSpan(-3)), QStringLiteral("unknown"));
}

void TestNumberText::bytes_data()
{
    QTest::addColumn<quint64>("n");
    QTest::addColumn<QString>("text");
    const auto row = [](quint64 n, const QString &text) { QTest::newRow(qPrintable(QString::number(n))) << n << text; };
    row(0, QStringLiteral("0 B"));
    row(229, QStringLiteral("229 B"));
    row(999, QStringLiteral("999 B"));
    row(1000, QStringLiteral("1.00 kB"));
    row(9'995, QStringLiteral("10.0 kB"));
    row(33'800'000, QStringLiteral("33.8 MB"));
    row(131'000'000, QStringLiteral("131 MB"));
    row(999'500, QStringLiteral("1.00 MB"));
    row(1'960'000'000, QStringLiteral("1.96 GB"));
    row(std::numeric_limits<quint64>::max(), QStringLiteral("18.4 EB"));
}

void TestNumberText::bytes()
{
    QFETCH(quint64, n);
    QTEST(bytesText(n), "text");
}

void TestNumberText::rates()
{
    QCOMPARE(rateText(0), QStringLiteral("0 rec/s"));
    QCOMPARE(rateText(0.44), QStringLiteral("0.4 rec/s"));
    QCOMPARE(rateText(412), QStringLiteral("412 rec/s"));
    QCOMPARE(rateText(2'941'345), QStringLiteral("2,941,000 rec/s"));
    QCOMPARE(rateText(std::nan("")), QStringLiteral("unknown"));
    QCOMPARE(rateText(std::numeric_limits<double>::infinity()), QStringLiteral("unknown"));
    QCOMPARE(rateText(-1), QStringLiteral("unknown"));
}

void TestNumberText::durations_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 ms, const QString &text) { QTest::newRow(qPrintable(QString::number(ms))) << ms << text; };
    row(0, QStringLiteral("0 ms"));
    row(340, QStringLiteral("340 ms"));
    row(2100, QStringLiteral("2.1 s"));
    row(59'949, QStringLiteral("59.9 s"));
    row(59'950, QStringLiteral("1 min"));
    row((22 * 60 + 57) * 1000, QStringLiteral("22 min 57 s"));
    row((2 * 60 + 14) * 60'000, QStringLiteral("2 h 14 min"));
    row(3 * 86'400'000LL, QStringLiteral("3 d"));
    row(3 * 86'400'000LL + 4 * 3'600'000LL, QStringLiteral("3 d 4 h"));
    row(-340, QStringLiteral("−340 ms"));
}

void TestNumberText::durations()
{
    QFETCH(qint64, ms);
    QTEST(durationText(ms), "text");
    QVERIFY(!durationText(std::numeric_limits<qint64>::min()).isEmpty());
    QVERIFY(!durationText(std::numeric_limits<qint64>::max()).isEmpty());
}

void TestNumberText::timesInUtc_data()
{
    QTest::addColumn<qint64>("ms");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("copied");
    const auto row = [](qint64 ms, const QString &shown, const QString &copied) { QTest::newRow(qPrintable(QString::number(ms))) << ms << shown << copied; };
    row(1'795'271'527'418, QStringLiteral("2026-11-21 14:32:07.418"), QStringLiteral("2026-11-21T14:32:07.418Z"));
    row(0, QStringLiteral("1970-01-01 00:00:00.000"), QStringLiteral("1970-01-01T00:00:00.000Z"));
    row(-1, QStringLiteral("1969-12-31 23:59:59.999"), QStringLiteral("1969-12-31T23:59:59.999Z"));
    row(951'782'400'000, QStringLiteral("2000-02-29 00:00:00.000"), QStringLiteral("2000-02-29T00:00:00.000Z"));
    row(253'402'300'799'999, QStringLiteral("9999-12-31 23:59:59.999"), QStringLiteral("9999-12-31T23:59:59.999Z"));
    row(253'402'300'800'000, QStringLiteral("253402300800000 ms since 1970"), QStringLiteral("253402300800000"));
    row(-62'135'596'800'000, QStringLiteral("0001-01-01 00:00:00.000"), QStringLiteral("0001-01-01T00:00:00.000Z"));
}

void TestNumberText::timesInUtc()
{
    QFETCH(qint64, ms);
    QTEST(timeText(ms, true), "shown");
    QTEST(isoTimeText(ms, true), "copied");
}

void TestNumberText::timesInTheLocalZone()
{
    qputenv("TZ", "XYZ-05:30"); // POSIX: five and a half hours east of Greenwich, without summer time
    tzset();
    QCOMPARE(timeText(1'795'271'527'418, false), QStringLiteral("2026-11-21 20:02:07.418"));
    QCOMPARE(isoTimeText(1'795'271'527'418, false), QStringLiteral("2026-11-21T20:02:07.418+05:30"));
    qputenv("TZ", "XYZ+03");
    tzset();
    QCOMPARE(isoTimeText(1'795'271'527'418, false), QStringLiteral("2026-11-21T11:32:07.418-03:00"));
    qputenv("TZ", "UTC");
    tzset();
}

void TestNumberText::timesNeverFail()
{
    for (const qint64 ms : {std::numeric_limits<qint64>::min(), std::numeric_limits<qint64>::min() + 1, qint64(-62'135'596'800'001), std::numeric_limits<qint64>::max()})
        for (const bool utc : {true, false}) {
            QVERIFY(timeText(ms, utc).contains(QString::number(ms)));
            QCOMPARE(isoTimeText(ms, utc), QString::number(ms));
        }
}

void TestNumberText::groupsFollowTheLocale()
{
    QLocale::setDefault(QLocale(QLocale::German));
    QCOMPARE(countText(41'208'311), QStringLiteral("41.208.311"));
    QCOMPARE(bytesText(1'960'000'000), QStringLiteral("1,96 GB"));
}

QTEST_GUILESS_MAIN(TestNumberText)
#include "tst_numbertext.moc"
