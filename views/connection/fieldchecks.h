// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace Views {

// What can be said of the connection dialog's fields without asking anybody. Pure functions.

/// The first of the comma-separated addresses that is not host, host:port or [ipv6]:port; none: all are.
std::optional<QString> firstBadAddress(const QString &bootstrapServers);
/// Whether every address is this computer itself: 127.0.0.0/8, ::1, localhost.
bool isLoopbackOnly(const QString &bootstrapServers);
bool isReadableFile(const QString &file);

std::vector<std::string> groupsOf(const QString &lines);
std::map<std::string, std::string> propertiesOf(const QString &lines);

/// A line of the extra properties that cannot be taken. Which properties exist and are allowed, the client itself decides.
struct BadLine
{
    enum class Reason { None, NoValue, Twice, Secret, HasField };
    Reason reason = Reason::None;
    int line = 0; ///< from 1
    QString property;
};
BadLine firstBadProperty(const QString &lines);

} // namespace Views
