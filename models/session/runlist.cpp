// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/runlist.h"

#include "session/ownerthread.h"
#include "session/workpool.h"

#include <QDir>

#include <algorithm>

namespace Session {

RunList::RunList(const QString &folder, QObject *parent) : QObject(parent), m_folder(QDir::toNativeSeparators(folder).toStdString()), m_handover(this) {}

void RunList::refresh()
{
    assertOwnerThread(this);
    m_looksAgain = m_isLooking;
    if (m_isLooking)
        return;
    m_isLooking = true;
    runInPool([this, folder = m_folder, done = m_handover.handle()] {
        done.post([this, runs = Replay::listRuns(folder)]() mutable { take(std::move(runs)); });
    });
}

void RunList::take(std::vector<Replay::RunSummary> runs)
{
    m_runs = std::move(runs);
    m_isKnown = true;
    m_isLooking = false;
    if (std::exchange(m_looksAgain, false))
        refresh();
    emit changed();
}

void RunList::forget(const std::string &runId)
{
    assertOwnerThread(this);
    runInPool([this, folder = m_folder, runId, done = m_handover.handle()] {
        done.post([this, status = Replay::forgetRun(folder, runId)] {
            if (!status)
                emit forgetFailed(status.error());
            refresh();
        });
    });
}

const Replay::RunSummary *RunList::stopped() const
{
    const auto it = std::find_if(m_runs.begin(), m_runs.end(), [](const Replay::RunSummary &run) { return run.state == Replay::RunSummary::State::Stopped; });
    return it == m_runs.end() ? nullptr : &*it;
}

} // namespace Session
