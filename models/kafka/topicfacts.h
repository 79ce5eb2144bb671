// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/topicfacts.h"
#include "domain/error.h"
#include "kafka/callscope.h"
#include "kafka/handles.h"

#include <string>
#include <vector>

namespace Kafka {

/// What the topic's configuration says about records sent to it. Blocks within `scope`.
Domain::Result<Domain::TopicFacts> fetchTopicFacts(rd_kafka_t *handle, const std::string &topic, const CallScope &scope);

/// The consumer groups, sorted, as far as brokers told of them. Blocks within `scope`; every broker is asked.
Domain::Result<std::vector<Domain::GroupName>> fetchGroups(rd_kafka_t *handle, const CallScope &scope);

} // namespace Kafka
