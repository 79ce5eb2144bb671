// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/memorysecretstore.h"

namespace Settings {

void MemorySecretStore::load(const Domain::ConnectionProfile &profile, QObject *context, LoadReply reply)
{
    QMetaObject::invokeMethod(context, [reply = std::move(reply), secrets = told(profile.id)] { reply(secrets); }, Qt::QueuedConnection);
}

void MemorySecretStore::save(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, QObject *context, SaveReply reply)
{
    for (const auto &[property, secret] : secrets)
        tell(profile.id, property, secret);
    QMetaObject::invokeMethod(context, [reply = std::move(reply)] { reply(std::monostate()); }, Qt::QueuedConnection);
}

void MemorySecretStore::remove(const Domain::ConnectionProfile &profile)
{
    m_secrets.erase(profile.id);
}

const Domain::Secrets &MemorySecretStore::told(const std::string &profileId) const
{
    static const Domain::Secrets nothing;
    const auto it = m_secrets.find(profileId);
    return it == m_secrets.end() ? nothing : it->second;
}

void MemorySecretStore::tell(const std::string &profileId, const std::string &property, const std::string &secret)
{
    if (!secret.empty())
        m_secrets[profileId][property] = secret;
    else if (const auto it = m_secrets.find(profileId); it != m_secrets.end())
        it->second.erase(property);
}

} // namespace Settings
