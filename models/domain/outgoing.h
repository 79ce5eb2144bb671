// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/ids.h"
#include "domain/partitioner.h"
#include "domain/record.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace Domain {

/// A record to be sent. Borrowed for the call it is given to.
struct OutgoingRecord
{
    std::string_view topic = {};
    std::optional<PartitionId> partition = {};    ///< none: the producer's partitioner decides
    std::optional<std::int64_t> timestampMs = {}; ///< none: now. 0 cannot be sent: librdkafka takes it for "now" (measured, 2.14.2)
    std::optional<BytesView> key = {};
    std::optional<BytesView> value = {};
    std::span<const Header> headers = {};

    std::size_t payloadSize() const
    {
        std::size_t n = (key ? key->size() : 0) + (value ? value->size() : 0);
        for (const Header &h : headers)
            n += h.name.size() + (h.value ? h.value->size() : 0);
        return n;
    }
};

/// How an action ended; there is nothing in between (architecture §6).
enum class Outcome : std::uint8_t {
    Done,
    Failed, ///< certain: nothing was written
    Unknown ///< it may have been written, or not
};

/// What became of one record.
struct DeliveryReport
{
    std::uint64_t number = 0; ///< as given to Producer::send()
    Outcome outcome = Outcome::Unknown;
    std::optional<PartitionId> partition = {}; ///< none: none had been chosen
    std::optional<Offset> offset = {};         ///< Done only, and not with Acks::None
    Timestamp timestamp = {};                  ///< as the broker has it
    std::chrono::microseconds latency = {};    ///< from send() to the acknowledgement
    std::optional<Error> error = {};           ///< Failed, Unknown: why
};

enum class Compression : std::uint8_t { None, Gzip, Snappy, Lz4, Zstd };
enum class Acks : std::uint8_t { All, Leader, None };

/// A transactional producer. Opening one with the id of another fences that one and ends its open transaction.
struct TransactionSettings
{
    std::string id = {};
    std::chrono::milliseconds timeout{60'000}; ///< transaction.timeout.ms; brokers allow 15 min by default
};

struct ProducerSettings
{
    Partitioner partitioner = Partitioner::Murmur2Random;
    Compression compression = Compression::None;
    Acks acks = Acks::All;
    bool isIdempotent = true;                       ///< needs Acks::All
    std::chrono::milliseconds messageTimeout{30'000};
    std::chrono::milliseconds linger{5};
    std::int64_t maxMessageBytes = 1'000'000;       ///< of the topic: batch.size follows it, it limits the compressed batch (measured)
    std::size_t queueBytes = 32 * 1024 * 1024;      ///< waiting and in flight
    std::size_t queueRecords = 100'000;
    std::optional<TransactionSettings> transaction = {};
};

} // namespace Domain
