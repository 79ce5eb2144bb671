// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/dryrun.h"
#include "replay/sourcereading.h"
#include "tests/kafka/real/writefixture.h"

#include <librdkafka/rdkafka.h>

#include <QTest>

#include <memory>
#include <thread>

using namespace Replay;
using namespace std::chrono_literals;
using Domain::Offset;
using Domain::PartitionId;
using Domain::TopicPartition;
using KafkaTest::WriteFixture;
using Produce::Finding;

namespace {

/// Commits as a group of another program does.
bool commit(const std::string &bootstrap, const std::string &group, const std::string &topic, std::int64_t offset)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char text[256];
    rd_kafka_conf_set(conf, "bootstrap.servers", bootstrap.c_str(), text, sizeof text);
    rd_kafka_conf_set(conf, "group.id", group.c_str(), text, sizeof text);
    rd_kafka_conf_set_log_cb(conf, nullptr);
    const std::unique_ptr<rd_kafka_t, void (*)(rd_kafka_t *)> client(rd_kafka_new(RD_KAFKA_CONSUMER, conf, text, sizeof text), rd_kafka_destroy);
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic.c_str(), 0)->offset = offset;
    const rd_kafka_resp_err_t err = rd_kafka_commit(client.get(), list, 0);
    rd_kafka_topic_partition_list_destroy(list);
    return err == RD_KAFKA_RESP_ERR_NO_ERROR;
}

std::uint64_t countOf(const DryRunReport &report, Finding::Kind kind)
{
    for (const auto &[topic, finding] : report.findings)
        if (finding.kind == kind)
            return finding.records;
    return 0;
}

} // namespace

/// A dry run against a real broker: what it says is so, and nothing of it changes anything there.
class RealDryRun final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() // every test for each of them
    {
        QTest::addColumn<int>("broker");
        QTest::newRow("3.9") << 0;
        QTest::newRow("4") << 1;
    }
    void initTestCase();
    void init();
    void tellsWhatWouldHappenAndWritesNothing();
    void leavesOutWhatAnOpenTransactionHides();
    void readsAllOfALongLog();
    void stopsWhileReading();

private:
    WriteFixture &fixture()
    {
        QFETCH_GLOBAL(int, broker);
        return *m_fixtures.at(std::size_t(broker));
    }
    Plan plan(const std::string &from, const std::string &to)
    {
        Plan plan;
        plan.source.read.topics = {from};
        plan.target.topic = to;
        return plan;
    }
    std::vector<std::unique_ptr<WriteFixture>> m_fixtures;
    std::unique_ptr<Domain::Cluster> m_cluster;
};

void RealDryRun::initTestCase()
{
    for (const auto version : {KafkaBroker::Version::V3_9, KafkaBroker::Version::V4}) {
        WriteFixture &one = *m_fixtures.emplace_back(std::make_unique<WriteFixture>(version));
        QVERIFY2(one.start(), qPrintable(one.broker.error()));
        QVERIFY(!one.broker.oracle({QStringLiteral("bulk"), QStringLiteral("long"), QStringLiteral("100000"), QStringLiteral("300"), QStringLiteral("4")}).isNull());
        QVERIFY(!one.broker.oracle({QStringLiteral("fill"), QStringLiteral("open-transaction"), QStringLiteral("transactions")}).isNull());
        QVERIFY(one.create(QStringLiteral("copy"), 4, {QStringLiteral("cleanup.policy=compact"), QStringLiteral("max.message.bytes=100")}));
        QVERIFY(one.create(QStringLiteral("wide"), 6, {QStringLiteral("retention.ms=1000")}));
        QVERIFY(commit(one.broker.bootstrap().toStdString(), "reader", "wide", 0));
        QVERIFY(commit(one.broker.bootstrap().toStdString(), "other", "long", 0));
    }
}

void RealDryRun::init()
{
    m_cluster = Kafka::openCluster(fixture().profile(), {}, fixture().reaper, fixture().journal);
}

void RealDryRun::tellsWhatWouldHappenAndWritesNothing()
{
    fixture().proxy.clear();
    Plan plan = this->plan("long", "copy");
    plan.target.compression = Domain::Compression::None;
    plan.steps = {{RekeyStep{"partition == 1 ? null : 'k'"}}, {SetHeaderStep{"h", std::string(100, 'x'), false}}};
    const auto fixed = fixBounds(*m_cluster, plan.source, 20s);
    QVERIFY(fixed.ok());
    plan.source = *fixed;
    QVERIFY(!plan.source.clusterId.empty());
    DryRunReport report = dryRun(*m_cluster, *m_cluster, plan, {});
    QVERIFY2(report.complete, report.error ? report.error->technical.c_str() : "");
    QCOMPARE(report.read, std::uint64_t(100'000));
    QCOMPARE(report.sent, std::uint64_t(100'000));
    std::uint64_t sum = 0;
    for (const auto &[place, count] : report.perTarget)
        sum += count;
    QCOMPARE(sum, std::uint64_t(100'000));
    QCOMPARE(report.perTarget.size(), std::size_t(4));
    QCOMPARE(countOf(report, Finding::Kind::TooLarge), std::uint64_t(100'000));
    const auto nullKeys = countOf(report, Finding::Kind::NoKeyOnCompacted);
    QVERIFY((nullKeys == report.perTarget[Domain::PartitionName{"copy", PartitionId(1)}]));

    plan.target.topic = "wide";
    plan.steps = {{TimestampStep{TimestampStep::Kind::Shift, -10'000'000'000}}};
    report = dryRun(*m_cluster, *m_cluster, plan, {});
    QVERIFY(report.morePartitions);
    QCOMPARE(countOf(report, Finding::Kind::OlderThanRetention), std::uint64_t(100'000));
    QCOMPARE(report.groups, std::vector<std::string>{"reader"});
    QCOMPARE(report.groupsTotal, std::uint64_t(2));
    plan.target.topic = "notthere";
    report = dryRun(*m_cluster, *m_cluster, plan, {});
    QCOMPARE(report.missingTopics, std::vector<std::string>{"notthere"});

    QVERIFY(fixture().proxy.count(KafkaProxy::Fetch) > 0);
    QCOMPARE(fixture().proxy.mutating().size(), std::size_t(0));
}

void RealDryRun::leavesOutWhatAnOpenTransactionHides()
{
    Plan plan = this->plan("open-transaction", "wide");
    plan.source = fixBounds(*m_cluster, plan.source, 20s).value();
    QCOMPARE(plan.source.leftOut, (std::map<TopicPartition, std::int64_t>{{TopicPartition{0, PartitionId(0)}, 15}}));
    QVERIFY((plan.source.read.untilPerPartition[TopicPartition{0, PartitionId(0)}] == Offset(5)));
    DryRunReport report = dryRun(*m_cluster, *m_cluster, plan, {});
    QCOMPARE(report.read, std::uint64_t(15));
    QVERIFY(report.complete);
    plan.source.read = Domain::ReadPlan{.topics = {"open-transaction"}, .isolation = Domain::IsolationLevel::Uncommitted};
    plan.source.leftOut.clear();
    plan.source = fixBounds(*m_cluster, plan.source, 20s).value();
    QVERIFY(plan.source.leftOut.empty());
    QCOMPARE(dryRun(*m_cluster, *m_cluster, plan, {}).read, std::uint64_t(30));

    plan = this->plan("transactions", "wide"); // aborted ones are no records
    plan.source = fixBounds(*m_cluster, plan.source, 20s).value();
    report = dryRun(*m_cluster, *m_cluster, plan, {});
    QVERIFY(report.complete);
    QCOMPARE(report.read, std::uint64_t(4 * 15));
    QVERIFY(report.gapOffsets > 0);
}

void RealDryRun::readsAllOfALongLog()
{
    Plan plan = this->plan("long", "wide");
    plan.source = fixBounds(*m_cluster, plan.source, 20s).value();
    for (const auto order : {Domain::ReadOrder::Arrival, Domain::ReadOrder::Time}) {
        auto opened = SourceReading::open(*m_cluster, plan.source, {.order = order, .bufferBytes = 512 * 1024});
        QVERIFY(opened.ok());
        SourceReading &reading = **opened;
        std::map<std::int32_t, std::int64_t> next;
        std::uint64_t records = 0;
        for (auto got = reading.next(100ms); got != SourceReading::Next::End; got = reading.next(100ms))
            if (got == SourceReading::Next::Block)
                for (const Domain::Record &record : reading.block().records()) {
                    QCOMPARE(record.offset.value(), next[record.partition.value()]++);
                    ++records;
                }
        QVERIFY(reading.complete());
        QCOMPARE(records, std::uint64_t(100'000));
        QCOMPARE(reading.vanished(), std::uint64_t(0));
    }
}

void RealDryRun::stopsWhileReading()
{
    Plan plan = this->plan("long", "wide");
    plan.steps = {{KeepStep{"[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, a + b + c > 0)))"}}}; // slow on purpose
    plan.source = fixBounds(*m_cluster, plan.source, 20s).value();
    std::stop_source stop;
    DryRunReport report;
    std::atomic<std::uint64_t> read = 0;
    std::jthread runner([&] { report = dryRun(*m_cluster, *m_cluster, plan, stop.get_token(), [&](const DryRunProgress &progress) { read = progress.read; }); });
    QTRY_VERIFY_WITH_TIMEOUT(read > 0, 30'000);
    const auto asked = std::chrono::steady_clock::now();
    stop.request_stop();
    runner.join();
    QVERIFY(std::chrono::steady_clock::now() - asked < 2s);
    QVERIFY(!report.complete);
    QVERIFY(report.read < 100'000);
}

QTEST_GUILESS_MAIN(RealDryRun)
#include "tst_realdryrun.moc"
