// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/readteam.h"
#include "readfixture.h"

#include <QTest>

#include <algorithm>

using namespace KafkaTest;
using Domain::Offset;
using Domain::PartitionId;
using Domain::PartitionProgress;
using Domain::ReadPlan;
using Domain::ReadState;

namespace {

constexpr int deadlineMs = 20'000;

} // namespace

/// A read of several partitions on several threads: nothing is different for whoever looks at it.
class TestReadTeam : public QObject, private ReadFixture
{
    Q_OBJECT

private:
    Kafka::ReadContext context() const
    {
        Kafka::ReadContext context = contextFor(m_broker->bootstrap(), m_reaper);
        context.threads = 3;
        context.worthSplitting = 1'000;
        return context;
    }
    void fill(int partitions, int each)
    {
        m_broker->createTopic("t", partitions);
        for (int p = 0; p < partitions; ++p)
            m_broker->produceNumbers("t", p, 0, each);
    }

private slots:
    void init() { begin(); }
    void cleanup() { QVERIFY(end()); }

    void sharesAreOfAboutTheSameLength()
    {
        std::vector<Domain::PartitionRange> ranges;
        for (const std::int64_t span : {100, 900, 500, 300, 50})
            ranges.push_back({.place = {.partition = PartitionId(int(ranges.size()))}, .asked = Offset(10), .begin = Offset(10), .end = Offset(10 + span)});
        const auto shares = Kafka::ReadTeam::split(ranges, 2, 1'000);
        QCOMPARE(shares.size(), std::size_t(2));
        QCOMPARE(shares[0].size(), std::size_t(2)); // 900 and 50
        QCOMPARE(shares[1].size(), std::size_t(3));
        QCOMPARE(Kafka::ReadTeam::split(ranges, 2, 1'851).size(), std::size_t(1)); // too little
        QCOMPARE(Kafka::ReadTeam::split(ranges, 9, 1'000).size(), std::size_t(5)); // no more than partitions
        QCOMPARE(Kafka::ReadTeam::split({}, 9, 0).size(), std::size_t(0));
    }

    void readsEverythingOnce()
    {
        fill(7, 2'000);
        const auto rows = std::make_shared<Collected>();
        const Run run(context(), {.topics = {"t"}}, rows);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::Finished));
        QCOMPARE(rows->sinks.load(), 0); // all of them are done before it is told
        QCOMPARE(rows->sinksMade.load(), 3);
        QVERIFY(run.status().complete());
        QCOMPARE(run.status().records, std::uint64_t(14'000));
        QCOMPARE(run.status().partitions.size(), std::size_t(7));
        for (int p = 0; p < 7; ++p) {
            QCOMPARE(rows->hole(p, 0, 2'000), std::string());
            QCOMPARE(run.partition(std::size_t(p)).id.value(), p);
            QCOMPARE(run.partition(std::size_t(p)).position.value(), std::int64_t(2'000));
            QCOMPARE(int(run.partition(std::size_t(p)).state), int(PartitionProgress::State::Done));
        }
    }

    void littleIsReadByOne()
    {
        fill(3, 300);
        const auto rows = std::make_shared<Collected>();
        const Run run(context(), {.topics = {"t"}}, rows);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(rows->sinksMade.load(), 1);
    }

    void rangesAndGapsStayWhole()
    {
        fill(3, 2'000);
        m_broker->createTopic("cut", 2);
        m_broker->produceNumbers("cut", 1, 0, 400, 20'000); // 8 MB: the mock keeps the newest 5 MiB
        ReadPlan plan{.topics = {"t", "cut"}};
        plan.from = Domain::AtOffset{Offset(3)};
        plan.fromPerPartition[{.topic = 1, .partition = PartitionId(0)}] = Domain::Beginning{};
        plan.untilPerPartition[{.topic = 0, .partition = PartitionId(2)}] = Offset(1'000);
        const auto rows = std::make_shared<Collected>();
        const Run run(context(), plan, rows);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QVERIFY(rows->sinksMade > 1);
        QVERIFY(run.status().complete());
        QCOMPARE(rows->hole(0, 0, 3, 2'000), std::string());
        QCOMPARE(rows->hole(0, 1, 3, 2'000), std::string());
        QCOMPARE(rows->hole(0, 2, 3, 1'000), std::string());
        QCOMPARE(rows->hole(1, 1, 3, 400), std::string());
        std::uint64_t gaps = 0;
        for (const Domain::Gap &gap : rows->gaps())
            gaps += std::uint64_t(gap.span().value());
        QCOMPARE(run.status().gapOffsets, gaps);
        for (const PartitionProgress &progress : run.status().partitions)
            QCOMPARE(progress.begin.value(), progress.topic == 1 && progress.id.value() == 0 ? 0 : 3);
    }

    void aFullSinkEndsAllOfThem()
    {
        fill(6, 2'000);
        const auto rows = std::make_shared<Collected>();
        rows->fullAt = 100;
        const Run run(context(), {.topics = {"t"}}, rows);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(int(run.state()), int(ReadState::LimitReached));
        QCOMPARE(rows->sinks.load(), 0);
    }

    void aLimitIsExact()
    {
        fill(6, 2'000);
        ReadPlan plan{.topics = {"t"}};
        plan.limit = 5'555;
        const Run run(context(), plan);
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(run.collected->records().size(), std::size_t(5'555));
    }

    void allWaitForRoomAndGoOn()
    {
        fill(6, 2'000);
        const auto rows = std::make_shared<Collected>();
        rows->hasRoom = false;
        const Run run(context(), {.topics = {"t"}}, rows);
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::BudgetReached), deadlineMs);
        QTRY_COMPARE_WITH_TIMEOUT(rows->sinksMade.load(), 3, deadlineMs);
        QVERIFY(rows->rows().empty());
        run.source->resume(); // no room yet
        rows->hasRoom = true;
        run.source->resume();
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        QCOMPARE(run.status().records, std::uint64_t(12'000));
    }

    void pauseHoldsAllOfThem()
    {
        fill(6, 5'000);
        const auto rows = std::make_shared<Collected>();
        Run run;
        run.collected = rows;
        std::atomic<Domain::RecordSource *> source = nullptr;
        rows->atRow = [&](std::size_t count) {
            if (count == 2'000)
                while (!source) {
                }
            if (count == 2'000)
                source.load()->pause();
        };
        run.source = Kafka::startRead(context(), {.topics = {"t"}}, sinkInto(rows));
        source = run.source.get();
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::Paused), deadlineMs);
        run.source->resume();
        QTRY_VERIFY_WITH_TIMEOUT(run.isOver(), deadlineMs);
        for (int p = 0; p < 6; ++p)
            QCOMPARE(rows->hole(p, 0, 5'000), std::string());
    }

    void stopEndsAllOfThem()
    {
        fill(6, 5'000);
        const auto rows = std::make_shared<Collected>();
        rows->hasRoom = false;
        const Run run(context(), {.topics = {"t"}}, rows);
        QTRY_COMPARE_WITH_TIMEOUT(rows->sinksMade.load(), 3, deadlineMs);
        run.source->stop();
        QTRY_COMPARE_WITH_TIMEOUT(int(run.state()), int(ReadState::Stopped), deadlineMs);
        QTRY_COMPARE_WITH_TIMEOUT(rows->sinks.load(), 0, deadlineMs);
        QVERIFY(!run.status().complete());
    }
};

QTEST_GUILESS_MAIN(TestReadTeam)
#include "tst_readteam.moc"
