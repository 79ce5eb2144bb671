// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/replay/replayfixture.h"

#include <QtTest>

using namespace Replay;
using Domain::ErrorCode;

class TestReplayRun : public QObject
{
    Q_OBJECT
private slots:
    void verifiedOnceSendsEverything();
    void atLeastOnceChangesNothing();
    void largeRunsHaveWindows();
    void stepsAndMapping();
    void unknownCommits_data();
    void unknownCommits();
    void refusedRecordStopsTheRun();
    void refusedRecordIsPassedBy();
    void circlesAreRefused();
    void timestampZeroIsRefused();
    void fewerPartitions();
    void readOnlyTarget();
    void vanishedOffsetsAreTold();
    void rateIsKept();
};

void TestReplayRun::verifiedOnceSendsEverything()
{
    ReplayFixture f(oddRecords(3, 500));
    const RunStatus status = f.start();
    QVERIFY2(!status.error, status.error ? status.error->technical.c_str() : "");
    QVERIFY(status.complete);
    QCOMPARE(status.state, RunState::Ended);
    QCOMPARE(status.acknowledged, std::uint64_t(1500));
    QCOMPARE(status.done, std::uint64_t(1500));
    QCOMPARE(status.total, std::uint64_t(1500));
    QVERIFY(f.isEqual());
    const auto first = f.log->records().front();
    QCOMPARE(first.headers.size(), std::size_t(2));
    QCOMPARE(first.headers[0], std::pair(std::string("playhead-run"), std::optional(f.runId)));
    QCOMPARE(first.headers[1].second, std::optional(std::string("orders/0/0")));
    const RunStatus verified = f.verify();
    QVERIFY(verified.verdict);
    QCOMPARE(verified.verdict->kind, Verdict::Kind::Pass);
    QCOMPARE(verified.verdict->found, std::uint64_t(1500));
    const auto runs = listRuns(f.folder());
    QCOMPARE(runs.size(), std::size_t(1));
    QCOMPARE(runs[0].state, RunSummary::State::Done);
    QCOMPARE(runs[0].progress, 1.0);
    QVERIFY(runs[0].verdict && runs[0].verdict->kind == Verdict::Kind::Pass);
    QVERIFY(bool(forgetRun(f.folder(), f.runId)));
    QVERIFY(listRuns(f.folder()).empty());
}

void TestReplayRun::atLeastOnceChangesNothing()
{
    ReplayFixture f(oddRecords(3, 500));
    f.plan.mode = Mode::AtLeastOnce;
    const RunStatus status = f.start();
    QVERIFY(status.complete);
    QCOMPARE(status.acknowledged, std::uint64_t(1500));
    QVERIFY(f.isEqual());
    const auto written = f.log->records();
    QVERIFY(std::none_of(written.begin(), written.end(), [](const auto &r) { return !r.headers.empty() && r.headers.back().first == sourceHeader; }));
    const RunStatus verified = f.verify();
    QCOMPARE(verified.verdict->kind, Verdict::Kind::Pass);
    QCOMPARE(verified.verdict->found, std::uint64_t(1500));
    QCOMPARE(verified.verdict->doubled, std::uint64_t(0));
}

void TestReplayRun::largeRunsHaveWindows()
{
    ReplayFixture f(TestSupport::fakeRecords(3, 9'000));
    QVERIFY(f.start().complete);
    QVERIFY(f.isEqual());
    QCOMPARE(f.log->commits(), 3); // 10,000 at most in each
    QCOMPARE(f.verify().verdict->kind, Verdict::Kind::Pass);
}

void TestReplayRun::stepsAndMapping()
{
    ReplayFixture f(TestSupport::fakeRecords(3, 100));
    f.plan.steps = {{SetHeaderStep{"again", "yes"}}, {DropStep{"offset >= 50"}}, {TimestampStep{TimestampStep::Kind::Now}}};
    f.plan.target.partitioning = Target::Partitioning::Fixed;
    f.plan.target.fixed = Domain::PartitionId(2);
    const RunStatus status = f.start();
    QVERIFY2(status.complete, status.error ? status.error->arg("problem").c_str() : "");
    QCOMPARE(status.dropped, std::uint64_t(150));
    QCOMPARE(f.log->records().size(), std::size_t(150));
    for (const auto &r : f.log->records()) {
        QCOMPARE(r.partition, 2);
        QCOMPARE(r.headers.front().first, std::string("again"));
    }
    QCOMPARE(f.verify().verdict->kind, Verdict::Kind::Pass);
}

void TestReplayRun::unknownCommits_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("it was committed") << int(FakeLog::Commit::UnknownDone);
    QTest::newRow("it was aborted") << int(FakeLog::Commit::UnknownGone);
    QTest::newRow("the broker refused") << int(FakeLog::Commit::Failed);
}

void TestReplayRun::unknownCommits()
{
    QFETCH(int, how);
    ReplayFixture f(oddRecords(3, 9'000));
    f.log->nextCommits({FakeLog::Commit::Done, FakeLog::Commit(how), FakeLog::Commit(how), FakeLog::Commit::Done});
    const RunStatus status = f.start();
    QVERIFY(status.complete);
    QVERIFY(f.isEqual());
    QCOMPARE(f.log->opened(), 3); // a new producer after each
    QCOMPARE(f.verify().verdict->kind, Verdict::Kind::Pass);
}

void TestReplayRun::refusedRecordStopsTheRun()
{
    ReplayFixture f(oddRecords(3, 9'000));
    f.log->refusal = [](const Domain::OutgoingRecord &r) -> std::optional<Domain::Error> {
        if (r.key && *r.key == "k5000" && r.partition == Domain::PartitionId(1))
            return Domain::Error{.code = ErrorCode::SendTooLarge, .args = {{"topic", "target"}}};
        return std::nullopt;
    };
    const RunStatus status = f.start();
    QVERIFY(status.error && status.error->code == ErrorCode::SendTooLarge);
    QCOMPARE(status.troubles.size(), std::size_t(1));
    QCOMPARE(status.troubles[0].topic, std::string("orders"));
    QCOMPARE(status.troubles[0].partition.value(), 1);
    QCOMPARE(status.troubles[0].offset.value(), 5000);
    QCOMPARE(status.acknowledged, std::uint64_t(10'000)); // the window before it
    QCOMPARE(f.log->records().size(), std::size_t(10'000));
    f.log->refusal = nullptr;
    QVERIFY(f.resume().complete);
    QVERIFY(f.isEqual());
}

void TestReplayRun::refusedRecordIsPassedBy()
{
    ReplayFixture f(TestSupport::fakeRecords(3, 3'000));
    f.plan.mode = Mode::AtLeastOnce;
    f.plan.stopsAtRefusal = false;
    f.log->refusal = [](const Domain::OutgoingRecord &r) -> std::optional<Domain::Error> {
        if (r.key && *r.key == "k1000" && r.partition == Domain::PartitionId(1))
            return Domain::Error{.code = ErrorCode::SendTooLarge, .args = {{"topic", "target"}}};
        return std::nullopt;
    };
    const RunStatus status = f.start();
    QVERIFY(!status.error);
    QVERIFY(!status.complete);
    const auto lines = ReplayFixture::lines(f.log->records());
    const auto all = ReplayFixture::lines(f.sent);
    QCOMPARE(lines.at(0), all.at(0));
    QCOMPARE(lines.at(2), all.at(2));
    QCOMPARE(lines.at(1).size() + status.failed, std::size_t(3'000));
    QVERIFY(status.failed > 1);
    QCOMPARE(status.troubles.front().error.code, ErrorCode::SendTooLarge);
    QCOMPARE(f.verify().verdict->kind, Verdict::Kind::Incomplete);
}

void TestReplayRun::circlesAreRefused()
{
    auto records = TestSupport::fakeRecords(1, 10);
    for (int i = 0; i < mostRuns; ++i)
        records[7].headers.emplace_back(runHeader, "other" + std::to_string(i));
    ReplayFixture f(records, 1);
    const RunStatus status = f.start();
    QVERIFY(status.error && status.error->code == ErrorCode::ReplayRefused);
    QCOMPARE(status.error->arg("problem"), std::string("loop"));
    QCOMPARE(status.troubles[0].offset.value(), 7);
    QVERIFY(f.log->records().empty());
}

void TestReplayRun::timestampZeroIsRefused()
{
    auto records = TestSupport::fakeRecords(1, 10);
    records[3].timestampMs = 0;
    ReplayFixture f(records, 1);
    const RunStatus status = f.start();
    QVERIFY(status.error && status.error->code == ErrorCode::SendTimestamp);
    QCOMPARE(status.troubles[0].offset.value(), 3);
}

void TestReplayRun::fewerPartitions()
{
    ReplayFixture f(TestSupport::fakeRecords(3, 10));
    f.log = std::make_shared<FakeLog>("target", 2);
    f.target = f.log->cluster();
    const RunStatus status = f.start();
    QVERIFY(status.error && status.error->code == ErrorCode::ReplayRefused);
    QCOMPARE(status.error->arg("problem"), std::string("partitions"));
}

void TestReplayRun::readOnlyTarget()
{
    ReplayFixture f(TestSupport::fakeRecords(3, 10));
    f.log->lock()->lock();
    QCOMPARE(f.start().error->code, ErrorCode::WritesLocked);
    QCOMPARE(f.log->opened(), 0);
    QVERIFY(listRuns(f.folder()).empty());
}

void TestReplayRun::vanishedOffsetsAreTold()
{
    ReplayFixture f({}, 1);
    f.sourceScript->addTopic("live", 1); // its reads are served by this test
    f.plan.source.read.topics = {"live"};
    f.plan.source.read.untilPerPartition[{0, Domain::PartitionId(0)}] = Domain::Offset(10);
    RunBoard board;
    std::jthread run([&] { startRun(*f.source, *f.target, f.plan, f.runId, f.folder(), board, std::stop_token()); });
    QTRY_VERIFY(f.sourceScript->lastRead() != nullptr);
    const auto read = f.sourceScript->lastRead();
    read->gap(0, 0, 4);
    const auto records = TestSupport::fakeRecords(1, 10);
    for (int i = 4; i < 10; ++i)
        read->record(records[static_cast<std::size_t>(i)]);
    read->publish();
    read->setState(Domain::ReadState::Finished);
    QTRY_COMPARE(board.status().state, RunState::Ended);
    QCOMPARE(board.status().vanished, std::uint64_t(4));
    QVERIFY(!board.status().complete);
    QVERIFY(!board.status().error);
    QCOMPARE(board.status().acknowledged, std::uint64_t(6));
    const RunStatus verified = f.verify();
    QCOMPARE(verified.verdict->kind, Verdict::Kind::Incomplete);
    QCOMPARE(verified.verdict->error->arg("problem"), std::string("vanished"));
}

void TestReplayRun::rateIsKept()
{
    ReplayFixture f(TestSupport::fakeRecords(1, 100), 1);
    f.plan.tempo = Rate{100};
    QElapsedTimer timer;
    timer.start();
    QVERIFY(f.start().complete);
    QVERIFY2(timer.elapsed() >= 850 && timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(f.log->commits() >= 4); // a window is open for 200 ms at most
    QVERIFY(f.isEqual());
}

QTEST_GUILESS_MAIN(TestReplayRun)
#include "tst_replayrun.moc"
