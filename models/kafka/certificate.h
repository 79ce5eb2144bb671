// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/clientwitness.h"

#include <string>
#include <string_view>

namespace Kafka {

/// Reads who a certificate (DER) is for. A certificate that cannot be read gives empty texts.
TlsFinding readCertificate(std::string_view der, int x509Error);

/// Notes why the certificate of `broker` ("host:port") is not accepted and returns OpenSSL's sentence for it.
std::string noteCertificate(ClientWitness &witness, const std::string &broker, int x509Error, std::string_view der);

/// Who the first certificate of a PEM file is for, such as "CN=client"; empty when it cannot be read. Reads a small local file.
std::string certificateSubject(const std::string &file);

} // namespace Kafka
