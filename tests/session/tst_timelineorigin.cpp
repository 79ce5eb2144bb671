// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "timelinefixture.h"

using namespace TimelineTest;

namespace {

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
    Domain::RequestId requestTopicFacts(const std::string &topic, std::chrono::milliseconds deadline, Domain::Reply<Domain::TopicFacts> reply) override
    {
        return m_cluster->requestTopicFacts(topic, deadline, std::move(reply));
    }
    Domain::RequestId requestGroups(std::chrono::milliseconds deadline, Domain::Reply<std::vector<Domain::GroupName>> reply) override
    {
        return m_cluster->requestGroups(deadline, std::move(reply));
    }
    std::shared_ptr<void> startThread(const std::string &name, std::function<void(std::stop_token)> body) override { return m_cluster->startThread(name, std::move(body)); }
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

class TestTimelineOrigin : public QObject, TimelineFixture
{
    Q_OBJECT

private slots:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

    void logAppendTimesAreNotApproximate()
    {
        setRecords("orders", 2, unevenRecords(2, 700, Domain::TimestampType::LogAppend));
        open();
        QVERIFY(!m_timeline->buckets().front().isApproximate);
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
};

QTEST_GUILESS_MAIN(TestTimelineOrigin)
#include "tst_timelineorigin.moc"
