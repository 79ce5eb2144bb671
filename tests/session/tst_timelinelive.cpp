// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "timelinefixture.h"

using namespace TimelineTest;

class TestTimelineLive : public QObject, TimelineFixture
{
    Q_OBJECT

private slots:
    void init() { setUp(); }
    void cleanup() { tearDown(); }

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

    void noLongerLiveTheAxisEndsWithTheLastRecord()
    {
        const auto records = unevenRecords(2, 1000);
        setRecords("orders", 2, records);
        m_now = lastTime(records) + 1800 * Second;
        m_timeline->setLive(true);
        open();
        QCOMPARE(m_timeline->end(), m_now);
        const std::size_t asked = m_script->offsetRequests().size();
        m_timeline->setLive(false);
        QCOMPARE(m_timeline->end(), lastTime(records) + 1);
        QVERIFY(m_timeline->isWhole());
        QCOMPARE(m_timeline->viewTo(), m_timeline->end());
        QCOMPARE(sum(*m_timeline), 2000);
        QCOMPARE(m_timeline->buckets().back().to, m_timeline->end());
        QVERIFY(m_timeline->buckets().back().total > 0);
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        for (std::size_t i = asked; i < m_script->offsetRequests().size(); ++i)
            for (const Domain::OffsetQuery &query : m_script->offsetRequests()[i])
                QVERIFY(query.kind == Kind::AtTime && query.ms < m_timeline->end());
        m_timeline->setLive(true);
        QCOMPARE(m_timeline->end(), m_now);
        QVERIFY(m_timeline->isWhole());
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(sum(*m_timeline), 2000);
    }

    void aZoomInsideTheLogStaysAndIsNotCountedAgain()
    {
        const auto records = unevenRecords(2, 1000);
        setRecords("orders", 2, records);
        m_now = lastTime(records) + 1800 * Second;
        m_timeline->setLive(true);
        open();
        const qint64 from = m_timeline->begin() + 300 * Second;
        m_timeline->zoom(from, from + 600 * Second);
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        const std::vector<TimelineBucket> before = m_timeline->buckets();
        const std::size_t asked = m_script->offsetRequests().size();
        QSignalSpy viewChanged(m_timeline.get(), &Timeline::viewChanged);
        m_timeline->setLive(false);
        QCOMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(m_timeline->end(), lastTime(records) + 1);
        QCOMPARE(m_timeline->viewFrom(), from);
        QCOMPARE(m_timeline->viewTo(), from + 600 * Second);
        QCOMPARE(viewChanged.count(), 0);
        QVERIFY(m_timeline->buckets() == before);
        QCOMPARE(m_script->offsetRequests().size(), asked);
        // One that reaches beyond is moved back, as wide as it was.
        m_timeline->setLive(true);
        m_timeline->zoom(m_now - 900 * Second, m_now);
        m_timeline->setLive(false);
        m_script->settle();
        QTRY_COMPARE(m_timeline->end(), lastTime(records) + 1);
        QCOMPARE(m_timeline->viewTo(), m_timeline->end());
        QCOMPARE(m_timeline->viewTo() - m_timeline->viewFrom(), 900 * Second);
    }

    void whatHasGrownIsAskedForItsLastRecord()
    {
        auto records = unevenRecords(2, 1000);
        setRecords("orders", 2, records);
        m_now = lastTime(records) + 10 * Second;
        m_timeline->setLive(true);
        open();
        for (int i = 0; i < 300; ++i)
            records.push_back({.partition = 1, .offset = 1050 + i, .timestampMs = m_now + i});
        m_script->setRecords("orders", records);
        m_now += 20 * Second;
        m_timeline->setLive(false);
        m_timeline->setLive(true); // asks at once, as every five seconds
        QTRY_COMPARE(m_timeline->total(), 2300);
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        m_now += 1800 * Second;
        m_timeline->setVisible(false);
        m_timeline->setVisible(true); // the axis runs to now
        QCOMPARE(m_timeline->end(), m_now);
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        m_timeline->setLive(false);
        QTRY_COMPARE(m_timeline->end(), lastTime(records) + 1);
        QTRY_COMPARE(m_timeline->state(), Timeline::State::Ready);
        QCOMPARE(sum(*m_timeline), 2300);
        QCOMPARE(m_timeline->buckets().back().to, m_timeline->end());
    }

    void aLastRecordThatHasJustComeKeepsTheAxisWhereItIs()
    {
        const auto records = unevenRecords(2, 1000);
        setRecords("orders", 2, records);
        m_now = lastTime(records) + 10 * Second; // less than a bar
        m_timeline->setLive(true);
        open();
        const std::vector<TimelineBucket> before = m_timeline->buckets();
        m_timeline->setLive(false);
        QCOMPARE(m_timeline->end(), m_now);
        QCOMPARE(m_timeline->state(), Timeline::State::Ready);
        QVERIFY(m_timeline->buckets() == before);
    }

    void whatIsReadEndsWithItsLastRecordToo()
    {
        auto records = unevenRecords(1, 20);
        setRecords("orders", 1, records);
        m_now = lastTime(records) + 1800 * Second;
        m_timeline->setLive(true);
        open();
        QCOMPARE(m_timeline->end(), m_now);
        m_timeline->setLive(false);
        QCOMPARE(m_timeline->end(), lastTime(records) + 1);
        records.push_back({.partition = 0, .offset = 70, .timestampMs = m_now + 5});
        m_script->setRecords("orders", records);
        m_now += 1800 * Second;
        m_timeline->setLive(true);
        QTRY_COMPARE(m_timeline->total(), 21);
        m_timeline->setLive(false);
        QTRY_COMPARE(m_timeline->end(), lastTime(records) + 1);
        QCOMPARE(sum(*m_timeline), 21);
    }
};

QTEST_GUILESS_MAIN(TestTimelineLive)
#include "tst_timelinelive.moc"
