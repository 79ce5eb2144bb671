// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/adminquestion.h"

#include <chrono>
#include <optional>
#include <string>

namespace Kafka {

/// Whether a topic is compacted (`cleanup.policy` contains compact): its holes are then the rule, not news. Asked once, without
/// waiting; unknown for ever where the broker does not tell (no right to describe configs, the demo). Part of a
/// ConsumerClient, in its thread.
class CleanupPolicy
{
public:
    CleanupPolicy(rd_kafka_t *handle, std::string topic);

    void ask();
    /// Takes the answer, waiting for it at most `patience`. None: not known (yet).
    std::optional<bool> isCompacted(std::chrono::milliseconds patience);

private:
    static std::optional<bool> compactedIn(rd_kafka_event_t *event);

    std::string m_topic;
    AdminQuestion m_question;
    std::optional<bool> m_isCompacted;
};

} // namespace Kafka
