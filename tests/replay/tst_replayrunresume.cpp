// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/runledger.h"
#include "tests/replay/replayfixture.h"

#include <QtTest>

#include <csignal>
#include <sys/resource.h>

using namespace Replay;
using Domain::ErrorCode;

/// Runs that stand still or end before their time, and what has gone on with them finds.
class TestReplayRunResume : public QObject
{
    Q_OBJECT
private slots:
    void stopsAndResumes_data();
    void stopsAndResumes();
    void killedBetweenCommitAndOutcome_data();
    void killedBetweenCommitAndOutcome();
    void heldElsewhere();
    void fencedByAnother();
    void goneOnWithElsewhere();
    void fullDisk_data();
    void fullDisk();
    void withoutJournal();
    void withoutJournalRefused();
    void pauseClosesTheWindow();
};

void TestReplayRunResume::stopsAndResumes_data()
{
    QTest::addColumn<int>("mode");
    QTest::newRow("once") << int(Mode::VerifiedOnce);
    QTest::newRow("at least once") << int(Mode::AtLeastOnce);
}

void TestReplayRunResume::stopsAndResumes()
{
    QFETCH(int, mode);
    ReplayFixture f(oddRecords(3, 9'000));
    f.plan.mode = Mode(mode);
    std::atomic<int> seen = 0;
    f.log->refusal = [&](const Domain::OutgoingRecord &) -> std::optional<Domain::Error> {
        if (++seen == 14'321)
            f.stop.request_stop();
        return std::nullopt;
    };
    const RunStatus stopped = f.start();
    QCOMPARE(stopped.error->code, ErrorCode::Cancelled);
    QVERIFY(!stopped.complete);
    QVERIFY(!f.isEqual());
    QCOMPARE(listRuns(f.folder())[0].state, RunSummary::State::Stopped);
    QVERIFY(listRuns(f.folder())[0].progress > 0.2 && listRuns(f.folder())[0].progress < 0.9);
    const RunStatus partial = f.verify();
    QCOMPARE(partial.verdict->kind, Verdict::Kind::Incomplete);
    const RunStatus resumed = f.resume();
    QVERIFY2(resumed.complete, resumed.error ? resumed.error->technical.c_str() : "");
    const Verdict verdict = *f.verify().verdict;
    QCOMPARE(verdict.kind, Verdict::Kind::Pass);
    QCOMPARE(verdict.found, std::uint64_t(27'000));
    if (Mode(mode) == Mode::VerifiedOnce) {
        QVERIFY(f.isEqual());
    } else {
        QCOMPARE(f.log->records().size(), 27'000 + verdict.doubled); // counted, each of them
        QVERIFY(verdict.doubled > 0);
    }
}

void TestReplayRunResume::killedBetweenCommitAndOutcome_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("committed") << int(FakeLog::Commit::UnknownDone);
    QTest::newRow("aborted") << int(FakeLog::Commit::UnknownGone);
}

void TestReplayRunResume::killedBetweenCommitAndOutcome()
{
    QFETCH(int, how);
    ReplayFixture f(oddRecords(3, 9'000));
    f.log->nextCommits({FakeLog::Commit::Done, FakeLog::Commit(how)});
    f.log->atCommit = [&](int number) {
        if (number == 2)
            f.stop.request_stop();
    };
    QCOMPARE(f.start().error->code, ErrorCode::Cancelled);
    bool isHeld = true;
    auto history = RunLedger::read(f.folder(), f.runId, RunLedger::Keep::Windows, isHeld);
    QVERIFY(history && history->pending && !isHeld);
    QVERIFY(f.resume().complete);
    QVERIFY(f.isEqual());
    QCOMPARE(f.verify().verdict->kind, Verdict::Kind::Pass);
}

void TestReplayRunResume::heldElsewhere()
{
    ReplayFixture f(oddRecords(3, 9'000));
    f.log->atCommit = [&](int number) {
        if (number == 1)
            f.stop.request_stop();
    };
    f.start();
    RunHistory history;
    auto held = RunLedger::open(f.folder(), f.runId, RunLedger::Keep::Totals, history);
    QVERIFY(bool(held));
    QCOMPARE(f.resume().error->code, ErrorCode::ReplayBusy);
    QCOMPARE(f.verify().error->code, ErrorCode::ReplayBusy);
    QCOMPARE(forgetRun(f.folder(), f.runId).error().code, ErrorCode::ReplayBusy);
    QCOMPARE(listRuns(f.folder())[0].state, RunSummary::State::Running);
    held.value().reset();
    QVERIFY(f.resume().complete);
    QVERIFY(f.isEqual());
    QCOMPARE(f.start().error->code, ErrorCode::FileUnwritable); // that run was begun already
    f.runId = newRunId();
    QCOMPARE(f.resume().error->code, ErrorCode::ReplayUnknown);
}

void TestReplayRunResume::fencedByAnother()
{
    ReplayFixture f(oddRecords(3, 9'000));
    f.log->atCommit = [&](int number) {
        if (number == 2)
            static_cast<void>(f.log->openProducer({}, {}, {}));
    };
    const RunStatus status = f.start();
    QCOMPARE(status.error->code, ErrorCode::Fenced);
    QCOMPARE(f.log->opened(), 2); // it does not fence back
    QVERIFY(f.resume().complete);
    QVERIFY(f.isEqual());
}

/// Another process has gone on with the run from another journal: ours would send again what is there.
void TestReplayRunResume::goneOnWithElsewhere()
{
    ReplayFixture f(oddRecords(3, 9'000));
    f.log->atCommit = [&](int number) {
        if (number == 1)
            f.stop.request_stop();
    };
    QVERIFY(!f.start().complete);
    const std::size_t before = f.log->records().size();
    TestSupport::FakeRecord foreign{1, 0, 5};
    foreign.headers = {{std::string(runHeader), newRunId()}, {std::string(sourceHeader), "orders/1/8000"}};
    f.log->append(foreign); // another run's: no matter
    foreign.headers.front().second = f.runId;
    f.log->append(foreign);
    const RunStatus status = f.resume();
    QVERIFY(status.error && !status.complete);
    QCOMPARE(status.error->code, ErrorCode::ReplayRefused);
    QCOMPARE(status.error->arg("problem"), std::string("journal-behind"));
    QCOMPARE(f.log->records().size(), before + 2);
    f.log->tamper([](auto &records) { records.pop_back(); });
    QVERIFY(f.resume().complete);
}

void TestReplayRunResume::fullDisk_data()
{
    stopsAndResumes_data();
}

void TestReplayRunResume::fullDisk()
{
    QFETCH(int, mode);
    ReplayFixture f(oddRecords(3, 15'000));
    f.plan.mode = Mode(mode);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before = {};
    getrlimit(RLIMIT_FSIZE, &before);
    std::atomic<int> seen = 0;
    f.log->refusal = [&](const Domain::OutgoingRecord &) -> std::optional<Domain::Error> {
        if (++seen == 25'000) {
            const auto size = QFileInfo(f.dir.filePath(QString::fromStdString(f.runId + ".jsonl"))).size();
            const rlimit full{static_cast<rlim_t>(size + 20), before.rlim_max};
            setrlimit(RLIMIT_FSIZE, &full);
        }
        return std::nullopt;
    };
    const RunStatus status = f.start();
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(status.error && status.error->code == ErrorCode::FileUnwritable);
    QVERIFY(f.resume().complete);
    const Verdict verdict = *f.verify().verdict;
    QCOMPARE(verdict.kind, Verdict::Kind::Pass);
    QCOMPARE(f.log->records().size(), 45'000 + verdict.doubled);
    if (Mode(mode) == Mode::VerifiedOnce)
        QVERIFY(f.isEqual());
}

void TestReplayRunResume::withoutJournal()
{
    ReplayFixture f(oddRecords(3, 9'000));
    Domain::TopicFacts facts;
    facts.isCompacted = false;
    f.log->script()->setTopicFacts("target", facts);
    f.log->append({0, 0, 5, "somebody", "else"});
    f.log->atCommit = [&](int number) {
        if (number == 2)
            f.stop.request_stop();
    };
    f.start();
    QVERIFY(QFile::remove(f.dir.filePath(QString::fromStdString(f.runId + ".jsonl"))));
    RunBoard board;
    resumeWithoutJournal(*f.source, *f.target, f.plan, f.runId, f.folder(), board, std::stop_token());
    QVERIFY2(board.status().complete, board.status().error ? board.status().error->arg("problem").c_str() : "");
    f.log->tamper([](auto &records) { std::erase_if(records, [](const auto &r) { return r.key == "somebody"; }); });
    QVERIFY(f.isEqual());
    QCOMPARE(f.verify().verdict->kind, Verdict::Kind::Pass);
}

void TestReplayRunResume::withoutJournalRefused()
{
    ReplayFixture f(oddRecords(3, 10));
    RunBoard board;
    Domain::TopicFacts facts;
    facts.isCompacted = true;
    f.log->script()->setTopicFacts("target", facts);
    resumeWithoutJournal(*f.source, *f.target, f.plan, f.runId, f.folder(), board, std::stop_token());
    QCOMPARE(board.status().error->arg("problem"), std::string("compacted"));
    f.plan.mode = Mode::AtLeastOnce;
    resumeWithoutJournal(*f.source, *f.target, f.plan, f.runId, f.folder(), board, std::stop_token());
    QCOMPARE(board.status().error->arg("problem"), std::string("no-headers"));
}

void TestReplayRunResume::pauseClosesTheWindow()
{
    ReplayFixture f(TestSupport::fakeRecords(1, 300), 1);
    f.plan.tempo = Rate{1000};
    RunBoard board;
    std::atomic<int> seen = 0;
    f.log->refusal = [&](const Domain::OutgoingRecord &) -> std::optional<Domain::Error> {
        if (++seen == 30)
            board.pause(true);
        return std::nullopt;
    };
    std::jthread run([&] { startRun(*f.source, *f.target, f.plan, f.runId, f.folder(), board, std::stop_token()); });
    QTRY_COMPARE(board.status().state, RunState::Paused);
    QCOMPARE(f.log->records().size(), std::size_t(30)); // what was sent can be seen
    board.pause(false);
    QTRY_COMPARE(board.status().state, RunState::Ended);
    QVERIFY(f.isEqual());
}

QTEST_GUILESS_MAIN(TestReplayRunResume)
#include "tst_replayrunresume.moc"
