// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkasource.h"
#include "mockbroker.h"

#include <QTest>

#include <algorithm>
#include <random>
#include <tuple>

using namespace KafkaTest;
using Domain::Offset;
using Domain::PartitionId;
using Domain::ReadOrder;
using Domain::ReadPlan;
using Domain::ReadState;

namespace {

constexpr int deadlineMs = 30'000;

using Place = std::tuple<std::int64_t, int, int, std::int64_t>; ///< time, topic, partition, offset

std::vector<Place> placesOf(const std::vector<Row> &rows)
{
    std::vector<Place> places;
    for (const Row &row : rows)
        places.emplace_back(row.timestamp.ms, row.topic, row.partition, row.offset);
    return places;
}

std::string firstDifference(const std::vector<Place> &came, const std::vector<Place> &expected)
{
    for (std::size_t i = 0; i < std::min(came.size(), expected.size()); ++i)
        if (came[i] != expected[i])
            return "row " + std::to_string(i) + ": " + std::to_string(std::get<1>(came[i])) + "/" + std::to_string(std::get<2>(came[i])) + "@"
                + std::to_string(std::get<3>(came[i])) + " instead of " + std::to_string(std::get<1>(expected[i])) + "/"
                + std::to_string(std::get<2>(expected[i])) + "@" + std::to_string(std::get<3>(expected[i]));
    return came.size() == expected.size() ? std::string() : std::to_string(came.size()) + " rows instead of " + std::to_string(expected.size());
}

} // namespace

/// The order in which a read hands over, over partitions and topics, oldest and newest first.
class TestReadOrders : public QObject
{
    Q_OBJECT

private:
    Run start(const ReadPlan &plan, std::shared_ptr<Collected> into = std::make_shared<Collected>())
    {
        return Run(contextFor(m_broker->bootstrap(), m_reaper), plan, std::move(into));
    }
    static ReadPlan planOf(ReadOrder order, bool newestFirst)
    {
        ReadPlan plan{.topics = {"a", "b"}};
        plan.order = order;
        plan.newestFirst = newestFirst;
        return plan;
    }
    /// Two topics, five partitions of unequal size, times that never run backward but are equal often, a hole at the front of one.
    void fill(int perPartition = 600)
    {
        m_broker->createTopic("a", 3);
        m_broker->createTopic("b", 2);
        std::mt19937 random(11);
        for (const auto &[topic, partition] : {std::pair("a", 0), {"b", 1}, {"a", 2}, {"b", 0}, {"a", 1}}) {
            std::int64_t time = 1'000'000 + std::int64_t(random() % 500);
            const int count = topic == std::string("a") && partition == 1 ? 3 : perPartition + int(random() % 100);
            for (int i = 0; i < count; ++i) {
                m_broker->produce(topic, partition, std::nullopt, std::to_string(i), {.timestampMs = time});
                time += std::int64_t(random() % 3);
            }
            m_broker->flush();
        }
    }

    std::shared_ptr<Kafka::ThreadReaper> m_reaper;
    std::unique_ptr<MockBroker> m_broker;

private slots:
    void init()
    {
        m_reaper = std::make_shared<Kafka::ThreadReaper>();
        m_broker = std::make_unique<MockBroker>(3);
    }
    void cleanup()
    {
        QVERIFY(m_reaper->finish(std::chrono::seconds(5)).empty());
        m_broker.reset();
    }

    void equalsTheSort_data()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<bool>("newestFirst");
        QTest::newRow("time") << int(ReadOrder::Time) << false;
        QTest::newRow("time, newest first") << int(ReadOrder::Time) << true;
        QTest::newRow("offset") << int(ReadOrder::Offset) << false;
        QTest::newRow("offset, newest first") << int(ReadOrder::Offset) << true;
    }
    void equalsTheSort()
    {
        QFETCH(int, order);
        QFETCH(bool, newestFirst);
        fill();
        const Run arrival = start(planOf(ReadOrder::Arrival, false));
        const Run run = start(planOf(ReadOrder(order), newestFirst));
        QTRY_VERIFY_WITH_TIMEOUT(arrival.isOver() && run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Finished));
        QVERIFY(run.status().complete());
        QCOMPARE(run.status().lateRecords, std::uint64_t(0));
        QCOMPARE(run.status().records, arrival.status().records);
        QCOMPARE(run.status().bytes, arrival.status().bytes);

        std::vector<Place> expected = placesOf(arrival.collected->records());
        std::sort(expected.begin(), expected.end(), [&](const Place &x, const Place &y) {
            if (ReadOrder(order) == ReadOrder::Time)
                return newestFirst ? y < x : x < y;
            const auto partition = [](const Place &p) { return std::pair(std::get<1>(p), std::get<2>(p)); };
            if (partition(x) != partition(y))
                return partition(x) < partition(y);
            return newestFirst ? std::get<3>(y) < std::get<3>(x) : std::get<3>(x) < std::get<3>(y);
        });
        QCOMPARE(firstDifference(placesOf(run.collected->records()), expected), std::string());
        for (const Domain::PartitionProgress &progress : run.status().partitions)
            QCOMPARE(progress.position.value(), newestFirst ? progress.begin.value() : progress.end->value());
    }

    void newestFirstFallsInEachPartition()
    {
        fill(3'000);
        const Run arrival = start(planOf(ReadOrder::Arrival, false));
        const Run run = start(planOf(ReadOrder::Arrival, true));
        QTRY_VERIFY_WITH_TIMEOUT(arrival.isOver() && run.isOver(), deadlineMs);
        QVERIFY(run.status().complete());
        QCOMPARE(run.status().records, arrival.status().records);
        for (int topic = 0; topic < 2; ++topic)
            for (int p = 0; p < 3; ++p) {
                const auto of = [&](const Run &r) {
                    std::vector<Row> rows = r.collected->records(p);
                    std::erase_if(rows, [&](const Row &row) { return row.topic != topic; });
                    return placesOf(rows);
                };
                std::vector<Place> expected = of(arrival);
                std::reverse(expected.begin(), expected.end());
                QCOMPARE(firstDifference(of(run), expected), std::string());
            }
    }

    void theNewestComeFirst()
    {
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 10'000);
        ReadPlan plan{.topics = {"t"}};
        plan.newestFirst = true;
        plan.limit = 20;
        const Run run = start(plan);
        const auto hits = std::make_shared<Collected>();
        hits->isWanted = [](const Domain::Record &record) { return record.value->ends_with("99"); };
        hits->fullAt = 3;
        ReadPlan search{.topics = {"t"}};
        search.newestFirst = true;
        const Run found = start(search, hits);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver() && found.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::LimitReached));
        QCOMPARE(run.collected->records().size(), std::size_t(20));
        QCOMPARE(run.collected->records().front().offset, std::int64_t(9'999));
        QCOMPARE(run.collected->records().back().offset, std::int64_t(9'980));
        QCOMPARE(int(found.state()), int(ReadState::LimitReached));
        QCOMPARE(hits->records().back().offset, std::int64_t(9'799));
        QVERIFY2(hits->asked < 5'000, "more was read than needed");
        QVERIFY(found.partition(0).position.value() > 5'000);
    }

    void endsAndTimesCountBackwardToo()
    {
        m_broker->createTopic("t", 1);
        for (int i = 0; i < 3'000; ++i)
            m_broker->produce("t", 0, std::nullopt, std::to_string(i), {.timestampMs = 1'000'000 + i * 1'000});
        m_broker->flush();
        ReadPlan plan{.topics = {"t"}};
        plan.newestFirst = true;
        plan.from = Domain::AtTime{1'100'000};
        plan.until = Domain::UntilTime{.ms = 1'200'000, .latenessMs = 0};
        const Run times = start(plan);
        plan = {.topics = {"t"}};
        plan.newestFirst = true;
        plan.from = Domain::AtOffset{Offset(17)};
        plan.untilPerPartition[{}] = Offset(2'500);
        const Run offsets = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(times.isOver() && offsets.isOver(), deadlineMs);
        QCOMPARE(times.collected->records().size(), std::size_t(100));
        QCOMPARE(times.collected->records().front().value.value(), std::string("199"));
        QCOMPARE(times.collected->records().back().value.value(), std::string("100"));
        QVERIFY(times.collected->gaps().empty());
        QCOMPARE(offsets.collected->records().size(), std::size_t(2'483));
        QCOMPARE(offsets.collected->records().front().offset, std::int64_t(2'499));
        QCOMPARE(offsets.collected->records().back().offset, std::int64_t(17));
    }

    void lateRecordsAreCounted()
    {
        m_broker->createTopic("t", 2);
        for (const std::int64_t time : {100, 300, 200, 250, 400})
            m_broker->produce("t", 0, std::nullopt, std::to_string(time), {.timestampMs = time});
        for (const std::int64_t time : {150, 260, 350})
            m_broker->produce("t", 1, std::nullopt, std::to_string(time), {.timestampMs = time});
        m_broker->flush();
        ReadPlan plan{.topics = {"t"}};
        plan.order = ReadOrder::Time;
        const Run run = start(plan);
        plan.newestFirst = true;
        const Run backward = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver() && backward.isOver(), deadlineMs);
        const auto values = [](const Run &r) {
            std::string text;
            for (const Row &row : r.collected->records())
                text += *row.value + " ";
            return text;
        };
        QCOMPARE(values(run), std::string("100 150 260 300 200 250 350 400 "));
        QCOMPARE(run.status().lateRecords, std::uint64_t(2));
        QCOMPARE(values(backward), std::string("400 350 260 250 200 300 150 100 "));
        QCOMPARE(backward.status().lateRecords, std::uint64_t(1));
    }

    void unwantedRecordsOrderWhatIsWanted()
    {
        fill();
        const auto hits = std::make_shared<Collected>();
        hits->isWanted = [](const Domain::Record &record) { return record.value->ends_with("3"); };
        const Run all = start(planOf(ReadOrder::Time, false));
        const Run run = start(planOf(ReadOrder::Time, false), hits);
        const auto backwardHits = std::make_shared<Collected>();
        backwardHits->isWanted = hits->isWanted;
        const Run backward = start(planOf(ReadOrder::Time, true), backwardHits);
        QTRY_VERIFY_WITH_TIMEOUT(all.isOver() && run.isOver() && backward.isOver(), deadlineMs);
        std::vector<Row> expected = all.collected->records();
        std::erase_if(expected, [](const Row &row) { return !row.value->ends_with("3"); });
        QCOMPARE(firstDifference(placesOf(hits->records()), placesOf(expected)), std::string());
        std::reverse(expected.begin(), expected.end());
        QCOMPARE(firstDifference(placesOf(backwardHits->records()), placesOf(expected)), std::string());
    }

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

    void pausesAndStopsInTheMiddle_data() { equalsTheSort_data(); }
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

QTEST_GUILESS_MAIN(TestReadOrders)
#include "tst_readorders.moc"
