// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "kafka/handles.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace Kafka {

/// A topic that records are sent to.
struct TargetTopic
{
    std::string name;
    std::int32_t partitions = 0;
    TopicHandle handle;
};

/// The topics of one producer, each looked up once: nothing is sent to a topic that metadata does not know, because a broker may be
/// set up to make it. Part of a producer, in its thread; goes before its handle.
class TargetTopics
{
public:
    /// Blocks up to `wait` the first time.
    Domain::Result<const TargetTopic *> find(rd_kafka_t *handle, std::string_view name, std::chrono::milliseconds wait);
    void clear();

private:
    std::map<std::string, TargetTopic, std::less<>> m_topics;
    const TargetTopic *m_last = nullptr;
};

} // namespace Kafka
