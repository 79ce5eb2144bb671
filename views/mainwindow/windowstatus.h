// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QStatusBar>
#include <QTimer>

class QLabel;
class QToolButton;

namespace Session {
class ClusterSession;
class Preferences;
}

namespace Views {

class Appearance;

/// The status bar: connection and its state; memory held for records; the zone in which times are shown (a menu); activity.
class WindowStatus final : public QStatusBar
{
    Q_OBJECT
public:
    /// `pages`: where record pages live; their reading sessions are asked once a second how much they hold.
    WindowStatus(Session::Preferences &preferences, const Appearance &appearance, QWidget &pages, QWidget *parent = nullptr);
    void setSession(Session::ClusterSession *session); ///< null: not connected

signals:
    void activityWanted(); ///< the journal of writes

private:
    void updateConnection();
    void updateMemory();
    void updateZone();
    Session::Preferences &m_preferences;
    const Appearance &m_appearance;
    QWidget &m_pages;
    Session::ClusterSession *m_session = nullptr;
    QLabel *m_icon;
    QLabel *m_connection;
    QLabel *m_memory;
    QToolButton *m_zone;
    QTimer m_timer;
};

} // namespace Views
