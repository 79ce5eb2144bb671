// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace Domain {

/// What a topic's configuration says about records sent to it. Each unknown on its own (older broker, no rights, demo).
struct TopicFacts
{
    std::optional<std::int64_t> maxMessageBytes = {};     ///< of a compressed batch
    std::optional<bool> isLogAppendTime = {};             ///< message.timestamp.type
    std::optional<std::int64_t> timestampBeforeMaxMs = {};///< message.timestamp.before.max.ms
    std::optional<std::int64_t> timestampAfterMaxMs = {}; ///< message.timestamp.after.max.ms; 4.x: 1 h by default
    std::optional<std::int64_t> retentionMs = {};         ///< −1: no limit
    std::optional<std::int64_t> retentionBytes = {};      ///< −1: no limit
    std::optional<bool> isCompacted = {};                 ///< cleanup.policy names compact
    std::optional<bool> isDeleted = {};                   ///< cleanup.policy names delete
    bool operator==(const TopicFacts &) const = default;
};

/// A consumer group as listed.
struct GroupName
{
    std::string id = {};
    std::string state = {}; ///< Kafka's word: "Stable", "Empty", …; empty: not told
    std::string type = {};  ///< "classic", "consumer"; empty: not told
    bool operator==(const GroupName &) const = default;
};

} // namespace Domain
