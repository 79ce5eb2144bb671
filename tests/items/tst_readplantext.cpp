// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/readplantext.h"

#include <QTest>

using namespace Domain;

class tst_ReadPlanText : public QObject
{
    Q_OBJECT
private slots:
    void times_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("ms"); // −1: refused
        const qint64 base = 1795271400000; // 2026-11-21T14:30:00Z
        QTest::newRow("date and minutes, UTC") << "2026-11-21T14:30" << base;
        QTest::newRow("space") << "2026-11-21 14:30:00" << base;
        QTest::newRow("Z") << "2026-11-21T14:30:00Z" << base;
        QTest::newRow("offset") << "2026-11-21T15:30:00+01:00" << base;
        QTest::newRow("offset without colon") << "2026-11-21T09:30-0500" << base;
        QTest::newRow("half a second") << "2026-11-21T14:30:00.5Z" << base + 500;
        QTest::newRow("nanoseconds cut to ms") << "2026-11-21T14:30:00.123456789Z" << base + 123;
        QTest::newRow("date only") << "2026-11-21" << base - (14 * 60 + 30) * 60'000;
        QTest::newRow("epoch") << "1795271400000" << base;
        QTest::newRow("epoch 0") << "0" << qint64(0);
        QTest::newRow("before 1970") << "1969-12-31T23:59:59.998Z" << qint64(-2);
        QTest::newRow("a year is no epoch") << "2026" << qint64(-1);
        QTest::newRow("no such day") << "2026-02-30" << qint64(-1);
        QTest::newRow("no such hour") << "2026-02-20T25:00" << qint64(-1);
        QTest::newRow("words") << "yesterday" << qint64(-1);
        QTest::newRow("too many digits") << "99999999999999999999" << qint64(-1);
        QTest::newRow("empty") << "" << qint64(-1);
    }
    void times()
    {
        QFETCH(QString, text);
        QFETCH(qint64, ms);
        const auto parsed = Items::parseTime(text, true);
        if (ms == -1) {
            QVERIFY(!parsed);
            QCOMPARE(parsed.error().code, ErrorCode::BadTime);
            QCOMPARE(QString::fromStdString(parsed.error().arg("value")), text);
        } else {
            QVERIFY(parsed);
            QCOMPARE(parsed.value(), ms);
        }
    }

    void partitions()
    {
        const auto parsed = Items::parsePartitions(QStringLiteral("3-5, 0,4"));
        QVERIFY(parsed);
        const std::vector<PartitionId> expected{PartitionId(0), PartitionId(3), PartitionId(4), PartitionId(5)};
        QVERIFY(parsed.value() == expected);
        QCOMPARE(Items::partitionsText(expected), QStringLiteral("0, 3\u20135"));
        for (const char *bad : {"", "a", "5-3", "-1", "1,,2", "0-4000000"})
            QVERIFY2(!Items::parsePartitions(QString::fromLatin1(bad)), bad);
    }

    void seekTargets()
    {
        const auto parse = [](const char *text) { return Items::parseSeekTarget(QString::fromLatin1(text), true); };
        QVERIFY(parse("beginning").value() == SeekTarget(Beginning{}));
        QVERIFY(parse("end").value() == SeekTarget(End{}));
        QVERIFY(parse("tail:500").value() == SeekTarget(Tail{500}));
        QVERIFY(parse("offset:9007199254740993").value() == SeekTarget(AtOffset{Offset(9007199254740993)}));
        QVERIFY(parse("time:1970-01-01T00:00:01Z").value() == SeekTarget(AtTime{1000}));
        for (const char *bad : {"", "tail:0", "tail:-3", "tail:", "offset:-1", "offset:x", "time:", "time:noon", "start", "offset:99999999999999999999"})
            QVERIFY2(!parse(bad), bad);
    }

    void untils()
    {
        const auto parse = [](const char *text) { return Items::parseUntil(QString::fromLatin1(text), true); };
        QVERIFY(parse("end").value() == ReadUntil(UntilEnd{}));
        QVERIFY(parse("live").value() == ReadUntil(UntilLive{}));
        QVERIFY(parse("offset:7").value() == ReadUntil(UntilOffset{Offset(7)}));
        QVERIFY(parse("time:1000000").value() == ReadUntil(UntilTime{.ms = 1000000}));
        for (const char *bad : {"", "offset:", "tail:3", "beginning"})
            QVERIFY2(!parse(bad), bad);
    }

    void countsMayBeGrouped()
    {
        QCOMPARE(Items::parseCount(QStringLiteral("1,234,567"), 0, {}).value(), 1234567);
        QCOMPARE(Items::parseCount(QStringLiteral(" 500 "), 0, {}).value(), 500);
        QVERIFY(!Items::parseCount(QStringLiteral("1,23"), 0, {}));
        QVERIFY(!Items::parseCount(QStringLiteral("0"), 1, {}));
    }

    void partitionOffsets()
    {
        const auto parsed = Items::parsePartitionOffsets(QStringLiteral("0:1200, 3 : 77"));
        QVERIFY(parsed);
        QCOMPARE(parsed.value().size(), std::size_t(2));
        QVERIFY(parsed.value().at(PartitionId(3)) == SeekTarget(AtOffset{Offset(77)}));
        for (const char *bad : {"", "0", "0:", ":3", "0:-1", "0:1;1:2"})
            QVERIFY2(!Items::parsePartitionOffsets(QString::fromLatin1(bad)), bad);
    }
};

QTEST_APPLESS_MAIN(tst_ReadPlanText)
#include "tst_readplantext.moc"
