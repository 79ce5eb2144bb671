// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/runlist.h"

#include <QObject>

namespace Session {
class Connections;
}

namespace Views {

class MainWindow;

/// Says at the start of the program that a replay stands still before its end, and leads to it. Owned by app/; window and connections
/// must outlive it.
class StoppedReplays final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StoppedReplays)
public:
    StoppedReplays(MainWindow &window, Session::Connections &connections, const QString &folder, QObject *parent = nullptr);
    /// Looks once, in a thread of the pool.
    void look() { m_runs.refresh(); }

private:
    void tell();
    void open(const QString &runId, const std::string &connection);

    MainWindow &m_window;
    Session::Connections &m_connections;
    Session::RunList m_runs;
};

} // namespace Views
