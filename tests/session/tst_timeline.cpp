// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/timeline.h"
#include "tests/support/fakecluster.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <map>
#include <random>

using namespace TestSupport;
using Session::Timeline;
using Session::TimelineBucket;
using Kind = Domain::OffsetQuery::Kind;

namespace {

constexpr qint64 Start = 1'767'225'600'000; // 2026-01-01, where fakeRecords() begins
constexpr qint64 Second = 1000;

qint64 sum(const Timeline &timeline)
{
    qint64 total = 0;
    for (const TimelineBucket &bucket : timeline.buckets())
        total += bucket.total;
    return total;
}

/// Records of each partition in order of time, at uneven distances.
std::vector<FakeRecord> unevenRecords(int partitions, int count, Domain::TimestampType type = Domain::TimestampType::Create)
{
    std::mt19937 random(7);
    std::vector<FakeRecord> records;
    for (int p = 0; p < partitions; ++p) {
        qint64 ms = Start + p * 100;
        for (int i = 0; i < count; ++i) {
            ms += 1 + random() % (i % 500 == 0 ? 900'000 : 2000);
            records.push_back({.partition = p, .offset = 50 + i, .timestampMs = ms, .timestampType = type});
        }
    }
    return records;
}

/// A fake cluster that says it is a recording.
class RecordingFake final : public Domain::Cluster
{
public:
    explicit RecordingFake(std::shared_ptr<FakeScript> script) : m_cluster(fakeCluster(std::move(script))) {}
    Domain::RequestId requestMetadata(const std::string &topic, std::chrono::milliseconds deadline, Domain::Reply<Domain::ClusterSnapshot> reply) override
    {
        return m_cluster->requestMetadata(topic, deadline, std::move(reply));
    }
    Domain::RequestId requestOffsets(std::vector<Domain::OffsetQuery> queries, Domain::IsolationLevel isolation, bool bulk, std::chrono::milliseconds deadline,
                                     Domain::Reply<std::vector<Domain::OffsetAnswer>> reply) override
    {
        return m_cluster->requestOffsets(std::move(queries), isolation, bulk, deadline, std::move(reply));
    }
    Domain::RequestId requestBrokers(std::chrono::milliseconds deadline, Domain::Reply<Domain::ClusterSnapshot> reply) override
    {
        return m_cluster->requestBrokers(deadline, std::move(reply));
    }
    Domain::RequestId requestRecordTimes(std::vector<Domain::RecordTimeQuery> queries, std::chrono::milliseconds deadline,
                                         Domain::Reply<std::vector<Domain::RecordTimeAnswer>> reply) override
    {
        return m_cluster->requestRecordTimes(std::move(queries), deadline, std::move(reply));
    }
    Domain::RequestId requestCommittedOffsets(const std::string &group, std::vector<Domain::PartitionName> partitions, std::chrono::milliseconds deadline,
                                              Domain::Reply<std::vector<Domain::OffsetAnswer>> reply) override
    {
        return m_cluster->requestCommittedOffsets(group, std::move(partitions), deadline, std::move(reply));
    }
    void cancel(Domain::RequestId request) override { m_cluster->cancel(request); }
    std::unique_ptr<Domain::RecordSource> startRead(const Domain::ReadPlan &plan, Domain::RecordSinkFactory sinks) override { return m_cluster->startRead(plan, std::move(sinks)); }
    Domain::ConnectionState connectionState() const override { return m_cluster->connectionState(); }
    std::uint64_t connectionGeneration() const override { return m_cluster->connectionGeneration(); }
    bool canLookUpTimes() const override { return true; }
    bool isRecording() const override { return true; }

private:
    std::unique_ptr<Domain::Cluster> m_cluster;
};

} // namespace

class TestTimeline : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_script = std::make_shared<FakeScript>();
        m_cluster = fakeCluster(m_script);
        m_timeline = std::make_unique<Timeline>(*m_cluster);
        m_timeline->setClock([this] { return m_now; });
        m_now = Start + 86'400 * Second;
        m_timeline->setMaxBars(64);
    }

    void cleanup()
    {
        m_timeline.reset();
        m_cluster.reset();
        m_script.reset();
    }

    void everyBarEqualsACountByReadingAndAllAddUpToTheSpan()
    {
        const auto records = unevenRecords(3, 700);
        setRecords("orders", 3, records);
        open();
        QCOMPARE(m_timeline->buckets().size(), std::size_t(64));
        QCOMPARE(sum(*m_timeline), 2100);
        QCOMPARE(m_timeline->total(), 2100);
        QCOMPARE(m_timeline->begin(), firstTime(records));
        QCOMPARE(m_timeline->end(), lastTime(records) + 1);
        QVERIFY(m_timeline->hasRemovedPast());
        for (const TimelineBucket &bucket : m_timeline->buckets()) {
            QVERIFY(bucket.isFinal);
            QVERIFY(bucket.isApproximate); // CreateTime: only reading would tell that nothing is out of order
            std::vector<qint64> counts(3);
            for (const FakeRecord &r : records)
                if (r.timestampMs >= bucket.from && r.timestampMs < bucket.to)
                    ++counts[static_cast<std::size_t>(r.partition)];
            QCOMPARE(bucket.counts, counts);
        }
        QCOMPARE(m_timeline->edgesKnown(), m_timeline->edgesWanted());
    }

    void logAppendTimesAreNotApproximate()
    {
        setRecords("orders", 2, unevenRecords(2, 700, Domain::TimestampType::LogAppend));
        open();
        QVERIFY(!m_timeline->buckets().front().isApproximate);
    }

    void sixteenBarsComeFirst()
    {
        setRecords("orders", 3, unevenRecords(3, 700));
        m_script->hold();
        m_timeline->open({"orders"});
        giveNext(); // metadata
        giveNext(); // bounds
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Counting);
        QCOMPARE(m_timeline->buckets().size(), std::size_t(1));
        QTRY_COMPARE(lookUps(lastRequest()), std::size_t(15 * 3)); // both ends are known
        QCOMPARE(m_timeline->waitingFor().size(), std::size_t(0));
        QSignalSpy changed(m_timeline.get(), &Timeline::changed);
        m_script->release(-1, false); // the coarse edges; the types of the first records too
        QTRY_COMPARE(m_timeline->buckets().size(), std::size_t(16));
        QVERIFY(!m_timeline->buckets().front().isFinal);
        QCOMPARE(m_timeline->buckets().front().bars, 4);
        QCOMPARE(sum(*m_timeline), 2100);
        m_script->release();
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(sum(*m_timeline), 2100);
    }

    void refinementStartsAtThePlayhead()
    {
        setRecords("orders", 1, unevenRecords(1, 3000));
        m_timeline->setPlayhead(Start);
        m_script->hold();
        m_timeline->open({"orders"});
        giveNext();
        giveNext();
        QTRY_COMPARE(lookUps(lastRequest()), std::size_t(15));
        m_script->release(-1, false);
        QTRY_VERIFY(lookUps(lastRequest()) > 0 && lookUps(lastRequest()) < 15);
        const qint64 coarse = (m_timeline->end() - m_timeline->begin()) / 16;
        QVERIFY(lastRequest().front().ms < m_timeline->begin() + coarse);
        m_script->release();
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
    }

    void onlyOneBatchIsUnderWayAndTheNewestWishIsNext()
    {
        setRecords("orders", 2, unevenRecords(2, 2000));
        open();
        m_script->hold();
        const qint64 begin = m_timeline->begin();
        const qint64 span = m_timeline->end() - begin;
        const std::size_t before = m_script->offsetRequests().size();
        m_timeline->zoom(begin, begin + span / 64);
        for (int i = 1; i < 20; ++i)
            m_timeline->zoom(begin + i * span / 64, begin + (i + 1) * span / 64);
        QCOMPARE(m_script->offsetRequests().size(), before + 1);
        QCOMPARE(m_script->heldAnswers(), 1);
        m_script->release(1, false);
        QTRY_COMPARE(m_script->offsetRequests().size(), before + 2);
        for (const Domain::OffsetQuery &query : lastRequest())
            QVERIFY(query.ms >= m_timeline->viewFrom() - 2 * m_timeline->barWidth() && query.ms <= m_timeline->viewTo() + 2 * m_timeline->barWidth());
        // The answers to the first wish have not moved what is shown now.
        QCOMPARE(m_timeline->viewFrom(), begin + 19 * span / 64);
        QVERIFY(!m_timeline->buckets().front().isFinal);
        m_script->release();
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
    }

    void zoomAsksOnlyWhatIsVisibleAndComingBackAsksNothing()
    {
        const auto records = unevenRecords(3, 2000);
        setRecords("orders", 3, records);
        open();
        const qint64 from = m_timeline->begin() + (m_timeline->end() - m_timeline->begin()) / 3;
        const qint64 to = from + (m_timeline->end() - m_timeline->begin()) / 10;
        const std::size_t before = m_script->offsetRequests().size();
        m_timeline->zoom(from, to);
        QVERIFY(!m_timeline->isWhole());
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        for (std::size_t i = before; i < m_script->offsetRequests().size(); ++i)
            for (const Domain::OffsetQuery &query : m_script->offsetRequests()[i])
                QVERIFY(query.ms >= from - m_timeline->barWidth() && query.ms <= to + m_timeline->barWidth());
        for (const TimelineBucket &bucket : m_timeline->buckets()) {
            const auto expected = std::count_if(records.begin(), records.end(), [&](const FakeRecord &r) { return r.timestampMs >= bucket.from && r.timestampMs < bucket.to; });
            QCOMPARE(bucket.total, qint64(expected));
        }
        const std::size_t zoomed = m_script->offsetRequests().size();
        m_timeline->zoomWhole();
        QCOMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(m_script->offsetRequests().size(), zoomed);
        QCOMPARE(sum(*m_timeline), 6000);
    }

    void theViewStaysInsideTheAxis()
    {
        setRecords("orders", 1, unevenRecords(1, 2000));
        open();
        const qint64 span = m_timeline->end() - m_timeline->begin();
        m_timeline->zoom(m_timeline->end() - span / 4, m_timeline->end() + span);
        QCOMPARE(m_timeline->viewTo(), m_timeline->end());
        QVERIFY(m_timeline->isWhole()); // wider than the axis
        m_timeline->zoom(m_timeline->begin() - 500, m_timeline->begin() - 500 + span / 4);
        QCOMPARE(m_timeline->viewFrom(), m_timeline->begin());
        QCOMPARE(m_timeline->viewTo() - m_timeline->viewFrom(), span / 4);
        m_timeline->zoom(m_timeline->begin() + 1000, m_timeline->begin() + 1000);
        QCOMPARE(m_timeline->viewTo() - m_timeline->viewFrom(), 64);
    }

    void answersForAnotherLogAreDropped()
    {
        setRecords("orders", 3, unevenRecords(3, 700));
        setRecords("payments", 1, unevenRecords(1, 1500));
        m_script->hold();
        m_timeline->open({"orders"});
        giveNext();
        giveNext();
        QTRY_COMPARE(lookUps(lastRequest()), std::size_t(45)); // its coarse edges are under way
        m_timeline->open({"payments"});
        QCOMPARE(m_timeline->state(), Timeline::State::Opening);
        QVERIFY(m_timeline->buckets().empty());
        m_script->release();
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(m_timeline->partitions().size(), std::size_t(1));
        QCOMPARE(sum(*m_timeline), 1500);
    }

    void answersAfterTheEndFindNobody()
    {
        setRecords("orders", 3, unevenRecords(3, 700));
        m_script->hold();
        m_timeline->open({"orders"});
        giveNext();
        giveNext();
        QTRY_VERIFY(m_script->heldAnswers() > 0);
        m_timeline.reset();
        m_script->release();
        m_script->settle();
        QCoreApplication::sendPostedEvents();
    }

    void hiddenItAsksNothing()
    {
        setRecords("orders", 3, unevenRecords(3, 700));
        m_timeline->setVisible(false);
        m_timeline->open({"orders"});
        QCOMPARE(m_script->metadataRequests(), 0);
        m_timeline->setVisible(true);
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        m_timeline->setVisible(false);
        const std::size_t before = m_script->offsetRequests().size();
        m_timeline->zoom(m_timeline->begin(), m_timeline->begin() + 60 * Second);
        QCOMPARE(m_script->offsetRequests().size(), before);
        m_timeline->setVisible(true);
        QCOMPARE(m_script->offsetRequests().size(), before + 1);
    }

    void aPartitionThatFailsIsLeftOutAndNamed()
    {
        setRecords("orders", 3, unevenRecords(3, 700));
        m_script->setWatermarkError("orders", 1, Domain::Error{.code = Domain::ErrorCode::NoLeader});
        open();
        QVERIFY(m_timeline->isTotalLowerBound());
        QCOMPARE(m_timeline->total(), 1400);
        QCOMPARE(sum(*m_timeline), 1400);
        QCOMPARE(m_timeline->partitions()[1].error->code, Domain::ErrorCode::NoLeader);
    }

    void aPartitionThatFailsLaterIsLeftOutToo()
    {
        setRecords("orders", 3, unevenRecords(3, 700));
        m_script->hold();
        m_timeline->open({"orders"});
        giveNext();
        giveNext();
        QTRY_COMPARE(lookUps(lastRequest()), std::size_t(45));
        m_script->setWatermarkError("orders", 2, Domain::Error{.code = Domain::ErrorCode::NotAuthorized});
        m_script->release();
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QVERIFY(m_timeline->partitions()[2].error);
        QCOMPARE(sum(*m_timeline), 1400);
    }

    void whereNothingAnswersItFailsAndMayBeTriedAgain()
    {
        m_script->setMetadataError(Domain::Error{.code = Domain::ErrorCode::Disconnected});
        m_timeline->open({"orders"});
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Failed);
        QCOMPARE(m_timeline->error()->code, Domain::ErrorCode::Disconnected);
        m_script->setMetadataError({});
        m_timeline->reopen();
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Failed);
        QCOMPARE(m_timeline->error()->code, Domain::ErrorCode::UnknownTopic);
        setRecords("orders", 1, unevenRecords(1, 1200));
        m_timeline->reopen();
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QVERIFY(!m_timeline->error());
    }

    void severalTopicsAreOneLog()
    {
        setRecords("orders", 2, unevenRecords(2, 700));
        setRecords("payments", 1, unevenRecords(1, 1500));
        m_timeline->open({"payments", "orders", "nowhere"});
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(sum(*m_timeline), 2900);
        QCOMPARE(m_timeline->topicErrors().size(), std::size_t(1));
        QCOMPARE(m_timeline->topicErrors()[0].first, std::size_t(2));
        QVERIFY(m_timeline->isTotalLowerBound());
    }

    void onlySomePartitions()
    {
        setRecords("orders", 4, unevenRecords(4, 700));
        m_timeline->open({"orders"}, {Domain::PartitionId(1), Domain::PartitionId(3)});
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(m_timeline->partitions().size(), std::size_t(2));
        QCOMPARE(sum(*m_timeline), 1400);
    }

    void manyPartitionsMeanFewerBars()
    {
        setRecords("wide", 200, unevenRecords(200, 8));
        m_timeline->open({"wide"});
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(m_timeline->buckets().size(), std::size_t(20)); // 4,096 / 200
        QCOMPARE(sum(*m_timeline), 1600);
    }

    void fewRecordsAreRead()
    {
        std::vector<FakeRecord> records;
        for (const auto &[offset, ms] : {std::pair(0, 5000), std::pair(1, 1000), std::pair(5, 90'000), std::pair(6, 30'000)}) // out of order, with a hole
            records.push_back({.partition = 0, .offset = offset, .timestampMs = Start + ms});
        setRecords("orders", 1, records);
        open();
        QCOMPARE(m_timeline->origin(), Timeline::Origin::Read);
        QVERIFY(m_timeline->isTotalExact());
        QCOMPARE(m_timeline->total(), 4); // records, not offsets
        QCOMPARE(m_timeline->begin(), Start + 1000);
        QCOMPARE(m_timeline->end(), Start + 90'001);
        for (const TimelineBucket &bucket : m_timeline->buckets()) {
            const auto expected = std::count_if(records.begin(), records.end(), [&](const FakeRecord &r) { return r.timestampMs >= bucket.from && r.timestampMs < bucket.to; });
            QCOMPARE(bucket.total, qint64(expected));
            QVERIFY(!bucket.isApproximate && bucket.isFinal);
        }
        QCOMPARE(m_script->reads().size(), std::size_t(1));
    }

    void anEmptyTopicShowsTheLastHour()
    {
        m_script->addTopic("orders", 3);
        open();
        QCOMPARE(m_timeline->total(), 0);
        QCOMPARE(m_timeline->end() - m_timeline->begin(), 3600 * Second);
        QCOMPARE(m_timeline->end(), m_now);
        QCOMPARE(sum(*m_timeline), 0);
    }

    void withoutTimesTheAxisIsTheOffset()
    {
        auto records = unevenRecords(2, 700);
        for (FakeRecord &r : records) {
            r.timestampMs = -1;
            r.timestampType = Domain::TimestampType::None;
        }
        setRecords("old", 2, records);
        m_timeline->setReadsSmallLogs(true);
        m_timeline->open({"old"});
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(m_timeline->axis(), Timeline::Axis::Offset);
        QCOMPARE(m_timeline->begin(), 0);
        QCOMPARE(m_timeline->end(), 1400);
        QCOMPARE(sum(*m_timeline), 1400);
        const auto offsets = m_timeline->offsetsAt(700);
        QCOMPARE(offsets[0], std::optional(Domain::Offset(50 + 350)));
    }

    void whereTimesCannotBeLookedUpItIsSampled()
    {
        const auto records = unevenRecords(2, 3000);
        setRecords("demo", 2, records);
        m_script->setCanLookUpTimes(false);
        m_timeline->open({"demo"});
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(m_timeline->origin(), Timeline::Origin::Sampled);
        QCOMPARE(sum(*m_timeline), 6000);
        QCOMPARE(m_timeline->begin(), firstTime(records));
        QCOMPARE(m_timeline->end(), lastTime(records) + 1);
        for (const TimelineBucket &bucket : m_timeline->buckets()) {
            QVERIFY(bucket.isApproximate);
            const auto real = std::count_if(records.begin(), records.end(), [&](const FakeRecord &r) { return r.timestampMs >= bucket.from && r.timestampMs < bucket.to; });
            QVERIFY2(std::abs(bucket.total - real) < 100, qPrintable(QStringLiteral("%1 for %2").arg(bucket.total).arg(real)));
        }
        for (const auto &request : m_script->offsetRequests())
            QCOMPARE(lookUps(request), std::size_t(0));
    }

    void aRecordDatedAfterNowDoesNotHideWhatFollows()
    {
        auto records = unevenRecords(2, 1000);
        records[500].timestampMs = m_now + 3600 * Second; // of partition 0
        setRecords("orders", 2, records);
        open();
        QCOMPARE(m_timeline->partitions()[0].sampledFrom, std::optional(Domain::Offset(550)));
        QVERIFY(!m_timeline->partitions()[1].sampledFrom);
        QVERIFY(m_timeline->end() <= m_now); // the odd record is not on the axis
        QCOMPARE(sum(*m_timeline), 2000);
        // What follows it is charted where it belongs, not all at the end.
        QVERIFY(m_timeline->buckets().back().counts[0] < 400);
    }

    void timesBefore2000AreNotOnTheAxis()
    {
        auto records = unevenRecords(1, 1200);
        for (int i = 0; i < 10; ++i)
            records[static_cast<std::size_t>(i)].timestampMs = i;
        setRecords("orders", 1, records);
        open();
        QVERIFY(m_timeline->begin() >= Start);
        QCOMPARE(m_timeline->datedBefore2000(), 10);
        QCOMPARE(sum(*m_timeline), 1200);
    }

    void theLiveEndIsAskedAgainAndGrows()
    {
        auto records = unevenRecords(2, 1000);
        setRecords("orders", 2, records);
        m_now = lastTime(records) + 10 * Second;
        m_timeline->setLive(true);
        open();
        QCOMPARE(m_timeline->end(), m_now);
        QVERIFY(m_timeline->isLive());
        QCOMPARE(sum(*m_timeline), 2000);
        for (int i = 0; i < 300; ++i)
            records.push_back({.partition = 1, .offset = 1050 + i, .timestampMs = m_now + i});
        m_script->setRecords("orders", records);
        m_now += 20 * Second;
        m_timeline->setLive(false);
        m_timeline->setLive(true); // asks at once, as every five seconds
        QTRY_COMPARE(m_timeline->total(), 2300);
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(m_timeline->end(), m_now);
        QVERIFY(m_timeline->isWhole());
        QCOMPARE(sum(*m_timeline), 2300);
    }

    void aLogThatIsReadGrowsToo()
    {
        auto records = unevenRecords(1, 20);
        setRecords("orders", 1, records);
        m_now = lastTime(records) + 10 * Second;
        m_timeline->setLive(true);
        open();
        QCOMPARE(m_timeline->total(), 20);
        records.push_back({.partition = 0, .offset = 70, .timestampMs = m_now + 5});
        m_script->setRecords("orders", records);
        m_now += 20 * Second;
        m_timeline->setLive(false);
        m_timeline->setLive(true);
        QTRY_COMPARE(m_timeline->total(), 21);
        QCOMPARE(sum(*m_timeline), 21);
        for (int i = 0; i < 2000; ++i)
            records.push_back({.partition = 0, .offset = 71 + i, .timestampMs = m_now + i});
        m_script->setRecords("orders", records);
        m_now += 20 * Second;
        m_timeline->setLive(false);
        m_timeline->setLive(true);
        QTRY_COMPARE(m_timeline->origin(), Timeline::Origin::LookedUp); // too many to read by now
        QTRY_COMPARE(m_timeline->total(), 2021);
    }

    void whatWasReadIsCountedByTime()
    {
        auto records = unevenRecords(2, 1000);
        std::swap(records[100].timestampMs, records[700].timestampMs); // out of order: the look-ups cannot see that
        setRecords("orders", 2, records);
        open();
        std::vector<std::vector<qint64>> times(2);
        for (const FakeRecord &r : records)
            times[static_cast<std::size_t>(r.partition)].push_back(r.timestampMs);
        for (auto &one : times)
            std::sort(one.begin(), one.end());
        const qint64 middle = (m_timeline->begin() + m_timeline->end()) / 2;
        m_timeline->setRead(m_timeline->begin(), middle, times);
        QVERIFY(!m_timeline->isViewExact()); // half of what is visible
        m_timeline->setRead(m_timeline->begin(), m_timeline->end(), times);
        QVERIFY(m_timeline->isViewExact());
        for (const TimelineBucket &bucket : m_timeline->buckets()) {
            const auto expected = std::count_if(records.begin(), records.end(), [&](const FakeRecord &r) { return r.timestampMs >= bucket.from && r.timestampMs < bucket.to; });
            QCOMPARE(bucket.total, qint64(expected));
            QVERIFY(bucket.isFinal && !bucket.isApproximate);
        }
        const std::size_t before = m_script->offsetRequests().size();
        m_timeline->zoom(m_timeline->begin(), middle);
        QCOMPARE(m_timeline->state(), Timeline::State::Ready); // nothing is asked for what was read
        QCOMPARE(m_script->offsetRequests().size(), before);
        QCOMPARE(sum(*m_timeline), m_timeline->countBetween(m_timeline->buckets().front().from, m_timeline->buckets().back().to));
        m_timeline->dropRead();
        QVERIFY(m_timeline->buckets().front().isApproximate);
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
    }

    void aRecordingIsReadAndThenExact()
    {
        auto records = unevenRecords(2, 1000);
        std::swap(records[100].timestampMs, records[700].timestampMs);
        setRecords("orders", 2, records);
        m_timeline.reset();
        m_cluster = std::make_unique<RecordingFake>(m_script);
        m_timeline = std::make_unique<Timeline>(*m_cluster);
        m_timeline->setLive(true);
        m_timeline->open({"orders"});
        QTRY_COMPARE(m_timeline->origin(), Timeline::Origin::Read);
        QVERIFY(!m_timeline->isLive() && m_timeline->isRecording());
        QCOMPARE(m_timeline->end(), lastTime(records) + 1);
        QCOMPARE(sum(*m_timeline), 2000);
        for (const TimelineBucket &bucket : m_timeline->buckets()) {
            const auto expected = std::count_if(records.begin(), records.end(), [&](const FakeRecord &r) { return r.timestampMs >= bucket.from && r.timestampMs < bucket.to; });
            QCOMPARE(bucket.total, qint64(expected));
            QVERIFY(!bucket.isApproximate);
        }
    }

    void whoIsSlowIsNamed()
    {
        setRecords("orders", 2, unevenRecords(2, 1000));
        m_script->hold();
        m_timeline->open({"orders"});
        giveNext();
        giveNext();
        QTRY_COMPARE(lookUps(lastRequest()), std::size_t(30));
        QTRY_COMPARE_WITH_TIMEOUT(m_timeline->waitingFor(), (std::vector<std::size_t>{0, 1}), 4000);
        m_script->release(-1, false);
        // From here on partition by partition.
        QTRY_VERIFY(lastRequest().size() < 30 && lookUps(lastRequest()) > 0);
        QVERIFY(m_timeline->waitingFor().empty());
        for (const Domain::OffsetQuery &query : lastRequest())
            QCOMPARE(query.partition, lastRequest().front().partition);
        QTRY_COMPARE_WITH_TIMEOUT(m_timeline->waitingFor().size(), std::size_t(1), 4000);
        QVERIFY(m_timeline->partitions()[m_timeline->waitingFor().front()].isSlow);
        m_script->release();
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(sum(*m_timeline), 2000);
    }

private:
    void setRecords(const std::string &topic, int partitions, const std::vector<FakeRecord> &records)
    {
        m_script->addTopic(topic, partitions);
        m_script->setRecords(topic, records);
    }
    void open()
    {
        m_timeline->open({"orders"});
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
    }
    void giveNext()
    {
        QTRY_VERIFY(m_script->heldAnswers() > 0);
        m_script->release(1, false);
    }
    std::vector<Domain::OffsetQuery> lastRequest() const
    {
        const auto all = m_script->offsetRequests();
        return all.empty() ? std::vector<Domain::OffsetQuery>() : all.back();
    }
    static std::size_t lookUps(const std::vector<Domain::OffsetQuery> &request)
    {
        return static_cast<std::size_t>(std::count_if(request.begin(), request.end(), [](const Domain::OffsetQuery &q) { return q.kind == Kind::AtTime && q.ms > Start; }));
    }
    static qint64 firstTime(const std::vector<FakeRecord> &records)
    {
        return std::min_element(records.begin(), records.end(), [](const FakeRecord &a, const FakeRecord &b) { return a.timestampMs < b.timestampMs; })->timestampMs;
    }
    static qint64 lastTime(const std::vector<FakeRecord> &records)
    {
        return std::max_element(records.begin(), records.end(), [](const FakeRecord &a, const FakeRecord &b) { return a.timestampMs < b.timestampMs; })->timestampMs;
    }

    std::shared_ptr<FakeScript> m_script;
    std::unique_ptr<Domain::Cluster> m_cluster;
    std::unique_ptr<Timeline> m_timeline;
    qint64 m_now = 0;
};

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
