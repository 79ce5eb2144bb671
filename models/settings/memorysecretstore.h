// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "settings/secretstore.h"

#include <string>

namespace Settings {

/// Secrets of this run, in memory only: where there is no keyring (headless, tests), and what the keyring could not take.
class MemorySecretStore final : public SecretStore
{
    Q_OBJECT
public:
    using SecretStore::SecretStore;

    void load(const Domain::ConnectionProfile &profile, QObject *context, LoadReply reply) override;
    void save(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, QObject *context, SaveReply reply) override;
    void remove(const Domain::ConnectionProfile &profile) override;

    /// What this run was told of a profile. No empty values.
    const Domain::Secrets &told(const std::string &profileId) const;
    void tell(const std::string &profileId, const std::string &property, const std::string &secret); ///< empty: forget

private:
    std::map<std::string, Domain::Secrets> m_secrets;
};

} // namespace Settings
