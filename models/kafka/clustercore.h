// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/connectionprofile.h"
#include "kafka/connectgate.h"
#include "kafka/connectionwatch.h"
#include "kafka/handleaccess.h"
#include "kafka/metadatamemory.h"
#include "kafka/requestbook.h"

#include <memory>

namespace Kafka {

/// What the threads of one open cluster share. Owned by the cluster and each of its threads; every part guards itself.
struct ClusterCore
{
    ClusterCore(Domain::ConnectionProfile p, Domain::Secrets s) : profile(std::move(p)), secrets(std::move(s)) {}

    const Domain::ConnectionProfile profile;
    const Domain::Secrets secrets;
    const std::shared_ptr<ConnectGate> gate = std::make_shared<ConnectGate>();
    ConnectionWatch watch;
    HandleAccess access;
    RequestBook book;
    MetadataMemory memory;
};

} // namespace Kafka
