// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/recordingprofile.h"

#include <QFileInfo>

namespace Session {

Domain::ConnectionProfile recordingProfile(const QString &file)
{
    const QFileInfo info(file);
    const std::string path = info.absoluteFilePath().toLocal8Bit().toStdString();
    Domain::ConnectionProfile profile;
    profile.id = "recording:" + path;
    profile.name = info.fileName().toStdString();
    profile.recordingFile = path;
    profile.readOnly = true;
    return profile;
}

} // namespace Session
