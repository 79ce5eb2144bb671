// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/clientwitness.h"

#include <syslog.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace Kafka {

namespace {

constexpr std::size_t maxDisconnects = 64;
constexpr std::chrono::seconds longestLogin(10); // then librdkafka has given it up too
constexpr std::size_t maxCertificates = 256; // one a broker address; a hostile cluster may advertise any number

std::string mechanismName(const Domain::ConnectionProfile &profile)
{
    if (!profile.usesSasl())
        return {};
    switch (profile.saslMechanism) {
    case Domain::SaslMechanism::Plain: return "PLAIN";
    case Domain::SaslMechanism::ScramSha256: return "SCRAM-SHA-256";
    case Domain::SaslMechanism::ScramSha512: return "SCRAM-SHA-512";
    }
    return {};
}

} // namespace

ClientWitness::ClientWitness(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets)
    : m_mechanism(mechanismName(profile)), m_user(profile.usesSasl() ? profile.saslUsername : std::string())
{
    for (const auto &[name, secret] : secrets)
        if (!secret.empty())
            m_secrets.push_back(secret);
}

void ClientWitness::noteCertificate(const std::string &broker, TlsFinding finding)
{
    const std::lock_guard lock(m_mutex);
    if (m_certificates.size() < maxCertificates || m_certificates.contains(broker))
        m_certificates[broker] = std::move(finding);
}

std::optional<TlsFinding> ClientWitness::certificate(const std::string &broker) const
{
    const std::lock_guard lock(m_mutex);
    const auto it = m_certificates.find(broker);
    return it == m_certificates.end() ? std::nullopt : std::optional(it->second);
}

void ClientWitness::noteLog(int level, std::string_view facility, std::string_view text)
{
    if (facility != "FAIL" || text.find(std::generic_category().message(ECANCELED)) != std::string_view::npos)
        return; // the latter is mayConnect() itself
    const bool isRefusal = text.find("SASL authentication error") != std::string_view::npos
                           || text.find("mechanism handshake failed") != std::string_view::npos;
    const std::lock_guard lock(m_mutex);
    m_loginSince.reset();
    if (isRefusal)
        m_refusedAt = std::chrono::steady_clock::now();
    if (level <= LOG_ERR)
        return; // an error event follows
    if (text.starts_with("[thrd:"))
        text.remove_prefix(std::min(text.find("]: "), text.size() - 3) + 3);
    m_disconnects.emplace_back(withoutSecrets(std::string(text)));
    if (m_disconnects.size() > maxDisconnects)
        m_disconnects.pop_front();
}

std::vector<std::string> ClientWitness::takeDisconnects()
{
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> taken(m_disconnects.begin(), m_disconnects.end());
    m_disconnects.clear();
    return taken;
}

bool ClientWitness::mayConnect()
{
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(m_mutex);
    if (m_refusedAt && now - *m_refusedAt < std::chrono::seconds(1))
        return false;
    if (m_isExclusive && m_loginSince && now - *m_loginSince < longestLogin)
        return false;
    m_loginSince = now;
    return true;
}

std::string ClientWitness::withoutSecrets(std::string text) const
{
    constexpr std::string_view mask = "***";
    for (const std::string &secret : m_secrets)
        for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + mask.size()))
            text.replace(at, secret.size(), mask);
    return text;
}

} // namespace Kafka
