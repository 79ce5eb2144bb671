// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// The run of RecordPage: pause, stop, again, live.

#include "views/recordpage/recordpage.h"

#include "session/clustersession.h"
#include "views/recordpage/recordsearch.h"
#include "views/recordview/recordview.h"

#include <QScrollBar>

namespace Views {

bool RecordPage::isRunning() const
{
    return m_isStarted && !Domain::isFinal(m_read.status().state);
}

bool RecordPage::isFollowing() const
{
    return isRunning() && m_read.plan().isLive() && m_view->isFollowing() && m_read.status().state != Domain::ReadState::Paused;
}

void RecordPage::pauseOrResume()
{
    if (m_search->isHalted())
        m_search->goOn();
    else if (m_read.status().state == Domain::ReadState::Paused)
        m_read.resume();
    else
        m_read.pause();
}

void RecordPage::stop()
{
    if (!isRunning())
        return;
    if (m_search->isOn())
        m_search->halt(); // what was found stays, and it can go on
    else
        m_read.stop();
    updateState();
}

void RecordPage::readAgain()
{
    if (m_search->isOn())
        m_search->startAgain();
    else if (m_isStarted)
        readChosen(m_read.plan()); // from the same place
    else
        m_cluster.refresh();
}

void RecordPage::toggleLive(bool live)
{
    if (!live) {
        m_view->setFollowing(false);
        noteFollowing(false);
    } else if (isRunning() && m_read.plan().isLive())
        goToEnd();
    else if (m_isStarted) {
        Domain::ReadPlan plan = m_read.plan();
        plan.until = Domain::UntilLive{};
        plan.limit.reset();
        read(plan);
    }
    updateState();
}

void RecordPage::goToEnd()
{
    if (m_read.status().state == Domain::ReadState::Paused)
        m_read.resume();
    if (isRunning() && m_read.plan().isLive()) {
        m_view->setFollowing(true);
        noteFollowing(true);
    } else
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
}

void RecordPage::holdOrFollow()
{
    if (!isRunning() || !m_read.plan().isLive())
        pauseOrResume();
    else if (isFollowing())
        toggleLive(false);
    else
        goToEnd();
}

void RecordPage::noteFollowing(bool following)
{
    // A bounded read that is scrolled to its end does not follow anything.
    if (following && !m_read.plan().isLive())
        m_view->setFollowing(false);
    m_seenWhenHeld = following ? 0 : recordsSeen();
    updateState();
}

} // namespace Views
