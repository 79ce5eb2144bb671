// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"

#include <cstdint>
#include <memory>

namespace Kafka {

class ConnectGate;
class ThreadReaper;

/// What a read takes over from its cluster. A value; the read may outlive the cluster.
struct ReadContext
{
    Domain::ConnectionProfile profile;
    Domain::Secrets secrets;
    std::shared_ptr<ConnectGate> gate;    ///< wait for it before rd_kafka_new; tell it when credentials are refused
    std::shared_ptr<ThreadReaper> reaper; ///< starts and joins the reading threads
    bool canLookUpTimes = true;           ///< false: ListOffsets by time answers nonsense there (mock cluster)
    int threads = 0;                      ///< at most, of one read; 0: as many as the processor has, up to 4
    std::int64_t worthSplitting = 1'000'000; ///< offsets from which on several threads read; each costs a connection
};

} // namespace Kafka
