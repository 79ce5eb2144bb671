// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/replaypage.h"

#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/replaytext.h"
#include "items/runlistmodel.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "session/connections.h"
#include "views/appearance.h"
#include "views/replaypage/dryrunpane.h"
#include "views/replaypage/journalpane.h"
#include "views/replaypage/runstrip.h"
#include "views/replaypage/stepscard.h"
#include "views/replaypage/targetcard.h"
#include "views/widgets/banner.h"
#include "views/widgets/writeconfirmation.h"
#include "views/widgets/writereason.h"

#include <QDateTime>
#include <QPushButton>
#include <QTabBar>

#include <algorithm>

// What the replay page does: dry run, run, verification, resuming. How it is put together is in replaypage.cpp.

namespace Views {

namespace {

using namespace std::chrono_literals;
using Task = Session::ReplayJob::Task;

constexpr auto endsDeadline = 10s;

QString promiseOf(const Replay::Plan &plan)
{
    return Items::modeSentence(plan.mode) + u' ' + ReplayPage::tr("Records cannot be taken back from Kafka: they stay until retention or compaction removes them.");
}

} // namespace

void ReplayPage::makeJob(Session::ClusterSession &source, Session::ClusterSession &target)
{
    m_job = std::make_unique<Session::ReplayJob>(source.sharedCluster(), target.sharedCluster(), m_folder);
    connect(m_job.get(), &Session::ReplayJob::changed, this, &ReplayPage::updateStrip);
    connect(m_job.get(), &Session::ReplayJob::dryRunEnded, this, &ReplayPage::takeDryRun);
    connect(m_job.get(), &Session::ReplayJob::ended, this, &ReplayPage::takeEnd);
}

void ReplayPage::dryRun()
{
    if (!dryRunRefusal().isEmpty())
        return;
    m_banner->hide();
    m_verdict->hide();
    m_dryPlan = plan();
    m_report.reset();
    m_dryRunPane->setWaiting(tr("Reading the source"), tr("The steps are applied and the target is asked. Nothing is written."), false);
    m_tabs->setCurrentIndex(DryRunTab);
    makeJob(m_source, *m_target->session());
    m_boundsTaken = tr("end offsets taken at %1").arg(QDateTime::currentDateTime().toString(QStringLiteral("HH:mm:ss")));
    m_job->dryRun(m_dryPlan);
    noteSettings();
}

void ReplayPage::takeDryRun()
{
    m_report = m_job->report();
    m_dryRunPane->setReport(m_report, m_job->plan());
    if (m_report->error)
        tell(*m_report->error);
    noteSettings();
}

void ReplayPage::askRun()
{
    Session::ClusterSession *target = m_target->session();
    if (!target || !runRefusal().isEmpty())
        return;
    const Replay::Plan &fixed = m_job->plan();
    WriteConfirmation::Words words;
    words.title = tr("Run the replay");
    words.verb = tr("Send %1 records").arg(Items::countText(m_report->sent));
    words.target = Items::planText(fixed);
    words.facts = {{tr("Records"), Items::countText(m_report->sent)}, {tr("Bytes"), Items::bytesText(m_report->bytes)}, {tr("Mode"), Items::modeText(fixed.mode)}, {tr("Tempo"), Items::tempoText(fixed.tempo)},
                   {tr("Estimated time"), Items::durationText(m_report->estimate.count())}};
    words.effect = promiseOf(fixed);
    auto *dialog = new WriteConfirmation(*target, words, m_appearance, this);
    connect(dialog, &QDialog::accepted, this, &ReplayPage::startRun);
    dialog->open();
}

void ReplayPage::startRun()
{
    Session::ClusterSession *target = m_target->session();
    if (!target || !runRefusal().isEmpty())
        return;
    m_runPlan = m_job->plan();
    m_runId = Replay::newRunId();
    m_runTarget = target;
    m_hasRun = true;
    m_isVerifying = false;
    m_status = {};
    m_verdict->hide();
    m_banner->hide();
    m_strip->clearRate();
    askTargetEnds(*target, m_runPlan);
    m_elapsed.start();
    m_job->run(m_runPlan, m_runId);
    m_tabs->setCurrentIndex(ReportTab);
    updateState();
}

/// Where the target ended before the run: its first record stands there or behind.
void ReplayPage::askTargetEnds(Session::ClusterSession &target, const Replay::Plan &plan)
{
    m_targetEnds = std::make_shared<std::map<Domain::TopicPartition, Domain::Offset>>();
    const auto snapshot = target.snapshot();
    std::vector<Domain::OffsetQuery> queries;
    const std::string topic = plan.target.topicFor(plan.source.read.topic());
    if (const Domain::Topic *known = snapshot ? snapshot->topic(topic) : nullptr)
        for (const Domain::Partition &partition : known->partitions)
            queries.push_back({.topic = topic, .partition = partition.id, .kind = Domain::OffsetQuery::Kind::End});
    if (queries.empty())
        return;
    const auto asked = queries;
    target.cluster().requestOffsets(queries, Domain::IsolationLevel::Uncommitted, false, endsDeadline,
                                    [this, asked, ends = m_targetEnds, done = m_handover.handle()](const Domain::Result<std::vector<Domain::OffsetAnswer>> &answers) {
                                        done.post([this, asked, ends, answers] {
                                            for (std::size_t i = 0; answers && i < answers->size() && i < asked.size(); ++i)
                                                if ((*answers).at(i).offset)
                                                    (*ends)[{0, asked[i].partition}] = *(*answers).at(i).offset;
                                            updateState();
                                        });
                                    });
}

void ReplayPage::pauseOrResume()
{
    if (m_job && m_job->task() == Task::Run)
        m_job->pause(m_job->status().state != Replay::RunState::Paused);
}

void ReplayPage::stop()
{
    if (isBusy())
        m_job->stop();
}

/// A run that is complete is verified by itself.
void ReplayPage::takeEnd()
{
    if (m_isVerifying) {
        m_isVerifying = false;
        m_status.verdict = m_job->status().verdict;
        if (m_job->status().error)
            m_status.error = m_job->status().error;
    } else {
        m_elapsedMs = m_elapsed.elapsed();
        m_status = m_job->status();
        if (m_status.complete && !m_status.verdict) {
            m_isVerifying = true;
            m_job->verify(m_runId);
            updateState();
            return;
        }
    }
    m_runs.refresh();
    if (m_runTarget)
        m_runTarget->refresh();
    showVerdict();
    updateState();
}

void ReplayPage::showVerdict()
{
    if (!m_status.verdict) {
        const Items::ErrorText words = m_status.error ? Items::errorText(*m_status.error) : Items::ErrorText{.what = {}, .why = {}, .next = tr("What was sent is in the journal."), .details = {}};
        const double share = m_status.total == 0 ? 0.0 : double(m_status.done) / double(m_status.total);
        m_verdict->display(Banner::Kind::Warning, tr("The replay stopped at %1.").arg(Items::percentText(share)), words.what, QString(words.why + u' ' + words.next).trimmed());
        auto *again = m_verdict->addButton(tr("Resume"), QStringLiteral("play"));
        again->setObjectName(QStringLiteral("resumeButton"));
        connect(again, &QPushButton::clicked, this, [this] { resume(QString::fromStdString(m_runId)); });
    } else {
        const Items::VerdictText words = Items::verdictText(*m_status.verdict);
        using Kind = Replay::Verdict::Kind;
        const Kind kind = m_status.verdict->kind;
        m_verdict->display(kind == Kind::Pass ? Banner::Kind::Success : kind == Kind::Fail ? Banner::Kind::Error : Banner::Kind::Warning, words.title, {}, words.detail);
        if (m_status.verdict->difference) {
            auto *difference = m_verdict->addButton(tr("Open the record"), QStringLiteral("goto"));
            difference->setObjectName(QStringLiteral("openDifferenceButton"));
            connect(difference, &QPushButton::clicked, this, &ReplayPage::openDifference);
        }
    }
    auto *save = m_verdict->addButton(tr("Save report"), QStringLiteral("bookmark"));
    save->setObjectName(QStringLiteral("saveReportButton"));
    connect(save, &QPushButton::clicked, this, &ReplayPage::saveReport);
    auto *journal = m_verdict->addButton(tr("Journal"), QStringLiteral("history"));
    journal->setObjectName(QStringLiteral("journalButton"));
    connect(journal, &QPushButton::clicked, this, [this] { showRun(QString::fromStdString(m_runId)); });
}

Session::ClusterSession *ReplayPage::openNamed(const std::string &connection) const
{
    for (Session::ClusterSession *open : m_connections.openClusters())
        if (open->profile().name == connection || (!open->profile().recordingFile.empty() && open->profile().recordingFile == connection))
            return open;
    return nullptr;
}

/// Where a run of the journal reads and writes; says what is missing.
std::optional<ReplayPage::Place> ReplayPage::placeOf(const QString &runId)
{
    const auto run = std::find_if(m_runs.runs().begin(), m_runs.runs().end(), [&](const Replay::RunSummary &summary) { return summary.runId == runId.toStdString(); });
    if (run == m_runs.runs().end()) {
        m_journal->tell(tr("The journal of this run is not there any more."));
        return std::nullopt;
    }
    auto plan = Replay::readPlan(run->plan);
    if (!plan) {
        tell(plan.error());
        return std::nullopt;
    }
    Place place{openNamed(plan->source.connection), openNamed(plan->target.connection), plan.value()};
    if (place.source && place.target)
        return place;
    const QString missing = Items::safeText(place.source ? plan->target.connection : plan->source.connection, 60);
    m_banner->display(Banner::Kind::Warning, tr("The connection “%1” is not open.").arg(missing), {}, tr("Open it first: the run reads from it or writes to it."));
    return std::nullopt;
}

void ReplayPage::resume(const QString &runId)
{
    const auto place = isBusy() ? std::nullopt : placeOf(runId);
    if (!place)
        return;
    if (const QString locked = WriteReason::words(*place->target); !locked.isEmpty()) {
        m_banner->display(Banner::Kind::Warning, tr("The run cannot be resumed now."), {}, locked);
        return;
    }
    WriteConfirmation::Words words;
    words.title = tr("Resume the replay");
    words.verb = tr("Resume");
    words.target = Items::planText(*place->plan);
    words.facts = {{tr("Run"), Items::safeText(runId.toStdString(), 40)}, {tr("Mode"), Items::modeText(place->plan->mode)}};
    words.effect = promiseOf(*place->plan);
    auto *dialog = new WriteConfirmation(*place->target, words, m_appearance, this);
    connect(dialog, &QDialog::accepted, this, [this, runId] { resumeNow(runId); });
    dialog->open();
}

void ReplayPage::resumeNow(const QString &runId)
{
    const auto place = isBusy() ? std::nullopt : placeOf(runId);
    if (!place)
        return;
    makeJob(*place->source, *place->target);
    m_runPlan = *place->plan;
    m_runId = runId.toStdString();
    m_runTarget = place->target;
    m_targetEnds.reset();
    m_hasRun = true;
    m_isVerifying = false;
    m_status = {};
    m_report.reset();
    m_dryRunPane->setWaiting(tr("No dry run yet"), tr("A run was resumed: its plan is in the journal. Run these settings dry with Ctrl+Enter."), true);
    m_verdict->hide();
    m_banner->hide();
    m_strip->clearRate();
    m_elapsed.start();
    m_job->resume(m_runId);
    m_tabs->setCurrentIndex(ReportTab);
    noteSettings();
}

void ReplayPage::verifyAgain(const QString &runId)
{
    const auto place = isBusy() ? std::nullopt : placeOf(runId);
    if (!place)
        return;
    makeJob(*place->source, *place->target);
    const auto run = std::find_if(m_runs.runs().begin(), m_runs.runs().end(), [&](const Replay::RunSummary &summary) { return summary.runId == runId.toStdString(); });
    m_runPlan = *place->plan;
    m_runId = runId.toStdString();
    m_runTarget = place->target;
    m_targetEnds.reset();
    m_hasRun = true;
    m_isVerifying = true;
    m_status = {};
    m_status.acknowledged = run->acknowledged;
    m_status.complete = run->state == Replay::RunSummary::State::Done;
    m_elapsedMs = 0;
    m_report.reset();
    m_dryRunPane->setWaiting(tr("No dry run yet"), tr("A run is verified: its plan is in the journal. Run these settings dry with Ctrl+Enter."), true);
    m_verdict->hide();
    m_banner->hide();
    m_job->verify(m_runId);
    m_tabs->setCurrentIndex(ReportTab);
    noteSettings();
}

void ReplayPage::tell(const Domain::Error &error)
{
    const Items::ErrorText words = Items::errorText(error);
    m_banner->display(Banner::Kind::Error, words.what, {}, QString(words.why + u' ' + words.next).trimmed());
}

QString ReplayPage::closeQuestion() const
{
    if (!m_job || m_job->task() != Task::Run)
        return {};
    return tr("A replay of this page goes on. Closed now, it stops; it can be resumed later from the journal of replays.");
}

} // namespace Views
