// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"

#include <QString>

namespace App {

/// The unsaved profile of a bare --bootstrap. It counts as Development when every host is this machine's loopback, as
/// Production (read-only) elsewhere.
Domain::ConnectionProfile adHocProfile(const QString &bootstrapServers);

/// `-X key=value` with an allow-listed property. "sasl.password=@FILE" and "ssl.key.password=@FILE" read the secret from a
/// file's first line, so that it need not stand on the command line.
Domain::Status applyPropertyArgument(const QString &argument, Domain::ConnectionProfile &profile, Domain::Secrets &secrets);

/// PLAYHEAD_SASL_PASSWORD and PLAYHEAD_SSL_KEY_PASSWORD.
void takeSecretsFromEnvironment(Domain::Secrets &secrets);

} // namespace App
