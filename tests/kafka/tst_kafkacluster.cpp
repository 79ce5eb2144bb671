// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkacluster.h"
#include "kafka/threadreaper.h"

#include "answer.h"
#include "loopback.h"
#include "mockbroker.h"

#include <QElapsedTimer>
#include <QTest>

#include <set>

using Domain::ErrorCode;
using Domain::IsolationLevel;
using Domain::OffsetQuery;
using Domain::PartitionId;
using Kind = Domain::ConnectionState::Kind;
using namespace std::chrono_literals;

namespace {

using KafkaTest::Answer;
using MetadataAnswer = Answer<Domain::ClusterSnapshot>;
using KafkaTest::OffsetsAnswer;

} // namespace

class KafkaClusterTest : public QObject
{
    Q_OBJECT

    std::shared_ptr<Kafka::ThreadReaper> m_reaper;

    std::unique_ptr<Domain::Cluster> open(const std::string &bootstrap, bool isDemo = true)
    {
        Domain::ConnectionProfile profile;
        profile.bootstrapServers = bootstrap;
        profile.isDemo = isDemo;
        return Kafka::openCluster(profile, {}, m_reaper);
    }
    static Domain::ConnectionProfile saslProfile(const std::string &bootstrap)
    {
        Domain::ConnectionProfile profile;
        profile.bootstrapServers = bootstrap;
        profile.securityProtocol = Domain::SecurityProtocol::SaslPlaintext;
        profile.saslUsername = "reader";
        return profile;
    }

private slots:
    void init() { m_reaper = std::make_shared<Kafka::ThreadReaper>(); }
    void cleanup()
    {
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(m_reaper->finish(), std::vector<std::string>());
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
    }

    void metadata()
    {
        KafkaTest::MockBroker broker(3);
        broker.createTopic("b", 3);
        broker.createTopic("a", 1);
        const auto cluster = open(broker.bootstrap());
        MetadataAnswer all, one, missing;
        cluster->requestMetadata({}, 5s, all.reply());
        QTRY_VERIFY(all.came());
        QVERIFY(all.result().ok());
        const Domain::ClusterSnapshot snapshot = all.result().value();
        QCOMPARE(snapshot.brokers.size(), 3u);
        QVERIFY(!snapshot.clusterId.empty());
        QCOMPARE(snapshot.topics.size(), 2u);
        QCOMPARE(snapshot.topics[0].name, "a");
        QCOMPARE(snapshot.topics[1].partitions.size(), 3u);
        QCOMPARE(snapshot.topics[1].partitions[2].id, PartitionId(2));
        QVERIFY(snapshot.topics[1].partitions[2].leader.has_value());
        QCOMPARE(int(cluster->connectionState().kind), int(Kind::Up));
        QVERIFY(cluster->connectionGeneration() > 0);

        cluster->requestMetadata("b", 5s, one.reply());
        QTRY_VERIFY(one.came());
        QCOMPARE(one.result()->topics.size(), 1u);
        QCOMPARE(one.result()->topics[0].name, "b");
    }

    void topicErrorsAreTheTopicsOwn()
    {
        KafkaTest::MockBroker broker;
        broker.createTopic("denied", 1);
        broker.createTopic("fine", 1);
        rd_kafka_mock_topic_set_error(broker.cluster(), "denied", RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
        const auto cluster = open(broker.bootstrap());
        MetadataAnswer answer;
        cluster->requestMetadata({}, 5s, answer.reply());
        QTRY_VERIFY(answer.came());
        const Domain::ClusterSnapshot snapshot = answer.result().value();
        QCOMPARE(int(snapshot.topic("denied")->error->code), int(ErrorCode::NotAuthorized));
        QVERIFY(!snapshot.topic("fine")->error);
    }

    void offsets()
    {
        KafkaTest::MockBroker broker;
        broker.createTopic("t", 2);
        broker.produceNumbers("t", 0, 0, 7);
        rd_kafka_mock_partition_set_leader(broker.cluster(), "t", 1, -1);
        const auto cluster = open(broker.bootstrap());
        const std::vector<OffsetQuery> queries{
            {"t", PartitionId(0), OffsetQuery::Kind::End},         {"nope", PartitionId(0)},
            {"t", PartitionId(0), OffsetQuery::Kind::Beginning},   {"t", PartitionId(5)},
            {"t", PartitionId(1), OffsetQuery::Kind::End},         {"", PartitionId(0)},
            {"t", PartitionId(0), OffsetQuery::Kind::AtTime, 1000}, {"t", PartitionId(-1)},
            {"t", PartitionId(0), OffsetQuery::Kind::End}};
        OffsetsAnswer answer;
        cluster->requestOffsets(queries, IsolationLevel::Uncommitted, false, 8s, answer.reply());
        QTRY_VERIFY(answer.came());
        const auto offsets = answer.result().value();
        const auto code = [&](std::size_t i) { return offsets[i].error ? int(offsets[i].error->code) : -1; };
        QCOMPARE(offsets.size(), queries.size());
        QCOMPARE(offsets[0].offset->value(), 7);
        QCOMPARE(code(1), int(ErrorCode::UnknownTopic));
        QCOMPARE(offsets[2].offset->value(), 0);
        QCOMPARE(code(3), int(ErrorCode::UnknownPartition));
        QCOMPARE(code(4), int(ErrorCode::NoLeader));
        QCOMPARE(code(5), int(ErrorCode::UnknownTopic));
        QCOMPARE(code(6), int(ErrorCode::Unsupported)); // the mock cluster cannot look up times
        QCOMPARE(code(7), int(ErrorCode::UnknownPartition));
        QCOMPARE(offsets[8].offset->value(), 7);
    }

    void offsetsOfManyTopics()
    {
        KafkaTest::MockBroker broker;
        std::vector<OffsetQuery> queries;
        for (int i = 0; i < 30; ++i) {
            const std::string topic = "t" + std::to_string(i);
            broker.createTopic(topic, 40);
            for (int p = 39; p >= 0; --p)
                queries.push_back({topic, PartitionId(p), p % 2 ? OffsetQuery::Kind::End : OffsetQuery::Kind::Beginning});
        }
        queries.push_back({"missing", PartitionId(0)});
        const auto cluster = open(broker.bootstrap());
        OffsetsAnswer answer;
        cluster->requestOffsets(queries, IsolationLevel::Committed, true, 20s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), 20'000);
        const auto offsets = answer.result().value();
        for (std::size_t i = 0; i + 1 < offsets.size(); ++i)
            QVERIFY2(offsets[i].offset == Domain::Offset(0), queries[i].topic.c_str());
        QCOMPARE(int(offsets.back().error->code), int(ErrorCode::UnknownTopic));
    }

    void aMovedLeaderIsAskedAgain()
    {
        KafkaTest::MockBroker broker(2);
        broker.createTopic("t", 1);
        broker.produceNumbers("t", 0, 0, 3);
        const auto cluster = open(broker.bootstrap());
        MetadataAnswer first;
        cluster->requestMetadata({}, 5s, first.reply());
        QTRY_VERIFY(first.came());
        const rd_kafka_resp_err_t errors[] = {RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION};
        rd_kafka_mock_push_request_errors_array(broker.cluster(), 2 /* ListOffsets */, 1, errors);
        OffsetsAnswer answer;
        cluster->requestOffsets({{"t", PartitionId(0)}}, IsolationLevel::Uncommitted, false, 8s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), 9'000);
        QVERIFY2(!answer.result().value()[0].error, answer.result().value()[0].error ? answer.result().value()[0].error->technical.c_str() : "");
        QCOMPARE(answer.result().value()[0].offset->value(), 3);
    }

    void theDemoAnswersAtOnceWhatItCannot()
    {
        KafkaTest::MockBroker broker;
        const auto cluster = open(broker.bootstrap());
        QVERIFY(!cluster->canLookUpTimes());
        MetadataAnswer answer;
        cluster->requestBrokers(8s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), 2'000);
        QCOMPARE(int(answer.result().error().code), int(ErrorCode::Unsupported));
    }

    void everyRequestIsAnsweredOnce()
    {
        KafkaTest::MockBroker broker;
        broker.createTopic("t", 1);
        rd_kafka_mock_broker_set_rtt(broker.cluster(), 1, 400);
        const auto cluster = open(broker.bootstrap());
        std::vector<MetadataAnswer> answers(8);
        for (MetadataAnswer &answer : answers)
            cluster->requestMetadata({}, 1500ms, answer.reply());
        MetadataAnswer cancelled;
        cluster->cancel(cluster->requestMetadata({}, 1500ms, cancelled.reply()));
        const auto allCame = [&] { return std::ranges::all_of(answers, [](const auto &answer) { return answer.came(); }); };
        QTRY_VERIFY_WITH_TIMEOUT(allCame(), 4'000);
        QVERIFY(!answers.back().result().ok()); // its deadline was over before its turn came
        QCOMPARE(int(answers.back().result().error().code), int(ErrorCode::DeadlineExceeded));
        rd_kafka_mock_broker_set_rtt(broker.cluster(), 1, 0);
        MetadataAnswer late;
        cluster->requestMetadata({}, 5s, late.reply());
        QTRY_VERIFY(late.came());
        for (const MetadataAnswer &answer : answers)
            QCOMPARE(answer.count(), 1);
        QVERIFY(!cancelled.came());
    }

    void nothingListens()
    {
        const auto cluster = open("127.0.0.1:1");
        QTRY_COMPARE(int(cluster->connectionState().kind), int(Kind::Trouble));
        QCOMPARE(int(cluster->connectionState().error->code), int(ErrorCode::ConnectionRefused));
        MetadataAnswer answer;
        cluster->requestMetadata({}, 9s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), 4'500);
        QCOMPARE(int(answer.result().error().code), int(ErrorCode::ConnectionRefused));
    }

    void wrongServersAreNamed_data()
    {
        QTest::addColumn<int>("server");
        QTest::addColumn<int>("expected");
        QTest::newRow("http") << 0 << int(ErrorCode::NotKafka);
        QTest::newRow("tls") << 1 << int(ErrorCode::TlsExpected);
        QTest::newRow("tls, hangs up") << 2 << int(ErrorCode::TlsExpected);
        QTest::newRow("half open") << 3 << int(ErrorCode::NoAnswer);
    }
    void wrongServersAreNamed()
    {
        QFETCH(int, server);
        QFETCH(int, expected);
        const KafkaTest::LoopbackServer::Serve kinds[] = {KafkaTest::answerHttp, KafkaTest::answerTlsAlert, KafkaTest::hangUp, KafkaTest::stayHalfOpen};
        KafkaTest::LoopbackServer loopback(kinds[server]);
        const auto cluster = open(loopback.address());
        MetadataAnswer answer;
        cluster->requestMetadata({}, 8s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), 10'000);
        QCOMPARE(int(answer.result().error().code), expected);
        QCOMPARE(int(cluster->connectionState().kind), int(Kind::Trouble));
    }

    void refusedCredentialsAreTriedOnce()
    {
        KafkaTest::RefusingBroker refusing;
        const auto serve = [&](int socket, const std::stop_token &stop) { refusing.serve(socket, stop); };
        KafkaTest::LoopbackServer one(serve), two(serve), three(serve);
        const auto cluster = Kafka::openCluster(saslProfile(one.address() + "," + two.address() + "," + three.address()), {{"sasl.password", "canary"}}, m_reaper);
        MetadataAnswer answer, afterwards;
        cluster->requestMetadata({}, 8s, answer.reply());
        QTRY_VERIFY(answer.came());
        QCOMPARE(int(answer.result().error().code), int(ErrorCode::AuthenticationFailed));
        QTRY_COMPARE(int(cluster->connectionState().kind), int(Kind::Refused));
        QVERIFY(cluster->connectionState().error->technical.find("canary") == std::string::npos);

        // A read does not try it again, and neither does time.
        const auto collected = std::make_shared<KafkaTest::Collected>();
        const auto source = cluster->startRead({.topics = {"t"}}, KafkaTest::sinkInto(collected));
        QTRY_COMPARE(int(source->status().state), int(Domain::ReadState::Failed));
        cluster->requestMetadata({}, 8s, afterwards.reply());
        QTRY_VERIFY(afterwards.came());
        QCOMPARE(int(afterwards.result().error().code), int(ErrorCode::AuthenticationFailed));
        QElapsedTimer timer;
        timer.start();
        QTRY_VERIFY_WITH_TIMEOUT(timer.elapsed() > 1500, 3000);
        QCOMPARE(refusing.logins(), 1);
    }

    void badPropertiesShowAsRefused()
    {
        Domain::ConnectionProfile profile;
        profile.bootstrapServers = "127.0.0.1:1";
        profile.extraProperties["no.such.thing"] = "1";
        const auto cluster = Kafka::openCluster(profile, {}, m_reaper);
        MetadataAnswer answer;
        cluster->requestMetadata({}, 8s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), 2'000);
        QCOMPARE(int(answer.result().error().code), int(ErrorCode::UnknownProperty));
        QTRY_COMPARE(int(cluster->connectionState().kind), int(Kind::Refused));
    }

    void closingCostsNothing()
    {
        KafkaTest::MockBroker broker;
        broker.createTopic("t", 1);
        double worst = 0;
        for (int i = 0; i < 20; ++i) {
            auto cluster = open(i % 2 ? broker.bootstrap() : "127.0.0.1:1");
            MetadataAnswer answer;
            cluster->requestMetadata({}, 5s, answer.reply());
            if (i % 4 == 1)
                QTRY_VERIFY(answer.came());
            QElapsedTimer timer;
            timer.start();
            cluster.reset();
            worst = std::max(worst, double(timer.nsecsElapsed()) / 1e6);
        }
        QVERIFY2(worst < 20, qPrintable(QString::number(worst))); // < 1 ms on a quiet machine; a blocking close takes far more
    }

    void brokersThatGoAndComeBack()
    {
        KafkaTest::MockBroker broker;
        broker.createTopic("t", 1);
        const auto cluster = open(broker.bootstrap());
        QTRY_COMPARE(int(cluster->connectionState().kind), int(Kind::Up));
        rd_kafka_mock_broker_set_down(broker.cluster(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(int(cluster->connectionState().kind), int(Kind::Trouble), 10'000);
        QVERIFY(cluster->connectionState().error.has_value());
        rd_kafka_mock_broker_set_up(broker.cluster(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(int(cluster->connectionState().kind), int(Kind::Up), 10'000);
        QVERIFY(!cluster->connectionState().error);
        QVERIFY(cluster->connectionState().brokersDown.empty());
    }
};

QTEST_GUILESS_MAIN(KafkaClusterTest)
#include "tst_kafkacluster.moc"
