// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "settings/memorysecretstore.h"

#include <chrono>

namespace QKeychain {
class Job;
}

namespace Settings {

/// Secrets in the desktop's keyring through QtKeychain: service "playhead", key "<profile id>/<property>". Never falls back
/// to clear text: without a keyring a secret is kept for this run only, and the reply says NoKeyring.
/// GUI thread only; owned by app/.
class KeyringSecretStore final : public SecretStore
{
    Q_OBJECT
public:
    /// `deadline` of one question to the keyring; long, because it may ask the user to unlock it.
    explicit KeyringSecretStore(std::chrono::milliseconds deadline = std::chrono::minutes(2), QObject *parent = nullptr);
    ~KeyringSecretStore() override;

    void load(const Domain::ConnectionProfile &profile, QObject *context, LoadReply reply) override;
    void save(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, QObject *context, SaveReply reply) override;
    void remove(const Domain::ConnectionProfile &profile) override;

private:
    enum class Outcome { Done, NotThere, NoKeyring };
    using Answer = std::function<void(Outcome, const QString &technical)>;
    void start(QKeychain::Job *job, const std::string &profileId, const std::string &property, Answer answer);

    std::chrono::milliseconds m_deadline;
    MemorySecretStore m_memory; ///< what the keyring did not take
};

} // namespace Settings
