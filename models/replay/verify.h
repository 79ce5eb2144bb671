// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/ids.h"

#include <cstdint>
#include <optional>
#include <string>

namespace Replay {

/// The first place where the target differs from what was sent.
struct Difference
{
    enum class Kind : std::uint8_t { Lost, Doubled, Order, Partition, Key, Value, Headers, Timestamp, Foreign };
    Kind kind = Kind::Lost;
    std::string sourceTopic = {};
    Domain::PartitionId sourcePartition = {};
    std::optional<Domain::Offset> sourceOffset = {}; ///< none: it cannot be told
    std::string topic = {};                          ///< target
    Domain::PartitionId partition = {};
    std::optional<Domain::Offset> offset = {};       ///< none: it is not there
    bool operator==(const Difference &) const = default;
};

/// What reading back has shown.
struct Verdict
{
    enum class Kind : std::uint8_t { Pass, Fail, Incomplete };
    Kind kind = Kind::Incomplete;
    std::uint64_t expected = 0; ///< records that were acknowledged
    std::uint64_t found = 0;
    std::uint64_t removed = 0;  ///< Incomplete: taken by retention or compaction before they could be read
    std::uint64_t doubled = 0;  ///< at least once: records sent twice in the one uncertain window, counted
    std::string hash = {};      ///< hex, of what was found
    std::optional<Difference> difference = {};
    std::optional<Domain::Error> error = {}; ///< Incomplete: why it could not be read
    std::int64_t finishedMs = 0;             ///< Unix time
    bool operator==(const Verdict &) const = default;
};

} // namespace Replay
