// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/replay/dryrunfixture.h"

#include <QTest>

#include <string>
#include <thread>
#include <vector>

using namespace Replay;
using namespace std::chrono_literals;
using namespace std::string_literals;
using Domain::ErrorCode;
using Domain::Offset;
using Domain::PartitionId;
using Produce::Finding;
using TestSupport::FakeRecord;

/// What a dry run tells of a plan without writing anything.
class TestDryRun : public QObject
{
    Q_OBJECT

private slots:
    void countsByPartition();
    void dropsFailuresAndRefusals();
    void samplesStandBesideEachOther();
    void keysDecideThePartition();
    void findingsAreCounted();
    void targetsThatDoNotFit();
    void missingTopicsAreListed();
    void recordsTellTheirTopic();
    void groupsThatRead();
    void timeIsEstimated();
    void planIsNamedAndProgressTold();
    void stopsSoon();
};

namespace {

std::uint64_t countOf(const DryRunReport &report, Finding::Kind kind)
{
    for (const auto &[topic, finding] : report.findings)
        if (finding.kind == kind)
            return finding.records;
    return 0;
}

} // namespace

void TestDryRun::countsByPartition()
{
    DryRunFixture f;
    const DryRunReport report = f.run();
    QVERIFY2(report.complete, report.error ? report.error->arg("problem").c_str() : "");
    QCOMPARE(report.read, std::uint64_t(300));
    QCOMPARE(report.sent, std::uint64_t(300));
    const std::map<Domain::PartitionName, std::uint64_t> expected{{{"copy", PartitionId(0)}, 100}, {{"copy", PartitionId(1)}, 100}, {{"copy", PartitionId(2)}, 100}};
    QVERIFY(report.perTarget == expected);
    QCOMPARE(report.targetPartitions, (std::map<std::string, std::int32_t>{{"copy", 3}}));
    QVERIFY(report.bytes > 0 && report.largest > 0);
    QVERIFY(report.findings.empty());
    QVERIFY(!report.morePartitions);
    f.plan.target.partitioning = Target::Partitioning::Fixed;
    f.plan.target.fixed = PartitionId(1);
    QCOMPARE(f.run().perTarget.begin()->second, std::uint64_t(300));
    f.script->addTopic("copy", 5);
    f.plan.target.partitioning = Target::Partitioning::Same;
    QVERIFY(f.run().morePartitions);
}

void TestDryRun::dropsFailuresAndRefusals()
{
    DryRunFixture f;
    std::vector<FakeRecord> records;
    for (int i = 0; i < 10; ++i)
        records.push_back({.partition = 0, .offset = i, .timestampMs = newYear, .key = "k", .value = "{\"n\":" + std::to_string(i) + "}"});
    records[3].value = "{}";       // the step cannot tell
    records[4].timestampMs = 0;    // cannot be sent
    for (int i = 0; i < mostRuns; ++i)
        records[5].headers.emplace_back(std::string(runHeader), "x");
    f.script->setRecords("orders", records);
    f.plan.steps = {{DropStep{"true"}, false}, {DropStep{"value.n < 2"}}, {KeepStep{"value.n < 9"}}};
    const DryRunReport report = f.run();
    QCOMPARE(report.read, std::uint64_t(10));
    QCOMPARE(report.dropped, (std::map<int, std::uint64_t>{{2, 2}, {3, 1}}));
    QCOMPARE(report.touched, (std::map<int, std::uint64_t>{{2, 10}, {3, 7}}));
    QCOMPARE(report.failed, std::uint64_t(1));
    QCOMPARE(report.refused, std::uint64_t(2));
    QCOMPARE(report.sent, std::uint64_t(4));
    QCOMPARE(countOf(report, Finding::Kind::TimestampZero), std::uint64_t(1));
    QCOMPARE(report.problems.size(), std::size_t(3));
    QCOMPARE(report.problems[0].error->code, ErrorCode::StepFailed);
    QCOMPARE(report.problems[1].error->code, ErrorCode::SendTimestamp);
    QCOMPARE(report.problems[2].error->arg("problem"), "loop"s);
    QCOMPARE(report.samples.size(), std::size_t(10));
    QCOMPARE(report.samples[0].droppedBy, 2);

    f.plan.source.filter = Search::FilterSpec{.mode = Search::Mode::Expression, .pattern = "value.n >= 0"};
    QCOMPARE(f.run().failed, std::uint64_t(1)); // the record without n, now by the source's own filter
}

void TestDryRun::samplesStandBesideEachOther()
{
    DryRunFixture f;
    f.plan.steps = {{PatchStep{R"({"offset":null})"}}, {RekeyStep{"string(value.partition)"}}, {SetHeaderStep{"h", "v", false}},
                    {TimestampStep{TimestampStep::Kind::Shift, 5}}};
    const DryRunReport report = f.run();
    const Sample &sample = report.samples.front();
    QCOMPARE(sample.topic, "orders"s);
    QCOMPARE(*sample.valueBefore, R"({"partition":0,"offset":0})"s);
    QCOMPARE(*sample.valueAfter, R"({"partition":0})"s);
    QCOMPARE(*sample.keyBefore, "k0"s);
    QCOMPARE(*sample.keyAfter, "0"s);
    QVERIFY(sample.headersBefore.empty());
    QCOMPARE(sample.headersAfter.size(), std::size_t(1));
    QCOMPARE(*sample.timestampBefore, newYear);
    QCOMPARE(*sample.timestampAfter, newYear + 5);
    QCOMPARE(sample.targetTopic, "copy"s);
    QCOMPARE(sample.targetPartition, std::optional(PartitionId(0)));
    QVERIFY(sample.sizeAfter < sample.sizeBefore);
    // Large values are cut, and not many of them are kept.
    DryRunFixture g;
    std::vector<FakeRecord> large;
    for (int i = 0; i < 40; ++i)
        large.push_back({.partition = 0, .offset = i, .timestampMs = newYear, .value = std::string(100'000, 'x')});
    g.script->setRecords("orders", large);
    QCOMPARE(g.run().samples.front().valueAfter->size(), std::size_t(64 * 1024));
}

void TestDryRun::keysDecideThePartition()
{
    DryRunFixture f;
    f.script->addTopic("copy", 7);
    f.plan.target.partitioning = Target::Partitioning::ByKey;
    const DryRunReport report = f.run();
    std::map<Domain::PartitionName, std::uint64_t> expected;
    for (const FakeRecord &record : TestSupport::fakeRecords(3, 100))
        ++expected[{"copy", *Domain::partitionOfKey(Domain::Partitioner::Murmur2Random, Domain::BytesView(*record.key), 7)}];
    QVERIFY(report.perTarget == expected);
    f.plan.steps = {{RekeyStep{"null"}}};
    QVERIFY(f.run().perTarget == (std::map<Domain::PartitionName, std::uint64_t>{{{"copy", PartitionId(-1)}, 300}}));
}

void TestDryRun::findingsAreCounted()
{
    DryRunFixture f;
    f.script->setTopicFacts("copy", {.maxMessageBytes = 160, .isLogAppendTime = false, .retentionMs = 1'000, .isCompacted = true, .isDeleted = true});
    f.plan.target.compression = Domain::Compression::None;
    f.plan.mode = Mode::AtLeastOnce;
    f.plan.steps = {{RekeyStep{"partition == 0 ? null : key"}}};
    DryRunReport report = f.run();
    QCOMPARE(countOf(report, Finding::Kind::NoKeyOnCompacted), std::uint64_t(100));
    QCOMPARE(countOf(report, Finding::Kind::OlderThanRetention), std::uint64_t(300));
    QCOMPARE(countOf(report, Finding::Kind::TooLarge), std::uint64_t(0));
    f.plan.mode = Mode::VerifiedOnce; // our headers count
    QCOMPARE(countOf(f.run(), Finding::Kind::TooLarge), std::uint64_t(300));
    f.plan.steps = {{TimestampStep{TimestampStep::Kind::Now, 0}}};
    QCOMPARE(countOf(f.run(), Finding::Kind::OlderThanRetention), std::uint64_t(0));
    f.script->setTopicFacts("copy", {});
    QCOMPARE(countOf(f.run(), Finding::Kind::FactsUnknown) > 0, true);
}

void TestDryRun::targetsThatDoNotFit()
{
    DryRunFixture f;
    f.script->addTopic("copy", 2);
    const DryRunReport report = f.run();
    QCOMPARE(report.error->code, ErrorCode::ReplayRefused);
    QCOMPARE(report.error->arg("problem"), "fewer-partitions"s);
    QCOMPARE(report.read, std::uint64_t(0));
    f.plan.source.read.untilPerPartition[{0, PartitionId(2)}] = Offset(0); // nothing of the one that does not fit
    QVERIFY(!f.run().error);
    f.plan.target.partitioning = Target::Partitioning::Fixed;
    f.plan.target.fixed = PartitionId(2);
    QCOMPARE(f.run().error->arg("problem"), "no-such-partition"s);
    f.plan.target.fixed = PartitionId(1);
    f.plan.source.read.untilPerPartition[{0, PartitionId(1)}] = Offset(101); // the log ends at 100
    QCOMPARE(dryRun(f.cluster, f.cluster, f.plan, {}).error->arg("problem"), "beyond-the-end"s);
    f.plan.source.read.untilPerPartition[{0, PartitionId(1)}] = Offset(100);
    QVERIFY(!dryRun(f.cluster, f.cluster, f.plan, {}).error);
    f.plan.steps = {{KeepStep{"("}}};
    QCOMPARE(f.run().error->code, ErrorCode::BadStep);
    QVERIFY(!f.run().complete);
}

void TestDryRun::missingTopicsAreListed()
{
    DryRunFixture f;
    f.plan.target.topics = {{"orders", "new"}};
    f.plan.target.partitioning = Target::Partitioning::ByKey;
    const DryRunReport report = f.run();
    QVERIFY(!report.error);
    QCOMPARE(report.missingTopics, std::vector<std::string>{"new"});
    QVERIFY(report.targetPartitions.empty());
    QVERIFY(report.findings.empty());
    QCOMPARE(report.sent, std::uint64_t(300));
    QCOMPARE(report.perTarget.size(), std::size_t(3)); // as if it had the source's count
}

void TestDryRun::recordsTellTheirTopic()
{
    DryRunFixture f;
    std::vector<FakeRecord> dead;
    for (int i = 0; i < 6; ++i)
        dead.push_back({.partition = 0, .offset = i, .timestampMs = newYear, .key = "k", .value = "v",
                        .headers = {{"__connect.errors.topic", i < 4 ? "copy" : "gone"}, {"__connect.errors.partition", i == 0 ? "7" : "2"}}});
    f.script->setRecords("orders", dead);
    f.plan.steps = {{OriginalPlaceStep{.origin = Origin::Connect}}};
    const DryRunReport report = f.run();
    QVERIFY(!report.error);
    QVERIFY((report.perTarget == std::map<Domain::PartitionName, std::uint64_t>{{{"copy", PartitionId(2)}, 3}, {{"copy", PartitionId(7)}, 1}, {{"gone", PartitionId(2)}, 2}}));
    QCOMPARE(countOf(report, Finding::Kind::NoSuchPartition), std::uint64_t(1));
    QCOMPARE(report.missingTopics, std::vector<std::string>{"gone"});
}

void TestDryRun::groupsThatRead()
{
    DryRunFixture f;
    std::vector<Domain::GroupName> groups;
    for (int i = 0; i < 100; ++i)
        groups.push_back({.id = "g" + std::to_string(i)});
    f.script->setGroups(groups);
    f.script->setCommitted("g3", "copy", 1, 5);
    f.script->setCommitted("g1", "copy", 0, 0);
    f.script->setCommitted("g2", "orders", 0, 0);
    f.script->setCommitted("g99", "copy", 0, 0);
    const DryRunReport report = f.run();
    QCOMPARE(report.groups, (std::vector<std::string>{"g1", "g3"}));
    QCOMPARE(report.groupsAsked, std::uint64_t(64));
    QCOMPARE(report.groupsTotal, std::uint64_t(100));
    f.script->setGroups(Domain::Error{.code = ErrorCode::NotAuthorized});
    const DryRunReport refused = f.run();
    QVERIFY(refused.complete);
    QCOMPARE(refused.groupsError->code, ErrorCode::NotAuthorized);
}

void TestDryRun::timeIsEstimated()
{
    DryRunFixture f;
    f.plan.tempo = Rate{100};
    QCOMPARE(f.run().estimate, std::chrono::milliseconds(3'000));
    f.plan.tempo = OriginalGaps{2};
    QCOMPARE(f.run().estimate, std::chrono::milliseconds(49'500));
    QVERIFY(f.script->lastRead()->plan().order == Domain::ReadOrder::Time);
    f.plan.tempo = Rate{0.000'000'001};
    QVERIFY(f.run().estimate <= 366 * 24h);
}

void TestDryRun::planIsNamedAndProgressTold()
{
    DryRunFixture f;
    f.plan.source = fixBounds(f.cluster, f.plan.source, 10s).value();
    DryRunProgress last;
    const DryRunReport report = dryRun(f.cluster, f.cluster, f.plan, {}, [&](const DryRunProgress &progress) { last = progress; });
    QCOMPARE(report.planHash, planHash(f.plan));
    QCOMPARE(last.total, std::uint64_t(300));
    QCOMPARE(last.read, std::uint64_t(300));
    QVERIFY(!f.cluster.writes()); // there was nothing to write with
}

void TestDryRun::stopsSoon()
{
    DryRunFixture f;
    f.plan.source = fixBounds(f.cluster, f.plan.source, 10s).value();
    f.script->hold(); // nothing answers any more
    std::stop_source stop;
    DryRunReport report;
    std::jthread runner([&] { report = dryRun(f.cluster, f.cluster, f.plan, stop.get_token()); });
    QTRY_VERIFY(f.script->heldAnswers() > 0);
    const auto asked = std::chrono::steady_clock::now();
    stop.request_stop();
    runner.join();
    QVERIFY(std::chrono::steady_clock::now() - asked < 1s); // 200 ms on a machine with nothing else to do
    QVERIFY(!report.complete);
    QVERIFY(!report.error);
    f.script->release();
}

QTEST_APPLESS_MAIN(TestDryRun)
#include "tst_dryrun.moc"
