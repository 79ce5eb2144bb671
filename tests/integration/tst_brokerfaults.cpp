// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkacluster.h"
#include "tests/support/kafkabroker.h"

#include <QProcess>
#include <QTest>

#include <map>
#include <mutex>
#include <set>
#include <vector>

using namespace Domain;

namespace {

/// What the reading threads handed over: offsets and values by partition, in order of arrival.
class Arrivals
{
public:
    void add(const Record &record)
    {
        const std::lock_guard lock(m_mutex);
        m_offsets[record.partition.value()].push_back(record.offset.value());
        m_values.insert(std::string(record.value.value_or(BytesView())));
        ++m_count;
    }
    void addGap(const Gap &)
    {
        const std::lock_guard lock(m_mutex);
        ++m_gaps;
    }
    int count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_count;
    }
    int gaps() const
    {
        const std::lock_guard lock(m_mutex);
        return m_gaps;
    }
    std::size_t differentValues() const
    {
        const std::lock_guard lock(m_mutex);
        return m_values.size();
    }
    /// Every partition 0, 1, 2, … without a hole or a repetition. Empty when so, else the first place where not.
    std::string firstBreak() const
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[partition, offsets] : m_offsets)
            for (std::size_t i = 0; i < offsets.size(); ++i)
                if (offsets[i] != static_cast<std::int64_t>(i))
                    return "partition " + std::to_string(partition) + ": offset " + std::to_string(offsets[i]) + " came as record " + std::to_string(i);
        return {};
    }

private:
    mutable std::mutex m_mutex;
    std::map<std::int32_t, std::vector<std::int64_t>> m_offsets;
    std::set<std::string> m_values;
    int m_count = 0;
    int m_gaps = 0;
};

class Sink final : public RecordSink
{
public:
    explicit Sink(std::shared_ptr<Arrivals> arrivals) : m_arrivals(std::move(arrivals)) {}
    void record(const Record &record) override { m_arrivals->add(record); }
    void gap(const Gap &gap) override { m_arrivals->addGap(gap); }
    void publish() override {}

private:
    std::shared_ptr<Arrivals> m_arrivals;
};

bool hasTrouble(const ReadStatus &status)
{
    if (status.error || !status.waitingFor.empty())
        return true;
    for (const PartitionProgress &partition : status.partitions)
        if (partition.error)
            return true;
    return false;
}

/// What a read that does not go on says about itself.
QByteArray described(const ReadStatus &status)
{
    const auto offset = [](const std::optional<Offset> &o) { return o ? std::to_string(o->value()) : std::string("?"); };
    const auto code = [](const std::optional<Error> &error) { return error ? " error " + std::to_string(int(error->code)) + ' ' + error->arg("what") : std::string(); };
    std::string text = "state " + std::to_string(int(status.state)) + ", records " + std::to_string(status.records) + code(status.error) + ", waits for " + status.waitingFor;
    for (const PartitionProgress &p : status.partitions)
        text += "; partition " + std::to_string(p.id.value()) + " state " + std::to_string(int(p.state)) + " at " + offset(p.position) + " of " + offset(p.logEnd) + code(p.error);
    return QByteArray::fromStdString(text);
}

} // namespace

/// A broker stops, dies and comes back while a live read runs and another client goes on producing: every acknowledged record
/// arrives once, in order, and the state tells of the trouble while it lasts.
class BrokerFaults final : public QObject
{
    Q_OBJECT

private slots:
    void survives_data();
    void survives();
    void newLeader_data();
    void newLeader();

private:
    void startReading(KafkaBroker &broker, const QString &topic);
    void startProducing(KafkaBroker &broker, const QString &topic, int count, int perSecond);

    std::shared_ptr<Arrivals> m_arrivals;
    std::unique_ptr<Cluster> m_cluster;
    std::unique_ptr<RecordSource> m_read;
    std::unique_ptr<QProcess> m_producer;
};

void BrokerFaults::startReading(KafkaBroker &broker, const QString &topic)
{
    ConnectionProfile profile;
    profile.name = "test";
    profile.bootstrapServers = broker.bootstrap().toStdString();
    m_read.reset();
    m_cluster = Kafka::openCluster(profile, {});
    m_arrivals = std::make_shared<Arrivals>();
    ReadPlan plan;
    plan.topics = {topic.toStdString()};
    plan.until = UntilLive{};
    m_read = m_cluster->startRead(plan, [arrivals = m_arrivals] { return std::make_unique<Sink>(arrivals); });
}

void BrokerFaults::startProducing(KafkaBroker &broker, const QString &topic, int count, int perSecond)
{
    m_producer = std::make_unique<QProcess>();
    m_producer->setEnvironment(QProcess::systemEnvironment() + broker.oracleEnvironment());
    m_producer->start(broker.oracleProgram(),
                      {broker.bootstrap(), QStringLiteral("trickle"), topic, QString::number(count), QString::number(perSecond)});
}

void BrokerFaults::survives_data()
{
    QTest::addColumn<bool>("newer");
    QTest::addColumn<QString>("fault");
    for (const bool newer : {false, true})
        for (const char *fault : {"suspended and resumed", "killed and started", "stopped and started"})
            QTest::addRow("%s, %s", fault, newer ? "4" : "3.9") << newer << QString::fromLatin1(fault);
}

void BrokerFaults::survives()
{
    QFETCH(bool, newer);
    QFETCH(QString, fault);
    const QString topic = QStringLiteral("trickle");
    constexpr int count = 3000;
    KafkaBroker broker(newer ? KafkaBroker::Version::V4 : KafkaBroker::Version::V3_9);
    QVERIFY2(broker.start(), qPrintable(broker.error()));
    QVERIFY2(!broker.oracle({QStringLiteral("create"), topic, QStringLiteral("3")}).isNull(), qPrintable(broker.error()));
    startReading(broker, topic);
    startProducing(broker, topic, count, 500);
    QTRY_VERIFY_WITH_TIMEOUT(m_arrivals->count() > 300, 30'000);

    if (fault.startsWith(u"suspended"))
        QVERIFY(broker.suspendNode(1));
    else
        QVERIFY(fault.startsWith(u"killed") ? broker.killNode(1) : broker.stopNode(1));
    QTRY_VERIFY_WITH_TIMEOUT(hasTrouble(m_read->status()), 20'000);
    QVERIFY(!isFinal(m_read->status().state));
    if (fault.startsWith(u"suspended"))
        QVERIFY(broker.resumeNode(1));
    else
        QVERIFY2(broker.startNode(1), qPrintable(broker.error()));

    QTRY_COMPARE_WITH_TIMEOUT(int(m_producer->state()), int(QProcess::NotRunning), 90'000);
    QCOMPARE(m_producer->exitCode(), 0);
    QTRY_VERIFY2_WITH_TIMEOUT(m_arrivals->count() == count, described(m_read->status()).constData(), 30'000);
    QCOMPARE(m_arrivals->firstBreak(), std::string());
    QCOMPARE(m_arrivals->differentValues(), std::size_t(count));
    QCOMPARE(m_arrivals->gaps(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!hasTrouble(m_read->status()), 20'000);
    QTRY_COMPARE_WITH_TIMEOUT(int(m_read->status().state), int(ReadState::Waiting), 20'000);
    m_read.reset();
    m_cluster.reset();
}

void BrokerFaults::newLeader_data()
{
    QTest::addColumn<bool>("newer");
    QTest::newRow("3.9") << false;
    QTest::newRow("4") << true;
}

/// Three brokers; the leader of partition 0 is killed, another takes over, and the dead one comes back.
void BrokerFaults::newLeader()
{
    QFETCH(bool, newer);
    const QString topic = QStringLiteral("led");
    constexpr int count = 4000;
    KafkaBroker broker(newer ? KafkaBroker::Version::V4 : KafkaBroker::Version::V3_9, 3);
    QVERIFY2(broker.start(), qPrintable(broker.error()));
    QVERIFY2(!broker.oracle({QStringLiteral("create"), topic, QStringLiteral("3"), QStringLiteral("3"), QStringLiteral("min.insync.replicas=2")}).isNull(),
             qPrintable(broker.error()));
    const QStringList askLeader{QStringLiteral("leader"), topic, QStringLiteral("0")};
    const int before = broker.oracle(askLeader).trimmed().toInt();
    QVERIFY(before >= 1 && before <= 3);
    startReading(broker, topic);
    startProducing(broker, topic, count, 400);
    QTRY_VERIFY_WITH_TIMEOUT(m_arrivals->count() > 300, 40'000);

    QVERIFY(broker.killNode(before));
    QTRY_COMPARE_WITH_TIMEOUT(int(m_producer->state()), int(QProcess::NotRunning), 120'000);
    QCOMPARE(m_producer->exitCode(), 0);
    QTRY_VERIFY2_WITH_TIMEOUT(m_arrivals->count() == count, described(m_read->status()).constData(), 30'000);
    QVERIFY(broker.oracle(askLeader).trimmed().toInt() != before);
    QVERIFY2(broker.startNode(before), qPrintable(broker.error()));

    QCOMPARE(m_arrivals->firstBreak(), std::string());
    QCOMPARE(m_arrivals->differentValues(), std::size_t(count));
    QCOMPARE(m_arrivals->gaps(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(int(m_read->status().state), int(ReadState::Waiting), 20'000);
    m_read.reset();
    m_cluster.reset();
}

QTEST_GUILESS_MAIN(BrokerFaults)
#include "tst_brokerfaults.moc"
