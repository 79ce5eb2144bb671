// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "domain/readrange.h"

#include <QTest>

#include <limits>

using namespace Domain;

Q_DECLARE_METATYPE(Domain::SeekTarget)
Q_DECLARE_METATYPE(Domain::ReadUntil)

namespace {

constexpr std::int64_t unset = -1;

LogBounds logOf(std::int64_t low, std::int64_t end)
{
    return {.low = Offset(low), .end = Offset(end)};
}

ReadPlan planFrom(SeekTarget from, ReadUntil until = UntilEnd{})
{
    ReadPlan plan{.topics = {"orders"}};
    plan.from = from;
    plan.until = until;
    return plan;
}

PartitionRange resolve(const ReadPlan &plan, const LogBounds &bounds, bool canLookUpTimes = true)
{
    return Domain::resolvePartition(plan, {.partition = PartitionId(0)}, bounds, canLookUpTimes);
}

} // namespace

class TestReadRange : public QObject
{
    Q_OBJECT

private slots:
    void resolvesStarts_data()
    {
        QTest::addColumn<SeekTarget>("from");
        QTest::addColumn<int>("low");
        QTest::addColumn<int>("end");
        QTest::addColumn<int>("begin");
        QTest::newRow("beginning") << SeekTarget(Beginning{}) << 100 << 500 << 100;
        QTest::newRow("beginning of an empty log") << SeekTarget(Beginning{}) << 0 << 0 << 0;
        QTest::newRow("end") << SeekTarget(End{}) << 100 << 500 << 500;
        QTest::newRow("offset inside") << SeekTarget(AtOffset{Offset(200)}) << 100 << 500 << 200;
        QTest::newRow("offset at the log start") << SeekTarget(AtOffset{Offset(100)}) << 100 << 500 << 100;
        QTest::newRow("offset at the end") << SeekTarget(AtOffset{Offset(500)}) << 100 << 500 << 500;
        QTest::newRow("offset below the log start") << SeekTarget(AtOffset{Offset(7)}) << 100 << 500 << 100;
        QTest::newRow("tail inside") << SeekTarget(Tail{50}) << 100 << 500 << 450;
        QTest::newRow("tail of all") << SeekTarget(Tail{400}) << 100 << 500 << 100;
        QTest::newRow("tail of more than there is") << SeekTarget(Tail{401}) << 100 << 500 << 100;
        QTest::newRow("tail of none") << SeekTarget(Tail{0}) << 100 << 500 << 500;
        QTest::newRow("negative tail") << SeekTarget(Tail{-5}) << 100 << 500 << 500;
        QTest::newRow("tail of an emptied log") << SeekTarget(Tail{5}) << 500 << 500 << 500;
    }
    void resolvesStarts()
    {
        QFETCH(SeekTarget, from);
        QFETCH(int, low);
        QFETCH(int, end);
        QFETCH(int, begin);
        const PartitionRange range = resolve(planFrom(from), logOf(low, end));
        QVERIFY(!range.error);
        QCOMPARE(range.begin.value(), std::int64_t(begin));
        QCOMPARE(range.end->value(), std::int64_t(end));
    }

    void resolvesTheLargestTail()
    {
        const auto range = resolve(planFrom(Tail{std::numeric_limits<std::int64_t>::max()}), logOf(3, 9));
        QCOMPARE(range.begin.value(), std::int64_t(3));
    }

    void resolvesEnds_data()
    {
        QTest::addColumn<ReadUntil>("until");
        QTest::addColumn<int>("end");
        QTest::newRow("the end as it is") << ReadUntil(UntilEnd{}) << 500;
        QTest::newRow("live has none") << ReadUntil(UntilLive{}) << int(unset);
        QTest::newRow("offset inside") << ReadUntil(UntilOffset{Offset(300)}) << 300;
        QTest::newRow("offset beyond the end") << ReadUntil(UntilOffset{Offset(9000)}) << 500;
        QTest::newRow("time: at most the end as it is") << ReadUntil(UntilTime{.ms = 12}) << 500;
    }
    void resolvesEnds()
    {
        QFETCH(ReadUntil, until);
        QFETCH(int, end);
        const auto range = resolve(planFrom(Beginning{}, until), logOf(100, 500));
        QCOMPARE(range.end ? range.end->value() : unset, std::int64_t(end));
    }

    void anOffsetRemovedByRetentionIsAGap()
    {
        const auto range = resolve(planFrom(AtOffset{Offset(7)}), logOf(100, 500));
        QCOMPARE(range.asked.value(), std::int64_t(7));
        QVERIFY(range.gap == (Gap{.partition = PartitionId(0), .from = Offset(7), .to = Offset(100), .reason = GapReason::Retention}));
    }

    void aGapEndsWhereTheReadEnds()
    {
        const auto range = resolve(planFrom(AtOffset{Offset(7)}, UntilOffset{Offset(20)}), logOf(100, 500));
        QVERIFY(range.isEmpty());
        QCOMPARE(range.gap->to.value(), std::int64_t(20));
    }

    void anOffsetBeyondTheEndFailsThePartition()
    {
        const auto range = resolve(planFrom(AtOffset{Offset(501)}), logOf(100, 500));
        QCOMPARE(int(range.error->code), int(ErrorCode::OffsetOutOfRange));
        QCOMPARE(range.error->arg("offset"), std::string("501"));
        QCOMPARE(range.error->arg("low"), std::string("100"));
        QCOMPARE(range.error->arg("high"), std::string("500"));
        QCOMPARE(range.error->arg("topic"), std::string("orders"));
    }

    void anOffsetInsideAnOpenTransactionExists()
    {
        // read_committed ends at the last stable offset; records behind it are there, only not yet decided.
        const ReadPlan plan = planFrom(AtOffset{Offset(510)}, UntilLive{});
        LogBounds bounds = logOf(100, 500);
        QVERIFY(Domain::needsHighWatermark(plan, {.partition = PartitionId(0)}, bounds));
        bounds.high = Offset(520);
        const auto range = resolve(plan, bounds);
        QVERIFY(!range.error);
        QCOMPARE(range.begin.value(), std::int64_t(510));
        QVERIFY(resolve(planFrom(AtOffset{Offset(510)}), bounds).isEmpty());
    }

    void startsAtALookedUpTime()
    {
        LogBounds bounds = logOf(100, 500);
        bounds.atTime = Offset(321);
        const auto range = resolve(planFrom(AtTime{1'000}), bounds);
        QCOMPARE(range.begin.value(), std::int64_t(321));
        QCOMPARE(*range.passOverBefore, std::int64_t(1'000));
        QVERIFY(!range.gap);
    }

    void aTimeAfterTheLastRecordStartsAtTheEnd()
    {
        const auto range = resolve(planFrom(AtTime{1'000}), logOf(100, 500));
        QCOMPARE(range.begin.value(), std::int64_t(500));
        QVERIFY(range.isEmpty());
    }

    void withoutLookUpATimeIsFoundByReading()
    {
        const auto range = resolve(planFrom(AtTime{1'000}), logOf(100, 500), false);
        QCOMPARE(range.begin.value(), std::int64_t(100));
        QCOMPARE(*range.passOverBefore, std::int64_t(1'000));
    }

    void aTimeBefore1970IsNeverAskedFor()
    {
        const ReadPlan plan = planFrom(AtTime{-2});
        QVERIFY(!Domain::timeToLookUp(plan, {.partition = PartitionId(0)}, true));
        QVERIFY(Domain::timeToLookUp(planFrom(AtTime{0}), {.partition = PartitionId(0)}, true).has_value());
        QVERIFY(!Domain::timeToLookUp(planFrom(AtTime{5}), {.partition = PartitionId(0)}, false));
        const auto range = resolve(plan, logOf(100, 500));
        QCOMPARE(range.begin.value(), std::int64_t(100));
        QCOMPARE(*range.passOverBefore, std::int64_t(-2));
    }

    void aPartitionMayStartOnItsOwn()
    {
        ReadPlan plan = planFrom(Beginning{});
        plan.fromPerPartition[{.partition = PartitionId(2)}] = AtOffset{Offset(40)};
        QCOMPARE(Domain::resolvePartition(plan, {.partition = PartitionId(1)}, logOf(0, 99), true).begin.value(), std::int64_t(0));
        QCOMPARE(Domain::resolvePartition(plan, {.partition = PartitionId(2)}, logOf(0, 99), true).begin.value(), std::int64_t(40));
    }

    void aTimeEndsAReadOnlyWhenLateEnough()
    {
        const UntilTime until{.ms = 1'000, .latenessMs = 500};
        const auto ends = [&](std::int64_t ms, TimestampType type) { return Domain::endsRead(until, {ms, type}, 5'000); };
        QVERIFY(!ends(1'499, TimestampType::Create));
        QVERIFY(ends(1'500, TimestampType::Create));
        QVERIFY(ends(1'000, TimestampType::LogAppend));
        QVERIFY(!ends(999, TimestampType::LogAppend));
        QVERIFY(!ends(2'000, TimestampType::None));
        QVERIFY(ends(5'000, TimestampType::Create));
        QVERIFY(!ends(5'001, TimestampType::Create)); // a clock that runs ahead
        constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
        QVERIFY(!Domain::endsRead({.ms = 1'000, .latenessMs = largest}, {4'000, TimestampType::Create}, 5'000));
        QVERIFY(!Domain::endsRead({.ms = largest}, {4'000, TimestampType::Create}, 5'000));
        QVERIFY(Domain::endsRead({.ms = std::numeric_limits<std::int64_t>::min()}, {4'000, TimestampType::Create}, 5'000));
    }

    void choosesPartitions()
    {
        const std::vector<PartitionId> existing{PartitionId(0), PartitionId(1), PartitionId(2)};
        ReadPlan plan{.topics = {"orders"}};
        QVERIFY(Domain::choosePartitions(plan, 0, existing).value() == existing);
        plan.partitions = {PartitionId(2), PartitionId(0), PartitionId(2)};
        QVERIFY((Domain::choosePartitions(plan, 0, existing).value() == std::vector{PartitionId(0), PartitionId(2)}));
    }

    void anUnknownPartitionIsNamed()
    {
        const std::vector<PartitionId> existing{PartitionId(0)};
        ReadPlan plan{.topics = {"orders"}};
        plan.partitions = {PartitionId(0), PartitionId(7)};
        const auto chosen = Domain::choosePartitions(plan, 0, existing);
        QVERIFY(!chosen);
        QCOMPARE(int(chosen.error().code), int(ErrorCode::UnknownPartition));
        QCOMPARE(chosen.error().arg("partition"), std::string("7"));

        ReadPlan perPartition{.topics = {"orders"}};
        perPartition.fromPerPartition[{.partition = PartitionId(9)}] = Beginning{};
        QVERIFY(!Domain::choosePartitions(perPartition, 0, existing));
    }
};

QTEST_GUILESS_MAIN(TestReadRange)
#include "tst_readrange.moc"
