// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "domain/clustersnapshot.h"
#include "domain/error.h"
#include "domain/ids.h"
#include "domain/readplan.h"
#include "domain/record.h"

#include <QTest>

#include <memory>
#include <type_traits>
#include <unordered_set>

using namespace Domain;

class TestValues : public QObject
{
    Q_OBJECT
private slots:
    void numbersDoNotMix();
    void offsetsMakeSpans();
    void numbersHashAndSort();
    void nullIsNotEmpty();
    void payloadCountsKeyValueAndHeaders();
    void aReadIsCompleteOnlyWhenNoPartitionFailed();
    void finalStatesAreFinal();
    void unknownWatermarksHaveNoSpan();
    void topicsAreFoundByName();
    void aResultIsAValueOrAnError();
};

void TestValues::numbersDoNotMix()
{
    static_assert(!std::is_convertible_v<std::int64_t, Offset>);
    static_assert(!std::is_convertible_v<Offset, std::int64_t>);
    static_assert(!std::is_constructible_v<PartitionId, BrokerId>);
    static_assert(!std::is_same_v<decltype(Offset(3) - Offset(1)), Offset>);
    QCOMPARE(Offset().value(), std::int64_t(0));
}

void TestValues::offsetsMakeSpans()
{
    QCOMPARE((Offset(10) - Offset(4)).value(), std::int64_t(6));
    QCOMPARE((Offset(10) + OffsetSpan(5)).value(), std::int64_t(15));
    QCOMPARE((Offset(10) - OffsetSpan(5)).value(), std::int64_t(5));
    QCOMPARE((OffsetSpan(2) + OffsetSpan(3)).value(), std::int64_t(5));
    const Gap gap{0, PartitionId(1), Offset(5), Offset(9), GapReason::Hole};
    QCOMPARE(gap.span().value(), std::int64_t(4));
}

void TestValues::numbersHashAndSort()
{
    const std::unordered_set<PartitionId> set = {PartitionId(1), PartitionId(1), PartitionId(2)};
    QCOMPARE(set.size(), std::size_t(2));
    QVERIFY(Offset(2) < Offset(10));
    QVERIFY((Timestamp{5, TimestampType::Create} < Timestamp{6, TimestampType::None}));
}

void TestValues::nullIsNotEmpty()
{
    Record record;
    QVERIFY(!record.isTombstone()); // a record without key and value deletes nothing
    record.key = "k";
    QVERIFY(record.isTombstone());
    record.value = "";
    QVERIFY(!record.isTombstone());
    QVERIFY((Header{"a", std::nullopt} != Header{"a", ""}));
}

void TestValues::payloadCountsKeyValueAndHeaders()
{
    Record record;
    QCOMPARE(record.payloadSize(), std::size_t(0));
    const std::vector<Header> headers = {{"name", "value"}, {"x", std::nullopt}};
    record.key = "key";
    record.value = "12";
    record.headers = headers;
    QCOMPARE(record.payloadSize(), std::size_t(3 + 2 + 4 + 5 + 1));
}

void TestValues::aReadIsCompleteOnlyWhenNoPartitionFailed()
{
    ReadStatus status;
    QVERIFY(!status.complete());
    status.state = ReadState::Finished;
    QVERIFY(status.complete());
    status.partitions.resize(2);
    status.partitions[1].state = PartitionProgress::State::Failed;
    QVERIFY(!status.complete());
    status.partitions[1].state = PartitionProgress::State::Done;
    status.state = ReadState::LimitReached;
    QVERIFY(status.complete());
    status.state = ReadState::Stopped;
    QVERIFY(!status.complete());
}

void TestValues::finalStatesAreFinal()
{
    for (const ReadState state : {ReadState::Finished, ReadState::LimitReached, ReadState::Stopped, ReadState::Failed})
        QVERIFY(isFinal(state));
    for (const ReadState state : {ReadState::Connecting, ReadState::Reading, ReadState::Waiting, ReadState::Paused, ReadState::BudgetReached})
        QVERIFY(!isFinal(state));
    ReadPlan plan;
    QVERIFY(!plan.isLive());
    plan.until = UntilLive{};
    QVERIFY(plan.isLive());
}

void TestValues::unknownWatermarksHaveNoSpan()
{
    Watermarks marks;
    QVERIFY(!marks.span());
    marks.low = Offset(5);
    QVERIFY(!marks.span());
    marks.high = Offset(25);
    QCOMPARE(marks.span()->value(), std::int64_t(20));
}

void TestValues::topicsAreFoundByName()
{
    ClusterSnapshot cluster;
    cluster.topics.resize(2);
    cluster.topics[0].name = "__consumer_offsets";
    cluster.topics[1].name = "orders";
    QVERIFY(cluster.topic("orders") == &cluster.topics[1]);
    QVERIFY(!cluster.topic("order"));
    QVERIFY(cluster.topics[0].isInternal());
    QVERIFY(!cluster.topics[1].isInternal());
    Partition partition;
    partition.replicas = {BrokerId(1), BrokerId(2)};
    partition.isr = {BrokerId(1)};
    QVERIFY(partition.isUnderReplicated());
}

void TestValues::aResultIsAValueOrAnError()
{
    const Result<int> good = 5;
    QVERIFY(good.ok());
    QCOMPARE(*good, 5);
    Error error;
    error.code = ErrorCode::UnknownTopic;
    error.args["topic"] = "orders";
    const Result<int> bad = error;
    QVERIFY(!bad);
    QCOMPARE(bad.error().arg("topic"), std::string("orders"));
    QCOMPARE(bad.error().arg("partition"), std::string());
    Result<std::unique_ptr<int>> moved = std::make_unique<int>(7);
    QCOMPARE(*std::move(moved).value(), 7);
}

QTEST_APPLESS_MAIN(TestValues)
#include "tst_values.moc"
