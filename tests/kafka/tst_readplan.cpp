// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "readfixture.h"

#include <QTest>

using namespace KafkaTest;
using Domain::ErrorCode;
using Domain::Offset;
using Domain::PartitionId;
using Domain::PartitionProgress;
using Domain::ReadPlan;
using Domain::ReadState;

namespace {

constexpr int deadlineMs = 20'000;

} // namespace

/// What a plan and a sink can ask for beyond a range of one topic: several topics, ends of single partitions, only some records.
class TestReadPlan : public QObject, private ReadFixture
{
    Q_OBJECT

private slots:
    void init() { begin(); }
    void cleanup() { QVERIFY(end()); }

    void handsOverOnlyWhatTheSinkWants()
    {
        m_broker->createTopic("t", 2);
        for (int p = 0; p < 2; ++p)
            m_broker->produceNumbers("t", p, 0, 500);
        const auto hits = std::make_shared<Collected>();
        hits->isWanted = [](const Domain::Record &record) { return record.value->ends_with("7"); };
        const Run run = start({.topics = {"t"}}, hits);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Finished));
        QCOMPARE(hits->records().size(), std::size_t(100));
        QCOMPARE(hits->asked.load(), std::uint64_t(1000));
        QCOMPARE(run.status().records, std::uint64_t(1000)); // read, not kept
        QVERIFY(run.status().complete());
    }

    void aFullSinkEndsTheRun()
    {
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 500);
        const auto hits = std::make_shared<Collected>();
        hits->isWanted = [](const Domain::Record &record) { return record.value->ends_with("7"); };
        hits->fullAt = 3;
        const Run run = start({.topics = {"t"}}, hits);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::LimitReached));
        QCOMPARE(hits->records().size(), std::size_t(3));
        QCOMPARE(hits->records().back().offset, std::int64_t(27));
    }

    void theLimitCountsWhatWasHandedOver()
    {
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 500);
        const auto hits = std::make_shared<Collected>();
        hits->isWanted = [](const Domain::Record &record) { return record.value->ends_with("7"); };
        ReadPlan plan{.topics = {"t"}};
        plan.limit = 4;
        const Run run = start(plan, hits);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::LimitReached));
        QCOMPARE(hits->records().size(), std::size_t(4));
    }

    void partitionsEndWhereEachIsAsked()
    {
        m_broker->createTopic("t", 4);
        for (int p = 0; p < 4; ++p)
            m_broker->produceNumbers("t", p, 0, 100);
        ReadPlan plan{.topics = {"t"}};
        plan.from = Domain::AtOffset{Offset(10)};
        plan.untilPerPartition[{.partition = PartitionId(1)}] = Offset(40);
        plan.untilPerPartition[{.partition = PartitionId(2)}] = Offset(5); // below its start
        plan.untilPerPartition[{.partition = PartitionId(3)}] = Offset(4'000);
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Finished));
        QVERIFY(run.status().complete());
        QCOMPARE(run.collected->hole(0, 10, 100), std::string());
        QCOMPARE(run.collected->hole(1, 10, 40), std::string());
        QVERIFY(run.collected->records(2).empty());
        QCOMPARE(run.collected->hole(3, 10, 100), std::string());
    }

    void readsSeveralTopics()
    {
        m_broker->createTopic("a", 2);
        m_broker->createTopic("b", 1);
        m_broker->createTopic("c", 3);
        m_broker->produceNumbers("a", 1, 0, 30);
        m_broker->produceNumbers("b", 0, 0, 20);
        m_broker->produceNumbers("c", 2, 0, 10);
        ReadPlan plan{.topics = {"c", "a", "b", "a"}}; // one of them twice: read once
        plan.fromPerPartition[{.topic = 1, .partition = PartitionId(1)}] = Domain::AtOffset{Offset(25)};
        plan.untilPerPartition[{.topic = 2, .partition = PartitionId(0)}] = Offset(15);
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Finished));
        QVERIFY(run.status().complete());
        QCOMPARE(run.collected->hole(0, 2, 0, 10), std::string());
        QCOMPARE(run.collected->hole(1, 1, 25, 30), std::string());
        QCOMPARE(run.collected->hole(2, 0, 0, 15), std::string());
        QCOMPARE(run.collected->records().size(), std::size_t(30));
        QCOMPARE(run.status().partitions.size(), std::size_t(6));
        QCOMPARE(int(run.partition(5).topic), 2);
        QCOMPARE(run.partition(5).end->value(), std::int64_t(15));
    }

    void gapsNameTheirTopic()
    {
        m_broker->createTopic("a", 1);
        m_broker->createTopic("b", 1);
        m_broker->produceNumbers("a", 0, 0, 10);
        m_broker->produceNumbers("b", 0, 0, 400, 20'000); // 8 MB: the mock keeps the newest 5 MiB
        ReadPlan plan{.topics = {"a", "b"}};
        plan.from = Domain::AtOffset{Offset(3)};
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(run.collected->gaps().size(), std::size_t(1));
        QCOMPARE(int(run.collected->gaps()[0].topic), 1);
        QCOMPARE(run.collected->hole(0, 0, 3, 10), std::string());
        QCOMPARE(run.collected->hole(1, 0, 3, 400), std::string());
    }

    void aMissingTopicDoesNotKeepTheOthersFromBeingRead()
    {
        m_broker->createTopic("a", 1);
        m_broker->createTopic("b", 2);
        m_broker->produceNumbers("a", 0, 0, 10);
        m_broker->produceNumbers("b", 1, 0, 10);
        const Run run = start({.topics = {"a", "nowhere", "b"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Finished));
        QVERIFY(!run.status().complete());
        QCOMPARE(run.collected->hole(0, 0, 0, 10), std::string());
        QCOMPARE(run.collected->hole(2, 1, 0, 10), std::string());
        QCOMPARE(int(run.partition(1).topic), 1);
        QCOMPARE(int(run.partition(1).state), int(PartitionProgress::State::Failed));
        QCOMPARE(int(run.partition(1).error->code), int(ErrorCode::UnknownTopic));
        QCOMPARE(run.partition(1).error->arg("topic"), std::string("nowhere"));
    }

    void nothingButMissingTopicsFails()
    {
        const Run run = start({.topics = {"nowhere", "neither"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Failed));
        QCOMPARE(int(run.status().error->code), int(ErrorCode::UnknownTopic));
    }

    void aTopicDeniedWhileReadingFailsAlone()
    {
        m_broker->createTopic("a", 1);
        m_broker->createTopic("b", 1);
        m_broker->produceNumbers("a", 0, 0, 10);
        ReadPlan plan{.topics = {"a", "b"}};
        plan.until = Domain::UntilLive{};
        const Run run = start(plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
        rd_kafka_mock_topic_set_error(m_broker->cluster(), "b", RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
        QTRY_COMPARE_WITH_TIMEOUT(int(run.partition(1).state), int(PartitionProgress::State::Failed), deadlineMs);
        QCOMPARE(int(run.partition(1).error->code), int(ErrorCode::NotAuthorized));
        m_broker->produceNumbers("a", 0, 10, 10);
        QTRY_COMPARE_WITH_TIMEOUT(run.collected->hole(0, 0, 0, 20), std::string(), deadlineMs);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
    }
};

QTEST_GUILESS_MAIN(TestReadPlan)
#include "tst_readplan.moc"
