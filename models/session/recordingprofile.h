// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"

#include <QString>

namespace Session {

/// The profile by which a `.playhead` file is opened in place of a cluster: never saved, read-only, named after the file.
Domain::ConnectionProfile recordingProfile(const QString &file);

} // namespace Session
