// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "ordersfixture.h"

using namespace KafkaTest;
using Domain::Offset;
using Domain::PartitionId;
using Domain::ReadOrder;
using Domain::ReadPlan;
using Domain::ReadState;

namespace {

constexpr int deadlineMs = 30'000;

} // namespace

/// The order in which a read hands over, over partitions and topics, oldest and newest first.
class TestReadOrders : public QObject, private OrdersFixture
{
    Q_OBJECT

private slots:
    void init() { begin(3); }
    void cleanup() { QVERIFY(end()); }

    void equalsTheSort_data() { addStrictOrders(); }
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
};

QTEST_GUILESS_MAIN(TestReadOrders)
#include "tst_readorders.moc"
