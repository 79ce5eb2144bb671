// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QDialog>
#include <QPointer>

class QPushButton;

namespace Session {
class ClusterSession;
}

namespace Views {

class Appearance;
class NameEdit;

/// Asks for the name of a production connection before writes are allowed for ten minutes. Cancel is the default button. Deletes
/// itself; ends when the connection closes. Made by the lock button; GUI thread.
class UnlockDialog final : public QDialog
{
    Q_OBJECT
public:
    UnlockDialog(Session::ClusterSession &session, const Appearance &appearance, QWidget *parent);

private:
    void build(const Appearance &appearance);
    void unlock();

    QPointer<Session::ClusterSession> m_session;
    NameEdit *m_name;
    QPushButton *m_unlock;
};

} // namespace Views
