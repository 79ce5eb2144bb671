// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/connections.h"

#include "session/clustersession.h"
#include "session/ownerthread.h"
#include "settings/profilestore.h"
#include "settings/secretstore.h"

#include <algorithm>
#include <set>

namespace Session {

namespace {

/// The secrets without which connecting is bound to fail. A key file may be unencrypted, so its passphrase is not one.
std::vector<std::string> neededSecrets(const Domain::ConnectionProfile &profile)
{
    return profile.usesSasl() ? std::vector<std::string>{"sasl.password"} : std::vector<std::string>{};
}

bool mayHaveSecrets(const Domain::ConnectionProfile &profile)
{
    return profile.usesSasl() || (profile.usesTls() && !profile.keyFile.empty());
}

std::optional<Domain::Error> missingSecret(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets)
{
    for (const std::string &property : neededSecrets(profile)) {
        const auto it = secrets.find(property);
        if (it != secrets.end() && !it->second.empty())
            continue;
        Domain::Error error;
        error.code = Domain::ErrorCode::SecretMissing;
        error.args = {{"property", property}};
        return error;
    }
    return std::nullopt;
}

} // namespace

class Connections::Private
{
public:
    Private(Connections *connections, Settings::ProfileStore &aProfiles, Settings::SecretStore &aSecrets, Domain::ClusterFactory aClusters,
            Domain::ConnectionCheckFactory aChecks)
        : q(connections), profiles(aProfiles), secrets(aSecrets), clusters(std::move(aClusters)), checks(std::move(aChecks))
    {
    }

    void openWith(const std::string &profileId, const Domain::Result<Domain::Secrets> &loaded);

    Connections *q;
    Settings::ProfileStore &profiles;
    Settings::SecretStore &secrets;
    Domain::ClusterFactory clusters;
    Domain::ConnectionCheckFactory checks;
    std::vector<ClusterSession *> open;  ///< children of q, in opening order
    std::set<std::string> opening;       ///< profile ids whose secrets are being loaded
};

void Connections::Private::openWith(const std::string &profileId, const Domain::Result<Domain::Secrets> &loaded)
{
    opening.erase(profileId);
    const std::optional<Domain::ConnectionProfile> profile = q->profile(profileId);
    if (!profile) // removed while the keyring was asked
        return;
    const Domain::Secrets known = loaded ? *loaded : Domain::Secrets();
    std::optional<Domain::Error> missing = missingSecret(*profile, known);
    if (missing && !loaded)
        missing = loaded.error(); // says more: why it is missing
    if (missing)
        emit q->secretsMissing(QString::fromStdString(profileId), *missing);
    else
        q->open(*profile, known);
}

Connections::Connections(Settings::ProfileStore &profiles, Settings::SecretStore &secrets, Domain::ClusterFactory clusters,
                         Domain::ConnectionCheckFactory checks, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, profiles, secrets, std::move(clusters), std::move(checks)))
{
    connect(&profiles, &Settings::ProfileStore::changed, this, &Connections::profilesChanged);
}

Connections::~Connections()
{
    // Newest first; whoever shows them has gone before (architecture T9).
    while (!d->open.empty()) {
        std::unique_ptr<ClusterSession> last(d->open.back());
        d->open.pop_back();
    }
}

std::vector<Domain::ConnectionProfile> Connections::profiles() const
{
    assertOwnerThread(this);
    return d->profiles.profiles();
}

std::optional<Domain::ConnectionProfile> Connections::profile(const std::string &id) const
{
    assertOwnerThread(this);
    for (const Domain::ConnectionProfile &profile : d->profiles.profiles())
        if (profile.id == id)
            return profile;
    return std::nullopt;
}

std::optional<qint64> Connections::lastOpenedMs(const std::string &id) const
{
    assertOwnerThread(this);
    return d->profiles.lastOpenedMs(id);
}

const std::optional<Domain::Error> &Connections::profilesError() const
{
    assertOwnerThread(this);
    return d->profiles.loadError();
}

void Connections::save(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets, QObject *context, SaveReply reply)
{
    assertOwnerThread(this);
    if (const Domain::Status saved = d->profiles.save(profile); !saved) {
        // Later, as in every other case: the caller need not be ready for a reply from inside its own call.
        QMetaObject::invokeMethod(context, [reply = std::move(reply), saved] { reply(saved); }, Qt::QueuedConnection);
        return;
    }
    d->secrets.save(profile, secrets, context, std::move(reply));
}

Domain::Status Connections::remove(const std::string &id)
{
    assertOwnerThread(this);
    const std::optional<Domain::ConnectionProfile> known = profile(id);
    const Domain::Status removed = d->profiles.remove(id);
    if (removed && known)
        d->secrets.remove(*known);
    return removed;
}

void Connections::loadSecrets(const Domain::ConnectionProfile &profile, QObject *context, SecretsReply reply)
{
    assertOwnerThread(this);
    d->secrets.load(profile, context, std::move(reply));
}

std::unique_ptr<Domain::ConnectionCheck> Connections::check(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets)
{
    assertOwnerThread(this);
    return d->checks(profile, secrets);
}

ClusterSession *Connections::open(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets)
{
    assertOwnerThread(this);
    if (ClusterSession *already = openCluster(profile.id))
        return already;
    auto *session = new ClusterSession(profile, d->clusters(profile, secrets), this);
    d->open.push_back(session);
    if (this->profile(profile.id))
        static_cast<void>(d->profiles.noteOpened(profile.id)); // a time that cannot be written is no reason not to open
    session->refresh();
    emit opened(session);
    return session;
}

void Connections::openSaved(const std::string &profileId)
{
    assertOwnerThread(this);
    const std::optional<Domain::ConnectionProfile> saved = profile(profileId);
    if (!saved) {
        Domain::Error error;
        error.code = Domain::ErrorCode::UnknownProfile;
        error.args = {{"profile", profileId}};
        emit secretsMissing(QString::fromStdString(profileId), error);
        return;
    }
    if (ClusterSession *already = openCluster(profileId)) {
        emit opened(already); // the caller waits for it, and shows it
        return;
    }
    if (!mayHaveSecrets(*saved)) {
        open(*saved, {});
        return;
    }
    if (!d->opening.insert(profileId).second)
        return; // the keyring is being asked, perhaps it is asking the user
    d->secrets.load(*saved, this, [this, profileId](Domain::Result<Domain::Secrets> loaded) { d->openWith(profileId, loaded); });
}

void Connections::close(ClusterSession *session)
{
    assertOwnerThread(this);
    const auto it = std::find(d->open.begin(), d->open.end(), session);
    if (it == d->open.end())
        return;
    emit aboutToClose(session);
    std::erase(d->open, session);
    // After the pages: they too are deleted by the event loop, and were told first.
    session->deleteLater();
}

const std::vector<ClusterSession *> &Connections::openClusters() const
{
    assertOwnerThread(this);
    return d->open;
}

ClusterSession *Connections::openCluster(const std::string &profileId) const
{
    assertOwnerThread(this);
    for (ClusterSession *session : d->open)
        if (session->profile().id == profileId)
            return session;
    return nullptr;
}

} // namespace Session
