// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/services.h"

#include "kafka/connectioncheck.h"
#include "kafka/kafkacluster.h"
#include "session/recordingprofile.h"
#include "settings/keyringsecretstore.h"
#include "store/recordingcluster.h"

#include <QStandardPaths>
#include <QTimer>

namespace App {

namespace {

QString configFile(const QString &name)
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + u'/' + name;
}

constexpr int readingNiceness = 10; // the window stays smooth while records pour in

Store::ThreadStarter threadStarter(const std::shared_ptr<Kafka::ThreadReaper> &reaper)
{
    return [reaper](std::string name, std::function<void(std::stop_token)> body) -> std::shared_ptr<void> {
        return std::make_shared<Kafka::ThreadTicket>(reaper->spawn(std::move(name), readingNiceness, std::move(body)));
    };
}

QString journalFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/journal");
}

Domain::ClusterFactory clustersAndRecordings(const std::shared_ptr<Kafka::ThreadReaper> &reaper, const std::shared_ptr<Settings::JournalFile> &journal)
{
    return [reaper, clusters = Kafka::clusterFactory(reaper, journal)](const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets) {
        return profile.recordingFile.empty() ? clusters(profile, secrets) : Store::openRecording(profile.recordingFile, threadStarter(reaper));
    };
}

} // namespace

Services::Services()
    : reaper(std::make_shared<Kafka::ThreadReaper>()),
      journal(std::make_shared<Settings::JournalFile>(journalFolder())),
      profiles(configFile(QStringLiteral("connections.json"))),
      secrets(std::make_unique<Settings::KeyringSecretStore>()),
      preferences(configFile(QStringLiteral("settings.json"))),
      connections(profiles, *secrets, clustersAndRecordings(reaper, journal), Kafka::connectionCheckFactory(reaper))
{
}

Services::~Services() = default;

Domain::Result<Domain::ConnectionProfile> Services::demoProfile()
{
    if (!demo) {
        auto started = DemoCluster::start();
        if (!started)
            return started.error();
        demo = std::move(started).value();
    }
    return demo->profile();
}

std::unique_ptr<Domain::Cluster> Services::openCluster(const Resolved &resolved) const
{
    return clustersAndRecordings(reaper, journal)(resolved.profile, resolved.secrets);
}

void Services::resolve(const Target &target, QObject *context, std::function<void(Domain::Result<Resolved>)> reply)
{
    const auto later = [&](Domain::Result<Resolved> result) {
        QTimer::singleShot(0, context, [reply, result = std::move(result)] { reply(result); });
    };
    if (target.demo) {
        const auto profile = demoProfile();
        return later(profile ? Domain::Result<Resolved>(Resolved{profile.value(), {}}) : profile.error());
    }
    if (!target.recordingFile.isEmpty())
        return later(Resolved{Session::recordingProfile(target.recordingFile), {}});
    if (target.bootstrap)
        return later(Resolved{*target.bootstrap, target.secrets});
    const auto profile = profiles.byName(target.profileName.toStdString());
    if (!profile)
        return later(Domain::Error{.code = Domain::ErrorCode::UnknownProfile, .args = {{"profile", target.profileName.toStdString()}}});
    secrets->load(*profile, context, [reply, profile = *profile](const Domain::Result<Domain::Secrets> &loaded) {
        // Without a keyring the broker decides: a connection that needs no secret works all the same.
        const Domain::Secrets none;
        reply(Resolved{profile, loaded ? loaded.value() : none});
    });
}

std::vector<std::string> Services::finishThreads()
{
    return reaper->finish();
}

} // namespace App
