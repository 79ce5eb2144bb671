// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/exportjob.h"

#include "session/ownerthread.h"

#include <QThreadPool>

namespace Session {

ExportJob::ExportJob(ExportTarget target, QObject *parent) : QObject(parent), m_target(std::move(target)), m_handover(this)
{
    connect(&m_pass, &RecordPass::progressed, this, &ExportJob::look);
    connect(&m_pass, &RecordPass::finished, this, &ExportJob::finishFile);
}

ExportJob::~ExportJob()
{
    cancel();
}

/// A file that cannot be made is told from the event loop, as everything else.
bool ExportJob::open()
{
    assertOwnerThread(this);
    Q_ASSERT_X(m_progress.state == State::Idle, "ExportJob", "a job runs once");
    m_progress.state = State::Running;
    auto file = ExportFile::create(m_target);
    if (!file) {
        QTimer::singleShot(0, this, [this, error = file.error()] { end(State::Failed, error); });
        return false;
    }
    m_file = std::move(file).value();
    return true;
}

void ExportJob::startRows(const RecordRows &rows, std::vector<std::pair<quint64, quint64>> ranges)
{
    if (!open())
        return;
    const auto order = m_target.format == ExportFormat::Recording ? RecordPass::Order::Place : RecordPass::Order::Shown;
    m_pass.startRows(rows, std::move(ranges), order, ExportFile::sinks(m_file));
}

void ExportJob::startRead(Domain::Cluster &cluster, const Domain::ReadPlan &plan, std::shared_ptr<const Search::Filter> filter)
{
    if (open())
        m_pass.startRead(cluster, plan, std::move(filter), ExportFile::sinks(m_file));
}

void ExportJob::look()
{
    m_progress.done = m_pass.done();
    m_progress.total = m_pass.total();
    if (m_file) {
        const ExportFile::Totals totals = m_file->totals();
        m_progress.records = totals.records - totals.nullValues;
        m_progress.nullValues = totals.nullValues;
    }
    emit progressChanged();
}

void ExportJob::finishFile()
{
    const Domain::ReadStatus status = m_pass.reader() ? m_pass.reader()->status() : Domain::ReadStatus{.state = Domain::ReadState::Finished};
    if (const std::optional<Domain::Error> failure = m_file->failure())
        return end(State::Failed, failure);
    if (status.state == Domain::ReadState::Failed && status.records == 0) {
        m_file->discard();
        return end(State::Failed, status.error);
    }
    const std::vector<Store::RecordingSpan> spans = m_pass.reader() ? Store::recordingSpans(status, m_pass.reader()->plan().newestFirst) : std::vector<Store::RecordingSpan>();
    // Giving the file its name waits for the disk.
    QThreadPool::globalInstance()->start([file = m_file, spans, isComplete = status.complete(), problem = m_pass.problem(), handle = m_handover.handle(), this] {
        const Domain::Status finished = file->finish(spans);
        handle.post([this, finished, isComplete, problem] {
            if (!finished)
                end(State::Failed, finished.error());
            else
                end(isComplete ? State::Done : State::Incomplete, problem);
        });
    });
}

void ExportJob::cancel()
{
    assertOwnerThread(this);
    if (m_progress.state != State::Running)
        return;
    m_pass.cancel();
    if (m_file && !m_file->tryDiscard())
        QThreadPool::globalInstance()->start([file = m_file] { file->discard(); });
    end(State::Cancelled);
}

void ExportJob::end(State state, std::optional<Domain::Error> error)
{
    if (m_progress.state != State::Running)
        return;
    look();
    m_progress.state = state;
    m_progress.error = std::move(error);
    emit finished();
}

} // namespace Session
