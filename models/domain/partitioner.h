// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/ids.h"
#include "domain/record.h"

#include <cstdint>
#include <optional>

namespace Domain {

/// Which partition a key goes to. "random": a record without key goes to any partition (with Murmur2Random and Fnv1aRandom a null
/// key; with ConsistentRandom an empty key too), as librdkafka's partitioners of these names have it.
enum class Partitioner : std::uint8_t {
    Murmur2Random,    ///< Java's default
    ConsistentRandom, ///< CRC32: librdkafka's default
    Fnv1aRandom       ///< Sarama's default (Go)
};

/// The partition of a key among `partitionCount` (> 0); none: any. Equal to what the client of that name chooses. Pure.
std::optional<PartitionId> partitionOfKey(Partitioner partitioner, const std::optional<BytesView> &key, std::int32_t partitionCount);

} // namespace Domain
