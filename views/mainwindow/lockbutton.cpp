// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/lockbutton.h"

#include "items/numbertext.h"
#include "session/clustersession.h"
#include "views/mainwindow/unlockdialog.h"
#include "views/widgets/writereason.h"

#include <QAction>

namespace Views {

namespace {

constexpr int everySecond = 1000;

/// "9:42": minutes and seconds, rounded up, so that it never says 0:00 while writes are allowed.
QString leftText(Domain::WriteLock::Clock::time_point until)
{
    const auto left = std::chrono::ceil<std::chrono::seconds>(until - Domain::WriteLock::Clock::now()).count();
    return QStringLiteral("%1:%2").arg(left / 60).arg(left % 60, 2, 10, QLatin1Char('0'));
}

} // namespace

LockButton::LockButton(QAction &action, const Appearance &appearance, QWidget *parent)
    : ToolButton(appearance, QStringLiteral("lock"), tr("Writes"), parent), m_action(action)
{
    setObjectName(QStringLiteral("writeLockButton"));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_timer.setInterval(everySecond);
    connect(&m_timer, &QTimer::timeout, this, &LockButton::updateState);
    connect(this, &QToolButton::clicked, &action, &QAction::trigger);
    connect(&action, &QAction::triggered, this, &LockButton::toggle);
    updateState();
}

void LockButton::setSession(Session::ClusterSession *session)
{
    if (session == m_session && session)
        return;
    if (m_session)
        m_session->disconnect(this);
    m_session = session;
    if (session)
        connect(session, &Session::ClusterSession::writeLockChanged, this, &LockButton::updateState);
    updateState();
}

void LockButton::toggle()
{
    if (!m_session)
        return;
    if (m_session->writeLock().mayWrite()) {
        m_session->lockWrites();
        return;
    }
    if (m_session->writeLock().environment() != Domain::Environment::Production) {
        m_session->unlockWrites({});
        return;
    }
    auto *dialog = new UnlockDialog(*m_session, m_appearance, window());
    dialog->open();
}

void LockButton::updateState()
{
    using Reason = Domain::WriteLock::Reason;
    setVisible(m_session != nullptr);
    m_action.setEnabled(m_session && m_session->writeLock().reason() != Reason::Recording);
    setEnabled(m_action.isEnabled());
    const auto until = m_session ? m_session->writeLock().unlockedUntil() : std::nullopt;
    if (until && !m_timer.isActive())
        m_timer.start();
    if (!until)
        m_timer.stop();
    if (!m_session)
        return describe(tr("Writes"), tr("Not connected"), tr("A&llow writes"), false);
    const QString keys = m_action.shortcut().toString(QKeySequence::NativeText);
    if (m_session->writeLock().mayWrite())
        return describe(until ? tr("Writes allowed, %1 left").arg(leftText(*until)) : tr("Writes allowed"), tr("A click locks writes (%1)").arg(keys), tr("&Lock writes"), true);
    const bool asks = m_session->writeLock().environment() == Domain::Environment::Production;
    describe(tr("Read-only"), WriteReason::words(*m_session), asks ? tr("A&llow writes for %1…").arg(Items::durationText(std::chrono::milliseconds(Domain::WriteLock::unlockTime).count())) : tr("A&llow writes"), false);
}

void LockButton::describe(const QString &words, const QString &toolTip, const QString &actionText, bool isOpen)
{
    setText(words);
    setAccessibleName(words);
    setToolTip(toolTip.toHtmlEscaped());
    setIconName(isOpen ? QStringLiteral("unlock") : QStringLiteral("lock"));
    m_action.setText(actionText);
}

} // namespace Views
