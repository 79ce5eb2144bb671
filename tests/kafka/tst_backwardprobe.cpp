// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#undef slots // readrun.h has a member of that name
#include "kafka/consumerthread.h"
#include "readfixture.h"

#include <QTest>

#include <limits>
#include <thread>

using namespace KafkaTest;
using Domain::Offset;
using Domain::PartitionRange;
using Domain::PartitionProgress;
using Domain::ReadOrder;
using Domain::ReadPlan;
using Domain::ReadState;

namespace {

constexpr int deadlineMs = 20'000;
constexpr std::int64_t firstMs = 1'000'000; ///< record i is dated i seconds later
constexpr std::int64_t stepMs = 1'000;

/// A read of partition 0 of "t" in a thread of its own, of which somebody has looked up where it ends.
class ProbedRead
{
public:
    ProbedRead(const Kafka::ReadContext &context, const ReadPlan &plan, const PartitionRange &range)
        : m_thread([context, plan, range, collected = m_collected, board = m_board](const std::stop_token &stop) {
              Kafka::ConsumerThread(context, plan, sinkInto(collected), board, {.ranges = {{range.place, range}}}).run(stop);
          })
    {
    }
    Domain::ReadStatus status() const { return m_board->status(); }
    bool isOver() const { return Domain::isFinal(status().state); }
    PartitionProgress partition() const
    {
        const Domain::ReadStatus now = status();
        return now.partitions.empty() ? PartitionProgress{} : now.partitions.front();
    }
    const Collected &collected() const { return *m_collected; }

private:
    std::shared_ptr<Collected> m_collected = std::make_shared<Collected>();
    std::shared_ptr<Domain::ReadBoard> m_board = std::make_shared<Domain::ReadBoard>();
    std::jthread m_thread;
};

ReadPlan planUntil(std::int64_t record, ReadOrder order = ReadOrder::Arrival)
{
    ReadPlan plan{.topics = {"t"}};
    plan.newestFirst = true;
    plan.order = order;
    plan.until = Domain::UntilTime{.ms = firstMs + record * stepMs, .latenessMs = 0};
    return plan;
}

PartitionRange rangeOf(std::int64_t begin, std::int64_t found, std::int64_t logEnd)
{
    return {.place = {}, .asked = Offset(begin), .begin = Offset(begin), .end = Offset(found), .logEnd = Offset(logEnd)};
}

} // namespace

/// Newest first up to a time: what was looked up may be a transaction's marker, which is dated later than records behind it. So the
/// place where a read from the front would end is looked for from there on.
class TestBackwardProbe : public QObject, private ReadFixture
{
    Q_OBJECT

private:
    void fill(int count)
    {
        m_broker->createTopic("t", 1);
        for (int i = 0; i < count; ++i)
            m_broker->produce("t", 0, std::nullopt, std::to_string(i), {.timestampMs = firstMs + i * stepMs});
        m_broker->flush();
    }
    ProbedRead probe(const ReadPlan &plan, const PartitionRange &range) const { return {contextFor(m_broker->bootstrap(), m_reaper), plan, range}; }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { QVERIFY(end()); }

    void findsTheEnd_data()
    {
        QTest::addColumn<int>("order");
        QTest::addColumn<int>("begin");
        QTest::addColumn<int>("found");
        QTest::addColumn<int>("until");
        QTest::addColumn<int>("end");
        for (const ReadOrder order : {ReadOrder::Arrival, ReadOrder::Offset, ReadOrder::Time}) {
            QTest::addRow("%d, a marker, records behind it", int(order)) << int(order) << 10 << 40 << 100 << 100;
            QTest::addRow("%d, the record itself", int(order)) << int(order) << 10 << 100 << 100 << 100;
            QTest::addRow("%d, a marker, nothing late enough behind it", int(order)) << int(order) << 10 << 150 << 1'000 << 200;
            QTest::addRow("%d, a marker at the end", int(order)) << int(order) << 10 << 200 << 1'000 << 200;
            QTest::addRow("%d, a start behind the end", int(order)) << int(order) << 120 << 100 << 100 << 120;
            QTest::addRow("%d, nothing in the log behind the start", int(order)) << int(order) << 200 << 100 << 100 << 200;
        }
    }
    void findsTheEnd()
    {
        QFETCH(int, order);
        QFETCH(int, begin);
        QFETCH(int, found);
        QFETCH(int, until);
        QFETCH(int, end);
        fill(200);
        const ProbedRead run = probe(planUntil(until, ReadOrder(order)), rangeOf(begin, found, 200));
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.status().state), int(ReadState::Finished));
        QVERIFY(run.status().complete());
        const std::vector<Row> rows = run.collected().rows();
        QCOMPARE(rows.size(), std::size_t(end - begin));
        for (int i = 0; i < end - begin; ++i)
            QCOMPARE(rows[std::size_t(i)].offset, std::int64_t(end - 1 - i));
        QCOMPARE(run.status().records, std::uint64_t(end - begin)); // what was only looked at does not count
        QCOMPARE(run.collected().asked.load(), std::uint64_t(end - begin));
        QCOMPARE(run.partition().begin.value(), std::int64_t(begin));
        QCOMPARE(run.partition().position.value(), std::int64_t(begin));
        QCOMPARE(run.partition().end->value(), std::int64_t(end));
    }

    void tellsNothingAsReadWhileItLooks()
    {
        fill(200);
        rd_kafka_mock_broker_set_rtt(m_broker->cluster(), 1, 700);
        const ProbedRead run = probe(planUntil(100), rangeOf(10, 40, 200));
        QTRY_VERIFY_WITH_TIMEOUT(run.partition().state == PartitionProgress::State::Reading, deadlineMs);
        const PartitionProgress looking = run.partition();
        QCOMPARE(looking.begin.value(), std::int64_t(10));
        QCOMPARE(looking.position.value(), std::int64_t(200));
        QCOMPARE(looking.end->value(), std::int64_t(200));
        rd_kafka_mock_broker_set_rtt(m_broker->cluster(), 1, 0);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(run.collected().records().size(), std::size_t(90));
    }

    void failsWhereItMayNotRead()
    {
        fill(200);
        rd_kafka_mock_push_request_errors(m_broker->cluster(), 1 /* Fetch */, 1, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
        const ProbedRead run = probe(planUntil(100), rangeOf(10, 40, 200));
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.status().state), int(ReadState::Failed));
        QCOMPARE(int(run.partition().state), int(PartitionProgress::State::Failed));
        QCOMPARE(int(run.partition().error->code), int(Domain::ErrorCode::NotAuthorized));
        QCOMPARE(run.partition().begin.value(), std::int64_t(10));
        QCOMPARE(run.partition().position.value(), std::int64_t(200)); // nothing was read
        QVERIFY(run.collected().rows().empty());
    }

    void whatRetentionTookMeanwhileIsAGap()
    {
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 400, 20'000); // 8 MB: the mock keeps the newest 5 MiB
        ReadPlan plan = planUntil(0);
        plan.until = Domain::UntilTime{.ms = std::numeric_limits<std::int64_t>::max()};
        const ProbedRead run = probe(plan, rangeOf(3, 5, 400));
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QVERIFY(run.status().complete());
        const std::vector<Domain::Gap> gaps = run.collected().gaps();
        QCOMPARE(gaps.size(), std::size_t(1));
        QVERIFY(gaps.front().to > Offset(5));
        QVERIFY(gaps.front() == (Domain::Gap{.from = Offset(3), .to = gaps.front().to, .reason = Domain::GapReason::Retention}));
        const std::vector<Row> rows = run.collected().records();
        QCOMPARE(rows.size(), std::size_t(400 - gaps.front().to.value()));
        QCOMPARE(rows.front().offset, std::int64_t(399));
        QCOMPARE(rows.back().offset, gaps.front().to.value());
    }
};

QTEST_GUILESS_MAIN(TestBackwardProbe)
#include "tst_backwardprobe.moc"
