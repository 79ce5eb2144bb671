// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "timelinefixture.h"

using namespace TimelineTest;

class TestTimeline : public QObject, TimelineFixture
{
    Q_OBJECT

private slots:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

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
};

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
