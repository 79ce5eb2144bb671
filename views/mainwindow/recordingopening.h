// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

namespace Session {
class Connections;
}

namespace Views {

class MainWindow;

/// Opens a `.playhead` file like a cluster; its records, too, when it holds one topic only.
void openRecording(MainWindow &window, Session::Connections &connections, const QString &file);

/// Asks for the file first (Ctrl+O), without waiting for the answer.
void chooseRecording(MainWindow &window, Session::Connections &connections);

} // namespace Views
