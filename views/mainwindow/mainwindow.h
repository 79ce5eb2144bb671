// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QMainWindow>

#include <functional>

namespace Session {
class ClusterSession;
class Connections;
class Preferences;
}

namespace Views {

class Appearance;

/// Makes the page that reads a topic. The composition root supplies it, so the window does not know how records are shown.
using RecordPageFactory = std::function<QWidget *(Session::ClusterSession &session, const QString &topic, QWidget *parent)>;

/// The window: tool bar, tree, tabs, status bar. Owned by app/; GUI thread.
class MainWindow final : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)
public:
    MainWindow(Session::Connections &connections, Session::Preferences &preferences, Appearance &appearance,
               RecordPageFactory recordPages, QWidget *parent = nullptr);

    /// Opens the topic in a tab, or shows the tab that has it already.
    void openTopic(Session::ClusterSession &session, const QString &topic);

private:
    Session::Connections &m_connections;
    Session::Preferences &m_preferences;
    Appearance &m_appearance;
    RecordPageFactory m_recordPages;
};

} // namespace Views
