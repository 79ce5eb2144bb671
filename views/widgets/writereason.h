// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/clustersession.h"

#include <QObject>
#include <QPointer>
#include <QString>

class QAbstractButton;
class QAction;

namespace Views {

/// Keeps one writing action or button disabled, with the reason in its tooltip, while its connection is locked. Every control that
/// leads to a write has one; it marks the control with the property `writes`, by which a test finds them all.
/// Child of the control, made by the page that owns it; GUI thread.
///
///     m_reason = WriteReason::bind(m_send, session);  // the tooltip it has now is the one while it is enabled
///     m_reason->setPossible(hasTopic, tr("Choose a topic first")); // instead of setEnabled()
class WriteReason final : public QObject
{
    Q_OBJECT
public:
    static WriteReason *bind(QAction *action, Session::ClusterSession &session);
    static WriteReason *bind(QAbstractButton *button, Session::ClusterSession &session);

    /// Why nothing can be written through this connection now; empty: it can. Plain text, safe to show.
    static QString words(const Session::ClusterSession &session);

    /// The page's own condition, in place of setEnabled(). The lock is told first. `why`: the tooltip while it is not possible;
    /// empty: the usual tooltip.
    void setPossible(bool possible, const QString &why = {});
    /// A new tooltip for while it is enabled. Plain text.
    void setToolTip(const QString &toolTip);
    /// Another connection, such as the chosen target of a replay; null: none, then setPossible() alone decides.
    void setSession(Session::ClusterSession *session);
    bool isLocked() const;

private:
    WriteReason(QObject *control, const QString &toolTip);
    void apply();

    QObject *m_control;
    QPointer<Session::ClusterSession> m_session;
    QString m_toolTip;
    QString m_why;
    bool m_isPossible = true;
};

} // namespace Views
