// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/stoppedreplays.h"

#include "items/replaytext.h"
#include "items/runlistmodel.h"
#include "items/safetext.h"
#include "session/clustersession.h"
#include "session/connections.h"
#include "session/replaysource.h"
#include "views/mainwindow/mainwindow.h"
#include "views/replaypage/replaypage.h"

#include <QPushButton>

namespace Views {

StoppedReplays::StoppedReplays(MainWindow &window, Session::Connections &connections, const QString &folder, QObject *parent)
    : QObject(parent), m_window(window), m_connections(connections), m_runs(folder)
{
    connect(&m_runs, &Session::RunList::changed, this, &StoppedReplays::tell, Qt::SingleShotConnection);
}

void StoppedReplays::tell()
{
    const Replay::RunSummary *run = m_runs.stopped();
    if (!run)
        return;
    const auto plan = Replay::readPlan(run->plan);
    const QString topics = plan ? Items::planText(plan.value()) : tr("unknown topics");
    m_window.showNotice(tr("Replay stopped at %1: %2").arg(Items::percentText(run->progress), topics), tr("It can be resumed, verified or forgotten in the journal of replays."));
    QPushButton *journal = m_window.addNoticeButton(tr("Resume, verify, forget…"));
    journal->setObjectName(QStringLiteral("stoppedReplayButton"));
    connect(journal, &QPushButton::clicked, this, [this, id = QString::fromStdString(run->runId), connection = plan ? plan->source.connection : std::string()] { open(id, connection); });
}

/// The journal belongs to a page of a connection: that of the source where it is open, else any.
void StoppedReplays::open(const QString &runId, const std::string &connection)
{
    Session::ClusterSession *shown = nullptr;
    for (Session::ClusterSession *open : m_connections.openClusters())
        if (!shown || open->profile().name == connection)
            shown = open;
    if (!shown) {
        m_window.showNotice(tr("Open the connection “%1” first.").arg(Items::safeText(connection, 60)), tr("The journal of replays is then in the menu Tools."));
        return;
    }
    m_window.hideNotice();
    m_window.openReplay(*shown, {Session::wholeTopics({})})->showRun(runId);
}

} // namespace Views
