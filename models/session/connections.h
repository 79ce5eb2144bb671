// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "domain/connectioncheck.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace Settings {
class ProfileStore;
class SecretStore;
}

namespace Session {

class ClusterSession;

/// Saved connections and the clusters that are open: everything the window and the commands do with connections. GUI thread
/// only; owned by app/. Secrets pass through here to the keyring and to the cluster, and nowhere else.
class Connections final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Connections)
public:
    Connections(Settings::ProfileStore &profiles, Settings::SecretStore &secrets, Domain::ClusterFactory clusters,
                Domain::ConnectionCheckFactory checks, QObject *parent = nullptr);
    ~Connections() override;

    // Saved profiles
    std::vector<Domain::ConnectionProfile> profiles() const; ///< most recently opened first
    std::optional<Domain::ConnectionProfile> profile(const std::string &id) const;
    std::optional<qint64> lastOpenedMs(const std::string &id) const;
    const std::optional<Domain::Error> &profilesError() const; ///< the file was broken or newer, and where it is kept
    using SaveReply = std::function<void(Domain::Status)>;     ///< NoKeyring: saved, but secrets last for this run only
    void save(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, QObject *context, SaveReply reply);
    Domain::Status remove(const std::string &id);
    using SecretsReply = std::function<void(Domain::Result<Domain::Secrets>)>;
    void loadSecrets(const Domain::ConnectionProfile &profile, QObject *context, SecretsReply reply);

    /// Stages of "Test connection". The caller owns the check and watches its generation.
    std::unique_ptr<Domain::ConnectionCheck> check(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets);

    // Open clusters, in opening order
    /// Opens, or returns the one already open for this profile id; starts the first refresh; notes the time (of a saved one).
    ClusterSession *open(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets);
    /// Loads the secrets from the keyring first; opened() follows, also when it is open already. secretsMissing() instead:
    /// a secret is needed and not there (then ask the user and call open()), or the profile is unknown.
    void openSaved(const std::string &profileId);
    /// aboutToClose() comes at once, the session goes with the next turn of the event loop.
    void close(ClusterSession *session);
    const std::vector<ClusterSession *> &openClusters() const;
    ClusterSession *openCluster(const std::string &profileId) const; ///< null: not open

signals:
    void profilesChanged();
    void opened(Session::ClusterSession *session);
    void aboutToClose(Session::ClusterSession *session);
    void secretsMissing(const QString &profileId, const Domain::Error &error);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace Session
