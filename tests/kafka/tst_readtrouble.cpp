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

namespace {

constexpr std::int16_t fetchRequest = 1; // Kafka API keys
constexpr std::int16_t listOffsetsRequest = 2;
constexpr int deadlineMs = 30'000;

ReadPlan livePlan(const std::string &topic)
{
    ReadPlan plan{.topics = {topic}};
    plan.until = Domain::UntilLive{};
    return plan;
}

} // namespace

/// What a read does when the cluster changes or fails underneath it: the place is kept, nothing is lost, nothing comes twice.
class TestReadTrouble : public QObject, private ReadFixture
{
    Q_OBJECT

private slots:
    void cleanup() { QVERIFY(end(std::chrono::seconds(10))); }

    void goesOnWhenTheLeaderMoves()
    {
        begin(3);
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 500);
        const Run run = start(livePlan("t"));
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
        for (int i = 0; i < 6; ++i) {
            rd_kafka_mock_partition_set_leader(m_broker->cluster(), "t", 0, 1 + i % 3);
            m_broker->produceNumbers("t", 0, 500 + i * 200, 200);
        }
        QTRY_COMPARE_WITH_TIMEOUT(run.collected->hole(0, 0, 1700), std::string(), deadlineMs);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting() && !run.status().error, deadlineMs);
        QVERIFY(!run.partition(0).error);
    }

    void keepsItsPlaceWhileTheBrokerIsDown()
    {
        begin(1);
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 100);
        const Run run = start(livePlan("t"));
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);

        rd_kafka_mock_broker_set_down(m_broker->cluster(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(run.status().error.has_value() && run.partition(0).error.has_value(), deadlineMs);
        QVERIFY(!run.isOver());

        rd_kafka_mock_broker_set_up(m_broker->cluster(), 1);
        m_broker->produceNumbers("t", 0, 100, 100);
        QTRY_COMPARE_WITH_TIMEOUT(run.collected->hole(0, 0, 200), std::string(), deadlineMs);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting() && !run.status().error && !run.partition(0).error, deadlineMs);
    }

    void clearsTheTroubleEvenWhenNothingNewComes()
    {
        begin(1);
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 5);
        const Run run = start(livePlan("t"));
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
        rd_kafka_mock_broker_set_down(m_broker->cluster(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(run.status().error.has_value(), deadlineMs);
        rd_kafka_mock_broker_set_up(m_broker->cluster(), 1);
        QTRY_VERIFY_WITH_TIMEOUT(!run.status().error && !run.partition(0).error, deadlineMs);
        QVERIFY(run.isWaiting());
    }

    void namesTheBrokerThatIsSilent()
    {
        begin(2);
        m_broker->createTopic("t", 2);
        rd_kafka_mock_partition_set_leader(m_broker->cluster(), "t", 0, 1);
        rd_kafka_mock_partition_set_leader(m_broker->cluster(), "t", 1, 2);
        for (int p = 0; p < 2; ++p)
            m_broker->produceNumbers("t", p, 0, 100);
        rd_kafka_mock_broker_set_rtt(m_broker->cluster(), 2, 60'000);
        const std::string first = m_broker->bootstrap().substr(0, m_broker->bootstrap().find(','));
        const Run run(contextFor(first, m_reaper), {.topics = {"t"}});
        QTRY_COMPARE_WITH_TIMEOUT(run.collected->hole(0, 0, 100), std::string(), deadlineMs);
        QVERIFY(!run.partition(1).error); // the other one did not even wait for its deadline
        QTRY_COMPARE_WITH_TIMEOUT(run.status().waitingFor, std::string("broker 2"), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Reading));
    }

    void othersGoOnWhenOnePartitionHasNoLeader()
    {
        begin(1);
        m_broker->createTopic("t", 3);
        for (int p = 0; p < 3; ++p)
            m_broker->produceNumbers("t", p, 0, 50);
        rd_kafka_mock_partition_set_leader(m_broker->cluster(), "t", 1, -1);

        const Run run = start(livePlan("t"));
        QTRY_COMPARE_WITH_TIMEOUT(run.collected->records().size(), std::size_t(100), deadlineMs);
        QCOMPARE(int(run.partition(1).error->code), int(ErrorCode::NoLeader));
        QCOMPARE(int(run.partition(1).state), int(PartitionProgress::State::Pending));
        QTRY_COMPARE_WITH_TIMEOUT(run.status().waitingFor, std::string("partition 1"), deadlineMs);

        rd_kafka_mock_partition_set_leader(m_broker->cluster(), "t", 1, 1);
        QTRY_COMPARE_WITH_TIMEOUT(run.collected->hole(1, 0, 50), std::string(), deadlineMs);
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting() && !run.partition(1).error, deadlineMs);
    }

    void aBoundedReadGivesUpAPartitionWithoutLeader()
    {
        begin(1);
        m_broker->createTopic("t", 2);
        m_broker->produceNumbers("t", 0, 0, 50);
        rd_kafka_mock_partition_set_leader(m_broker->cluster(), "t", 1, -1);
        const Run run = start({.topics = {"t"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Finished));
        QVERIFY(!run.status().complete());
        QCOMPARE(int(run.partition(1).error->code), int(ErrorCode::NoLeader));
        QCOMPARE(run.collected->hole(0, 0, 50), std::string());
    }

    void retentionThatOvertakesTheReadIsAGap()
    {
        begin(1);
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 10);
        const Run run = start(livePlan("t"));
        QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);

        // While nothing can be fetched, more comes in than the mock keeps (5 MiB).
        rd_kafka_mock_broker_push_request_error_rtts(m_broker->cluster(), 1, fetchRequest, 3, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
                                                     1'500, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, 1'500,
                                                     RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, 1'500);
        m_broker->produceNumbers("t", 0, 10, 600, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(run.collected->hole(0, 0, 610), std::string(), deadlineMs);
        const std::vector<Gap> gaps = run.collected->gaps();
        QVERIFY(!gaps.empty());
        for (const Gap &gap : gaps)
            QCOMPARE(int(gap.reason), int(GapReason::Retention));
        QCOMPARE(run.collected->records().back().value->substr(0, 4), std::string("609 "));
    }

    void errorsOfABrokerAreRetried()
    {
        begin(1);
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 100);
        rd_kafka_mock_push_request_errors(m_broker->cluster(), fetchRequest, 4, RD_KAFKA_RESP_ERR__TRANSPORT,
                                          RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_UNKNOWN,
                                          RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION);
        rd_kafka_mock_push_request_errors(m_broker->cluster(), listOffsetsRequest, 2, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION,
                                          RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE);
        const Run run = start({.topics = {"t"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QVERIFY(run.status().complete());
        QCOMPARE(run.collected->hole(0, 0, 100), std::string());
    }

    void aDeniedTopicFails()
    {
        begin(1);
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 100);
        rd_kafka_mock_push_request_errors(m_broker->cluster(), fetchRequest, 1, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
        const Run run = start({.topics = {"t"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Failed));
        QCOMPARE(int(run.status().error->code), int(ErrorCode::NotAuthorized));
        QCOMPARE(run.status().error->arg("name"), std::string("t"));
    }

    void aTopicThatCannotBeSeenIsDenied()
    {
        begin(1);
        m_broker->createTopic("t", 1);
        rd_kafka_mock_topic_set_error(m_broker->cluster(), "t", RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
        const Run run = start({.topics = {"t"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Failed));
        QCOMPARE(int(run.status().error->code), int(ErrorCode::NotAuthorized));
    }

    void aDeletedTopicKeepsWhatWasRead_data()
    {
        QTest::addColumn<bool>("live");
        QTest::newRow("while waiting at its end") << true;
        QTest::newRow("while reading") << false;
    }
    void aDeletedTopicKeepsWhatWasRead()
    {
        QFETCH(bool, live);
        begin(1);
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 100);
        Run run;
        run.collected->hasRoom = live;
        run.source = Kafka::startRead(contextFor(m_broker->bootstrap(), m_reaper), live ? livePlan("t") : ReadPlan{.topics = {"t"}},
                                      sinkInto(run.collected));
        if (live)
            QTRY_VERIFY_WITH_TIMEOUT(run.isWaiting(), deadlineMs);
        else
            QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::BudgetReached), deadlineMs);
        rd_kafka_mock_topic_set_error(m_broker->cluster(), "t", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
        for (int i = 0; i < 200; ++i)
            rd_kafka_mock_push_request_errors(m_broker->cluster(), fetchRequest, 1, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
        run.collected->hasRoom = true;
        run.source->resume();
        if (live) {
            QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
            QCOMPARE(int(run.state()), int(ReadState::Failed));
            QCOMPARE(int(run.status().error->code), int(ErrorCode::TopicDeleted));
            QCOMPARE(int(run.partition(0).state), int(PartitionProgress::State::Failed));
        } else {
            QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs); // what had been fetched is still handed over
        }
        QCOMPARE(run.collected->hole(0, 0, 100), std::string());
    }

    void aRefusedClusterIsNotAskedAgain()
    {
        begin(1);
        Kafka::ReadContext context = contextFor(m_broker->bootstrap(), m_reaper);
        context.gate = std::make_shared<Kafka::ConnectGate>();
        context.gate->refuse({.code = ErrorCode::AuthenticationFailed});
        const Run run(context, {.topics = {"t"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Failed));
        QCOMPARE(int(run.status().error->code), int(ErrorCode::AuthenticationFailed));
    }

    void waitsForItsClusterToConnect()
    {
        begin(1);
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 10);
        Kafka::ReadContext context = contextFor(m_broker->bootstrap(), m_reaper);
        context.gate = std::make_shared<Kafka::ConnectGate>();
        context.gate->setTrouble(Domain::Error{.code = ErrorCode::ConnectionRefused});
        const Run run(context, {.topics = {"t"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.status().error.has_value(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Connecting));
        QCOMPARE(int(run.status().error->code), int(ErrorCode::ConnectionRefused));
        context.gate->open();
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::Finished), deadlineMs);
        QVERIFY(!run.status().error);
    }

    void aPropertyThatIsRefusedIsNamed()
    {
        begin(1);
        Kafka::ReadContext context = contextFor(m_broker->bootstrap(), m_reaper);
        context.profile.extraProperties["no.such.property"] = "1";
        const Run run(context, {.topics = {"t"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.status().error->code), int(ErrorCode::UnknownProperty));
    }

    void nobodyThereIsToldInTime()
    {
        const Run run(contextFor("127.0.0.1:1", m_reaper), {.topics = {"t"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.status().error.has_value(), deadlineMs);
        QCOMPARE(int(run.status().error->code), int(ErrorCode::ConnectionRefused));
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), 15'000);
        QCOMPARE(int(run.state()), int(ReadState::Failed));
        QCOMPARE(int(run.status().error->code), int(ErrorCode::ConnectionRefused));
        QCOMPARE(run.status().error->arg("port"), std::string("1"));
    }

    void stopsAtOnceWhileConnecting()
    {
        Run run(contextFor("127.0.0.1:1", m_reaper), {.topics = {"t"}});
        QTRY_VERIFY_WITH_TIMEOUT(run.status().error.has_value(), deadlineMs);
        run.source->stop();
        QCOMPARE(int(run.state()), int(ReadState::Stopped));
        const std::uint64_t generation = run.source->statusGeneration();
        QTRY_VERIFY_WITH_TIMEOUT(m_reaper->living().empty(), deadlineMs);
        QCOMPARE(run.source->statusGeneration(), generation); // what is over does not change any more
    }
};

QTEST_GUILESS_MAIN(TestReadTrouble)
#include "tst_readtrouble.moc"
