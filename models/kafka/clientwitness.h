// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Kafka {

/// Why a broker's certificate was not accepted.
struct TlsFinding
{
    int x509Error = 0; ///< X509_V_ERR_…
    std::string subject;
    std::string issuer;
    std::string names;      ///< what the certificate is for, such as "kafka-1, kafka-1.example.org, 10.0.0.1"
    std::string validFrom;  ///< "2026-01-31 12:00:00 UTC"
    std::string validUntil;
};

/// Collects what librdkafka tells from its own threads only: certificate checks and log lines. The error event that follows
/// a check says the same for a wrong CA and a wrong host name; this knows which. Thread-safe; belongs to one client.
class ClientWitness
{
public:
    ClientWitness(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets);

    const std::string &mechanism() const { return m_mechanism; } ///< such as "SCRAM-SHA-256"; empty without SASL
    const std::string &user() const { return m_user; }

    /// `broker` is "host:port".
    void noteCertificate(const std::string &broker, TlsFinding finding);
    std::optional<TlsFinding> certificate(const std::string &broker) const;

    void noteLog(int level, std::string_view facility, std::string_view text);
    /// Sentences about brokers that hung up, which come without an error event; at most 64, oldest first, each given once.
    std::vector<std::string> takeDisconnects();

    // Refused credentials must be tried once, not at every address (accounts lock). The error event reaches the owner of the
    // handle a moment after librdkafka may try the next address; its log line comes before that, in the broker's own thread.

    /// From here to noteContact() one connection at a time may be opened.
    void allowOneLoginAtATime() { m_isExclusive = true; }
    /// A broker has let the client in.
    void noteContact() { m_isExclusive = false; }
    /// Asked by a broker's thread before it connects. False: the credentials were refused within the last second (the owner is
    /// about to act on it), or another login is under way.
    bool mayConnect();

    /// `text` with every secret in it replaced by "***".
    std::string withoutSecrets(std::string text) const;

private:
    mutable std::mutex m_mutex;
    std::map<std::string, TlsFinding> m_certificates;
    std::deque<std::string> m_disconnects;
    std::optional<std::chrono::steady_clock::time_point> m_refusedAt;
    std::optional<std::chrono::steady_clock::time_point> m_loginSince;
    std::atomic<bool> m_isExclusive = false;
    std::string m_mechanism;
    std::string m_user;
    std::vector<std::string> m_secrets;
};

} // namespace Kafka
