// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/adminquestion.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace Kafka {

/// Tells whether a topic name still means the topic it meant at first. One that was deleted and made again keeps its name,
/// and librdkafka reads on in the new one without a word; only the topic id (KIP-516) differs. Where a broker does not tell
/// ids (before Kafka 2.8, or no right to describe), nothing is ever reported. Part of a ConsumerClient, in its thread.
class TopicIdentity
{
public:
    TopicIdentity(rd_kafka_t *handle, std::string topic);

    /// Asks for the id without waiting; does nothing while an answer is outstanding or when ids are not told.
    void ask();
    /// Takes what was answered. True once a second id has been seen.
    bool hasChanged();

private:
    using Id = std::pair<std::int64_t, std::int64_t>;
    static std::optional<Id> idIn(rd_kafka_event_t *event);

    std::string m_topic;
    AdminQuestion m_question;
    std::optional<Id> m_id;
    bool m_isTold = true;
    bool m_hasChanged = false;
};

} // namespace Kafka
