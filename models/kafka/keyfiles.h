// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"

namespace Kafka {

/// Tries the CA, certificate and key files of a profile before librdkafka does, whose errors name neither file nor reason.
/// Errors: KeyFileUnreadable, KeyPassphraseWrong. Reads small local files; call it on a worker thread.
Domain::Status checkKeyFiles(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets);

} // namespace Kafka
