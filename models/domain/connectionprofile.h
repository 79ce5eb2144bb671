// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <map>
#include <string>
#include <vector>

namespace Domain {

enum class Environment { Development, Staging, Production };
enum class SecurityProtocol { Plaintext, Ssl, SaslPlaintext, SaslSsl };
enum class SaslMechanism { Plain, ScramSha256, ScramSha512 };

/// A saved way to reach a cluster. Never holds a secret: see Secrets.
struct ConnectionProfile
{
    std::string id;   ///< stable, unique, made at creation; names the keyring entries
    std::string name; ///< shown; unique among the saved ones
    Environment environment = Environment::Development;
    std::string bootstrapServers; ///< "host:port,host:port"
    SecurityProtocol securityProtocol = SecurityProtocol::Plaintext;
    SaslMechanism saslMechanism = SaslMechanism::Plain; ///< only with SASL_*
    std::string saslUsername;
    std::string caFile;          ///< PEM; empty: the system's CAs
    std::string certificateFile; ///< PEM chain of the client; empty: none
    std::string keyFile;         ///< PEM; may be encrypted, passphrase in Secrets
    bool readOnly = false;       ///< no producer, no write; the dialog sets it for Production
    std::vector<std::string> pinnedGroups;             ///< consumer groups named by the user
    std::map<std::string, std::string> extraProperties; ///< librdkafka properties of the allow-list
    bool isDemo = false;         ///< the embedded cluster; never saved
    std::string recordingFile;   ///< a `.playhead` file opened in place of a cluster; never saved; empty: none

    bool usesTls() const { return securityProtocol == SecurityProtocol::Ssl || securityProtocol == SecurityProtocol::SaslSsl; }
    bool usesSasl() const { return securityProtocol == SecurityProtocol::SaslPlaintext || securityProtocol == SecurityProtocol::SaslSsl; }
    bool operator==(const ConnectionProfile &) const = default;
};

/// Secrets of one profile, by librdkafka property: "sasl.password", "ssl.key.password". Lives in memory and the
/// keyring only; never logged, never in a file, never in an Error.
using Secrets = std::map<std::string, std::string>;

} // namespace Domain
