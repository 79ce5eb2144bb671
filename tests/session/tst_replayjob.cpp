// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/replayjob.h"
#include "tests/replay/replayfixture.h"

#include <QSignalSpy>

using namespace Replay;
using Session::ReplayJob;
using Task = ReplayJob::Task;

/// Dry runs, runs and verifications as a page or a command starts them, over two clusters in memory.
class TestReplayJob final : public QObject
{
    Q_OBJECT

    struct Stage
    {
        explicit Stage(int each = 20) : f(TestSupport::fakeRecords(3, each)), source(std::move(f.source)), target(std::move(f.target)), job(std::make_unique<ReplayJob>(source, target, f.dir.path())) {}

        ReplayFixture f;
        std::shared_ptr<Domain::Cluster> source;
        std::shared_ptr<Domain::Cluster> target;
        std::unique_ptr<ReplayJob> job;
    };

private slots:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void aDryRunFixesTheBoundsAndOpensNoProducer()
    {
        Stage stage;
        Plan plan = stage.f.plan;
        plan.source.read.fromPerPartition.clear();
        plan.source.read.untilPerPartition.clear();
        QSignalSpy ended(stage.job.get(), &ReplayJob::dryRunEnded);
        QVERIFY(!stage.job->report());
        stage.job->dryRun(plan);
        QCOMPARE(stage.job->task(), Task::DryRun);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(stage.job->task(), Task::None);
        QCOMPARE(stage.job->report()->sent, std::uint64_t(60));
        QCOMPARE(stage.job->plan().source.read.untilPerPartition, stage.f.plan.source.read.untilPerPartition);
        QCOMPARE(stage.f.log->opened(), 0);
    }

    void aSourceThatCannotBeAskedIsTold()
    {
        Stage stage;
        Plan plan = stage.f.plan;
        plan.source.read.topics = {"elsewhere"};
        plan.source.read.fromPerPartition.clear();
        plan.source.read.untilPerPartition.clear();
        stage.job->dryRun(plan);
        QTRY_VERIFY(stage.job->report());
        QVERIFY(stage.job->report()->error && !stage.job->report()->complete);
        QCOMPARE(stage.job->report()->error->code, Domain::ErrorCode::UnknownTopic);
    }

    /// Whoever verifies as soon as it hears of the end finds the journal free.
    void aRunIsVerifiedAtOnce()
    {
        for (int round = 0; round < 20; ++round) {
            Stage stage;
            bool hasBegun = false;
            connect(stage.job.get(), &ReplayJob::ended, this, [&] {
                if (!std::exchange(hasBegun, true))
                    stage.job->verify(stage.job->runId());
            });
            QSignalSpy ended(stage.job.get(), &ReplayJob::ended);
            stage.job->run(stage.f.plan, stage.f.runId);
            QCOMPARE(stage.job->task(), Task::Run);
            QTRY_COMPARE(ended.size(), 2);
            const RunStatus &status = stage.job->status();
            QVERIFY2(!status.error, status.error ? std::to_string(int(status.error->code)).c_str() : "");
            QVERIFY(status.verdict && status.verdict->kind == Verdict::Kind::Pass);
            QCOMPARE(status.acknowledged, std::uint64_t(60));
            QVERIFY(stage.f.isEqual());
        }
    }

    void stoppedAndResumed()
    {
        Stage stage(100);
        stage.f.plan.tempo = Rate{200};
        QSignalSpy ended(stage.job.get(), &ReplayJob::ended);
        stage.job->run(stage.f.plan, stage.f.runId);
        QTRY_VERIFY(stage.job->status().acknowledged > 0);
        stage.job->stop();
        QTRY_COMPARE(ended.size(), 1);
        QVERIFY(!stage.job->status().complete);
        QVERIFY(stage.job->status().acknowledged < 300);
        stage.job->resume(stage.f.runId);
        QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 2, 20'000);
        QVERIFY(stage.job->status().complete);
        QCOMPARE(stage.job->status().acknowledged, std::uint64_t(300));
        QVERIFY(stage.f.isEqual());
    }

    void pausedUntilToldToGoOn()
    {
        Stage stage;
        stage.f.plan.tempo = Rate{100};
        stage.job->run(stage.f.plan, stage.f.runId);
        stage.job->pause(true);
        QTRY_COMPARE(stage.job->status().state, RunState::Paused);
        QVERIFY(!stage.job->status().complete);
        stage.job->pause(false);
        QTRY_COMPARE(stage.job->status().state, RunState::Ended);
        QVERIFY(stage.job->status().complete);
    }

    void oneAtATime()
    {
        Stage stage;
        stage.f.plan.tempo = Rate{100};
        QSignalSpy ended(stage.job.get(), &ReplayJob::ended);
        QSignalSpy dry(stage.job.get(), &ReplayJob::dryRunEnded);
        stage.job->run(stage.f.plan, stage.f.runId);
        stage.job->dryRun(stage.f.plan);
        stage.job->verify(stage.f.runId);
        stage.job->run(stage.f.plan, newRunId());
        QCOMPARE(stage.job->task(), Task::Run);
        QCOMPARE(stage.job->runId(), stage.f.runId);
        QTRY_COMPARE(ended.size(), 1);
        QCOMPARE(dry.size(), 0);
        QCOMPARE(stage.f.log->records().size(), std::size_t(60));
    }

    void nothingIsHeardFromOneThatIsGone()
    {
        Stage stage(100);
        stage.f.plan.tempo = Rate{100};
        QSignalSpy changed(stage.job.get(), &ReplayJob::changed);
        stage.job->run(stage.f.plan, stage.f.runId);
        QTRY_VERIFY(stage.job->status().acknowledged > 0);
        stage.job.reset();
        QVERIFY(stage.f.log->records().size() < 300);
        QCOMPARE(listRuns(stage.f.folder()).front().state, RunSummary::State::Stopped); // its thread is joined: FakeCluster does it at once
    }
};

QTEST_GUILESS_MAIN(TestReplayJob)
#include "tst_replayjob.moc"
