// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "ordersfixture.h"

using namespace KafkaTest;
using Domain::Offset;
using Domain::ReadOrder;
using Domain::ReadPlan;
using Domain::ReadState;

namespace {

constexpr int deadlineMs = 30'000;

} // namespace

/// A read in an order of its own while it runs: what it tells on the way, gaps, the end of a live one, pauses.
class TestOrderedReading : public QObject, private OrdersFixture
{
    Q_OBJECT

private slots:
    void init() { begin(3); }
    void cleanup() { QVERIFY(end()); }

    void whatWasPassedByIsToldOnTheWay_data() { gapsStandBeforeTheirSuccessor_data(); }
    void whatWasPassedByIsToldOnTheWay()
    {
        QFETCH(int, order);
        QFETCH(bool, newestFirst);
        fill(2'000);
        const auto nothing = std::make_shared<Collected>();
        nothing->isWanted = [](const Domain::Record &) { return false; };
        const Run run = start(planOf(ReadOrder(order), newestFirst), nothing);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(nothing->asked.load(), run.status().records);
        QVERIFY2(std::uint64_t(nothing->published) > run.status().records / 2'000, "a scan without hits shows no progress");
    }

    void gapsStandBeforeTheirSuccessor_data()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<bool>("newestFirst");
        for (const ReadOrder order : {ReadOrder::Arrival, ReadOrder::Offset, ReadOrder::Time})
            for (const bool newestFirst : {false, true})
                QTest::addRow("%d %d", int(order), int(newestFirst)) << int(order) << newestFirst;
    }
    void gapsStandBeforeTheirSuccessor()
    {
        QFETCH(int, order);
        QFETCH(bool, newestFirst);
        m_broker->createTopic("a", 1);
        m_broker->createTopic("b", 1);
        m_broker->produceNumbers("b", 0, 0, 100);
        m_broker->produceNumbers("a", 0, 0, 400, 20'000); // 8 MB: the mock keeps the newest 5 MiB
        ReadPlan plan = planOf(ReadOrder(order), newestFirst);
        plan.from = Domain::AtOffset{Offset(3)};
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        const std::vector<Row> rows = run.collected->rows();
        const auto gap = std::find_if(rows.begin(), rows.end(), [](const Row &row) { return row.gap.has_value(); });
        QVERIFY(gap != rows.end() && gap + 1 != rows.end());
        QCOMPARE((gap + 1)->topic, 0);
        QCOMPARE((gap + 1)->offset, gap->gap->to.value());
        QCOMPARE(run.collected->gaps().size(), std::size_t(1));
        QCOMPARE(run.status().gapOffsets, std::uint64_t(gap->gap->span().value()));
        QCOMPARE(run.collected->records().size(), std::size_t(97 + 400) - std::size_t(gap->gap->to.value()));
        if (!newestFirst)
            QCOMPARE(run.collected->hole(0, 0, 3, 400), std::string());
    }

    void aLiveMergeFollowsTheEnd()
    {
        m_broker->createTopic("a", 2);
        m_broker->createTopic("b", 1); // stays empty: not waited for
        const auto dated = [&](int partition, std::int64_t time) {
            m_broker->produce("a", partition, std::nullopt, std::to_string(time), {.timestampMs = time});
        };
        for (int i = 0; i < 50; ++i)
            dated(i % 2, 1'000 + i);
        m_broker->flush();
        ReadPlan plan = planOf(ReadOrder::Time, false);
        plan.until = Domain::UntilLive{};
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
        QCOMPARE(run.collected->records().size(), std::size_t(50));
        for (int i = 50; i < 60; ++i) {
            dated(i % 2, 1'000 + i);
            m_broker->flush();
            QTRY_COMPARE_WITH_TIMEOUT(run.collected->records().size(), std::size_t(i + 1), deadlineMs);
        }
        const std::vector<Place> places = placesOf(run.collected->records());
        QVERIFY(std::is_sorted(places.begin(), places.end()));
        QCOMPARE(run.status().lateRecords, std::uint64_t(0));
        dated(0, 5); // long ago
        m_broker->flush();
        QTRY_COMPARE_WITH_TIMEOUT(run.collected->records().size(), std::size_t(61), deadlineMs);
        QTRY_COMPARE_WITH_TIMEOUT(run.status().lateRecords, std::uint64_t(1), deadlineMs);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
    }

    void aSilentPartitionIsNamedAndPassedOverWhileLive()
    {
        m_broker->createTopic("a", 2);
        m_broker->createTopic("b", 1);
        for (int p = 0; p < 2; ++p)
            rd_kafka_mock_partition_set_leader(m_broker->cluster(), "a", p, 1 + p);
        rd_kafka_mock_partition_set_leader(m_broker->cluster(), "b", 0, 1);
        for (int p = 0; p < 2; ++p)
            m_broker->produceNumbers("a", p, 0, 100);
        rd_kafka_mock_broker_set_rtt(m_broker->cluster(), 2, 60'000);
        const std::string first = m_broker->bootstrap().substr(0, m_broker->bootstrap().find(','));
        ReadPlan plan = planOf(ReadOrder::Time, false);
        const Run bounded(contextFor(first, m_reaper), plan);
        plan.until = Domain::UntilLive{};
        const Run live(contextFor(first, m_reaper), plan);
        QTRY_COMPARE_WITH_TIMEOUT(live.status().waitingFor, std::string("broker 2"), deadlineMs);
        QTRY_COMPARE_WITH_TIMEOUT(live.collected->records(0).size(), std::size_t(100), deadlineMs);
        QTRY_COMPARE_WITH_TIMEOUT(bounded.status().waitingFor, std::string("broker 2"), deadlineMs);
        QVERIFY(live.collected->records(1).empty());
    }

    void pausesAndStopsInTheMiddle_data() { addStrictOrders(); }
    void pausesAndStopsInTheMiddle()
    {
        QFETCH(int, order);
        QFETCH(bool, newestFirst);
        fill(3'000);
        const auto rows = std::make_shared<Collected>();
        const Run all = start(planOf(ReadOrder(order), newestFirst));
        QTRY_VERIFY_WITH_TIMEOUT(all.isOver(), deadlineMs);

        Run run;
        run.collected = rows;
        std::atomic<bool> wasPaused = false;
        rows->atRow = [&](std::size_t count) {
            if (count == 1'500 && !wasPaused.exchange(true))
                run.source->pause();
        };
        rows->hasRoom = false;
        run.source = Kafka::startRead(contextFor(m_broker->bootstrap(), m_reaper), planOf(ReadOrder(order), newestFirst), sinkInto(rows));
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::BudgetReached), deadlineMs);
        rows->hasRoom = true;
        run.source->resume();
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::Paused), deadlineMs);
        const std::size_t seen = rows->size();
        QVERIFY(seen >= 1'500 && seen < all.collected->size());
        // Nobody is told that more was read than was handed over.
        for (const Domain::PartitionProgress &progress : run.status().partitions)
            for (const Row &row : rows->records(progress.id.value()))
                if (row.topic == progress.topic)
                    QVERIFY(newestFirst ? row.offset >= progress.position.value() : row.offset < progress.position.value());
        std::size_t accounted = 0;
        for (const Domain::PartitionProgress &progress : run.status().partitions)
            if (progress.end)
                accounted += std::size_t(newestFirst ? progress.end->value() - progress.position.value() : progress.position.value() - progress.begin.value());
        QCOMPARE(accounted, seen);
        run.source->resume();
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::Finished), deadlineMs);
        QCOMPARE(firstDifference(placesOf(rows->records()), placesOf(all.collected->records())), std::string());

        const auto cut = std::make_shared<Collected>();
        Run stopped;
        stopped.collected = cut;
        std::atomic<bool> isThere = false;
        cut->atRow = [&](std::size_t count) {
            if (count == 1'000) {
                while (!isThere) {
                }
                stopped.source->stop();
            }
        };
        stopped.source = Kafka::startRead(contextFor(m_broker->bootstrap(), m_reaper), planOf(ReadOrder(order), newestFirst), sinkInto(cut));
        isThere = true;
        QTRY_COMPARE_WITH_TIMEOUT(int(stopped.state()), int(ReadState::Stopped), deadlineMs);
        QTRY_COMPARE_WITH_TIMEOUT(cut->sinks.load(), 0, deadlineMs);
    }
};

QTEST_GUILESS_MAIN(TestOrderedReading)
#include "tst_orderedreading.moc"
