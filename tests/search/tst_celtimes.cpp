// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celtimezone.h"
#include "tests/search/celcases.h"
#include "tests/search/zonefiles.h"

#include <QTemporaryDir>

using CelTest::add;
using CelTest::check;

/// Timestamps, durations and time zones of CEL by the language definition, in cases of our own.
class TestCelTimes : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void readsTimestamps_data();
    void readsTimestamps() { check(); }
    void readsDurations_data();
    void readsDurations() { check(); }
    void calculatesWithTimes_data();
    void calculatesWithTimes() { check(); }
    void readsFieldsOfTimes_data();
    void readsFieldsOfTimes() { check(); }
    void readsDamagedTimeZones();

private:
    QTemporaryDir m_zones;
};

void TestCelTimes::initTestCase()
{
    QVERIFY(m_zones.isValid() && CelTest::writeZones(m_zones.path()));
    qputenv("TZDIR", m_zones.path().toLocal8Bit());
}

void TestCelTimes::readsTimestamps_data()
{
    add({{"timestamp('2026-01-02T03:04:05Z')", "timestamp 2026-01-02T03:04:05Z"},
         {"timestamp('2026-01-02t03:04:05z')", "timestamp 2026-01-02T03:04:05Z"},
         {"timestamp('2026-01-02T03:04:05.123456789Z')", "timestamp 2026-01-02T03:04:05.123456789Z"},
         {"timestamp('2026-01-02T03:04:05.120Z')", "timestamp 2026-01-02T03:04:05.12Z"},
         {"timestamp('2026-01-02T00:30:00+01:00')", "timestamp 2026-01-01T23:30:00Z"},
         {"timestamp('2026-01-02T00:30:00-05:30')", "timestamp 2026-01-02T06:00:00Z"},
         {"timestamp('2024-02-29T00:00:00Z')", "timestamp 2024-02-29T00:00:00Z"},
         {"timestamp('2023-02-29T00:00:00Z')", "error: is no timestamp"},
         {"timestamp('1960-06-01T00:00:00.5Z')", "timestamp 1960-06-01T00:00:00.5Z"},
         {"timestamp('0001-01-01T00:00:00Z')", "timestamp 0001-01-01T00:00:00Z"},
         {"timestamp('9999-12-31T23:59:59.999999999Z')", "timestamp 9999-12-31T23:59:59.999999999Z"},
         {"timestamp('0000-12-31T23:59:59Z')", "error: is no timestamp"},
         {"timestamp('0001-01-01T00:00:00+00:01')", "error: is no timestamp"},
         {"timestamp('2026-01-02')", "error: '2026-01-02' is no timestamp"},
         {"timestamp('2026-01-02T03:04:05')", "error: is no timestamp"},
         {"timestamp('2026-01-02 03:04:05Z')", "error: is no timestamp"},
         {"timestamp('2026-13-02T03:04:05Z')", "error: is no timestamp"},
         {"timestamp('2026-01-02T24:00:00Z')", "error: is no timestamp"},
         {"timestamp('2026-01-02T03:04:60Z')", "error: is no timestamp"},
         {"timestamp('2026-01-02T03:04:05.Z')", "error: is no timestamp"},
         {"timestamp('2026-01-02T03:04:05.1234567890Z')", "error: is no timestamp"},
         {"timestamp('2026-01-02T03:04:05Zx')", "error: is no timestamp"},
         {"timestamp(1700000000)", "timestamp 2023-11-14T22:13:20Z"},
         {"timestamp(-1)", "timestamp 1969-12-31T23:59:59Z"},
         {"timestamp(253402300800)", "error: out of range for timestamp"},
         {"timestamp(timestamp(5)) == timestamp(5)", "true"},
         {"timestamp(1.5)", "error: no such overload: timestamp() does not take double"}});
}

void TestCelTimes::readsDurations_data()
{
    add({{"duration('1s')", "duration 1s"},
         {"duration('1.5s')", "duration 1.5s"},
         {"duration('1h30m')", "duration 5400s"},
         {"duration('-1h')", "duration -3600s"},
         {"duration('+2m')", "duration 120s"},
         {"duration('0')", "duration 0s"},
         {"duration('100ms')", "duration 0.1s"},
         {"duration('7us')", "duration 0.000007s"},
         {"duration('7\\u00b5s')", "duration 0.000007s"},
         {"duration('-3ns')", "duration -0.000000003s"},
         {"duration('.5m')", "duration 30s"},
         {"duration('1.h')", "duration 3600s"},
         {"duration('0.1h')", "duration 360s"},
         {"duration('0.0000000001s')", "duration 0s"},
         {"duration('9223372036s')", "duration 9223372036s"},
         {"duration('9223372037s')", "error: is no duration"},
         {"duration('-9223372036.854775808s')", "duration -9223372036.854775808s"},
         {"duration('9223372036.854775808s')", "error: is no duration"},
         {"duration('')", "error: is no duration"},
         {"duration('1')", "error: is no duration"},
         {"duration('1d')", "error: is no duration"},
         {"duration('s')", "error: is no duration"},
         {"duration('.s')", "error: is no duration"},
         {"duration('--1s')", "error: is no duration"},
         {"duration('1s ')", "error: is no duration"},
         {"duration('1h-1m')", "error: is no duration"},
         {"duration(duration('1s')) == duration('1000ms')", "true"},
         {"duration(60)", "duration 60s"},
         {"duration(null)", "error: no such overload"}});
}

void TestCelTimes::calculatesWithTimes_data()
{
    add({{"timestamp(10) + duration('1.5s')", "timestamp 1970-01-01T00:00:11.5Z"},
         {"duration('1.5s') + timestamp(10)", "timestamp 1970-01-01T00:00:11.5Z"},
         {"timestamp(10) - duration('10.25s')", "timestamp 1969-12-31T23:59:59.75Z"},
         {"timestamp('2026-03-01T00:00:00Z') - timestamp('2026-02-28T00:00:00Z')", "duration 86400s"},
         {"timestamp(0) - timestamp('1970-01-01T00:00:00.5Z')", "duration -0.5s"},
         {"duration('1m') + duration('1s')", "duration 61s"},
         {"duration('1m') - duration('2m')", "duration -60s"},
         {"-duration('1m')", "duration -60s"},
         {"duration('-9223372036.854775808s') - duration('1ns')", "error: overflow"},
         {"duration('9223372036s') + duration('1s')", "error: overflow"},
         {"timestamp('9999-12-31T23:59:59Z') + duration('1s')", "error: overflow"},
         {"timestamp('0001-01-01T00:00:00Z') - duration('1ns')", "error: overflow"},
         {"timestamp('9999-01-01T00:00:00Z') - timestamp('0001-01-01T00:00:00Z')", "error: overflow"},
         {"timestamp(1) + timestamp(2)", "error: no such overload: + does not take timestamp and timestamp"},
         {"duration('1s') - timestamp(1)", "error: no such overload"},
         {"duration('1s') * 2", "error: no such overload"},
         {"timestamp(1) + 1", "error: no such overload"},
         {"timestamp(1) < timestamp(2)", "true"},
         {"timestamp('2026-01-01T01:00:00+01:00') == timestamp('2026-01-01T00:00:00Z')", "true"},
         {"timestamp('1970-01-01T00:00:00.1Z') > timestamp(0)", "true"},
         {"timestamp(1) == 1", "false"},
         {"duration('1s') < duration('1001ms')", "true"},
         {"duration('60s') == duration('1m')", "true"},
         {"timestamp(1) < duration('1s')", "error: no such overload"}});
}

void TestCelTimes::readsFieldsOfTimes_data()
{
    add({{"timestamp('2026-11-24T10:20:30.456Z').getFullYear()", "2026"},
         {"timestamp('2026-11-24T10:20:30.456Z').getMonth()", "10"},
         {"timestamp('2026-11-24T10:20:30.456Z').getDate()", "24"},
         {"timestamp('2026-11-24T10:20:30.456Z').getDayOfMonth()", "23"},
         {"timestamp('2026-11-24T10:20:30.456Z').getDayOfWeek()", "2"},
         {"timestamp('2026-11-22T00:00:00Z').getDayOfWeek()", "0"},
         {"timestamp('2026-01-01T00:00:00Z').getDayOfYear()", "0"},
         {"timestamp('2024-12-31T00:00:00Z').getDayOfYear()", "365"},
         {"timestamp('2026-11-24T10:20:30.456Z').getHours()", "10"},
         {"timestamp('2026-11-24T10:20:30.456Z').getMinutes()", "20"},
         {"timestamp('2026-11-24T10:20:30.456Z').getSeconds()", "30"},
         {"timestamp('2026-11-24T10:20:30.456Z').getMilliseconds()", "456"},
         {"timestamp('1969-12-31T23:59:58.5Z').getSeconds()", "58"},
         {"timestamp('2026-11-24T23:30:00Z').getDate('+01:00')", "25"},
         {"timestamp('2026-11-24T23:30:00Z').getHours('01:00')", "0"},
         {"timestamp('2026-11-24T00:15:00Z').getDate('-00:30')", "23"},
         {"timestamp('2026-11-24T00:15:00Z').getHours('UTC')", "0"},
         {"timestamp('2026-07-01T12:00:00Z').getHours('Europe/Berlin')", "14"},
         {"timestamp('2026-01-01T12:00:00Z').getHours('Europe/Berlin')", "13"},
         {"timestamp('2120-07-01T12:00:00Z').getHours('Europe/Berlin')", "14"},
         {"timestamp('1893-01-01T00:00:00Z').getSeconds('Europe/Berlin')", "28"},
         {"timestamp('1970-07-01T12:00:00Z').getHours('Europe/Berlin')", "13"},
         {"timestamp('1980-07-01T12:00:00Z').getHours('Europe/Berlin')", "14"},
         {"timestamp('2026-01-01T12:00:00Z').getMinutes('Asia/Kathmandu')", "45"},
         {"timestamp('2026-12-25T00:00:00Z').getDate('America/Los_Angeles')", "24"},
         {"timestamp('2026-01-15T12:00:00Z').getHours('Australia/Sydney')", "23"},
         {"timestamp('2001-09-09T01:46:39Z').getHours('Old/Narrow')", "2"},
         {"timestamp('2001-09-09T01:46:40Z').getHours('Old/Narrow')", "23"},
         {"timestamp('2026-11-24T10:00:00Z').getHours('Mars/Olympus')", "error: unknown time zone 'Mars/Olympus'"},
         {"timestamp('2026-11-24T10:00:00Z').getHours('../../etc/passwd')", "error: unknown time zone"},
         {"timestamp('2026-11-24T10:00:00Z').getHours('+25:00')", "error: unknown time zone"},
         {"timestamp('2026-11-24T10:00:00Z').getHours(1)", "error: no such overload"},
         {"duration('3h15m').getHours()", "3"},
         {"duration('3h15m').getMinutes()", "195"},
         {"duration('90.5s').getSeconds()", "90"},
         {"duration('-90.5s').getSeconds()", "-90"},
         {"duration('1.234s').getMilliseconds()", "234"},
         {"duration('1s').getFullYear()", "error: no such overload: getFullYear() does not take duration"},
         {"'2026'.getFullYear()", "error: no such overload"}});
}

void TestCelTimes::readsDamagedTimeZones()
{
    const std::string good = CelTest::zoneFile(CelTest::berlin);
    QVERIFY(Search::Cel::TimeZone::parse(good));
    for (std::size_t cut = 0; cut < good.size() - CelTest::berlin.rule.size() - 2; ++cut)
        QVERIFY(!Search::Cel::TimeZone::parse(std::string_view(good).substr(0, cut)));
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string flipped = good;
        flipped[at] = static_cast<char>(flipped[at] ^ 0xFF);
        if (const auto zone = Search::Cel::TimeZone::parse(flipped))
            zone->offset(4'000'000'000); // whatever it says, it ends
    }
}

QTEST_APPLESS_MAIN(TestCelTimes)
#include "tst_celtimes.moc"
