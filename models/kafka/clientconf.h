// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "domain/error.h"
#include "domain/outgoing.h"
#include "domain/readplan.h"
#include "kafka/clientwitness.h"
#include "kafka/handles.h"

#include <memory>
#include <string>

namespace Kafka {

enum class ClientRole {
    Browse,  ///< the shared handle of a cluster: metadata, offsets, descriptions
    Consumer, ///< one reading thread
    Producer  ///< one producer of the WriteGate
};

struct ClientOptions
{
    ClientRole role = ClientRole::Browse;
    Domain::IsolationLevel isolation = Domain::IsolationLevel::Uncommitted;
    int prefetchKilobytes = 64 * 1024; ///< of a whole read
    int consumerThreads = 1; ///< threads that share one read: each gets its part of the prefetch queue
    int partitionQueues = 1; ///< partitions with a queue of their own: each gets its part again
    int fetchWaitMs = 50;    ///< how long a broker waits for more when it has nothing; delays every move to another place
    int fetchKilobytes = 1024; ///< of one partition in one answer; at least a batch comes, whatever it weighs
    std::string group = {};  ///< only to ask for its committed offsets: never joined
    Domain::ProducerSettings producer = {}; ///< ClientRole::Producer only
};

/// The client settings of architecture §5 plus those of the profile. Files named in the profile are tried first. Errors:
/// UnknownProperty, PropertyNotAllowed, BadPropertyValue, KeyFileUnreadable, KeyPassphraseWrong, SecretMissing. Secrets
/// never show up in one.
/// `witness` becomes the opaque of the configuration and must live as long as any handle made of it.
Domain::Result<Conf> clientConf(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets,
                                const ClientOptions &options, ClientWitness *witness);

/// A handle and what its callbacks write to.
/// Created, used and destroyed by one thread; destroying may block for some 100 ms.
struct Client
{
    std::unique_ptr<ClientWitness> witness;
    Handle handle;
};

/// clientConf() and rd_kafka_new(), of the consumer type: only the WriteGate makes producers. Errors come as RD_KAFKA_EVENT_ERROR on the handle's main queue, which the caller polls;
/// turn them into words with errorOfEvent().
Domain::Result<Client> openClient(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets,
                                  const ClientOptions &options);

} // namespace Kafka
