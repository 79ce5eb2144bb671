// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timelinelog.h"

#include <QTest>

using namespace Session;
using Domain::Offset;

namespace {

TimelineLog logOf(std::initializer_list<std::pair<qint64, qint64>> bounds, qint64 begin, qint64 end)
{
    TimelineLog log;
    for (const auto &[low, high] : bounds)
        log.partitions.push_back({.id = Domain::PartitionId(static_cast<std::int32_t>(log.partitions.size())), .begin = Offset(low), .end = Offset(high)});
    log.samples.resize(log.partitions.size());
    log.readTimes.resize(log.partitions.size());
    log.begin = begin;
    log.end = end;
    log.latestTime = end + 60'000;
    return log;
}

qint64 sum(const std::vector<TimelineBucket> &buckets)
{
    qint64 total = 0;
    for (const TimelineBucket &bucket : buckets)
        total += bucket.total;
    return total;
}

} // namespace

class TestTimelineLog : public QObject
{
    Q_OBJECT

private slots:
    void nothingKnownIsOneBarWithEverything()
    {
        const TimelineLog log = logOf({{5, 105}, {0, 10}}, 0, 1000);
        const auto buckets = log.buckets({0, 250, 500, 750, 1000});
        QCOMPARE(buckets.size(), std::size_t(1));
        QCOMPARE(buckets[0].total, 110);
        QCOMPARE(buckets[0].bars, 4);
        QVERIFY(!buckets[0].isFinal);
        QCOMPARE(buckets[0].counts, (std::vector<qint64>{100, 10}));
    }

    void barsAreDifferencesOfLookUps()
    {
        TimelineLog log = logOf({{5, 105}, {0, 10}}, 0, 1000);
        log.setLookUp(500, 0, Offset(45), 510);
        QVERIFY(!log.isKnown(500)); // the other partition has not answered
        QCOMPARE(log.buckets({0, 500, 1000}).size(), std::size_t(1));
        log.setLookUp(500, 1, std::nullopt, -1); // no record that late: the end
        const auto buckets = log.buckets({0, 500, 1000});
        QCOMPARE(buckets.size(), std::size_t(2));
        QCOMPARE(buckets[0].counts, (std::vector<qint64>{40, 10}));
        QCOMPARE(buckets[1].counts, (std::vector<qint64>{60, 0}));
        QVERIFY(buckets[0].isFinal && buckets[1].isFinal);
        QCOMPARE(sum(buckets), log.total());
    }

    void answersThatContradictEachOtherMakeNoNegativeBar()
    {
        TimelineLog log = logOf({{10, 100}}, 0, 1000);
        log.setLookUp(250, 0, Offset(80), 250);
        log.setLookUp(500, 0, Offset(3), 500);    // below the start: the log was cut meanwhile
        log.setLookUp(750, 0, Offset(5000), 750); // beyond the end fixed at the start
        const auto buckets = log.buckets({0, 250, 500, 750, 1000});
        QCOMPARE(buckets[0].total, 70);
        QCOMPARE(buckets[1].total, 0);
        QCOMPARE(buckets[2].total, 20);
        QCOMPARE(buckets[3].total, 0);
        QCOMPARE(sum(buckets), 90);
    }

    void aPartitionThatFailsIsNotCounted()
    {
        TimelineLog log = logOf({{0, 100}, {0, 50}}, 0, 1000);
        log.partitions[1].error = Domain::Error{};
        log.setLookUp(500, 0, Offset(60), 500);
        QVERIFY(log.isKnown(500));
        const auto buckets = log.buckets({0, 500, 1000});
        QCOMPARE(buckets[0].counts, (std::vector<qint64>{60, 0}));
        QCOMPARE(sum(buckets), 100);
        QCOMPARE(log.total(), 100);
    }

    void aLookUpThatJumpsMarksTheBarWhereItLands()
    {
        // Old times written in a transaction: the look-up finds its marker, which carries the time of the commit.
        TimelineLog log = logOf({{0, 100}}, 0, 1000);
        log.partitions[0].timestampType = Domain::TimestampType::Create;
        log.setLookUp(250, 0, Offset(0), 800);
        log.setLookUp(500, 0, Offset(0), 800);
        log.setLookUp(750, 0, Offset(0), 800);
        const auto buckets = log.buckets({0, 250, 500, 750, 1000});
        QVERIFY(!buckets[1].isJumpedInto);
        QVERIFY(buckets[3].isJumpedInto);
        QVERIFY(buckets[3].isApproximate);
    }

    void appendTimesAreExactInOrder()
    {
        TimelineLog log = logOf({{0, 100}}, 0, 1000);
        log.partitions[0].timestampType = Domain::TimestampType::LogAppend;
        log.setLookUp(500, 0, Offset(50), 900);
        const auto buckets = log.buckets({0, 500, 1000});
        QVERIFY(!buckets[0].isApproximate && !buckets[1].isApproximate);
    }

    void samplesInterpolateAndKeepTheSum()
    {
        TimelineLog log = logOf({{100, 200}}, 0, 1000);
        log.method = TimelineLog::Method::Sample;
        log.samples[0].add(100, 0);
        log.samples[0].add(150, 500);
        log.samples[0].add(199, 999);
        const auto buckets = log.buckets({0, 250, 500, 750, 1000});
        QCOMPARE(sum(buckets), 100);
        QVERIFY(std::abs(buckets[0].total - 25) <= 1);
        QVERIFY(std::abs(buckets[2].total - 25) <= 1);
        QVERIFY(buckets[0].isApproximate);
    }

    void everyOffsetSampledIsExact()
    {
        TimelineSamples samples;
        const std::vector<qint64> times{10, 20, 20, 15, 40, 41};
        for (std::size_t i = 0; i < times.size(); ++i)
            samples.add(static_cast<qint64>(i), times[i]);
        QCOMPARE(samples.below(10, 0, 6, 100), 0);
        QCOMPARE(samples.below(11, 0, 6, 100), 1);
        QCOMPARE(samples.below(20, 0, 6, 100), 1);
        QCOMPARE(samples.below(21, 0, 6, 100), 4); // the 15 stands behind a 20
        QCOMPARE(samples.below(41, 0, 6, 100), 5);
        QCOMPARE(samples.below(42, 0, 6, 100), 6);
    }

    void samplesDatedAfterNowArePassedOver()
    {
        TimelineSamples samples;
        samples.add(0, 10);
        samples.add(1, 1'000'000);
        samples.add(2, 20);
        samples.add(3, 30);
        QCOMPARE(samples.below(25, 0, 4, 1000), 3);
        QCOMPARE(samples.latest(1000), std::optional<qint64>(30));
    }

    void behindAFutureRecordThereAreSamples()
    {
        TimelineLog log = logOf({{0, 100}}, 0, 1000);
        log.partitions[0].sampledFrom = Offset(40);
        log.setLookUp(500, 0, Offset(40), 90'000); // everything later hides behind offset 40
        for (qint64 offset = 41; offset < 100; ++offset)
            log.samples[0].add(offset, 400 + offset * 6);
        const auto buckets = log.buckets({0, 500, 1000});
        // 0 … 39 and the odd record itself; 41 … are dated 646 and later.
        QCOMPARE(buckets[0].total, 41);
        QCOMPARE(buckets[1].total, 59);
    }

    void offsetsAreInterpolatedBetweenEdges()
    {
        TimelineLog log = logOf({{1000, 2000}}, 0, 1000);
        log.setLookUp(500, 0, Offset(1200), 500);
        QCOMPARE(log.offsetAt(0, 0), std::optional(Offset(1000)));
        QCOMPARE(log.offsetAt(0, 250), std::optional(Offset(1100)));
        QCOMPARE(log.offsetAt(0, 500), std::optional(Offset(1200)));
        QCOMPARE(log.offsetAt(0, 750), std::optional(Offset(1600)));
        QCOMPARE(log.offsetAt(0, 5000), std::optional(Offset(2000)));
    }

    void openEdgesAreThoseThatNothingWasAsLateAs()
    {
        TimelineLog log = logOf({{0, 100}}, 0, 1000);
        log.setLookUp(250, 0, Offset(20), 250);
        log.setLookUp(500, 0, std::nullopt, -1);
        log.setLookUp(750, 0, std::nullopt, -1);
        QCOMPARE(log.openEdges(0), (std::vector<qint64>{500, 750}));
        QCOMPARE(log.openEdges(600), (std::vector<qint64>{750}));
        // The log has grown since: what came is later than those edges.
        log.partitions[0].end = Offset(140);
        const auto buckets = log.buckets({0, 250, 500, 750, 1000});
        QCOMPARE(buckets[1].total, 80);
        QCOMPARE(buckets[3].total, 40);
    }
};

QTEST_GUILESS_MAIN(TestTimelineLog)
#include "tst_timelinelog.moc"
