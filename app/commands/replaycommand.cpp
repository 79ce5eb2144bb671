// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/replaycommand.h"

#include "app/commandoptions.h"
#include "app/commands/replayoutput.h"
#include "app/writepermission.h"
#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/replaytext.h"
#include "replay/runledger.h"

#include <QCoreApplication>

#include <cstdio>
#include <unistd.h>

namespace App {

namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds connectDeadline = 9s; // a clear sentence within 10 s
constexpr qint64 progressEveryMs = 5'000;                 ///< where nobody watches
constexpr qint64 progressOnTerminalMs = 200;

void say(const QString &sentence)
{
    std::fprintf(stderr, "playhead: %s\n", qPrintable(sentence));
}

std::string clusterName(const Domain::ConnectionProfile &profile)
{
    return profile.recordingFile.empty() ? profile.name : profile.recordingFile;
}

bool hasSent(const Replay::RunStatus &status)
{
    return status.sent > 0 || status.acknowledged > 0;
}

} // namespace

ReplayCommand::ReplayCommand(Services &services, CommandLine line, QObject *parent)
    : Command(parent), m_services(services), m_line(std::move(line)), m_handover(this)
{
    m_connectDeadline.setSingleShot(true);
    m_connectDeadline.setInterval(connectDeadline);
    connect(&m_connectDeadline, &QTimer::timeout, this, &ReplayCommand::giveUp);
}

QString ReplayCommand::folder() const
{
    return m_line.replay.folder.isEmpty() ? Session::ReplayJob::defaultFolder() : m_line.replay.folder;
}

void ReplayCommand::start()
{
    if (m_line.replay.task == ReplayRequest::Task::List)
        return listRuns();
    m_clock.start();
    m_connectDeadline.start();
    m_services.resolve(m_line.target, this, [this](const Domain::Result<Services::Resolved> &resolved) {
        if (resolved)
            openSource(resolved.value());
        else
            fail(resolved.error(), nothingRead);
    });
}

void ReplayCommand::listRuns()
{
    std::fputs(runLines(Replay::listRuns(folder().toStdString())).c_str(), stdout);
    QTimer::singleShot(0, this, [this] { end(done); });
}

void ReplayCommand::openSource(const Services::Resolved &resolved)
{
    m_source = m_services.openCluster(resolved);
    m_line.replay.plan.source.connection = clusterName(resolved.profile);
    if (m_source->isRecording())
        m_connectDeadline.stop(); // one without an index is read through first
    resolveTarget(resolved);
}

void ReplayCommand::resolveTarget(const Services::Resolved &sourceResolved)
{
    Target target;
    target.profileName = m_line.replay.toProfile;
    target.bootstrap = m_line.replay.toBootstrap;
    if (!target.isGiven()) {
        m_target = m_source;
        m_targetProfile = sourceResolved.profile;
        return askTopics();
    }
    m_services.resolve(target, this, [this](const Domain::Result<Services::Resolved> &resolved) {
        if (!resolved)
            return fail(resolved.error(), nothingRead);
        m_target = m_services.openCluster(resolved.value());
        m_targetProfile = resolved->profile;
        askTopics();
    });
}

/// Proves that the source is there; a recording tells which topics it holds.
void ReplayCommand::askTopics()
{
    m_line.replay.plan.target.connection = clusterName(m_targetProfile);
    m_source->requestMetadata({}, connectDeadline, [this, handle = m_handover.handle()](Domain::Result<Domain::ClusterSnapshot> reply) {
        handle.post([this, reply = std::move(reply)] {
            if (m_ended)
                return;
            m_connectDeadline.stop();
            if (!reply)
                return fail(reply.error(), nothingRead);
            Replay::Source &source = m_line.replay.plan.source;
            source.clusterId = reply->clusterId;
            if (source.read.topics.empty() && m_source->isRecording())
                for (const Domain::Topic &topic : reply->topics)
                    source.read.topics.push_back(topic.name);
            askTarget();
        });
    });
}

/// Which cluster the target is, beside its address: a run that is resumed must find the one it began with.
void ReplayCommand::askTarget()
{
    m_target->requestMetadata({}, connectDeadline, [this, handle = m_handover.handle()](Domain::Result<Domain::ClusterSnapshot> reply) {
        handle.post([this, reply = std::move(reply)] {
            if (m_ended)
                return;
            if (!reply)
                return fail(reply.error(), nothingRead);
            m_line.replay.plan.target.clusterId = reply->clusterId;
            begin();
        });
    });
}

/// The run's own plan, and whether these are the clusters it is about. A journal that is lost or broken is told by who opens it.
Domain::Status ReplayCommand::recall(const std::string &run)
{
    bool isHeld = false;
    const auto history = Replay::RunLedger::read(folder().toStdString(), run, Replay::RunLedger::Keep::Totals, isHeld);
    const auto plan = history ? Replay::readPlan(history->plan) : Domain::Result<Replay::Plan>(history.error());
    if (!plan)
        return std::monostate{};
    m_mode = plan->mode;
    const Replay::Plan &given = m_line.replay.plan;
    const auto isOther = [](const std::string &was, const std::string &is) { return !was.empty() && !is.empty() && was != is; };
    const QString option = m_line.replay.task == ReplayRequest::Task::Verify ? QStringLiteral("--verify") : QStringLiteral("--resume");
    if (isOther(plan->source.clusterId, given.source.clusterId))
        return wrongValue(option, m_line.replay.run, tr("the source of that run, %1 (cluster id %2)").arg(QString::fromStdString(plan->source.connection), QString::fromStdString(plan->source.clusterId)));
    if (isOther(plan->target.clusterId, given.target.clusterId))
        return wrongValue(option, m_line.replay.run, tr("the target of that run, %1 (cluster id %2)").arg(QString::fromStdString(plan->target.connection), QString::fromStdString(plan->target.clusterId)));
    return std::monostate{};
}

bool ReplayCommand::permit()
{
    const std::shared_ptr<Domain::WriteGate> gate = m_target->writes();
    const Domain::Status status = permitWrites(m_targetProfile, gate.get(), m_line.yes);
    if (!status)
        fail(status.error(), nothingRead);
    return status.ok();
}

void ReplayCommand::begin()
{
    m_clock.restart();
    m_job = std::make_unique<Session::ReplayJob>(m_source, m_target, folder());
    connect(m_job.get(), &Session::ReplayJob::dryRunEnded, this, &ReplayCommand::onDryRun);
    connect(m_job.get(), &Session::ReplayJob::changed, this, &ReplayCommand::onChanged);
    connect(m_job.get(), &Session::ReplayJob::ended, this, &ReplayCommand::onEnded);
    const std::string run = m_line.replay.run.toStdString();
    m_mode = m_line.replay.plan.mode;
    if (m_line.replay.task != ReplayRequest::Task::Replay)
        if (const Domain::Status fits = recall(run); !fits)
            return fail(fits.error(), wrongUsage);
    switch (m_line.replay.task) {
    case ReplayRequest::Task::Verify:
        m_sent.complete = true;
        return m_job->verify(run);
    case ReplayRequest::Task::Resume:
        if (!m_line.execute)
            return fail(wrongArgument("missing", tr("--execute beside --resume"), tr("--execute: going on with a run writes")), wrongUsage);
        if (!permit())
            return;
        if (m_line.replay.hasPlan)
            return m_job->resumeWithoutJournal(m_line.replay.plan, run);
        return m_job->resume(run);
    default: break;
    }
    // Asked before the log is read: who may not write need not wait for a dry run.
    if (m_line.execute && !permit())
        return;
    dryRun();
}

void ReplayCommand::dryRun()
{
    m_job->dryRun(m_line.replay.plan);
}

void ReplayCommand::onDryRun()
{
    if (m_ended)
        return;
    const std::shared_ptr<const Replay::DryRunReport> report = m_job->report();
    const bool createsFirst = m_line.execute && m_line.replay.createsMissing && !report->missingTopics.empty() && !m_hasCreated;
    if (createsFirst)
        return createTopics();
    std::fputs(dryRunLine(m_job->plan(), *report).c_str(), stdout);
    std::fflush(stdout);
    const QString error = report->error ? Items::errorLine(*report->error) : QString();
    if (report->error)
        printError(*report->error);
    for (const Items::FindingLine &line : Items::dryRunFindings(*report, m_job->plan()))
        if (line.kind != Items::FindingLine::Kind::Fact && (error.isEmpty() || !line.text.contains(error)))
            say(line.text);
    if (!m_line.execute) {
        say(tr("Nothing was written. Add --execute to send these records."));
        return end(report->error && report->read == 0 ? nothingRead : report->complete ? done : incomplete);
    }
    if (const QString refusal = Items::dryRunRefusal(*report); !refusal.isEmpty()) {
        say(tr("Nothing was sent: %1").arg(refusal));
        return end(nothingRead);
    }
    if (m_interrupted)
        return end(incomplete);
    run();
}

/// With the partitions of the topics they stand for.
void ReplayCommand::createTopics()
{
    m_hasCreated = true;
    m_source->requestMetadata({}, connectDeadline, [this, handle = m_handover.handle()](Domain::Result<Domain::ClusterSnapshot> reply) {
        handle.post([this, reply = std::move(reply)] {
            if (!reply)
                return fail(reply.error(), nothingRead);
            const Replay::Plan &plan = m_line.replay.plan;
            std::vector<Domain::NewTopic> topics;
            for (const std::string &missing : m_job->report()->missingTopics) {
                Domain::NewTopic topic{.name = missing};
                for (const std::string &source : plan.source.read.topics)
                    if (const Domain::Topic *found = reply->topic(source); found && plan.target.topicFor(source) == missing)
                        topic.partitions = std::max(topic.partitions, static_cast<std::int32_t>(found->partitions.size()));
                topics.push_back(std::move(topic));
            }
            m_creation = std::make_unique<Session::TopicCreation>(m_target);
            connect(m_creation.get(), &Session::TopicCreation::finished, this, [this](const Domain::Result<std::vector<Domain::Status>> &result) {
                if (!result)
                    return fail(result.error(), nothingRead);
                for (const Domain::Status &status : result.value())
                    if (!status)
                        return fail(status.error(), nothingRead);
                dryRun();
            });
            m_creation->start(std::move(topics));
        });
    });
}

void ReplayCommand::run()
{
    m_clock.restart();
    const std::string id = Replay::newRunId();
    say(tr("Replay %1. Records that were sent cannot be taken back.").arg(QString::fromStdString(id)));
    m_job->run(m_job->plan(), id);
}

void ReplayCommand::onChanged()
{
    if (m_job->task() != Session::ReplayJob::Task::DryRun && m_job->task() != Session::ReplayJob::Task::None)
        tellProgress(false);
}

void ReplayCommand::tellProgress(bool isLast)
{
    const bool isTerminal = ::isatty(STDERR_FILENO) == 1;
    if (!isLast && m_told.isValid() && m_told.elapsed() < (isTerminal ? progressOnTerminalMs : progressEveryMs))
        return;
    m_told.start();
    const Replay::RunStatus &status = m_job->status();
    QString text = Items::runStateText(status) + QStringLiteral(": ")
        + tr("%1 of %2 offsets, %3 acknowledged, %4 records/s").arg(Items::countText(status.done), Items::countText(status.total), Items::countText(status.acknowledged), Items::countText(quint64(status.perSecond)));
    if (!status.waitingFor.empty())
        text += QStringLiteral(", ") + QString::fromStdString(status.waitingFor);
    if (isTerminal)
        std::fprintf(stderr, "\r\033[K%s%s", qPrintable(text), isLast ? "\n" : "");
    else
        say(text);
}

void ReplayCommand::interrupt()
{
    if (m_ended)
        return;
    if (!m_job || m_job->task() == Session::ReplayJob::Task::None || m_interrupted)
        return end(incomplete);
    m_interrupted = true;
    m_job->stop();
}

void ReplayCommand::tellTroubles()
{
    constexpr std::size_t most = 20;
    const std::vector<Replay::Trouble> &troubles = m_job->status().troubles;
    for (std::size_t i = 0; i < std::min(most, troubles.size()); ++i) {
        const Replay::Trouble &trouble = troubles[i];
        say(tr("%1: record %2 of %3, partition %4").arg(Items::outcomeText(trouble.outcome)).arg(trouble.offset.value()).arg(QString::fromStdString(trouble.topic)).arg(trouble.partition.value()));
        printError(trouble.error);
    }
    if (troubles.size() > most)
        say(tr("%1 more records could not be sent.").arg(Items::countText(troubles.size() - most)));
}

void ReplayCommand::onEnded()
{
    if (m_ended)
        return;
    const Replay::RunStatus status = m_job->status();
    const bool wasVerifying = status.verdict.has_value() || m_sent.complete;
    if (status.total > 0)
        tellProgress(true);
    tellTroubles();
    if (status.error)
        printError(*status.error);
    if (!wasVerifying && status.complete && !m_interrupted) {
        m_sent = status;
        m_sentSeconds = static_cast<double>(m_clock.restart()) / 1e3;
        return m_job->verify(m_job->runId());
    }
    const Replay::RunStatus &run = m_sent.complete ? m_sent : status;
    const double seconds = static_cast<double>(m_clock.elapsed()) / 1e3;
    std::fputs(verdictLine(m_job->runId(), m_mode, run, status, wasVerifying ? m_sentSeconds : seconds, wasVerifying ? seconds : 0).c_str(), stdout);
    if (!run.complete && !m_job->runId().empty() && hasSent(run))
        say(tr("The replay stands still before its end. Go on with: --resume %1 --execute").arg(QString::fromStdString(m_job->runId())));
    const bool passed = status.verdict && status.verdict->kind == Replay::Verdict::Kind::Pass && run.complete;
    end(passed ? done : hasSent(run) || status.verdict ? incomplete : nothingRead);
}

void ReplayCommand::giveUp()
{
    std::optional<Domain::Error> error = m_source ? m_source->connectionState().error : std::nullopt;
    fail(error ? *error : Domain::Error{.code = Domain::ErrorCode::DeadlineExceeded, .args = {{"what", "connecting"}, {"seconds", "9"}}}, nothingRead);
}

void ReplayCommand::fail(const Domain::Error &error, int exitCode)
{
    if (m_ended)
        return;
    printError(error);
    end(exitCode);
}

void ReplayCommand::end(int exitCode)
{
    if (m_ended)
        return;
    m_ended = true;
    m_connectDeadline.stop();
    std::fflush(stdout);
    emit finished(exitCode);
}

} // namespace App
