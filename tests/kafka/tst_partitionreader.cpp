// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/partitionreader.h"

#include <QTest>

#include <limits>

using namespace Domain;
using Domain::PartitionRange;
using Kafka::PartitionReader;
using State = PartitionProgress::State;
using Verdict = PartitionReader::Verdict;

namespace {

constexpr std::int64_t now = 1'000'000;

PartitionRange rangeOf(std::int64_t begin, std::optional<std::int64_t> end)
{
    PartitionRange range{.place = {.partition = PartitionId(4)}, .asked = Offset(begin), .begin = Offset(begin)};
    if (end)
        range.end = Offset(*end);
    return range;
}

PartitionReader readerOf(const PartitionRange &range, const ReadUntil &until = UntilEnd{})
{
    PartitionReader reader({.partition = PartitionId(4)});
    reader.begin(range, until);
    return reader;
}

Timestamp created(std::int64_t ms)
{
    return {ms, TimestampType::Create};
}

Verdict see(PartitionReader &reader, std::int64_t offset, const Timestamp &timestamp = created(10))
{
    return reader.record(Offset(offset), timestamp, now);
}

Gap gapOf(std::int64_t from, std::int64_t to, GapReason reason)
{
    return {.partition = PartitionId(4), .from = Offset(from), .to = Offset(to), .reason = reason};
}

using Gaps = std::vector<Gap>;

} // namespace

class TestPartitionReader : public QObject
{
    Q_OBJECT

private slots:
    void isDoneWithTheLastRecord()
    {
        PartitionReader reader = readerOf(rangeOf(0, 2));
        QCOMPARE(int(see(reader, 0)), int(Verdict::Deliver));
        QVERIFY(!reader.isOver());
        QCOMPARE(int(see(reader, 1)), int(Verdict::Deliver));
        QCOMPARE(int(reader.state()), int(State::Done));
    }

    void isDoneWithARecordBeyondTheEnd()
    {
        PartitionReader reader = readerOf(rangeOf(0, 5));
        see(reader, 0);
        QCOMPARE(int(see(reader, 7)), int(Verdict::Drop));
        QCOMPARE(int(reader.state()), int(State::Done));
        QVERIFY((reader.takeGaps() == Gaps{gapOf(1, 5, GapReason::Hole)}));
        QCOMPARE(reader.position().value(), std::int64_t(5));
    }

    void isDoneWithTheEndOfTheLog()
    {
        PartitionReader reader = readerOf(rangeOf(0, 5));
        see(reader, 0);
        reader.endOfLog(Offset(9));
        QCOMPARE(int(reader.state()), int(State::Done));
        QVERIFY((reader.takeGaps() == Gaps{gapOf(1, 5, GapReason::Hole)}));
    }

    void anEndOfTheLogBelowTheEndIsNotTheEnd()
    {
        PartitionReader reader = readerOf(rangeOf(0, 5));
        reader.endOfLog(Offset(3));
        QVERIFY(!reader.isOver());
        QCOMPARE(int(see(reader, 4)), int(Verdict::Deliver));
        QCOMPARE(int(reader.state()), int(State::Done));
    }

    void anEmptyRangeIsDoneAtOnce()
    {
        QCOMPARE(int(readerOf(rangeOf(5, 5)).state()), int(State::Done));
        QCOMPARE(int(readerOf(rangeOf(9, 5)).state()), int(State::Done));
    }

    void aLiveReadWaitsAtTheEnd()
    {
        PartitionReader reader = readerOf(rangeOf(0, std::nullopt), UntilLive{});
        reader.endOfLog(Offset(0));
        QCOMPARE(int(reader.state()), int(State::AtEnd));
        QCOMPARE(int(see(reader, 0)), int(Verdict::Deliver));
        QCOMPARE(int(reader.state()), int(State::Reading));
    }

    void holesStandInFrontOfTheNextRecord()
    {
        PartitionReader reader = readerOf(rangeOf(10, std::nullopt), UntilLive{});
        see(reader, 12);
        QVERIFY((reader.takeGaps() == Gaps{gapOf(10, 12, GapReason::Hole)}));
        see(reader, 13);
        QVERIFY(!reader.hasGaps());
        see(reader, 20);
        QVERIFY((reader.takeGaps() == Gaps{gapOf(14, 20, GapReason::Hole)}));
    }

    void aTransactionMarkerAtTheEndIsAHole()
    {
        PartitionReader reader = readerOf(rangeOf(0, std::nullopt), UntilLive{});
        see(reader, 0);
        reader.endOfLog(Offset(2));
        QVERIFY((reader.takeGaps() == Gaps{gapOf(1, 2, GapReason::Hole)}));
        see(reader, 2);
        QVERIFY(!reader.hasGaps());
    }

    void aRecordSeenBeforeIsDropped()
    {
        PartitionReader reader = readerOf(rangeOf(0, 10));
        see(reader, 0);
        see(reader, 1);
        QCOMPARE(int(see(reader, 1)), int(Verdict::Drop));
        QCOMPARE(int(see(reader, 0)), int(Verdict::Drop));
        QCOMPARE(int(see(reader, 2)), int(Verdict::Deliver));
        QVERIFY(!reader.hasGaps());
    }

    void whatRetentionRemovedIsAGap()
    {
        PartitionRange range = rangeOf(7, 500);
        range.begin = Offset(100);
        range.gap = gapOf(7, 100, GapReason::Retention);
        PartitionReader reader = readerOf(range);
        QVERIFY((reader.takeGaps() == Gaps{gapOf(7, 100, GapReason::Retention)}));
        see(reader, 100);
        reader.removedBelow(Offset(300));
        QVERIFY((reader.takeGaps() == Gaps{gapOf(101, 300, GapReason::Retention)}));
        reader.removedBelow(Offset(900));
        QVERIFY((reader.takeGaps() == Gaps{gapOf(300, 500, GapReason::Retention)}));
        QCOMPARE(int(reader.state()), int(State::Done));
    }

    void whatIsDatedTooEarlyIsPassedOverWithoutGaps()
    {
        PartitionRange range = rangeOf(0, std::nullopt);
        range.passOverBefore = 100;
        PartitionReader reader = readerOf(range, UntilLive{});
        QCOMPARE(int(see(reader, 0, created(99))), int(Verdict::PassOver));
        QCOMPARE(int(see(reader, 5, created(99))), int(Verdict::PassOver));
        QVERIFY(!reader.hasGaps());
        QCOMPARE(int(see(reader, 6, created(100))), int(Verdict::Deliver));
        QCOMPARE(int(see(reader, 7, created(3))), int(Verdict::PassOver));
        QCOMPARE(int(see(reader, 8, Timestamp{})), int(Verdict::Deliver)); // undated: not known to be earlier
    }

    void aTimeEndsAtTheFirstRecordLateEnough()
    {
        PartitionReader reader = readerOf(rangeOf(0, 100), UntilTime{.ms = 500, .latenessMs = 50});
        QCOMPARE(int(see(reader, 0, created(499))), int(Verdict::Deliver));
        QCOMPARE(int(see(reader, 1, created(500))), int(Verdict::PassOver));
        QCOMPARE(int(see(reader, 2, created(120))), int(Verdict::Deliver)); // late, but asked for
        QCOMPARE(int(see(reader, 3, created(549))), int(Verdict::PassOver));
        QVERIFY(!reader.isOver());
        QCOMPARE(int(see(reader, 4, created(550))), int(Verdict::Drop));
        QCOMPARE(int(reader.state()), int(State::Done));
    }

    void aClockRunningAheadDoesNotEndTheRead()
    {
        PartitionReader reader = readerOf(rangeOf(0, 100), UntilTime{.ms = 500, .latenessMs = 0});
        QCOMPARE(int(see(reader, 0, created(now + 1))), int(Verdict::PassOver));
        QCOMPARE(int(see(reader, 1, created(499))), int(Verdict::Deliver));
        QCOMPARE(int(see(reader, 2, created(now))), int(Verdict::Drop));
        QVERIFY(reader.isOver());
    }

    void logAppendTimeNeedsNoLateness()
    {
        PartitionReader reader = readerOf(rangeOf(0, 100), UntilTime{.ms = 500});
        QCOMPARE(int(see(reader, 0, {500, TimestampType::LogAppend})), int(Verdict::Drop));
        QVERIFY(reader.isOver());
    }

    void theLatestTimeDoesNotOverflow()
    {
        PartitionReader reader = readerOf(rangeOf(0, 100), UntilTime{.ms = std::numeric_limits<std::int64_t>::max() - 1});
        QCOMPARE(int(see(reader, 0, created(now))), int(Verdict::Deliver));
    }

    void aRefusedStretchIsAGap()
    {
        PartitionReader reader = readerOf(rangeOf(0, std::nullopt), UntilLive{});
        see(reader, 0);
        reader.refused(Offset(3), Offset(9));
        QVERIFY((reader.takeGaps() == Gaps{gapOf(1, 3, GapReason::Hole), gapOf(3, 9, GapReason::Refused)}));
        QCOMPARE(int(see(reader, 10)), int(Verdict::Deliver));
        QVERIFY((reader.takeGaps() == Gaps{gapOf(9, 10, GapReason::Hole)}));
    }

    void aDamagedBatchReachesUpToTheNextRecord()
    {
        PartitionReader reader = readerOf(rangeOf(0, std::nullopt), UntilLive{});
        see(reader, 0);
        reader.damagedFrom(Offset(2));
        see(reader, 6);
        QVERIFY((reader.takeGaps() == Gaps{gapOf(1, 2, GapReason::Hole), gapOf(2, 6, GapReason::Refused)}));
        see(reader, 8);
        QVERIFY((reader.takeGaps() == Gaps{gapOf(7, 8, GapReason::Hole)}));
    }

    void aFailedPartitionStaysFailed()
    {
        PartitionReader reader = readerOf(rangeOf(0, 10));
        reader.fail({.code = ErrorCode::TopicDeleted});
        QCOMPARE(int(see(reader, 0)), int(Verdict::Drop));
        reader.endOfLog(Offset(10));
        reader.fail({.code = ErrorCode::Internal});
        QCOMPARE(int(reader.state()), int(State::Failed));
        QCOMPARE(int(reader.failure()->code), int(ErrorCode::TopicDeleted));
    }
};

QTEST_GUILESS_MAIN(TestPartitionReader)
#include "tst_partitionreader.moc"
