// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

namespace Session {
class ClusterSession;
class Connections;
}

namespace Views {

class MainWindow;

/// A replay studio with all topics of a recording, in its own tempo: what was seen once is shown again. As soon as the file has told
/// what is in it.
void reenact(MainWindow &window, Session::ClusterSession &recording);

/// The same with the recording in front, else with one that is chosen first; does not wait for the answer.
void chooseReenactment(MainWindow &window, Session::Connections &connections, Session::ClusterSession *inFront);

} // namespace Views
