// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

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

/// The bar below the menus: which connection, its environment, refresh, settings.
class MainToolBar final : public QToolBar
{
    Q_OBJECT
public:
    MainToolBar(Session::Connections &connections, const Actions &actions, const Appearance &appearance, QWidget *parent = nullptr);
    void setSession(Session::ClusterSession *session); ///< null: not connected
    void openSettingsMenu();
    QWidget *connectionButton() const;

signals:
    void connectionWanted(const QString &profileId); ///< open it, or go to it when it is open

private:
    void fillConnectionMenu();
    Session::Connections &m_connections;
    const Actions &m_actions;
    FieldButton *m_button;
    QMenu *m_menu;
    Badge *m_badge;
    QToolButton *m_settings = nullptr;
    QString m_profileId;
};

} // namespace Views
