// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"
#include "kafka/callscope.h"
#include "kafka/handles.h"

#include <string>

namespace Kafka {

/// Brokers and topics as the cluster tells them, sorted; `topic` empty: all topics. A topic that is unknown or denied comes
/// with its error. Never asks for "the topics already known", which may create topics. Blocks within `scope`.
Domain::Result<Domain::ClusterSnapshot> fetchMetadata(rd_kafka_t *handle, const std::string &topic, const CallScope &scope);

/// Racks and controller by DescribeCluster; needs a broker that answers it.
Domain::Result<Domain::ClusterSnapshot> describeCluster(rd_kafka_t *handle, const CallScope &scope);

} // namespace Kafka
