// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkacluster.h"
#include "kafka/threadreaper.h"
#include "tests/kafka/answer.h"
#include "tests/kafka/memoryjournal.h"
#include "tests/support/kafkabroker.h"
#include "tests/support/kafkaproxy.h"

#include <QTest>

using namespace std::chrono_literals;

/// The proxy of the tests itself: what it logs, and what its faults do to a client. And what looking at a cluster asks for.
class RealWire final : public QObject
{
    Q_OBJECT

    std::unique_ptr<Domain::Cluster> open()
    {
        Domain::ConnectionProfile profile;
        profile.bootstrapServers = m_proxy.bootstrap();
        return Kafka::openCluster(profile, {}, m_reaper);
    }
    bool answers(Domain::Cluster &cluster)
    {
        KafkaTest::Answer<Domain::ClusterSnapshot> answer;
        cluster.requestMetadata({}, 10s, answer.reply());
        return QTest::qWaitFor([&] { return answer.came(); }, 20'000) && answer.result().ok();
    }

    KafkaProxy m_proxy;
    KafkaBroker m_broker{KafkaBroker::Version::V4};
    std::shared_ptr<Kafka::ThreadReaper> m_reaper;

private slots:
    void initTestCase()
    {
        QVERIFY2(m_broker.startBehind(m_proxy), qPrintable(m_broker.error()));
        QVERIFY2(!m_broker.oracle({QStringLiteral("create"), QStringLiteral("t"), QStringLiteral("2"), QStringLiteral("1"), QStringLiteral("max.message.bytes=2000000"),
                                   QStringLiteral("cleanup.policy=compact,delete"), QStringLiteral("retention.ms=86400000"),
                                   QStringLiteral("message.timestamp.type=LogAppendTime")})
                      .isNull(),
                 qPrintable(m_broker.error()));
    }
    void init()
    {
        m_reaper = std::make_shared<Kafka::ThreadReaper>();
        m_proxy.clear();
    }
    void cleanup()
    {
        QVERIFY(m_reaper->finish(10s).empty());
        m_proxy.setRefusing(false);
        m_proxy.setStalled(false);
    }

    void logsWhatIsAskedAndNothingOfItWrites()
    {
        const auto cluster = open();
        QVERIFY(answers(*cluster));
        KafkaTest::OffsetsAnswer offsets;
        cluster->requestOffsets({{.topic = "t", .partition = Domain::PartitionId(1)}}, Domain::IsolationLevel::Committed, false, 10s, offsets.reply());
        QTRY_VERIFY_WITH_TIMEOUT(offsets.came(), 20'000);
        QVERIFY(m_proxy.count(KafkaProxy::Metadata) > 0 && m_proxy.count(KafkaProxy::ListOffsets) > 0);
        for (const KafkaProxy::Request &request : m_proxy.requests()) {
            QVERIFY2(QByteArray::fromStdString(request.client).startsWith("playhead-"), qPrintable(QString::fromStdString(request.text())));
            QVERIFY2(!request.isMutating(), qPrintable(QString::fromStdString(request.text())));
        }
    }
    void aReadOnlyProfileMakesNoProducer()
    {
        Domain::ConnectionProfile profile;
        profile.bootstrapServers = m_proxy.bootstrap();
        profile.readOnly = true;
        const auto cluster = Kafka::openCluster(profile, {}, m_reaper, std::make_shared<KafkaTest::MemoryJournal>());
        QVERIFY(answers(*cluster));
        const auto gate = cluster->writes();
        QCOMPARE(gate->openProducer({}, {.transaction = Domain::TransactionSettings{.id = "x"}}, 10s).error().code, Domain::ErrorCode::WritesLocked);
        QCOMPARE(gate->createTopics({}, {{.name = "forbidden"}}, 10s).error().code, Domain::ErrorCode::WritesLocked);
        QVERIFY(!m_proxy.requests().empty() && m_proxy.mutating().empty());
        QVERIFY(gate->lock()->unlock({}));
        QVERIFY(gate->openProducer({}, {.transaction = Domain::TransactionSettings{.id = "x"}}, 20s).ok());
        QVERIFY(!m_proxy.mutating().empty()); // so that the proxy is known to see it
    }
    void aCutAnswerReachesTheBrokerOnly()
    {
        m_proxy.cut({.side = KafkaProxy::Side::Answer, .api = KafkaProxy::Metadata, .bytes = 5, .thenRefuse = true});
        const auto cluster = open();
        QTRY_COMPARE_WITH_TIMEOUT(m_proxy.cutsMade(), 1, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(cluster->connectionState().kind == Domain::ConnectionState::Kind::Trouble, 20'000);
        m_proxy.setRefusing(false);
        QVERIFY(answers(*cluster));
    }
    void aStalledConnectionGoesOn()
    {
        const auto cluster = open();
        QVERIFY(answers(*cluster));
        m_proxy.setStalled(true);
        KafkaTest::Answer<Domain::ClusterSnapshot> answer;
        cluster->requestMetadata({}, 500ms, answer.reply());
        QTRY_VERIFY_WITH_TIMEOUT(answer.came(), 20'000);
        QVERIFY(!answer.result().ok());
        m_proxy.setStalled(false);
        QVERIFY(answers(*cluster));
    }
};

QTEST_GUILESS_MAIN(RealWire)
#include "tst_realwire.moc"
