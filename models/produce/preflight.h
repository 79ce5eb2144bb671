// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/topicfacts.h"
#include "produce/producerequest.h"
#include "produce/recordmaker.h"

#include <string>
#include <vector>

namespace Produce {

/// Something to be known before records are sent. Text is made in items/.
struct Finding
{
    enum class Kind : std::uint8_t {
        TooLarge,          ///< size, limit: with our headers more than max.message.bytes
        NearLimit,         ///< size, limit: uncompressed above it, may fit when compressed
        TimestampZero,     ///< cannot be sent: the client would make it now
        TimestampReplaced, ///< topic stores LogAppendTime: the time given is not kept
        TimestampRefused,  ///< ms, limit: outside message.timestamp.before/after.max.ms
        OlderThanRetention,///< ms, limit: would be deleted within minutes
        NoKeyOnCompacted,  ///< the broker refuses it
        NoSuchPartition,   ///< partition, count
        NotAcknowledged,   ///< acks 0: outcomes stay unknown
        FactsUnknown       ///< the topic's configuration could not be asked
    };
    Kind kind = Kind::FactsUnknown;
    bool blocks = false; ///< sending it would fail for certain
    std::int64_t value = 0;
    std::int64_t limit = 0;
    std::uint64_t records = 1; ///< how many it concerns
    bool operator==(const Finding &) const = default;
};

/// What the topic would do with this record. `nowMs`: Unix time. `partitionCount` 0: unknown.
std::vector<Finding> preflight(const Domain::OutgoingRecord &record, const Domain::TopicFacts &facts, std::int32_t partitionCount,
                               Domain::Compression compression, std::int64_t nowMs);

/// Puts those of a further record to those before it: one of each kind, `records` counts them.
void mergeFindings(std::vector<Finding> &sum, const std::vector<Finding> &more);

/// Bytes a record takes in a batch of its own, uncompressed (record format 2): never less than what the broker compares with max.message.bytes.
std::int64_t batchSize(const Domain::OutgoingRecord &record);

} // namespace Produce
