// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "domain/partitioner.h"
#include "tests/kafka/answer.h"
#include "tests/kafka/real/writefixture.h"

#include <QRandomGenerator>
#include <QTemporaryFile>
#include <QTest>

using Domain::DeliveryReport;
using Domain::ErrorCode;
using Domain::Outcome;
using Domain::PartitionId;
using Domain::Producer;
using KafkaTest::readBack;
using KafkaTest::ReadBack;
using KafkaTest::WriteFixture;
using namespace std::chrono_literals;

namespace {

std::string randomBytes(QRandomGenerator &random, int most)
{
    std::string bytes(std::size_t(random.bounded(most + 1)), '\0');
    for (char &c : bytes)
        c = char(random.bounded(256));
    return bytes;
}

} // namespace

/// What is written, read back by Kafka's own client: bytes, headers, partitions, times, transactions; and what brokers refuse.
class RealWrites final : public QObject
{
    Q_OBJECT

    WriteFixture &fixture()
    {
        QFETCH_GLOBAL(int, broker);
        return *m_fixtures.at(std::size_t(broker));
    }
    std::unique_ptr<Producer> producer(const Domain::ProducerSettings &settings = {})
    {
        auto opened = m_gate->openProducer({.action = "produce", .target = "t", .plan = "a test"}, settings, 20s);
        if (!opened)
            qWarning("%s %s", opened.error().technical.c_str(), opened.error().origin.c_str());
        return opened ? std::move(opened).value() : nullptr;
    }
    Producer::Reports into()
    {
        m_reports.clear();
        return [this](const DeliveryReport &report) { m_reports.push_back(report); };
    }
    bool allDone() const
    {
        for (const DeliveryReport &report : m_reports)
            if (report.outcome != Outcome::Done)
                qWarning("%d %s %s", int(report.number), report.error->origin.c_str(), report.error->technical.c_str());
        return std::all_of(m_reports.begin(), m_reports.end(), [](const DeliveryReport &report) { return report.outcome == Outcome::Done; });
    }

    std::vector<std::unique_ptr<WriteFixture>> m_fixtures;
    std::shared_ptr<Domain::WriteGate> m_gate;
    std::vector<DeliveryReport> m_reports;

private slots:
    void initTestCase_data() // every test for each of them
    {
        QTest::addColumn<int>("broker");
        QTest::newRow("3.9") << 0;
        QTest::newRow("4") << 1;
    }
    void initTestCase()
    {
        m_fixtures.push_back(std::make_unique<WriteFixture>(KafkaBroker::Version::V3_9));
        m_fixtures.push_back(std::make_unique<WriteFixture>(KafkaBroker::Version::V4));
        for (const auto &one : m_fixtures)
            QVERIFY2(one->start(), qPrintable(one->broker.error()));
    }
    void init()
    {
        m_reports.clear();
        fixture().proxy.clear();
        m_gate = fixture().gate();
    }
    void cleanup()
    {
        m_gate.reset();
        fixture().clusters.clear();
        QTRY_VERIFY_WITH_TIMEOUT(fixture().reaper->living().empty(), 10'000);
        for (const KafkaProxy::Request &request : fixture().proxy.requests())
            QVERIFY2(!request.mayCreateTopics, qPrintable(QString::fromStdString(request.text())));
    }

    void exactlyTheseBytes()
    {
        QVERIFY(fixture().create(QStringLiteral("bytes"), 2, {QStringLiteral("message.timestamp.before.max.ms=9223372036854775807")}));
        struct Sent
        {
            std::optional<std::string> key, value;
            std::vector<std::pair<std::string, std::optional<std::string>>> headers = {};
            std::optional<std::int64_t> timestamp = {};
        };
        const std::string every = [] {
            std::string all;
            for (int i = 0; i < 256; ++i)
                all += char(i);
            return all;
        }();
        const std::vector<Sent> records{
            {std::nullopt, std::nullopt},
            {"", ""},
            {"null", "null"},
            {"key", std::nullopt},
            {std::nullopt, "value"},
            {every, every},
            {std::string("\0", 1), std::string("a\0b", 3)},
            {"h", "h", {{"same", "1"}, {"other", "2"}, {"same", std::nullopt}, {"same", ""}, {"", "no name"}, {"\xff\xfe name", every}, {"same", "1"}}},
            {"t", "1", {}, 1},
            {"t", "-1", {}, -1},
            {"t", "-5000", {}, -5000},
            {"t", "far past", {}, 86'400'000},
            {"t", "1999", {}, 946'684'799'999},
            {"large", std::string(900'000, 'x')},
        };
        for (const auto compression : {Domain::Compression::None, Domain::Compression::Gzip, Domain::Compression::Snappy, Domain::Compression::Lz4, Domain::Compression::Zstd}) {
            auto sender = producer({.compression = compression, .messageTimeout = 10s});
            QVERIFY(sender);
            const std::int64_t before = QDateTime::currentMSecsSinceEpoch();
            std::map<std::int64_t, std::size_t> at; // offset → record
            const Producer::Reports reports = into();
            for (std::size_t i = 0; i < records.size(); ++i) {
                std::vector<Domain::Header> headers;
                for (const auto &[name, value] : records[i].headers)
                    headers.push_back({name, value ? std::optional<Domain::BytesView>(*value) : std::nullopt});
                Domain::OutgoingRecord record{.topic = "bytes", .partition = PartitionId(1), .timestampMs = records[i].timestamp};
                if (records[i].key)
                    record.key = *records[i].key;
                if (records[i].value)
                    record.value = *records[i].value;
                record.headers = headers;
                QCOMPARE(sender->send(record, i), Producer::Sent::Queued);
            }
            QVERIFY(sender->flush(20s, reports));
            QCOMPARE(m_reports.size(), records.size());
            QVERIFY(allDone());
            for (const DeliveryReport &report : m_reports) {
                QCOMPARE(report.partition->value(), 1);
                QVERIFY(report.latency > 0us && report.latency < 20s);
                at[report.offset->value()] = report.number;
                if (records[report.number].timestamp)
                    QCOMPARE(report.timestamp.ms, *records[report.number].timestamp);
            }
            const std::int64_t after = QDateTime::currentMSecsSinceEpoch();
            std::size_t compared = 0;
            for (const ReadBack &one : readBack(fixture().broker, QStringLiteral("bytes"))) {
                if (!at.contains(one.offset))
                    continue;
                const Sent &sent = records[at[one.offset]];
                QCOMPARE(one.partition, 1);
                QVERIFY(one.key == sent.key);
                QVERIFY(one.value == sent.value);
                QVERIFY(one.headers == sent.headers);
                if (sent.timestamp)
                    QCOMPARE(one.timestamp, *sent.timestamp);
                else
                    QVERIFY(one.timestamp >= before && one.timestamp <= after);
                ++compared;
            }
            QCOMPARE(compared, records.size());
        }
    }

    void keysGoWhereOtherClientsSendThem()
    {
        constexpr int partitions = 12;
        QVERIFY(fixture().create(QStringLiteral("keys"), partitions));
        QRandomGenerator random(7);
        std::vector<std::string> keys{"", "null", std::string(1, '\0')};
        while (keys.size() < 10'000)
            keys.push_back(keys.size() % 3 == 0 ? "key-" + std::to_string(keys.size()) : randomBytes(random, 40));
        QTemporaryFile file;
        QVERIFY(file.open());
        for (const std::string &key : keys)
            file.write(QByteArray::fromStdString(key).toBase64() + '\n');
        file.close();
        const QList<QByteArray> java = fixture().broker.oracle({QStringLiteral("partitions"), QString::number(partitions), file.fileName()}).split('\n');
        QCOMPARE(java.size(), qsizetype(keys.size() + 1));
        for (const auto partitioner : {Domain::Partitioner::Murmur2Random, Domain::Partitioner::ConsistentRandom, Domain::Partitioner::Fnv1aRandom}) {
            auto sender = producer({.partitioner = partitioner});
            const Producer::Reports reports = into();
            for (std::size_t i = 0; i < keys.size(); ++i)
                QCOMPARE(sender->send({.topic = "keys", .key = keys[i], .value = "v"}, i), Producer::Sent::Queued);
            QVERIFY(sender->flush(30s, reports));
            QCOMPARE(m_reports.size(), keys.size());
            QVERIFY(allDone());
            int anywhere = 0;
            for (const DeliveryReport &report : m_reports) {
                const auto ours = Domain::partitionOfKey(partitioner, keys[report.number], partitions);
                anywhere += ours ? 0 : 1;
                if (ours)
                    QCOMPARE(report.partition->value(), ours->value());
                if (partitioner == Domain::Partitioner::Murmur2Random)
                    QCOMPARE(report.partition->value(), java[qsizetype(report.number)].toInt());
            }
            QCOMPARE(anywhere > 0, partitioner == Domain::Partitioner::ConsistentRandom); // its empty key
        }
    }

    void committedAndAborted()
    {
        QVERIFY(fixture().create(QStringLiteral("tx"), 1));
        auto sender = producer({.transaction = Domain::TransactionSettings{.id = "run"}});
        QVERIFY(sender);
        const auto transact = [&](std::uint64_t number, bool commit) {
            const auto begun = sender->begin();
            const std::string value = std::to_string(number);
            sender->send({.topic = "tx", .value = value}, number);
            const auto end = commit ? sender->commit(20s, into()) : sender->abort(20s, into());
            return begun.ok() && end.outcome == Outcome::Done;
        };
        QVERIFY(transact(1, true));
        QCOMPARE(m_reports.at(0).outcome, Outcome::Done);
        QVERIFY(transact(2, false));
        QVERIFY(transact(3, true));
        QVERIFY(sender->begin().ok());
        const Producer::Reports reports = into();
        sender->send({.topic = "tx", .value = "4"}, 4);
        QVERIFY(sender->flush(10s, reports)); // written, and not committed
        sender->close(10s, reports, {});
        QVERIFY(sender->send({.topic = "tx", .value = "5"}, 5) == Producer::Sent::Refused);
        std::string committed, all;
        for (const ReadBack &one : readBack(fixture().broker, QStringLiteral("tx")))
            committed += *one.value;
        for (const ReadBack &one : readBack(fixture().broker, QStringLiteral("tx"), QStringLiteral("uncommitted")))
            all += *one.value;
        QCOMPARE(committed, std::string("13"));
        // What was aborted before it was sent is nowhere.
        QVERIFY(all == "134" || all == "1234");
    }

    void theNewerProducerFencesTheOlder()
    {
        QVERIFY(fixture().create(QStringLiteral("fence"), 1));
        const Domain::ProducerSettings settings{.transaction = Domain::TransactionSettings{.id = "shared"}};
        auto older = producer(settings);
        QVERIFY(older->begin().ok());
        const Producer::Reports reports = into();
        older->send({.topic = "fence", .value = "older"}, 1);
        QVERIFY(older->flush(20s, reports));
        auto newer = producer(settings);
        QVERIFY(newer);
        const auto end = older->commit(20s, reports);
        QVERIFY(end.outcome != Outcome::Done);
        QVERIFY(end.mustReopen && end.error && end.error->code == ErrorCode::Fenced);
        QVERIFY(older->fatalError());
        QCOMPARE(older->send({.topic = "fence", .value = "older"}, 2), Producer::Sent::Refused);
        QVERIFY(newer->begin().ok());
        newer->send({.topic = "fence", .value = "newer"}, 3);
        QCOMPARE(newer->commit(20s, reports).outcome, Outcome::Done);
        const auto rows = readBack(fixture().broker, QStringLiteral("fence"));
        QCOMPARE(rows.size(), std::size_t(1));
        QCOMPARE(*rows[0].value, std::string("newer"));
    }

    void aRecordThatIsRefusedFailsItsTransaction()
    {
        QVERIFY(fixture().create(QStringLiteral("small"), 1, {QStringLiteral("max.message.bytes=1000")}));
        auto sender = producer({.transaction = Domain::TransactionSettings{.id = "small"}});
        QVERIFY(sender->begin().ok());
        const std::string large(5000, 'x');
        const Producer::Reports reports = into();
        sender->send({.topic = "small", .value = "good"}, 1);
        QVERIFY(sender->flush(20s, reports));
        sender->send({.topic = "small", .value = large}, 2);
        const auto end = sender->commit(20s, reports);
        QCOMPARE(end.outcome, Outcome::Failed);
        QCOMPARE(m_reports.size(), std::size_t(2));
        QCOMPARE(m_reports[1].outcome, Outcome::Failed);
        QCOMPARE(m_reports[1].error->code, ErrorCode::SendTooLarge);
        QVERIFY(readBack(fixture().broker, QStringLiteral("small")).empty());
        QVERIFY(end.mustReopen); // librdkafka could not go on behind the gap
        sender->close(5s, reports, {});
        sender = producer({.transaction = Domain::TransactionSettings{.id = "small"}});
        QVERIFY(sender->begin().ok());
        sender->send({.topic = "small", .value = "next"}, 3);
        QCOMPARE(sender->commit(20s, reports).outcome, Outcome::Done);
        QCOMPARE(readBack(fixture().broker, QStringLiteral("small")).size(), std::size_t(1));
    }

    void batchesFollowTheTopicsLimit()
    {
        QVERIFY(fixture().create(QStringLiteral("limit"), 1, {QStringLiteral("max.message.bytes=10000")}));
        auto sender = producer({.linger = 50ms, .maxMessageBytes = 10'000});
        QRandomGenerator random(1);
        const Producer::Reports reports = into();
        for (std::uint64_t n = 0; n < 500; ++n) {
            const std::string value = randomBytes(random, 600);
            QCOMPARE(sender->send({.topic = "limit", .partition = PartitionId(0), .value = value}, n), Producer::Sent::Queued);
        }
        QVERIFY(sender->flush(20s, reports));
        QCOMPARE(m_reports.size(), std::size_t(500));
        QVERIFY(allDone());
        auto compressing = producer({.compression = Domain::Compression::Zstd, .maxMessageBytes = 10'000});
        const std::string shrinks(100'000, 'x');
        const Producer::Reports more = into();
        compressing->send({.topic = "limit", .partition = PartitionId(0), .value = shrinks}, 1);
        QVERIFY(compressing->flush(20s, more));
        QCOMPARE(m_reports.size(), std::size_t(1));
        QVERIFY(allDone());
    }

    void refusedByTheBroker()
    {
        QVERIFY(fixture().create(QStringLiteral("strict"), 1,
                                 {QStringLiteral("cleanup.policy=compact"), QStringLiteral("message.timestamp.after.max.ms=3600000"), QStringLiteral("message.timestamp.before.max.ms=3600000")}));
        auto sender = producer();
        const Producer::Reports reports = into();
        const std::int64_t now = QDateTime::currentMSecsSinceEpoch();
        sender->send({.topic = "strict", .value = "no key"}, 1);
        QVERIFY(sender->flush(20s, reports));
        sender->send({.topic = "strict", .timestampMs = now + 7'200'000, .key = "k", .value = "future"}, 2);
        QVERIFY(sender->flush(20s, reports));
        sender->send({.topic = "strict", .timestampMs = now - 7'200'000, .key = "k", .value = "past"}, 3);
        QVERIFY(sender->flush(20s, reports));
        sender->send({.topic = "strict", .key = "k", .value = "good"}, 4);
        QVERIFY(sender->flush(20s, reports));
        QCOMPARE(m_reports.size(), std::size_t(4));
        for (std::size_t i = 0; i < 3; ++i)
            QCOMPARE(m_reports[i].outcome, Outcome::Failed);
        QCOMPARE(m_reports[0].error->code, ErrorCode::SendRefused);
        QCOMPARE(m_reports[1].error->code, ErrorCode::SendTimestamp);
        QCOMPARE(m_reports[1].error->arg("timestamp"), std::to_string(now + 7'200'000));
        QCOMPARE(m_reports[2].error->code, ErrorCode::SendTimestamp);
        QCOMPARE(m_reports[3].outcome, Outcome::Done);
        QCOMPARE(readBack(fixture().broker, QStringLiteral("strict")).size(), std::size_t(1));
    }

    void aDeletedTopic()
    {
        QVERIFY(fixture().create(QStringLiteral("deleted"), 1));
        auto sender = producer({.messageTimeout = 15s});
        const Producer::Reports reports = into();
        sender->send({.topic = "deleted", .value = "v"}, 1);
        QVERIFY(sender->flush(20s, reports));
        QVERIFY(!fixture().broker.oracle({QStringLiteral("delete"), QStringLiteral("deleted")}).isNull());
        sender->send({.topic = "deleted", .value = "v"}, 2);
        QVERIFY(sender->flush(20s, reports));
        QCOMPARE(m_reports.size(), std::size_t(2));
        QCOMPARE(m_reports[0].outcome, Outcome::Done);
        QCOMPARE(m_reports[1].outcome, Outcome::Failed);
        QCOMPARE(m_reports[1].error->code, ErrorCode::TopicDeleted);
    }

    void topicsAreMade()
    {
        QVERIFY(fixture().create(QStringLiteral("existing"), 1));
        const auto made = m_gate->createTopics({.action = "create-topic"},
                                               {{.name = "made", .partitions = 3, .configs = {{"cleanup.policy", "compact"}, {"max.message.bytes", "12345"}}},
                                                {.name = "existing"},
                                                {.name = "bad name"},
                                                {.name = "bad-config", .configs = {{"no.such", "1"}}}},
                                               20s);
        QVERIFY(made.ok());
        QCOMPARE(made->size(), std::size_t(4));
        QVERIFY((*made)[0].ok());
        QCOMPARE((*made)[1].error().origin, std::string("TOPIC_ALREADY_EXISTS"));
        QVERIFY(!(*made)[2].ok() && !(*made)[3].ok());
        const auto entries = fixture().journal->entries();
        QCOMPARE(entries.back().ends.at(0).done, std::uint64_t(1));
        QCOMPARE(entries.back().ends.at(0).failed, std::uint64_t(3));
        KafkaTest::Answer<Domain::TopicFacts> facts, absent;
        Domain::Cluster &cluster = *fixture().clusters.back();
        cluster.requestTopicFacts("made", 10s, facts.reply());
        cluster.requestTopicFacts("absent", 10s, absent.reply());
        QTRY_VERIFY_WITH_TIMEOUT(facts.came() && absent.came(), 20'000);
        QVERIFY(facts.result().ok());
        const Domain::TopicFacts told = facts.result().value();
        QVERIFY(told.maxMessageBytes == 12'345 && told.isCompacted == true && told.isDeleted == false && told.isLogAppendTime == false);
        QVERIFY(told.retentionMs == -1 && told.retentionBytes == -1);
        QVERIFY(told.timestampBeforeMaxMs == INT64_MAX);
        QVERIFY(told.timestampAfterMaxMs == (&fixture() == m_fixtures[1].get() ? 3'600'000 : INT64_MAX));
        QVERIFY(!absent.result().ok());
    }
};

QTEST_GUILESS_MAIN(RealWrites)
#include "tst_realwrites.moc"
