// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/gototext.h"
#include "items/spokentime.h"

#include <QTest>

using namespace Items;

Q_DECLARE_METATYPE(GotoTarget)

namespace {

constexpr qint64 Now = 1'795'271'527'418; // Saturday 2026-11-21 14:32:07.418 UTC
constexpr qint64 Minute = 60'000;
constexpr qint64 Hour = 60 * Minute;
constexpr qint64 Day = 24 * Hour;
constexpr qint64 Midnight = Now - Now % Day;

GotoContext context(qint64 highestOffset = -1)
{
    return {.nowMs = Now, .utc = true, .highestOffset = highestOffset};
}

} // namespace

class tst_GotoText : public QObject
{
    Q_OBJECT
private slots:
    void times_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("ms");
        const qint64 at1432 = Midnight + 14 * Hour + 32 * Minute;
        QTest::newRow("ISO") << "2026-11-21 14:32" << at1432;
        QTest::newRow("ISO with zone") << "2026-11-21T15:32:00+01:00" << at1432;
        QTest::newRow("a day") << "2026-11-21" << Midnight;
        QTest::newRow("slashes") << "2026/11/21 14:32" << at1432;
        QTest::newRow("dots") << "21.11.2026 14:32" << at1432;
        QTest::newRow("dots, no year") << "21.11. 14:32" << at1432;
        QTest::newRow("day month") << "21 Nov 14:32" << at1432;
        QTest::newRow("day month year") << "21 November 2026 14:32:00" << at1432;
        QTest::newRow("weekday in front") << "Sat, 21 Nov 2026 14:32" << at1432;
        QTest::newRow("month day") << "Nov 21 14:32" << at1432;
        QTest::newRow("month day year") << "Nov 21, 2026" << Midnight;
        QTest::newRow("a day of this year that is yet to come is last year's") << "24 Dec" << qint64(1766534400000);
        QTest::newRow("clock") << "14:32" << at1432;
        QTest::newRow("clock with fraction") << "14:32:07.418" << Now;
        QTest::newRow("clock later than now: yesterday") << "23:00" << Midnight - Hour;
        QTest::newRow("today") << "today 09:30" << Midnight + 9 * Hour + 30 * Minute;
        QTest::newRow("yesterday") << "yesterday 14:00" << Midnight - Day + 14 * Hour;
        QTest::newRow("yesterday alone") << "Yesterday" << Midnight - Day;
        QTest::newRow("weekday") << "monday 9:30" << Midnight - 5 * Day + 9 * Hour + 30 * Minute;
        QTest::newRow("today's weekday") << "sat" << Midnight;
        QTest::newRow("now") << "now" << Now;
        QTest::newRow("minus") << "-15m" << Now - 15 * Minute;
        QTest::newRow("minus sign") << QStringLiteral("\u221215 min") << Now - 15 * Minute;
        QTest::newRow("now minus") << "now-2h" << Now - 2 * Hour;
        QTest::newRow("now minus, two units") << "now - 1d 12h" << Now - 36 * Hour;
        QTest::newRow("ago") << "2 h ago" << Now - 2 * Hour;
        QTest::newRow("milliseconds since 1970") << "1763735400000" << qint64(1763735400000);
        QTest::newRow("seconds since 1970") << "1763735400" << qint64(1763735400000);
        QTest::newRow("said to be a time") << "time 17637354" << qint64(17637354000);
        QTest::newRow("said to be a time, in words") << "time yesterday" << Midnight - Day;
    }
    void times()
    {
        QFETCH(QString, text);
        QFETCH(qint64, ms);
        const auto target = parseGoto(text, context());
        QVERIFY2(target.ok(), qPrintable(text));
        const auto *time = std::get_if<GotoTime>(&target.value());
        QVERIFY2(time, qPrintable(gotoText(target.value(), true)));
        QCOMPARE(time->ms, ms);
    }

    void places_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<GotoTarget>("target");
        using Domain::Offset;
        using Domain::PartitionId;
        const auto row = [](const char *text, const GotoTarget &target) { QTest::newRow(text) << QString::fromUtf8(text) << target; };
        row("1200", GotoOffset{Offset(1200)});
        row("3,438,114", GotoOffset{Offset(3438114)});
        row("offset 1763735400000", GotoOffset{Offset(1763735400000)});
        row("offset:12", GotoOffset{Offset(12)});
        row("9999999999999999", GotoOffset{Offset(9999999999999999)});
        row("3:77", GotoOffsets{{{PartitionId(3), Offset(77)}}});
        row("3:12", GotoOffsets{{{PartitionId(3), Offset(12)}}});
        row("offset 14:32", GotoOffsets{{{PartitionId(14), Offset(32)}}});
        row("0:1200, 3:77", GotoOffsets{{{PartitionId(0), Offset(1200)}, {PartitionId(3), Offset(77)}}});
        row("beginning", GotoBeginning{});
        row("end", GotoEnd{});
        row("End-100", GotoEnd{100});
        row("end - 1,000", GotoEnd{1000});
        row("group billing", GotoGroup{QStringLiteral("billing")});
        row("group: order enricher ", GotoGroup{QStringLiteral("order enricher")});
    }
    void places()
    {
        QFETCH(QString, text);
        QFETCH(GotoTarget, target);
        const auto parsed = parseGoto(text, context());
        QVERIFY2(parsed.ok(), qPrintable(text));
        QVERIFY2(parsed.value() == target, qPrintable(gotoText(parsed.value(), true)));
    }

    void aNumberUpToTheHighestOffsetIsAnOffset()
    {
        const auto target = parseGoto(QStringLiteral("1763735400"), context(2'000'000'000));
        QVERIFY(target.ok() && std::get<GotoOffset>(target.value()).offset.value() == 1'763'735'400);
    }

    void whatIsNoPlaceIsRefused_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", " ", "soon", "-15 parsecs", "14:75:00", "end+5", "end-", "group", "group ", "3:", ":4", "2026-02-30", "31.02.2026", "13 Foo", "99999999999999999999",
                                 "yesterday noonish", "now-", "-", "-99999999999w", "offset", "offset x"})
            QTest::newRow(text) << QString::fromLatin1(text);
        QTest::newRow("a million signs") << QString(1'000'000, u'9');
        QTest::newRow("a million minuses") << QString(1'000'000, u'-');
    }
    void whatIsNoPlaceIsRefused()
    {
        QFETCH(QString, text);
        QVERIFY(!parseGoto(text, context()).ok());
    }

    void theTargetIsSaidInWords()
    {
        const auto words = [](const char *text) { return gotoText(parseGoto(QString::fromLatin1(text), context()).value(), true); };
        QCOMPARE(words("1200"), QStringLiteral("Offset 1,200 of every partition"));
        QCOMPARE(words("3:77"), QStringLiteral("Offset 77 of partition 3"));
        QCOMPARE(words("0:1, 3:77"), QStringLiteral("Offset 1 of partition 0 and 1 more"));
        QCOMPARE(words("14:32"), QStringLiteral("Records from 2026-11-21 14:32:00.000 on"));
        QCOMPARE(words("end-100"), QStringLiteral("100 offsets before the end of every partition"));
        QCOMPARE(words("group billing"), QStringLiteral("Where group billing has committed"));
    }
};

QTEST_GUILESS_MAIN(tst_GotoText)
#include "tst_gototext.moc"
