// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/kafka/mockbroker.h"
#include "tests/support/kafkabroker.h"

#include <QTest>

#include <algorithm>

using namespace KafkaTest;
using Domain::ReadOrder;
using Domain::ReadPlan;
using Domain::ReadState;

namespace {

constexpr int deadlineMs = 90'000;
constexpr int perPartition = 150'000;

} // namespace

/// A merge over three brokers of which one stops answering in the middle.
class RealStall final : public QObject
{
    Q_OBJECT

    KafkaBroker m_broker{KafkaBroker::Version::V4, 3};
    std::shared_ptr<Kafka::ThreadReaper> m_reaper;

private slots:
    void initTestCase()
    {
        QVERIFY2(m_broker.start(), qPrintable(m_broker.error()));
        QVERIFY2(!m_broker.oracle({QStringLiteral("bulk"), QStringLiteral("big"), QString::number(3 * perPartition), QStringLiteral("300"), QStringLiteral("3")}).isNull(),
                 qPrintable(m_broker.error()));
    }
    void init() { m_reaper = std::make_shared<Kafka::ThreadReaper>(); }
    void cleanup() { QVERIFY(m_reaper->finish(std::chrono::seconds(10)).empty()); }

    void isNamedWaitedForAndInTheEndPassedOver()
    {
        const int node = m_broker.oracle({QStringLiteral("leader"), QStringLiteral("big"), QStringLiteral("1")}).trimmed().toInt();
        QVERIFY2(node > 0, qPrintable(m_broker.error()));
        const auto rows = std::make_shared<Collected>();
        std::atomic<std::uint64_t> counts[3] = {};
        rows->isWanted = [&](const Domain::Record &record) { // counts, keeps nothing
            ++counts[record.partition.value()];
            return record.offset.value() % 1'000 == 999;
        };
        rows->hasRoom = false;
        ReadPlan plan{.topics = {"big"}};
        plan.order = ReadOrder::Time;
        const Run run(contextFor(m_broker.bootstrap().toStdString(), m_reaper), plan, rows);
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::BudgetReached), deadlineMs);
        QVERIFY(m_broker.suspendNode(node));
        rows->hasRoom = true;
        run.source->resume();

        QTRY_COMPARE_WITH_TIMEOUT(run.status().waitingFor, "broker " + std::to_string(node), deadlineMs);
        QVERIFY(counts[0] < perPartition && counts[1] < perPartition && counts[2] < perPartition); // they wait for it
        QTRY_VERIFY_WITH_TIMEOUT(counts[0] == perPartition && counts[2] == perPartition, deadlineMs); // not for ever
        QCOMPARE(int(run.state()), int(ReadState::Reading));
        QVERIFY(counts[1] < perPartition);

        QVERIFY(m_broker.resumeNode(node));
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QVERIFY(run.status().complete());
        QCOMPARE(counts[1].load(), std::uint64_t(perPartition));
        QCOMPARE(rows->records().size(), std::size_t(3 * perPartition / 1'000));
        QVERIFY(run.status().lateRecords > 0);
    }
};

QTEST_GUILESS_MAIN(RealStall)
#include "tst_realstall.moc"
