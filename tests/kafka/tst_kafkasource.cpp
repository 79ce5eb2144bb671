// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "readfixture.h"

#include <QTest>

using namespace KafkaTest;
using Domain::ErrorCode;
using Domain::Gap;
using Domain::GapReason;
using Domain::Offset;
using Domain::PartitionId;
using Domain::PartitionProgress;
using Domain::ReadPlan;
using Domain::ReadState;
using Text = std::optional<std::string>;

namespace {

constexpr int deadlineMs = 15'000;

} // namespace

/// What a read gives, against a cluster that behaves.
class TestKafkaSource : public QObject, private ReadFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { QVERIFY(end()); }

    void readsEverythingToTheEndAsItWas()
    {
        m_broker->createTopic("orders", 3);
        for (int p = 0; p < 3; ++p)
            m_broker->produceNumbers("orders", p, 0, 100 * p);

        const Run run = start({.topics = {"orders"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);

        QCOMPARE(int(run.state()), int(ReadState::Finished));
        QVERIFY(run.status().complete());
        QCOMPARE(run.status().records, std::uint64_t(300));
        QCOMPARE(run.status().bytes, std::uint64_t(10 + 180 + 10 + 180 + 300));
        QCOMPARE(run.collected->hole(0, 0, 0), std::string());
        QCOMPARE(run.collected->hole(1, 0, 100), std::string());
        QCOMPARE(run.collected->hole(2, 0, 200), std::string());
        QCOMPARE(run.collected->records(2).at(150).value, Text("150"));
        QCOMPARE(run.partition(2).position.value(), std::int64_t(200));
        QCOMPARE(run.partition(2).end->value(), std::int64_t(200));
        QCOMPARE(int(run.partition(0).state), int(PartitionProgress::State::Done));
    }

    void keepsExactBytes()
    {
        m_broker->createTopic("odd", 1);
        const std::string binary("\0\xff\x80 b", 5);
        m_broker->produce("odd", 0, std::nullopt, std::nullopt, {});
        m_broker->produce("odd", 0, "", "", {.timestampMs = 1'700'000'000'123});
        m_broker->produce("odd", 0, "null", "null", {});
        m_broker->produce("odd", 0, binary, binary,
                          {.headers = {{"twice", "1"}, {"twice", "2"}, {"nothing", std::nullopt}, {"empty", ""}, {"", binary}}});
        m_broker->flush();

        const Run run = start({.topics = {"odd"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        const std::vector<Row> rows = run.collected->records();
        QCOMPARE(rows.size(), std::size_t(4));
        QVERIFY(!rows[0].key && !rows[0].value);
        QVERIFY(rows[1].key == Text("") && rows[1].value == Text(""));
        QCOMPARE(rows[1].timestamp.ms, std::int64_t(1'700'000'000'123));
        QCOMPARE(int(rows[1].timestamp.type), int(Domain::TimestampType::Create));
        QVERIFY(rows[2].key == Text("null") && rows[2].value == Text("null"));
        QVERIFY(rows[2].headers.empty());
        QVERIFY(rows[3].key == Text(binary) && rows[3].value == Text(binary));
        const decltype(Row::headers) headers{{"twice", "1"}, {"twice", "2"}, {"nothing", std::nullopt}, {"empty", ""}, {"", binary}};
        QVERIFY(rows[3].headers == headers);
    }

    void aRecordWhoseHeadersCannotBeReadIsRefused()
    {
        m_broker->createTopic("odd", 1);
        MockBroker::Extras tooMany;
        tooMany.headers.assign(100'001, {"h", ""});
        m_broker->produce("odd", 0, std::nullopt, "before", {});
        m_broker->produce("odd", 0, std::nullopt, "with headers", tooMany);
        m_broker->produce("odd", 0, std::nullopt, "after", {});
        m_broker->flush();
        const Run run = start({.topics = {"odd"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(run.collected->records().size(), std::size_t(2));
        QCOMPARE(run.collected->hole(0, 0, 3), std::string());
        QCOMPARE(int(run.collected->gaps().at(0).reason), int(GapReason::Refused));
        QCOMPARE(run.status().gapOffsets, std::uint64_t(1));
    }

    void startsWhereItIsAsked_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("first");
        QTest::newRow("beginning") << 0 << 0 << 0;
        QTest::newRow("offset") << 1 << 37 << 37;
        QTest::newRow("tail") << 2 << 8 << 92;
        QTest::newRow("end") << 3 << 0 << 100;
        QTest::newRow("offset at the end") << 1 << 100 << 100;
    }
    void startsWhereItIsAsked()
    {
        QFETCH(int, kind);
        QFETCH(int, number);
        QFETCH(int, first);
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 100);
        const std::vector<Domain::SeekTarget> targets{Domain::Beginning{}, Domain::AtOffset{Offset(number)}, Domain::Tail{number},
                                                      Domain::End{}};
        ReadPlan plan{.topics = {"t"}};
        plan.from = targets.at(std::size_t(kind));

        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Finished));
        QCOMPARE(run.collected->hole(0, first, 100), std::string());
        QCOMPARE(run.collected->records().size(), std::size_t(100 - first));
    }

    void readsOnlyThePartitionsAskedFor()
    {
        m_broker->createTopic("t", 4);
        for (int p = 0; p < 4; ++p)
            m_broker->produceNumbers("t", p, 0, 10);
        ReadPlan plan{.topics = {"t"}};
        plan.partitions = {PartitionId(3), PartitionId(1)};
        plan.fromPerPartition[{.partition = PartitionId(3)}] = Domain::AtOffset{Offset(6)};

        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(run.collected->hole(1, 0, 10), std::string());
        QCOMPARE(run.collected->hole(3, 6, 10), std::string());
        QCOMPARE(run.collected->records().size(), std::size_t(14));
        QCOMPARE(run.status().partitions.size(), std::size_t(2));
    }

    void endsWhereItIsAsked()
    {
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 100);
        ReadPlan plan{.topics = {"t"}};
        plan.until = Domain::UntilOffset{Offset(40)};
        const Run inside = start(plan);
        plan.until = Domain::UntilOffset{Offset(4000)};
        const Run beyond = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(inside.isOver() && beyond.isOver(), deadlineMs);
        QCOMPARE(inside.collected->hole(0, 0, 40), std::string());
        QCOMPARE(beyond.collected->hole(0, 0, 100), std::string());
        QVERIFY(inside.status().complete() && beyond.status().complete());
    }

    void findsTimesByReadingWhereTheyCannotBeLookedUp()
    {
        m_broker->createTopic("t", 1);
        for (int i = 0; i < 50; ++i)
            m_broker->produce("t", 0, std::nullopt, std::to_string(i), {.timestampMs = 1'000'000 + i * 1'000});
        m_broker->flush();
        ReadPlan plan{.topics = {"t"}};
        plan.from = Domain::AtTime{1'010'000};
        plan.until = Domain::UntilTime{.ms = 1'020'000, .latenessMs = 5'000};
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Finished));
        const auto rows = run.collected->records();
        QCOMPARE(rows.size(), std::size_t(10));
        QCOMPARE(rows.front().value, Text("10"));
        QCOMPARE(rows.back().value, Text("19"));
        QVERIFY(run.collected->gaps().empty());
    }

    void stopsAfterExactlyTheLimit()
    {
        m_broker->createTopic("t", 3);
        for (int p = 0; p < 3; ++p)
            m_broker->produceNumbers("t", p, 0, 500);
        ReadPlan plan{.topics = {"t"}};
        plan.limit = 777;
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::LimitReached));
        QCOMPARE(run.status().records, std::uint64_t(777));
        QCOMPARE(run.collected->records().size(), std::size_t(777));
        QVERIFY(run.status().complete());

        plan.limit = 0;
        const Run none = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(none.isOver(), deadlineMs);
        QCOMPARE(int(none.state()), int(ReadState::LimitReached));
        QVERIFY(none.collected->records().empty());
    }

    void followsTheEnd()
    {
        m_broker->createTopic("t", 2);
        m_broker->produceNumbers("t", 0, 0, 10);
        ReadPlan plan{.topics = {"t"}};
        plan.until = Domain::UntilLive{};
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
        QCOMPARE(run.collected->records().size(), std::size_t(10));
        QCOMPARE(run.partition(0).logEnd->value(), std::int64_t(10));
        QVERIFY(!run.partition(0).end);

        m_broker->produceNumbers("t", 1, 0, 5);
        QTRY_COMPARE_WITH_TIMEOUT(run.collected->records().size(), std::size_t(15), deadlineMs);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
        QTRY_COMPARE_WITH_TIMEOUT(run.partition(1).logEnd.value_or(Offset()).value(), std::int64_t(5), deadlineMs);
    }

    void aPauseKeepsThePlace()
    {
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 10);
        ReadPlan plan{.topics = {"t"}};
        plan.until = Domain::UntilLive{};
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
        run.source->pause();
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::Paused), deadlineMs);
        m_broker->produceNumbers("t", 0, 10, 2000);
        QCOMPARE(run.collected->records().size(), std::size_t(10));
        run.source->resume();
        QTRY_VERIFY_WITH_TIMEOUT(run.collected->hole(0, 0, 2010).empty(), deadlineMs);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
    }

    void waitsWhileTheSinkHasNoRoom()
    {
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 3000);
        Run run;
        run.collected->hasRoom = false;
        run.source = Kafka::startRead(contextFor(m_broker->bootstrap(), m_reaper), {.topics = {"t"}}, sinkInto(run.collected));
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::BudgetReached), deadlineMs);
        QVERIFY(run.collected->records().empty());

        run.source->resume(); // still no room: asked again, and nothing taken
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::BudgetReached), deadlineMs);
        QVERIFY(run.collected->records().empty());

        run.collected->hasRoom = true;
        run.source->resume();
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(run.collected->hole(0, 0, 3000), std::string());
    }

    void aLiveReadGoesOnByItselfWhenRoomIsMade()
    {
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 100);
        ReadPlan plan{.topics = {"t"}};
        plan.until = Domain::UntilLive{};
        Run run;
        run.collected->hasRoom = false;
        run.source = Kafka::startRead(contextFor(m_broker->bootstrap(), m_reaper), plan, sinkInto(run.collected));
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::BudgetReached), deadlineMs);
        QVERIFY(run.collected->records().empty());
        run.collected->hasRoom = true; // its owner let go of the oldest rows
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
        QCOMPARE(run.collected->hole(0, 0, 100), std::string());
    }

    void stopEndsTheRun()
    {
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 10);
        ReadPlan plan{.topics = {"t"}};
        plan.until = Domain::UntilLive{};
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
        const std::uint64_t before = run.source->statusGeneration();
        run.source->stop();
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::Stopped), deadlineMs);
        QVERIFY(run.source->statusGeneration() > before);
        QVERIFY(!run.status().complete());
        QTRY_COMPARE_WITH_TIMEOUT(run.collected->sinks.load(), 0, deadlineMs);
        QCOMPARE(run.status().records, std::uint64_t(10));
    }

    void aDestroyedSourceLetsGoOfItsSink()
    {
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 10);
        ReadPlan plan{.topics = {"t"}};
        plan.until = Domain::UntilLive{};
        Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
        run.source.reset();
        QTRY_COMPARE_WITH_TIMEOUT(run.collected->sinks.load(), 0, deadlineMs);
    }

    void anUnknownTopicFails()
    {
        const Run run = start({.topics = {"nowhere"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Failed));
        QCOMPARE(int(run.status().error->code), int(ErrorCode::UnknownTopic));
        QCOMPARE(run.status().error->arg("topic"), std::string("nowhere"));
    }

    void anUnknownPartitionFails()
    {
        m_broker->createTopic("t", 2);
        ReadPlan plan{.topics = {"t"}};
        plan.partitions = {PartitionId(0), PartitionId(2)};
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Failed));
        QCOMPARE(int(run.status().error->code), int(ErrorCode::UnknownPartition));
        QCOMPARE(run.status().error->arg("partition"), std::string("2"));
    }

    void anOffsetBeyondTheEndFailsItsPartitionOnly()
    {
        m_broker->createTopic("t", 2);
        m_broker->produceNumbers("t", 0, 0, 10);
        m_broker->produceNumbers("t", 1, 0, 20);
        ReadPlan plan{.topics = {"t"}};
        plan.from = Domain::AtOffset{Offset(15)};
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Finished));
        QVERIFY(!run.status().complete());
        QCOMPARE(int(run.partition(0).state), int(PartitionProgress::State::Failed));
        QCOMPARE(int(run.partition(0).error->code), int(ErrorCode::OffsetOutOfRange));
        QCOMPARE(run.partition(0).error->arg("high"), std::string("10"));
        QCOMPARE(run.collected->hole(1, 15, 20), std::string());
    }

    void whatRetentionRemovedIsAGap()
    {
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 400, 20'000); // 8 MB: the mock keeps the newest 5 MiB
        ReadPlan plan{.topics = {"t"}};
        plan.from = Domain::AtOffset{Offset(3)};
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Finished));
        const std::vector<Gap> gaps = run.collected->gaps();
        QCOMPARE(gaps.size(), std::size_t(1));
        QCOMPARE(int(gaps[0].reason), int(GapReason::Retention));
        QCOMPARE(gaps[0].from.value(), std::int64_t(3));
        QCOMPARE(run.collected->hole(0, 3, 400), std::string());
        QCOMPARE(run.status().gapOffsets, std::uint64_t(gaps[0].span().value()));
        QCOMPARE(run.partition(0).begin.value(), std::int64_t(3));
        QVERIFY(run.status().complete());
    }
};

QTEST_GUILESS_MAIN(TestKafkaSource)
#include "tst_kafkasource.moc"
