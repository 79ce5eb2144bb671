// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/writereason.h"

#include "items/safetext.h"

#include <QAbstractButton>
#include <QAction>

namespace Views {

WriteReason::WriteReason(QObject *control, const QString &toolTip)
    : QObject(control), m_control(control), m_toolTip(toolTip)
{
    control->setProperty("writes", true);
}

WriteReason *WriteReason::bind(QAction *action, Session::ClusterSession &session)
{
    auto *reason = new WriteReason(action, action->toolTip());
    reason->setSession(&session);
    return reason;
}

WriteReason *WriteReason::bind(QAbstractButton *button, Session::ClusterSession &session)
{
    auto *reason = new WriteReason(button, button->toolTip());
    reason->setSession(&session);
    return reason;
}

QString WriteReason::words(const Session::ClusterSession &session)
{
    using Reason = Domain::WriteLock::Reason;
    const QString name = Items::safeText(session.profile().name, 60);
    switch (session.writeLock().reason()) {
    case Reason::Recording: return tr("“%1” is a recording, a file that is only read.").arg(name);
    case Reason::ReadOnly: return tr("“%1” is read-only. The lock in the tool bar (Ctrl+Shift+L) allows writes.").arg(name);
    case Reason::Production: return tr("“%1” is production and locked. The lock in the tool bar (Ctrl+Shift+L) allows writes for ten minutes.").arg(name);
    case Reason::None: break;
    }
    return {};
}

void WriteReason::setPossible(bool possible, const QString &why)
{
    m_isPossible = possible;
    m_why = why;
    apply();
}

void WriteReason::setToolTip(const QString &toolTip)
{
    m_toolTip = toolTip.toHtmlEscaped();
    apply();
}

void WriteReason::setSession(Session::ClusterSession *session)
{
    if (m_session)
        m_session->disconnect(this);
    m_session = session;
    if (session)
        connect(session, &Session::ClusterSession::writeLockChanged, this, &WriteReason::apply);
    apply();
}

bool WriteReason::isLocked() const
{
    return m_session && !m_session->writeLock().mayWrite();
}

void WriteReason::apply()
{
    const QString locked = m_session ? words(*m_session) : QString();
    const QString why = !locked.isEmpty() ? locked : m_isPossible ? QString() : m_why;
    const QString toolTip = why.isEmpty() ? m_toolTip : why.toHtmlEscaped();
    const bool isEnabled = m_isPossible && locked.isEmpty();
    if (auto *action = qobject_cast<QAction *>(m_control)) {
        action->setEnabled(isEnabled);
        action->setToolTip(toolTip);
    } else if (auto *button = qobject_cast<QAbstractButton *>(m_control)) {
        button->setEnabled(isEnabled);
        button->setToolTip(toolTip);
        button->setAccessibleDescription(why); // what the pointer finds in the tooltip, for the ear
    }
}

} // namespace Views
