// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QAction>
#include <QPointer>
#include <QToolBar>

class QMenu;

namespace Session {
class ClusterSession;
class Connections;
}

namespace Views {

class Actions;
class Appearance;
class Badge;
class FieldButton;
class LockButton;
class ToolButton;

/// The bar below the menus: which connection, its environment and lock, refresh, settings.
class MainToolBar final : public QToolBar
{
    Q_OBJECT
public:
    MainToolBar(Session::Connections &connections, const Actions &actions, const Appearance &appearance, QWidget *parent = nullptr);
    void setSession(Session::ClusterSession *session); ///< null: not connected
    /// Back and forward act on this page as long as it has actions of those names.
    void setPage(QWidget *page);
    void openSettingsMenu();
    QWidget *connectionButton() const;

signals:
    void connectionWanted(const QString &profileId); ///< open it, or go to it when it is open

private:
    void fillConnectionMenu();
    void follow(ToolButton *button, QPointer<QAction> &followed, QWidget *page, const QString &actionName);
    Session::Connections &m_connections;
    const Actions &m_actions;
    FieldButton *m_button;
    QMenu *m_menu;
    Badge *m_badge;
    LockButton *m_lock;
    ToolButton *m_back;
    ToolButton *m_forward;
    QPointer<QAction> m_backAction; ///< of the page in front
    QPointer<QAction> m_forwardAction;
    QToolButton *m_settings = nullptr;
    QString m_profileId;
};

} // namespace Views
