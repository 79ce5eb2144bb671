// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/kafkasource.h"
#include "mockbroker.h"

#include <QTest>

using namespace KafkaTest;
using Domain::Offset;
using Domain::PartitionId;
using Domain::ReadState;

namespace {

constexpr int deadlineMs = 15'000;

struct Run
{
    std::shared_ptr<Collected> collected = std::make_shared<Collected>();
    std::unique_ptr<Domain::RecordSource> source;
    Domain::ReadStatus status() const { return source->status(); }
    ReadState state() const { return source->status().state; }
    bool isOver() const { return Domain::isFinal(state()); }
};

} // namespace

class TestKafkaSource : public QObject
{
    Q_OBJECT

private:
    Run start(Domain::ReadPlan plan)
    {
        Run run;
        run.source = Kafka::startRead(contextFor(m_broker->bootstrap(), m_reaper), plan, sinkInto(run.collected));
        return run;
    }

    std::shared_ptr<Kafka::ThreadReaper> m_reaper;
    std::unique_ptr<MockBroker> m_broker;

private slots:
    void init()
    {
        m_reaper = std::make_shared<Kafka::ThreadReaper>();
        m_broker = std::make_unique<MockBroker>(1);
    }
    void cleanup()
    {
        QVERIFY(m_reaper->finish(std::chrono::seconds(5)).empty());
        m_reaper.reset();
        m_broker.reset();
    }

    void readsEverythingToTheEndAsItWas()
    {
        m_broker->createTopic("orders", 3);
        for (int p = 0; p < 3; ++p)
            m_broker->produceNumbers("orders", p, 0, 100 * p);

        Run run = start({.topic = "orders"});
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);

        QCOMPARE(int(run.state()), int(ReadState::Finished));
        QVERIFY(run.status().complete());
        QCOMPARE(run.status().records, 300u);
        QCOMPARE(run.collected->hole(0, 0, 0), std::string());
        QCOMPARE(run.collected->hole(1, 0, 100), std::string());
        QCOMPARE(run.collected->hole(2, 0, 200), std::string());
        QCOMPARE(run.collected->records(2).at(150).value, std::optional<std::string>("150"));
    }
};

QTEST_GUILESS_MAIN(TestKafkaSource)
#include "tst_kafkasource.moc"
