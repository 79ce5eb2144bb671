// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/preflight.h"

#include <QTest>

#include <limits>

using namespace Produce;
using Kind = Finding::Kind;

namespace {

constexpr std::int64_t now = 1'767'225'600'000;
constexpr std::int64_t hour = 3'600'000;

Domain::TopicFacts usualFacts()
{
    return {.maxMessageBytes = 1'048'588, .isLogAppendTime = false, .timestampBeforeMaxMs = std::numeric_limits<std::int64_t>::max(),
            .timestampAfterMaxMs = hour, .retentionMs = 7 * 24 * hour, .retentionBytes = -1, .isCompacted = false, .isDeleted = true};
}

Domain::OutgoingRecord record(std::optional<std::int64_t> ms = {})
{
    return {.topic = "t", .timestampMs = ms, .key = "k", .value = "v"};
}

std::vector<Kind> kinds(const std::vector<Finding> &found)
{
    std::vector<Kind> list;
    for (const Finding &finding : found)
        list.push_back(finding.kind);
    return list;
}

std::vector<Kind> timeFindings(std::int64_t ms, const Domain::TopicFacts &facts = usualFacts())
{
    return kinds(preflight(record(ms), facts, 3, Domain::Compression::None, now));
}

} // namespace

class TestPreflight final : public QObject
{
    Q_OBJECT

private slots:
    void aPlainRecordIsFine()
    {
        QVERIFY(preflight(record(), usualFacts(), 3, Domain::Compression::None, now).empty());
        QVERIFY(timeFindings(now).empty());
    }

    void sizesAreThoseOfTheFormat()
    {
        // Checked against the broker: a batch of one record of these parts, format 2.
        QCOMPARE(batchSize({.topic = "t"}), 61 + 1 + 6);
        QCOMPARE(batchSize({.topic = "t", .key = "k", .value = "v"}), 61 + 1 + 8);
        const std::string big(1000, 'x');
        QCOMPARE(batchSize({.topic = "t", .value = big}), 61 + 2 + 3 + 1 + 2 + 1000 + 1);
        const Domain::Header headers[] = {{"name", "value"}, {"n", std::nullopt}};
        QCOMPARE(batchSize({.topic = "t", .headers = headers}), 61 + 1 + 6 + 1 + 4 + 1 + 5 + 1 + 1 + 1);
    }

    void whatIsLargerThanTheLimitIsFound()
    {
        const std::string value(1'048'588, 'x');
        Domain::OutgoingRecord large = record();
        large.value = value;
        const auto plain = preflight(large, usualFacts(), 3, Domain::Compression::None, now);
        QCOMPARE(kinds(plain), std::vector{Kind::TooLarge});
        QVERIFY(plain.front().blocks);
        QCOMPARE(plain.front().limit, 1'048'588);
        const auto packed = preflight(large, usualFacts(), 3, Domain::Compression::Zstd, now);
        QCOMPARE(kinds(packed), std::vector{Kind::NearLimit});
        QVERIFY(!packed.front().blocks);
        const std::string fits(static_cast<std::size_t>(1'048'588 - batchSize(record()) - 9), 'x');
        large.value = fits;
        QVERIFY(preflight(large, usualFacts(), 3, Domain::Compression::None, now).empty());
    }

    void timesAreCheckedAgainstTheTopic()
    {
        QCOMPARE(timeFindings(0), std::vector{Kind::TimestampZero});
        QCOMPARE(timeFindings(now + hour + 1), std::vector{Kind::TimestampRefused});
        QVERIFY(timeFindings(now + hour).empty());
        QCOMPARE(timeFindings(now - 8 * 24 * hour), std::vector{Kind::OlderThanRetention});
        QCOMPARE(timeFindings(1), std::vector{Kind::OlderThanRetention});
        QVERIFY(timeFindings(-1).empty());
        QVERIFY(timeFindings(-5000).empty()); // retention goes by the segment's file for negative times
        QVERIFY(timeFindings(std::numeric_limits<std::int64_t>::min()).empty());
        QCOMPARE(timeFindings(std::numeric_limits<std::int64_t>::max()), std::vector{Kind::TimestampRefused});
        Domain::TopicFacts facts = usualFacts();
        facts.timestampBeforeMaxMs = hour;
        QCOMPARE(timeFindings(now - hour - 1, facts), std::vector{Kind::TimestampRefused});
        QCOMPARE(timeFindings(-5000, facts), std::vector{Kind::TimestampRefused});
        facts.isLogAppendTime = true;
        QCOMPARE(timeFindings(now - hour - 1, facts), std::vector{Kind::TimestampReplaced});
        facts = usualFacts();
        facts.retentionMs = -1;
        QVERIFY(timeFindings(1, facts).empty());
        facts = usualFacts();
        facts.isDeleted = false;
        QVERIFY(timeFindings(1, facts).empty());
    }

    void aCompactedTopicNeedsKeys()
    {
        Domain::TopicFacts facts = usualFacts();
        facts.isCompacted = true;
        QVERIFY(preflight(record(), facts, 3, Domain::Compression::None, now).empty());
        Domain::OutgoingRecord keyless = record();
        keyless.key.reset();
        QCOMPARE(kinds(preflight(keyless, facts, 3, Domain::Compression::None, now)), std::vector{Kind::NoKeyOnCompacted});
    }

    void thePartitionMustExist()
    {
        Domain::OutgoingRecord placed = record();
        placed.partition = Domain::PartitionId(3);
        const auto found = preflight(placed, usualFacts(), 3, Domain::Compression::None, now);
        QCOMPARE(kinds(found), std::vector{Kind::NoSuchPartition});
        QVERIFY(found.front().blocks);
        QVERIFY(preflight(placed, usualFacts(), 0, Domain::Compression::None, now).empty()); // not known how many there are
    }

    void factsThatAreNotToldAreToldOnce()
    {
        std::vector<Finding> sum;
        for (int i = 0; i < 3; ++i)
            mergeFindings(sum, preflight(record(0), {}, 3, Domain::Compression::None, now));
        QCOMPARE(kinds(sum), (std::vector{Kind::TimestampZero, Kind::FactsUnknown}));
        QCOMPARE(sum[0].records, 3U);
        QCOMPARE(sum[1].records, 1U);
    }
};

QTEST_APPLESS_MAIN(TestPreflight)
#include "tst_preflight.moc"
