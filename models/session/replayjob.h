// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "replay/dryrun.h"
#include "replay/replayrun.h"
#include "replay/runjournal.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <memory>
#include <optional>

namespace Session {

/// Dry runs, runs and verifications of a replay, one at a time, in a thread of its own. GUI (main) thread only (asserted); owned by the page or the
/// command. A timer looks at the board.
class ReplayJob final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReplayJob)
public:
    /// Both are kept alive while a run goes; they may be the same. `folder`: of the runs' journals.
    ReplayJob(std::shared_ptr<Domain::Cluster> source, std::shared_ptr<Domain::Cluster> target, QString folder, QObject *parent = nullptr);
    ~ReplayJob() override; ///< < 1 ms: asks the run to stop; its thread is reaped elsewhere

    /// Where the journals of runs lie unless the user says otherwise.
    static QString defaultFolder();

    enum class Task : std::uint8_t { None, DryRun, Run, Verify };
    // One at a time: nothing happens while a task runs.
    /// Fixes the bounds first; plan() is then the fixed one.
    void dryRun(const Replay::Plan &plan);
    void run(const Replay::Plan &plan, const std::string &runId);
    void resume(const std::string &runId);
    void resumeWithoutJournal(const Replay::Plan &plan, const std::string &runId);
    void verify(const std::string &runId);
    void pause(bool on);
    void stop(); ///< acts within 200 ms; a run can be resumed

    Task task() const { return m_task; }
    const Replay::Plan &plan() const;
    const std::string &runId() const;
    /// Null before the first dry run has ended.
    std::shared_ptr<const Replay::DryRunReport> report() const;
    const Replay::DryRunProgress &dryRunProgress() const;
    /// As of the last look.
    const Replay::RunStatus &status() const;

signals:
    void changed(); ///< at most every 50 ms
    void dryRunEnded();
    void ended();   ///< a run or verification

private:
    template<typename Work>
    void begin(Task task, const std::string &runId, Work work);
    void endDryRun(const Replay::Plan &plan, const std::shared_ptr<const Replay::DryRunReport> &report);
    void look();

    class Private;
    std::unique_ptr<Private> d;
    Task m_task = Task::None;
};

} // namespace Session
