// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/ids.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace Domain {

/// Exact bytes, owned. Text is UTF-8 by convention only; a payload may be anything.
using Bytes = std::string;
/// Exact bytes, borrowed.
using BytesView = std::string_view;

/// One header. Names repeat and may hold any bytes; a null value is not an empty one.
struct Header
{
    BytesView name = {};
    std::optional<BytesView> value = {};

    bool operator==(const Header &) const = default;
};

/// One record of a log. Everything in it is borrowed: valid only as long as its source says (for a RecordSink,
/// the call; for a store, the snapshot it came from).
/// key and value: nullopt is Kafka's null, which is neither empty nor the text "null". A null value with a key
/// is a tombstone.
struct Record
{
    std::uint16_t topic = 0; ///< index into the read plan's topics
    PartitionId partition = {};
    Offset offset = {};
    Timestamp timestamp = {};
    std::optional<BytesView> key = {};
    std::optional<BytesView> value = {};
    std::span<const Header> headers = {};         ///< in log order
    std::optional<std::int32_t> leaderEpoch = {}; ///< unknown for old brokers
    /// Offsets right before this one that hold no record and are only marked here: see Gap::isMark.
    std::uint64_t missingBefore = 0;

    bool isTombstone() const { return !value.has_value() && key.has_value(); }
    /// Bytes of key, value and headers (names and values).
    std::size_t payloadSize() const
    {
        std::size_t n = (key ? key->size() : 0) + (value ? value->size() : 0);
        for (const Header &h : headers)
            n += h.name.size() + (h.value ? h.value->size() : 0);
        return n;
    }
};

/// Why offsets in a read range gave no record.
enum class GapReason : std::uint8_t {
    Retention, ///< below the log start: removed by retention or DeleteRecords
    Hole,      ///< inside the log: compaction, transaction marker or aborted records; which of them is not known
    Refused,   ///< the client refused it (too large, damaged batch)
    Released   ///< read before, let go to stay within the memory budget
};

/// Offsets from (inclusive) to `to` (exclusive) of one partition that hold no shown record.
struct Gap
{
    std::uint16_t topic = 0;
    PartitionId partition = {};
    Offset from = {};
    Offset to = {};
    GapReason reason = GapReason::Hole;
    /// Not worth a row of its own: a hole of one or two offsets (a transaction marker), or any hole of a compacted topic. A
    /// view marks it at the partition's next record instead.
    bool isMark = false;

    OffsetSpan span() const { return to - from; }
    bool operator==(const Gap &) const = default;
};

} // namespace Domain
