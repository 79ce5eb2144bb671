// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/widgets/toolbutton.h"

#include <QPointer>
#include <QTimer>

class QAction;

namespace Session {
class ClusterSession;
}

namespace Views {

/// The lock in the tool bar: says whether the connection in front may be written to, and for how long still; a click (or its action in
/// the menu) locks and unlocks. Production asks for its name, the others do not. Owned by the tool bar; GUI thread.
class LockButton final : public ToolButton
{
    Q_OBJECT
public:
    LockButton(QAction &action, const Appearance &appearance, QWidget *parent = nullptr);
    void setSession(Session::ClusterSession *session); ///< null: not connected, nothing to lock

private:
    void toggle();
    void updateState();
    void describe(const QString &words, const QString &toolTip, const QString &actionText, bool isOpen);

    QAction &m_action;
    QPointer<Session::ClusterSession> m_session;
    QTimer m_timer; ///< runs while time is left
};

} // namespace Views
