// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/readsession.h"
#include "session/recordrows.h"
#include "session/statistics.h"
#include "tests/support/fakecluster.h"

#include <QSignalSpy>
#include <QTest>

using namespace TestSupport;
using Session::Statistics;
using State = Session::Statistics::State;

class TestStatistics : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        script = std::make_shared<FakeScript>();
        script->addTopic("orders", 3);
        std::vector<FakeRecord> records = fakeRecords(3, 100);
        records[0].value = std::nullopt;
        records[4].key = std::nullopt;
        records[30].timestampMs -= 3'600'000; // partition 0, offset 10
        script->setRecords("orders", records);
        cluster = fakeCluster(script);
        plan = {};
        plan.topics = {"orders"};
        session = std::make_unique<Session::ReadSession>(*cluster, std::size_t(1) << 30);
        rows = std::make_unique<Session::RecordRows>(*session);
        session->start(plan);
        QTRY_COMPARE(rows->size(), quint64(300));
    }
    void cleanup()
    {
        rows.reset();
        session.reset();
    }

    void loadedRowsInAnyOrder()
    {
        for (const bool newestFirst : {false, true}) {
            rows->setNewestFirst(newestFirst);
            QTRY_COMPARE(rows->size(), quint64(300));
            Statistics statistics;
            QSignalSpy finished(&statistics, &Statistics::finished);
            statistics.startRows(*rows, {{0, 300}});
            QVERIFY(finished.wait());
            verify(statistics);
            QCOMPARE(statistics.progress().done, quint64(300));
        }
    }

    void everythingReadAgain()
    {
        Statistics statistics;
        QSignalSpy finished(&statistics, &Statistics::finished);
        Domain::ReadPlan backward = plan;
        backward.newestFirst = true;
        statistics.startRead(*cluster, backward);
        QVERIFY(!script->lastRead()->plan().newestFirst);
        QVERIFY(finished.wait());
        verify(statistics);
    }

    void aSelection()
    {
        Statistics statistics;
        QSignalSpy finished(&statistics, &Statistics::finished);
        statistics.startRows(*rows, {{0, 3}, {6, 1}});
        QVERIFY(finished.wait());
        QCOMPARE(statistics.result()->total().records, std::uint64_t(4));
    }

    void cancelledItKeepsWhatItHas()
    {
        script->hold();
        Statistics statistics;
        QSignalSpy finished(&statistics, &Statistics::finished);
        statistics.startRead(*cluster, plan);
        statistics.cancel();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(statistics.progress().state, State::Cancelled);
        QCOMPARE(statistics.result()->total().records, std::uint64_t(0));
        script->release();
        script->settle();
        QCOMPARE(statistics.result()->total().records, std::uint64_t(0)); // does not change any more
        {
            Statistics gone;
            gone.startRows(*rows, {{0, 300}});
        }
    }

    void aFailureIsSaid()
    {
        plan.topics = {"nothing"};
        Statistics statistics;
        QSignalSpy finished(&statistics, &Statistics::finished);
        statistics.startRead(*cluster, plan);
        script->lastRead()->setState(Domain::ReadState::Failed, Domain::Error{.code = Domain::ErrorCode::UnknownTopic});
        QVERIFY(finished.wait());
        QCOMPARE(statistics.progress().state, State::Failed);
        QCOMPARE(statistics.progress().error->code, Domain::ErrorCode::UnknownTopic);
    }

private:
    static void verify(const Statistics &statistics)
    {
        QCOMPARE(statistics.progress().state, State::Done);
        const auto total = statistics.result()->total();
        QCOMPARE(total.records, std::uint64_t(300));
        QCOMPARE(total.nullKeys, std::uint64_t(1));
        QCOMPARE(total.nullValues, std::uint64_t(1));
        QCOMPARE(total.backward, std::uint64_t(1));
        QCOMPARE(statistics.result()->partitions().size(), std::size_t(3));
        QCOMPARE(statistics.result()->wanderingKeys(), std::uint64_t(100)); // each key is in every partition
        QVERIFY(std::abs(double(statistics.result()->distinctKeys()) - 100) <= 2);
    }

    std::shared_ptr<FakeScript> script;
    std::unique_ptr<FakeCluster> cluster;
    Domain::ReadPlan plan;
    std::unique_ptr<Session::ReadSession> session;
    std::unique_ptr<Session::RecordRows> rows;
};

QTEST_GUILESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
