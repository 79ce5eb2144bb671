// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/ids.h"
#include "kafka/handles.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Kafka {

/// What an error about a record to be sent tells besides its code.
struct SendContext
{
    std::string_view topic = {};
    std::optional<Domain::PartitionId> partition = {};
    std::size_t size = 0;                         ///< key, value and headers; 0: not known
    std::int64_t limit = 0;                       ///< of the topic (max.message.bytes)
    std::optional<std::int64_t> timestampMs = {}; ///< as asked for
    std::int64_t seconds = 0;                     ///< how long an acknowledgement was waited for
    std::string_view transactionalId = {};
};

/// Why a record was not sent, or why it is not known whether it was.
Domain::Error errorOfSend(rd_kafka_resp_err_t code, std::string_view text, const SendContext &context);

/// Why a transaction (or its producer) cannot go on. `what`: "init", "begin", "commit", "abort".
Domain::Error errorOfTransaction(rd_kafka_resp_err_t code, std::string_view text, const std::string &id, const std::string &what);

/// True: another producer with the same transactional id has taken over.
bool isFenced(rd_kafka_resp_err_t code);

} // namespace Kafka
