// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "replay/replayplan.h"

#include <QString>

#include <optional>

namespace App {

/// What `playhead replay` asks for. The source's range and filter stand in the plan too.
struct ReplayRequest
{
    enum class Task { Replay, Resume, Verify, List };

    Task task = Task::Replay;
    Replay::Plan plan = {};
    QString run;                                          ///< Resume, Verify
    bool hasPlan = false;                                 ///< Resume: source and target are given: what the target holds counts when the journal is lost
    QString toProfile;                                    ///< the target's connection; empty: that of the source
    std::optional<Domain::ConnectionProfile> toBootstrap; ///< --to-bootstrap
    bool createsMissing = false;
    QString folder;                                       ///< of the journals; empty: the usual one
};

} // namespace App
