// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "domain/unixtime.h"
#include "tests/replay/dryrunfixture.h"

#include <QTest>

#include <string>
#include <vector>

using namespace Replay;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Domain::ErrorCode;
using Domain::Offset;
using Domain::PartitionId;
using Domain::TopicPartition;
using TestSupport::FakeRecord;

/// Bounds fixed when a plan is made.
class TestBounds : public QObject
{
    Q_OBJECT

private slots:
    void boundsAreFixed();
    void boundsOfChosenOffsets();
    void boundsOfATimeSpan();
    void boundsThatCannotBe();
};

void TestBounds::boundsAreFixed()
{
    DryRunFixture f;
    f.plan.source.read.newestFirst = true;
    f.plan.source.read.until = Domain::UntilLive{};
    f.plan.source.read.fromPerPartition[{0, PartitionId(1)}] = Domain::Tail{10};
    f.plan.source.read.untilPerPartition[{0, PartitionId(2)}] = Offset(40);
    const auto fixed = fixBounds(f.cluster, f.plan.source, 10s);
    QVERIFY(fixed.ok());
    f.plan.source = *fixed;
    QCOMPARE(f.from(0), Offset(0));
    QCOMPARE(f.until(0), Offset(100));
    QCOMPARE(f.from(1), Offset(90));
    QCOMPARE(f.until(2), Offset(40));
    QVERIFY(!fixed->read.isLive());
    QVERIFY(!fixed->read.newestFirst);
    QVERIFY(*fixBounds(f.cluster, f.plan.source, 10s) == f.plan.source); // once more changes nothing
    std::vector<FakeRecord> more = TestSupport::fakeRecords(3, 200);
    f.script->setRecords("orders", more);
    QCOMPARE(f.run().read, std::uint64_t(100 + 10 + 40)); // what came later is not read
}

void TestBounds::boundsOfChosenOffsets()
{
    DryRunFixture f;
    f.plan.source.only = {{TopicPartition{0, PartitionId(1)}, {Offset(7), Offset(9), Offset(30)}}};
    const DryRunReport report = f.run();
    QCOMPARE(f.from(1), Offset(7));
    QCOMPARE(f.until(1), Offset(31));
    QCOMPARE(f.from(0), f.until(0));
    QCOMPARE(report.read, std::uint64_t(3));
    QCOMPARE(report.samples.size(), std::size_t(3));
    QCOMPARE(report.samples[2].offset, Offset(30));
}

void TestBounds::boundsOfATimeSpan()
{
    DryRunFixture f;
    f.plan.source.read.from = Domain::AtTime{newYear + 20'000};
    f.plan.source.read.until = Domain::UntilTime{newYear + 30'000, 5'000};
    const DryRunReport report = f.run();
    QCOMPARE(f.from(0), Offset(20));
    QCOMPARE(f.until(0), Offset(35)); // as far as late ones are looked for
    QCOMPARE(report.read, std::uint64_t(30));

    // A record dated in the future is no end.
    DryRunFixture g;
    std::vector<FakeRecord> records = TestSupport::fakeRecords(1, 100);
    records[25].timestampMs = Domain::unixNowMs() + 1'000'000'000;
    g.script->addTopic("orders", 1);
    g.script->setRecords("orders", records);
    g.plan.source.read.from = Domain::AtTime{newYear + 20'000};
    g.plan.source.read.until = Domain::UntilTime{newYear + 30'000, 5'000};
    QCOMPARE(g.run().read, std::uint64_t(9));
    QCOMPARE(g.until(0), Offset(100));
}

void TestBounds::boundsThatCannotBe()
{
    DryRunFixture f;
    f.plan.source.read.topics = {"nobody"};
    QCOMPARE(f.run().error->code, ErrorCode::UnknownTopic);
    f.plan.source.read.topics = {"orders"};
    f.plan.source.read.partitions = {PartitionId(9)};
    QCOMPARE(f.run().error->code, ErrorCode::UnknownPartition);
    f.plan.source.read.partitions.clear();
    f.plan.source.read.limit = 3;
    QCOMPARE(f.run().error->arg("problem"), "limit"s);
    f.plan.source.read.limit.reset();
    f.script->setMetadataError(Domain::Error{.code = ErrorCode::NoAnswer});
    QCOMPARE(f.run().error->code, ErrorCode::NoAnswer);
    f.script->setMetadataError(std::nullopt);
    f.script->setOffsetsError(Domain::Error{.code = ErrorCode::NotAuthorized});
    QCOMPARE(f.run().error->code, ErrorCode::NotAuthorized);
    f.script->setOffsetsError(std::nullopt);
    f.script->hold();
    const auto started = std::chrono::steady_clock::now();
    QCOMPARE(fixBounds(f.cluster, f.plan.source, 100ms).error().code, ErrorCode::DeadlineExceeded);
    QVERIFY(std::chrono::steady_clock::now() - started < 5s);
    f.script->release();
}

QTEST_APPLESS_MAIN(TestBounds)
#include "tst_bounds.moc"
