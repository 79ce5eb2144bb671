// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"
#include "kafka/handles.h"

#include <cstddef>
#include <optional>

/// Parts of librdkafka's messages as ours; borrowed.
namespace Kafka {

inline Domain::Timestamp timestampOf(const rd_kafka_message_t &message)
{
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    const std::int64_t ms = rd_kafka_message_timestamp(&message, &type);
    switch (type) {
    case RD_KAFKA_TIMESTAMP_CREATE_TIME: return {ms, Domain::TimestampType::Create};
    case RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME: return {ms, Domain::TimestampType::LogAppend};
    case RD_KAFKA_TIMESTAMP_NOT_AVAILABLE: break;
    }
    return {};
}

/// A null pointer is Kafka's null; empty bytes have one.
inline std::optional<Domain::BytesView> bytesOf(const void *data, std::size_t size)
{
    return data ? std::optional(Domain::BytesView(static_cast<const char *>(data), size)) : std::nullopt;
}

} // namespace Kafka
