// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/writepermission.h"

namespace App {

namespace {

Domain::Status locked(const Domain::ConnectionProfile &profile, const char *reason)
{
    return Domain::Error{.code = Domain::ErrorCode::WritesLocked, .args = {{"profile", profile.name}, {"reason", reason}}};
}

} // namespace

Domain::Status permitWrites(const Domain::ConnectionProfile &profile, Domain::WriteGate *gate, const QString &yes)
{
    if (!gate)
        return locked(profile, "recording");
    if (profile.readOnly)
        return locked(profile, "read-only"); // a command line is written down and run again: no switch of it undoes the mark
    if (profile.environment != Domain::Environment::Production)
        return gate->lock()->check();
    const std::string typed = yes.toStdString();
    const bool isNamed = !typed.empty() && (typed == profile.name || typed == profile.bootstrapServers);
    if (!isNamed || !gate->lock()->unlock(profile.name))
        return locked(profile, "production");
    return gate->lock()->check();
}

} // namespace App
