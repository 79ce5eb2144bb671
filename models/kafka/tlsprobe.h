// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "kafka/stream.h"

namespace Kafka {

/// Shakes hands over a connected stream as librdkafka would with this profile (CA, client certificate, host name check), and
/// tells what was agreed on ("TLSv1.3, TLS_AES_256_GCM_SHA384, certificate for kafka-1 until …"). Afterwards the stream is
/// encrypted. Errors: all of Tls…, NoAnswer, Disconnected.
Domain::Result<std::string> shakeHands(Stream &stream, const HostPort &server, const Domain::ConnectionProfile &profile,
                                       const Domain::Secrets &secrets, const CallScope &scope);

/// Asks for the versions of Kafka's protocol (ApiVersions, which needs no login) and looks at whatever comes back: says
/// whether Kafka is there. Errors: NotKafka, TlsExpected, TlsClientCertificate, NoAnswer, Disconnected.
Domain::Status askVersions(Stream &stream, const HostPort &server, bool usesTls, const CallScope &scope);

} // namespace Kafka
