// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/mainwindow.h"

#include "views/appearance.h"

namespace Views {

MainWindow::MainWindow(Session::Connections &connections, Session::Preferences &preferences, Appearance &appearance,
                       RecordPageFactory recordPages, QWidget *parent)
    : QMainWindow(parent)
    , m_connections(connections)
    , m_preferences(preferences)
    , m_appearance(appearance)
    , m_recordPages(std::move(recordPages))
{
    setWindowTitle(tr("Playhead"));
}

void MainWindow::openTopic(Session::ClusterSession &session, const QString &topic)
{
    if (m_recordPages)
        setCentralWidget(m_recordPages(session, topic, this));
}

} // namespace Views
