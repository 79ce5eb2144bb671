// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "sessionmirror.h"

#include "tests/support/fakecluster.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <atomic>
#include <thread>

using namespace SessionTest;
using namespace TestSupport;
using Domain::ReadState;

namespace {

constexpr std::size_t MiB = 1024 * 1024;

Domain::ReadPlan plan(bool live = false)
{
    Domain::ReadPlan p;
    p.topics = {"orders"};
    if (live)
        p.until = Domain::UntilLive{};
    return p;
}

void write(FakeRead &read, int partition, std::int64_t from, std::int64_t to, std::size_t valueSize = 20)
{
    FakeRecord record{partition};
    record.key = "k";
    record.value = std::string(valueSize, 'v');
    for (std::int64_t offset = from; offset < to; ++offset) {
        record.offset = offset;
        record.timestampMs = offset;
        read.record(record);
    }
    read.publish();
}

} // namespace

class TestReadSession : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        script = std::make_shared<FakeScript>();
        script->addTopic("orders", 3);
        cluster = fakeCluster(script);
    }
    void cleanup() { cluster.reset(); }

    void readsABoundedPlanToItsEnd()
    {
        script->setRecords("orders", fakeRecords(3, 100));
        Session::ReadSession session(*cluster, 64 * MiB);
        Mirror mirror(session);
        QSignalSpy started(&session, &Session::ReadSession::started);
        session.start(plan());
        QCOMPARE(started.count(), 1);
        QTRY_COMPARE(session.status().state, ReadState::Finished);
        // The status is final only together with the last rows.
        QCOMPARE(session.order().size(), 300u);
        QCOMPARE(session.recordsHeld(), 300u);
        QCOMPARE(session.status().records, 300u);
        QVERIFY2(mirror.agrees(), qPrintable(mirror.failures.join(u'\n')));
        QCOMPARE(mirror.rows.front(), (SeenRow{0, 0, false}));
        QCOMPARE(mirror.rows.back(), (SeenRow{2, 99, false}));
    }

    void losesNothingThatCameRightBeforeTheEnd()
    {
        Session::ReadSession session(*cluster, 64 * MiB);
        session.start(plan());
        const auto read = script->lastRead();
        read->atNextLook([read] {
            write(*read, 0, 0, 10);
            read->setState(ReadState::Finished);
        });
        QTRY_COMPARE(session.status().state, ReadState::Finished);
        QCOMPARE(session.order().size(), 10u);
    }

    void announcesWhatCameBetweenTwoTicksAsOneRange()
    {
        Session::ReadSession session(*cluster, 64 * MiB);
        Mirror mirror(session);
        session.start(plan(true));
        const auto read = script->lastRead();
        for (int i = 0; i < 50; ++i)
            write(*read, i % 3, i * 10, i * 10 + 10);
        QTRY_COMPARE(session.order().size(), 500u);
        QCOMPARE(mirror.announcements, 1);
        QVERIFY(mirror.agrees());
    }

    void countsNoGapAsARecord()
    {
        Session::ReadSession session(*cluster, 64 * MiB);
        Mirror mirror(session);
        session.start(plan(true));
        const auto read = script->lastRead();
        read->gap(0, 0, 5);
        write(*read, 0, 5, 15);
        QTRY_COMPARE(session.order().size(), 11u);
        QCOMPARE(session.recordsHeld(), 10u);
        QCOMPARE(mirror.rows.front(), (SeenRow{0, 0, true}));
    }

    void saysTheStatusOnlyWhenItChanged()
    {
        Session::ReadSession session(*cluster, 64 * MiB);
        QSignalSpy changed(&session, &Session::ReadSession::statusChanged);
        session.start(plan(true));
        QTRY_COMPARE(changed.count(), 1); // as it stands at the beginning
        const auto read = script->lastRead();
        read->setState(ReadState::Waiting);
        QTRY_COMPARE(changed.count(), 2);
        QCOMPARE(session.status().state, ReadState::Waiting);
        QSignalSpy ticks(&ticker, &QTimer::timeout);
        ticker.start(20);
        QTRY_VERIFY(ticks.count() >= 10);
        ticker.stop();
        QCOMPARE(changed.count(), 2);
    }

    void releasesTheOldestOfALiveReadToStayWithinTheBudget()
    {
        Session::ReadSession session(*cluster, 48 * MiB);
        Mirror mirror(session);
        session.start(plan(true));
        const auto read = script->lastRead();
        std::int64_t next = 0;
        for (int batch = 0; batch < 60; ++batch, next += 500) { // 120 MB in all
            write(*read, 0, next, next + 500, 4000);
            QTRY_COMPARE(mirror.lastOffset(), next + 499);
        }
        QVERIFY2(mirror.agrees(), qPrintable(mirror.failures.join(u'\n')));
        QVERIFY(session.recordsReleased() > 10'000);
        QCOMPARE(session.recordsHeld() + session.recordsReleased(), std::uint64_t(next));
        QVERIFY(session.bytesHeld() <= session.budget() + 16 * MiB);
        QCOMPARE(mirror.rows.front().offset, std::int64_t(session.recordsReleased()));
        read->closeSink();
    }

    void stopsABoundedReadAtTheBudgetAndGoesOnWhenItIsRaised()
    {
        Session::ReadSession session(*cluster, 20 * MiB);
        Mirror mirror(session);
        session.start(plan());
        const auto read = script->lastRead();
        std::int64_t next = 0;
        for (; read->hasRoom() && next < 100'000; next += 100)
            write(*read, 0, next, next + 100, 4000);
        QVERIFY(next < 10'000);
        read->setState(ReadState::BudgetReached);
        QTRY_COMPARE(session.status().state, ReadState::BudgetReached);
        QCOMPARE(session.recordsHeld(), std::uint64_t(next));
        QCOMPARE(session.recordsReleased(), 0u);
        QVERIFY(!read->hasRoom());

        session.raiseBudget();
        QCOMPARE(session.budget(), 30 * MiB);
        QCOMPARE(read->resumes(), 1);
        QVERIFY(read->hasRoom());
        write(*read, 0, next, next + 100, 4000);
        QTRY_COMPARE(session.recordsHeld(), std::uint64_t(next + 100));
        QVERIFY(mirror.agrees());
        read->closeSink();
    }

    void pausesAndResumesWithoutLosingItsPlace()
    {
        Session::ReadSession session(*cluster, 64 * MiB);
        session.start(plan(true));
        const auto read = script->lastRead();
        write(*read, 0, 0, 10);
        QTRY_COMPARE(session.order().size(), 10u);
        session.pause();
        QVERIFY(read->isPaused());
        QTRY_COMPARE(session.status().state, ReadState::Paused);
        session.resume();
        QVERIFY(!read->isPaused());
        QTRY_COMPARE(session.status().state, ReadState::Reading);
        write(*read, 0, 10, 20);
        QTRY_COMPARE(session.order().size(), 20u);
    }

    void stopIsFinal()
    {
        Session::ReadSession session(*cluster, 64 * MiB);
        session.start(plan(true));
        session.stop();
        QVERIFY(script->lastRead()->isStopped());
        QTRY_COMPARE(session.status().state, ReadState::Stopped);
    }

    void rowsOfTheRunBeforeNeverReachTheNext()
    {
        Session::ReadSession session(*cluster, 64 * MiB);
        Mirror mirror(session);
        session.start(plan(true));
        const auto old = script->lastRead();
        write(*old, 0, 0, 10);
        QTRY_COMPARE(session.order().size(), 10u);
        write(*old, 0, 10, 20); // published, not taken yet
        session.start(plan(true));
        QVERIFY(old->isSourceGone());
        QCOMPARE(session.order().size(), 0u);
        write(*old, 0, 1000, 1010); // the old thread has not noticed yet
        const auto fresh = script->lastRead();
        QVERIFY(fresh != old);
        write(*fresh, 1, 7, 8);
        QTRY_COMPARE(session.order().size(), 1u);
        QCOMPARE(mirror.rows.front(), (SeenRow{1, 7, false}));
        write(*old, 0, 2000, 2010);
        write(*fresh, 1, 8, 9);
        QTRY_COMPARE(session.order().size(), 2u);
        QVERIFY(mirror.agrees());
    }

    void mayBeStartedAgainByWhoHearsOfTheRows()
    {
        script->setRecords("orders", fakeRecords(1, 10));
        Session::ReadSession session(*cluster, 64 * MiB);
        Mirror mirror(session);
        int restarts = 0;
        connect(&session, &Session::ReadSession::rowsAboutToBeAppended, this, [&] {
            if (++restarts == 1)
                session.start(plan());
        });
        session.start(plan());
        QTRY_COMPARE(session.status().state, ReadState::Finished);
        QCOMPARE(session.order().size(), 10u);
        QCOMPARE(restarts, 2);
    }

    void readsFromSeveralThreadsWhileTheWindowIsHiddenAndShown()
    {
        Session::ReadSession session(*cluster, 256 * MiB);
        Mirror mirror(session);
        session.start(plan(true));
        const auto read = script->lastRead();
        std::vector<std::jthread> threads;
        for (int partition = 0; partition < 3; ++partition)
            threads.emplace_back([read, partition] {
                for (int batch = 0; batch < 200; ++batch)
                    write(*read, partition, batch * 50, batch * 50 + 50);
                read->closeSink();
            });
        session.setVisible(false);
        QTRY_VERIFY(session.order().size() > 0);
        session.setVisible(true);
        QTRY_COMPARE(session.order().size(), 30'000u);
        threads.clear();
        QVERIFY2(mirror.agrees(), qPrintable(mirror.failures.join(u'\n')));
        std::map<int, std::int64_t> next;
        for (const SeenRow &row : mirror.rows)
            QCOMPARE(row.offset, next[row.partition]++);
    }

    void tellsItsRateOverTheLastTwoSeconds()
    {
        Session::ReadSession session(*cluster, 64 * MiB);
        session.start(plan(true));
        QCOMPARE(session.recordsPerSecond(), 0.0);
        write(*script->lastRead(), 0, 0, 1000);
        QTRY_VERIFY(session.recordsPerSecond() > 0);
        QVERIFY(session.recordsPerSecond() <= 4000); // 1000 in a quarter of a second at most
        QVERIFY(session.bytesPerSecond() > session.recordsPerSecond());
        QTRY_COMPARE_WITH_TIMEOUT(session.recordsPerSecond(), 0.0, 4000);
    }

    void mayDieAtAnyMoment()
    {
        QRandomGenerator random(7);
        for (int round = 0; round < 200; ++round) {
            auto session = std::make_unique<Session::ReadSession>(*cluster, 32 * MiB);
            session->start(plan(round % 2));
            const auto read = script->lastRead();
            std::atomic<bool> stop = false;
            std::jthread writer([read, &stop, seed = random.generate()] {
                QRandomGenerator own(seed);
                for (std::int64_t next = 0; !stop; next += 10)
                    write(*read, 0, next, next + 10, own.bounded(2000u));
                read->closeSink();
            });
            if (round % 3 == 0)
                QTRY_VERIFY(session->order().size() > random.bounded(50u));
            if (round % 5 == 0)
                session->start(plan(true));
            QElapsedTimer clock;
            clock.start();
            session.reset();
            closing.push_back(clock.nsecsElapsed());
            QVERIFY(read->isSourceGone());
            stop = true;
        }
        std::sort(closing.begin(), closing.end());
        QVERIFY2(closing[closing.size() / 2] < 1'000'000, qPrintable(QString::number(closing[closing.size() / 2])));
    }

private:
    std::shared_ptr<FakeScript> script;
    std::unique_ptr<FakeCluster> cluster;
    QTimer ticker;
    std::vector<qint64> closing;
};

QTEST_GUILESS_MAIN(TestReadSession)
#include "tst_readsession.moc"
