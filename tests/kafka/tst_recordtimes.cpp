// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkacluster.h"
#include "kafka/threadreaper.h"

#include "answer.h"
#include "mockbroker.h"

#include <QTest>

using Domain::ErrorCode;
using Domain::Offset;
using Domain::PartitionId;
using Domain::RecordTimeQuery;
using KafkaTest::MockBroker;
using KafkaTest::TimesAnswer;
using KafkaTest::OffsetsAnswer;
using namespace std::chrono_literals;

namespace {

constexpr int deadlineMs = 20'000;

RecordTimeQuery at(const std::string &topic, int partition, std::int64_t offset)
{
    return {.topic = topic, .partition = PartitionId(partition), .offset = Offset(offset)};
}

} // namespace

/// Single records from here and there, and what a cluster without groups says about them.
class TestRecordTimes : public QObject
{
    Q_OBJECT

    std::shared_ptr<Kafka::ThreadReaper> m_reaper;
    std::unique_ptr<MockBroker> m_broker;
    std::unique_ptr<Domain::Cluster> m_cluster;

    void open(int brokers)
    {
        m_broker = std::make_unique<MockBroker>(brokers);
        Domain::ConnectionProfile profile;
        profile.bootstrapServers = m_broker->bootstrap();
        profile.isDemo = true;
        m_cluster = Kafka::openCluster(profile, {}, m_reaper);
    }
    void produceDated(const std::string &topic, int partition, int count)
    {
        for (int i = 0; i < count; ++i)
            m_broker->produce(topic, partition, std::nullopt, std::to_string(i), {.timestampMs = 1'000'000 + i * 10});
        m_broker->flush();
    }

private slots:
    void init() { m_reaper = std::make_shared<Kafka::ThreadReaper>(); }
    void cleanup()
    {
        m_cluster.reset();
        QVERIFY(m_reaper->finish(5s).empty());
        m_broker.reset();
    }

    void tellsTheTimeOfTheRecordAtEachOffset()
    {
        open(3);
        m_broker->createTopic("a", 3);
        m_broker->createTopic("b", 1);
        for (int p = 0; p < 3; ++p)
            produceDated("a", p, 1000);
        produceDated("b", 0, 50);
        std::vector<RecordTimeQuery> queries;
        for (int i = 0; i < 200; ++i)
            queries.push_back(at("a", i % 3, (i * 379) % 1000));
        queries.push_back(at("b", 0, 49));
        queries.push_back(at("b", 0, 0));
        queries.push_back(at("b", 0, 0));
        queries.push_back(at("b", 0, 50)); // none any more
        queries.push_back(at("b", 0, 5'000));
        TimesAnswer answer;
        m_cluster->requestRecordTimes(queries, 15s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), deadlineMs);
        QVERIFY(answer.result().ok());
        const auto times = answer.result().value();
        QCOMPARE(times.size(), queries.size());
        for (std::size_t i = 0; i < 203; ++i) {
            QVERIFY(!times[i].error);
            QCOMPARE(times[i].offset.value_or(Offset(-1)).value(), queries[i].offset.value());
            QCOMPARE(times[i].timestamp.ms, 1'000'000 + queries[i].offset.value() * 10);
        }
        QVERIFY(!times[203].offset && !times[203].error);
        QVERIFY(!times[204].offset && !times[204].error);
    }

    void whatRetentionRemovedBeginsAtTheLogStart()
    {
        open(1);
        m_broker->createTopic("t", 1);
        m_broker->produceNumbers("t", 0, 0, 400, 20'000); // 8 MB: the mock keeps the newest 5 MiB
        TimesAnswer answer;
        m_cluster->requestRecordTimes({at("t", 0, 0), at("t", 0, 399)}, 15s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), deadlineMs);
        const auto times = answer.result().value();
        QVERIFY(times[0].offset && times[0].offset->value() > 50);
        QCOMPARE(times[1].offset.value_or(Offset()).value(), std::int64_t(399));
    }

    void whatCannotBeAnsweredSaysWhy()
    {
        open(1);
        m_broker->createTopic("t", 1);
        produceDated("t", 0, 10);
        TimesAnswer answer;
        m_cluster->requestRecordTimes({at("nowhere", 0, 0), at("t", 7, 0), at("t", -1, 0), at("", 0, 0), at("t", 0, 3)}, 15s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), deadlineMs);
        const auto times = answer.result().value();
        QCOMPARE(int(times[0].error->code), int(ErrorCode::UnknownTopic));
        QCOMPARE(int(times[1].error->code), int(ErrorCode::UnknownPartition));
        QCOMPARE(int(times[2].error->code), int(ErrorCode::UnknownPartition));
        QCOMPARE(int(times[3].error->code), int(ErrorCode::UnknownTopic));
        QCOMPARE(times[4].offset->value(), std::int64_t(3));
    }

    void aSilentBrokerCostsOnlyItsOwnAnswers()
    {
        open(2);
        m_broker->createTopic("t", 2);
        rd_kafka_mock_partition_set_leader(m_broker->cluster(), "t", 0, 1);
        rd_kafka_mock_partition_set_leader(m_broker->cluster(), "t", 1, 2);
        produceDated("t", 0, 10);
        produceDated("t", 1, 10);
        OffsetsAnswer contact; // the cluster is up before one of its brokers falls silent
        m_cluster->requestOffsets({{.topic = "t", .partition = PartitionId(0)}}, Domain::IsolationLevel::Uncommitted, false, 10s, contact.reply());
        QTRY_VERIFY_WITH_TIMEOUT(contact.came(), deadlineMs);
        rd_kafka_mock_broker_set_rtt(m_broker->cluster(), 2, 60'000);
        TimesAnswer answer;
        m_cluster->requestRecordTimes({at("t", 0, 4), at("t", 1, 4)}, 3s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), deadlineMs);
        QVERIFY(answer.result().ok());
        const auto times = answer.result().value();
        QCOMPARE(times[0].offset.value_or(Offset()).value(), std::int64_t(4));
        QCOMPARE(int(times[1].error->code), int(ErrorCode::DeadlineExceeded));
    }

    void aCancelledRequestIsNotAnsweredAndEndsItsThread()
    {
        open(1);
        m_broker->createTopic("t", 1);
        produceDated("t", 0, 10);
        rd_kafka_mock_broker_set_rtt(m_broker->cluster(), 1, 300);
        TimesAnswer answer;
        const Domain::RequestId id = m_cluster->requestRecordTimes(std::vector<RecordTimeQuery>(100, at("t", 0, 4)), 60s, answer.reply());
        m_cluster->cancel(id);
        QTRY_COMPARE_WITH_TIMEOUT(m_reaper->living().size(), std::size_t(3), deadlineMs); // the cluster's own
        QCOMPARE(answer.count(), 0);
    }

    void tooManyAreRefused()
    {
        open(1);
        TimesAnswer answer;
        m_cluster->requestRecordTimes(std::vector<RecordTimeQuery>(4097, at("t", 0, 0)), 15s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), deadlineMs);
        QCOMPARE(int(answer.result().error().code), int(ErrorCode::BadArgument));
    }

    void theDemoHasNoCommittedOffsets()
    {
        open(1);
        OffsetsAnswer answer;
        m_cluster->requestCommittedOffsets("g", {{.topic = "t", .partition = PartitionId(0)}}, 15s, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), deadlineMs);
        QCOMPARE(int(answer.result().error().code), int(ErrorCode::Unsupported));
    }
};

QTEST_GUILESS_MAIN(TestRecordTimes)
#include "tst_recordtimes.moc"
