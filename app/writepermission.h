// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/writegate.h"

#include <QString>

namespace App {

/// Whether a command may write to a cluster: never where the connection is marked read-only (or is a recording: `gate` null), to a
/// production cluster only when --yes named it. Unlocks the gate's lock then. Error WritesLocked.
Domain::Status permitWrites(const Domain::ConnectionProfile &profile, Domain::WriteGate *gate, const QString &yes);

} // namespace App
