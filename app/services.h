// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "app/commandline.h"
#include "app/demo/democluster.h"
#include "kafka/threadreaper.h"
#include "session/connections.h"
#include "session/preferences.h"
#include "settings/journalfile.h"
#include "settings/profilestore.h"
#include "settings/secretstore.h"

#include <functional>
#include <memory>

namespace App {

/// Everything below the window, made once by main() and handed down by reference: the composition root of window and
/// commands alike. Members stand in reverse order of their shutdown. GUI (main) thread.
class Services
{
public:
    Services();
    ~Services();
    Services(const Services &) = delete;
    Services &operator=(const Services &) = delete;

    /// The connection that the command line names, with its secrets. UnknownProfile, or what kept the demo from starting.
    /// The reply comes from the event loop, never from within the call.
    struct Resolved
    {
        Domain::ConnectionProfile profile;
        Domain::Secrets secrets;
    };
    void resolve(const Target &target, QObject *context, std::function<void(Domain::Result<Resolved>)> reply);

    /// Kafka's, or the recording that the profile names. Never blocks and never fails here.
    std::unique_ptr<Domain::Cluster> openCluster(const Resolved &resolved) const;

    /// Starts the demo cluster on first use.
    Domain::Result<Domain::ConnectionProfile> demoProfile();

    /// Threads that did not end within 3 s of asking; main() leaves without them. Call after the clusters are closed.
    std::vector<std::string> finishThreads();

    std::shared_ptr<Kafka::ThreadReaper> reaper;
    std::shared_ptr<Settings::JournalFile> journal; ///< of writes, by every connection
    Settings::ProfileStore profiles;
    std::unique_ptr<Settings::SecretStore> secrets;
    Session::Preferences preferences;
    std::unique_ptr<DemoCluster> demo;
    Session::Connections connections;
};

} // namespace App
