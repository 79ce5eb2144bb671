// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/replayjob.h"

#include "session/handover.h"
#include "session/ownerthread.h"

#include <QDir>
#include <QStandardPaths>

#include <atomic>
#include <utility>

namespace Session {

namespace {

using namespace std::chrono_literals;

constexpr auto lookInterval = 50ms;
constexpr auto boundsDeadline = 30s;

/// What the dry run's thread tells while it goes.
struct DryRunBoard
{
    std::mutex mutex;
    Replay::DryRunProgress progress;
    bool isFresh = false;
};

Replay::DryRunReport failedReport(const Domain::Error &error)
{
    Replay::DryRunReport report;
    report.complete = false;
    report.error = error;
    return report;
}

} // namespace

class ReplayJob::Private
{
public:
    Private(ReplayJob *job, std::shared_ptr<Domain::Cluster> sourceCluster, std::shared_ptr<Domain::Cluster> targetCluster, QString runFolder)
        : source(std::move(sourceCluster)), target(std::move(targetCluster)), folder(QDir::toNativeSeparators(runFolder).toStdString()), handover(job)
    {
    }

    std::shared_ptr<Domain::Cluster> source;
    std::shared_ptr<Domain::Cluster> target;
    std::string folder;
    Replay::Plan plan;
    std::string runId;
    std::shared_ptr<const Replay::DryRunReport> report;
    std::shared_ptr<DryRunBoard> dryRunBoard;
    Replay::DryRunProgress dryRunProgress;
    std::shared_ptr<Replay::RunBoard> board;
    std::shared_ptr<std::atomic<bool>> isOver; ///< the run has let go of its journal as well, so that another task may have it
    Replay::RunStatus status;
    std::uint64_t generation = 0;
    std::shared_ptr<void> thread;
    QTimer timer;
    Handover handover; // last: answers that come later find nobody
};

ReplayJob::ReplayJob(std::shared_ptr<Domain::Cluster> source, std::shared_ptr<Domain::Cluster> target, QString folder, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(source), std::move(target), std::move(folder)))
{
    connect(&d->timer, &QTimer::timeout, this, &ReplayJob::look);
}

ReplayJob::~ReplayJob() = default;

QString ReplayJob::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/replays");
}

void ReplayJob::dryRun(const Replay::Plan &plan)
{
    assertOwnerThread(this);
    if (m_task != Task::None)
        return;
    m_task = Task::DryRun;
    d->plan = plan;
    d->dryRunProgress = {};
    d->dryRunBoard = std::make_shared<DryRunBoard>();
    auto body = [source = d->source, target = d->target, plan = Replay::Plan(plan), board = d->dryRunBoard, done = d->handover.handle(), this](const std::stop_token &stop) mutable {
        Replay::DryRunReport report;
        // Ends that are fixed already stay as they are.
        if (auto bounded = Replay::fixBounds(*source, plan.source, boundsDeadline, stop)) {
            plan.source = std::move(bounded).value();
            report = Replay::dryRun(*source, *target, plan, stop, [&board](const Replay::DryRunProgress &progress) {
                const std::lock_guard lock(board->mutex);
                board->progress = progress;
                board->isFresh = true;
            });
        } else {
            report = failedReport(bounded.error());
        }
        done.post([this, plan = std::move(plan), report = std::make_shared<const Replay::DryRunReport>(std::move(report))] { endDryRun(plan, report); });
    };
    d->thread = d->source->startThread("replay dry run", std::move(body));
    d->timer.start(lookInterval);
}

void ReplayJob::endDryRun(const Replay::Plan &plan, const std::shared_ptr<const Replay::DryRunReport> &report)
{
    d->timer.stop();
    d->thread.reset();
    d->plan = plan;
    d->report = report;
    m_task = Task::None;
    emit changed();
    emit dryRunEnded();
}

/// Runs `work` in a thread and follows its board.
template<typename Work>
void ReplayJob::begin(Task task, const std::string &runId, Work work)
{
    assertOwnerThread(this);
    if (m_task != Task::None)
        return;
    m_task = task;
    d->runId = runId;
    d->status = {};
    d->generation = 0;
    d->board = std::make_shared<Replay::RunBoard>();
    d->isOver = std::make_shared<std::atomic<bool>>(false);
    d->thread = d->target->startThread("replay", [source = d->source, target = d->target, board = d->board, isOver = d->isOver, work = std::move(work)](const std::stop_token &stop) {
        work(*source, *target, *board, stop);
        isOver->store(true);
        board->update([](Replay::RunStatus &status) { status.state = Replay::RunState::Ended; });
    });
    d->timer.start(lookInterval);
}

void ReplayJob::run(const Replay::Plan &plan, const std::string &runId)
{
    if (m_task == Task::None)
        d->plan = plan;
    begin(Task::Run, runId, [plan, runId, folder = d->folder](Domain::Cluster &source, Domain::Cluster &target, Replay::RunBoard &board, const std::stop_token &stop) {
        Replay::startRun(source, target, plan, runId, folder, board, stop);
    });
}

void ReplayJob::resume(const std::string &runId)
{
    begin(Task::Run, runId, [runId, folder = d->folder](Domain::Cluster &source, Domain::Cluster &target, Replay::RunBoard &board, const std::stop_token &stop) {
        Replay::resumeRun(source, target, runId, folder, board, stop);
    });
}

void ReplayJob::resumeWithoutJournal(const Replay::Plan &plan, const std::string &runId)
{
    if (m_task == Task::None)
        d->plan = plan;
    begin(Task::Run, runId, [plan, runId, folder = d->folder](Domain::Cluster &source, Domain::Cluster &target, Replay::RunBoard &board, const std::stop_token &stop) {
        Replay::resumeWithoutJournal(source, target, plan, runId, folder, board, stop);
    });
}

void ReplayJob::verify(const std::string &runId)
{
    begin(Task::Verify, runId, [runId, folder = d->folder](Domain::Cluster &source, Domain::Cluster &target, Replay::RunBoard &board, const std::stop_token &stop) {
        Replay::verifyRun(source, target, runId, folder, board, stop);
    });
}

void ReplayJob::pause(bool on)
{
    assertOwnerThread(this);
    if (d->board)
        d->board->pause(on);
}

void ReplayJob::stop()
{
    assertOwnerThread(this);
    d->thread.reset(); // asks it to stop; its board goes on telling
}

const Replay::Plan &ReplayJob::plan() const
{
    return d->plan;
}

const std::string &ReplayJob::runId() const
{
    return d->runId;
}

std::shared_ptr<const Replay::DryRunReport> ReplayJob::report() const
{
    return d->report;
}

const Replay::DryRunProgress &ReplayJob::dryRunProgress() const
{
    return d->dryRunProgress;
}

const Replay::RunStatus &ReplayJob::status() const
{
    return d->status;
}

void ReplayJob::look()
{
    bool isOver = false;
    if (m_task == Task::DryRun) {
        const std::lock_guard lock(d->dryRunBoard->mutex);
        if (!std::exchange(d->dryRunBoard->isFresh, false))
            return;
        d->dryRunProgress = d->dryRunBoard->progress;
    } else {
        const std::uint64_t generation = d->board->generation();
        if (generation == d->generation)
            return;
        isOver = d->isOver->load();
        d->generation = generation;
        d->status = d->board->status();
    }
    if (isOver) {
        d->timer.stop();
        d->thread.reset();
        m_task = Task::None;
    }
    emit changed();
    if (isOver)
        emit ended();
}

} // namespace Session
