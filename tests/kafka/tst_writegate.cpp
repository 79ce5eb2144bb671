// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkacluster.h"
#include "kafka/threadreaper.h"
#include "tests/kafka/memoryjournal.h"
#include "tests/kafka/mockbroker.h"

#include <QTest>

#include <set>

using Domain::DeliveryReport;
using Domain::ErrorCode;
using Domain::Outcome;
using Domain::OutgoingRecord;
using Domain::PartitionId;
using Domain::Producer;
using KafkaTest::MemoryJournal;
using KafkaTest::MockBroker;
using namespace std::chrono_literals;

/// The door to writes against a mock cluster: who may pass, what is reported, what stands in the journal.
class WriteGateTest final : public QObject
{
    Q_OBJECT

    Domain::ConnectionProfile profile() const
    {
        Domain::ConnectionProfile profile;
        profile.id = profile.name = "mock";
        profile.bootstrapServers = m_broker->bootstrap();
        return profile;
    }
    std::shared_ptr<Domain::WriteGate> gate(const Domain::ConnectionProfile &profile)
    {
        m_cluster = Kafka::openCluster(profile, {}, m_reaper, m_journal);
        return m_cluster->writes();
    }
    std::unique_ptr<Producer> producer(const Domain::ProducerSettings &settings = {})
    {
        auto opened = gate(profile())->openProducer({.action = "produce", .target = "t", .plan = "some records"}, settings, 10s);
        if (!opened)
            qWarning("%s %s", opened.error().technical.c_str(), opened.error().origin.c_str());
        return opened ? std::move(opened).value() : nullptr;
    }
    Producer::Reports into()
    {
        return [this](const DeliveryReport &report) { m_reports.push_back(report); };
    }

    std::unique_ptr<MockBroker> m_broker;
    std::shared_ptr<Kafka::ThreadReaper> m_reaper;
    std::shared_ptr<MemoryJournal> m_journal;
    std::unique_ptr<Domain::Cluster> m_cluster;
    std::vector<DeliveryReport> m_reports;

private slots:
    void init()
    {
        m_broker = std::make_unique<MockBroker>();
        m_broker->createTopic("t", 4);
        m_reaper = std::make_shared<Kafka::ThreadReaper>();
        m_journal = std::make_shared<MemoryJournal>();
        m_reports.clear();
    }
    void cleanup()
    {
        m_cluster.reset();
        QVERIFY(m_reaper->finish(10s).empty());
        m_broker.reset();
    }

    void reportsEachRecordOnce()
    {
        auto sender = producer();
        QVERIFY(sender);
        for (std::uint64_t n = 1; n <= 1000; ++n)
            QCOMPARE(sender->send({.topic = "t", .partition = PartitionId(int(n % 4)), .value = "v"}, n), Producer::Sent::Queued);
        QVERIFY(sender->flush(10s, into()));
        QCOMPARE(sender->unreported(), std::size_t(0));
        std::set<std::uint64_t> numbers;
        std::set<std::pair<int, std::int64_t>> places;
        for (const DeliveryReport &report : m_reports) {
            QCOMPARE(report.outcome, Outcome::Done);
            QVERIFY(!report.error && report.partition && report.offset);
            QCOMPARE(report.partition->value(), int(report.number % 4));
            numbers.insert(report.number);
            places.insert({report.partition->value(), report.offset->value()});
        }
        QCOMPARE(numbers.size(), std::size_t(1000));
        QCOMPARE(places.size(), std::size_t(1000));
        sender->close(1s, into(), "all sent");
        QCOMPARE(m_reports.size(), std::size_t(1000));
    }

    void writesTheIntentBeforeAndTheOutcomeAfter()
    {
        auto sender = producer();
        auto entries = m_journal->entries();
        QCOMPARE(entries.size(), std::size_t(1));
        QCOMPARE(entries[0].intent.action, std::string("produce"));
        QCOMPARE(entries[0].place.profile, std::string("mock"));
        QCOMPARE(entries[0].place.principal, std::string("anonymous"));
        QVERIFY(!entries[0].place.clusterId.empty());
        QVERIFY(entries[0].ends.empty());
        sender->send({.topic = "t", .value = "v"}, 1);
        sender->send({.topic = "absent", .value = "v"}, 2);
        sender->close(5s, into(), "note");
        sender.reset();
        entries = m_journal->entries();
        QCOMPARE(entries[0].ends.size(), std::size_t(1));
        const Domain::WriteEnd end = entries[0].ends[0];
        QCOMPARE(end.outcome, Outcome::Failed);
        QCOMPARE(end.done, std::uint64_t(1));
        QCOMPARE(end.failed, std::uint64_t(1));
        QCOMPARE(end.unknown, std::uint64_t(0));
        QCOMPARE(end.note, std::string("note"));
    }

    void withoutAJournalNothingIsWritten()
    {
        m_journal->setFull(true);
        const auto door = gate(profile());
        QCOMPARE(door->openProducer({}, {}, 10s).error().code, ErrorCode::JournalUnwritable);
        QCOMPARE(door->createTopics({}, {{.name = "new"}}, 10s).error().code, ErrorCode::JournalUnwritable);
        m_cluster = Kafka::openCluster(profile(), {}, m_reaper);
        QCOMPARE(m_cluster->writes()->openProducer({}, {}, 10s).error().code, ErrorCode::JournalUnwritable);
    }

    void aLockedProfileIsRefusedBeforeTheJournal()
    {
        Domain::ConnectionProfile locked = profile();
        locked.readOnly = true;
        const auto door = gate(locked);
        QCOMPARE(door->openProducer({}, {}, 10s).error().code, ErrorCode::WritesLocked);
        QCOMPARE(door->createTopics({}, {{.name = "new"}}, 10s).error().code, ErrorCode::WritesLocked);
        locked.readOnly = false;
        locked.environment = Domain::Environment::Production;
        QCOMPARE(gate(locked)->openProducer({}, {}, 10s).error().arg("reason"), std::string("production"));
        QVERIFY(m_journal->entries().empty());
    }

    void aLockThatClosesStopsTheSending()
    {
        auto sender = producer();
        sender->send({.topic = "t", .value = "v"}, 1);
        m_cluster->writes()->lock()->lock();
        QCOMPARE(sender->send({.topic = "t", .value = "v"}, 2), Producer::Sent::Refused);
        sender->close(5s, into(), {});
        QCOMPARE(m_reports.size(), std::size_t(2));
        for (const DeliveryReport &report : m_reports) {
            QCOMPARE(report.outcome, report.number == 1 ? Outcome::Done : Outcome::Failed);
            if (report.number == 2)
                QCOMPARE(report.error->code, ErrorCode::WritesLocked);
        }
    }

    void refusesWhatCannotBeSent()
    {
        auto sender = producer({.maxMessageBytes = 2000});
        QCOMPARE(sender->send({.topic = "t", .timestampMs = 0, .value = "v"}, 1), Producer::Sent::Refused);
        QCOMPARE(sender->send({.topic = "absent", .value = "v"}, 2), Producer::Sent::Refused);
        QCOMPARE(sender->send({.topic = "t", .partition = PartitionId(9), .value = "v"}, 3), Producer::Sent::Refused);
        const std::string large(3000, 'x');
        QCOMPARE(sender->send({.topic = "t", .value = large}, 4), Producer::Sent::Refused);
        QCOMPARE(sender->unreported(), std::size_t(4));
        QCOMPARE(sender->poll(0ms, into()), std::size_t(4));
        const std::array codes{ErrorCode::SendTimestamp, ErrorCode::UnknownTopic, ErrorCode::UnknownPartition, ErrorCode::SendTooLarge};
        for (std::size_t i = 0; i < codes.size(); ++i) {
            QCOMPARE(m_reports[i].number, std::uint64_t(i + 1));
            QCOMPARE(m_reports[i].outcome, Outcome::Failed);
            QCOMPARE(m_reports[i].error->code, codes[i]);
        }
        QCOMPARE(m_reports[3].error->arg("size"), std::string("3000"));
        QCOMPARE(m_reports[3].error->arg("limit"), std::string("2000"));
        QCOMPARE(sender->partitionCount("t", 5s).value(), 4);
        QCOMPARE(sender->partitionCount("absent", 5s).error().code, ErrorCode::UnknownTopic);
    }

    void aFullQueueIsSaidAndEmpties()
    {
        auto sender = producer({.queueRecords = 10});
        rd_kafka_mock_broker_set_rtt(m_broker->cluster(), 1, 100);
        std::uint64_t sent = 0;
        while (sender->send({.topic = "t", .value = "v"}, sent + 1) == Producer::Sent::Queued)
            ++sent;
        QVERIFY(sent >= 10 && sent < 20);
        QVERIFY(sender->flush(10s, into()));
        QCOMPARE(sender->send({.topic = "t", .value = "v"}, sent + 1), Producer::Sent::Queued);
        QVERIFY(sender->flush(10s, into()));
        QCOMPARE(m_reports.size(), std::size_t(sent + 1));
    }

    void aRecordThatNeverFitsTheQueueIsTooLarge()
    {
        auto sender = producer({.maxMessageBytes = 1'000'000, .queueBytes = 10'240});
        const std::string large(20'000, 'x');
        QCOMPARE(sender->send({.topic = "t", .value = large}, 1), Producer::Sent::Refused);
        sender->poll(0ms, into());
        QCOMPARE(m_reports.at(0).error->code, ErrorCode::SendTooLarge);
    }

    void abandoningIsFastAndTellsWhatIsCertain()
    {
        auto sender = producer({.linger = 200ms});
        QVERIFY(sender->partitionCount("t", 5s).ok());
        sender->send({.topic = "t", .partition = PartitionId(0), .value = "first"}, 1);
        QVERIFY(sender->flush(10s, into())); // the producer has its id, all connections are up
        m_reports.clear();
        rd_kafka_mock_broker_set_rtt(m_broker->cluster(), 1, 20'000);
        sender->send({.topic = "t", .partition = PartitionId(0), .value = "in flight"}, 2);
        QTRY_VERIFY(sender->poll(350ms, into()) == 0); // it is on its way
        sender->send({.topic = "t", .partition = PartitionId(0), .value = "queued"}, 3);
        const auto start = std::chrono::steady_clock::now();
        sender->abandon(into());
        QVERIFY(std::chrono::steady_clock::now() - start < 250ms);
        QCOMPARE(sender->unreported(), std::size_t(0));
        QCOMPARE(m_reports.size(), std::size_t(2));
        for (const DeliveryReport &report : m_reports) {
            QCOMPARE(report.outcome, report.number == 2 ? Outcome::Unknown : Outcome::Failed);
            QCOMPARE(report.error->code, ErrorCode::SendAbandoned);
        }
    }

    void withoutAcknowledgementsNothingIsKnown()
    {
        auto sender = producer({.acks = Domain::Acks::None, .isIdempotent = false});
        sender->send({.topic = "t", .value = "v"}, 1);
        QVERIFY(sender->flush(10s, into()));
        QCOMPARE(m_reports.at(0).outcome, Outcome::Unknown);
        QCOMPARE(m_reports.at(0).error->arg("reason"), std::string("acks"));
    }

    void aTimeOutIsFailedOnlyWhenNothingWasSent()
    {
        auto sender = producer({.messageTimeout = 1500ms});
        sender->send({.topic = "t", .partition = PartitionId(0), .value = "first"}, 1);
        QVERIFY(sender->flush(10s, into()));
        m_reports.clear();
        rd_kafka_mock_broker_set_rtt(m_broker->cluster(), 1, 8000);
        sender->send({.topic = "t", .partition = PartitionId(0), .value = "answer too late"}, 2);
        QVERIFY(sender->flush(10s, into()));
        QCOMPARE(m_reports.at(0).outcome, Outcome::Unknown);
        QCOMPARE(m_reports.at(0).error->code, ErrorCode::SendTimedOut);
        rd_kafka_mock_broker_set_down(m_broker->cluster(), 1);
        m_reports.clear();
        sender->send({.topic = "t", .partition = PartitionId(0), .value = "nobody there"}, 3);
        QVERIFY(sender->flush(20s, into()));
        QCOMPARE(m_reports.at(0).outcome, Outcome::Failed);
        QCOMPARE(m_reports.at(0).error->code, ErrorCode::SendTimedOut);
    }

    void transactionsBeginAndEnd()
    {
        auto sender = producer({.transaction = Domain::TransactionSettings{.id = "run-1"}});
        QVERIFY(sender);
        QVERIFY(sender->begin().ok());
        sender->send({.topic = "t", .value = "v"}, 1);
        QCOMPARE(sender->commit(10s, into()).outcome, Outcome::Done);
        QVERIFY(sender->begin().ok());
        sender->send({.topic = "t", .value = "v"}, 2);
        QCOMPARE(sender->abort(10s, into()).outcome, Outcome::Done);
        QCOMPARE(m_reports.size(), std::size_t(2));
        QVERIFY(sender->begin().ok());
        m_cluster->writes()->lock()->lock();
        const auto end = sender->commit(10s, into());
        QCOMPARE(end.outcome, Outcome::Failed);
        QCOMPARE(end.error->code, ErrorCode::WritesLocked);
        QCOMPARE(sender->begin().error().code, ErrorCode::WritesLocked);
    }

    void shortTransactionsCanBeHad()
    {
        auto sender = producer({.transaction = Domain::TransactionSettings{.id = "short", .timeout = 2s}});
        QVERIFY(sender);
        QVERIFY(sender->begin().ok());
        sender->close(5s, into(), {});
    }

    void nothingIsSentAfterGivingUp()
    {
        auto sender = producer({.linger = 5s});
        sender->send({.topic = "t", .value = "secret value"}, 1);
        sender->abandon(into());
        QCOMPARE(sender->send({.topic = "t", .value = "v"}, 2), Producer::Sent::Refused);
        sender->close(0ms, into(), {});
        QCOMPARE(m_reports.size(), std::size_t(2));
        for (const DeliveryReport &report : m_reports) {
            QCOMPARE(report.outcome, Outcome::Failed);
            QCOMPARE(report.error->code, ErrorCode::SendAbandoned);
            QVERIFY(report.error->technical.find("secret") == std::string::npos);
        }
    }

    void itOutlivesItsCluster()
    {
        auto sender = producer();
        const auto door = m_cluster->writes();
        m_cluster.reset();
        sender->send({.topic = "t", .value = "v"}, 1);
        QVERIFY(sender->flush(10s, into()));
        QCOMPARE(m_reports.at(0).outcome, Outcome::Done);
        QVERIFY(door->openProducer({}, {}, 10s).ok());
    }
};

QTEST_GUILESS_MAIN(WriteGateTest)
#include "tst_writegate.moc"
