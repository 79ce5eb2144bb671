// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/readplan.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace Kafka {

/// What the brokers told about one partition. What is not known stays empty; `error` says why the rest is missing.
struct LogReport
{
    std::optional<Domain::Offset> low;
    std::optional<Domain::Offset> end;    ///< by the isolation of the inquiry
    std::optional<Domain::Offset> high;   ///< high watermark
    std::optional<Domain::Offset> atTime; ///< none without error: no record that late
    std::optional<Domain::Offset> atUntil;
    std::int64_t atUntilMs = -1;          ///< when that record was made
    std::optional<Domain::Error> error;
};

/// One round of questions about several partitions: where each log starts and ends, and where a time lies in it. Sent as
/// a few ListOffsets calls (≤ 500 partitions each: their cost is quadratic), over when the last of them is answered.
struct LogInquiry
{
    enum class Purpose : std::uint8_t {
        Start,      ///< to start reading
        Reposition, ///< the position fell out of the log
        Check       ///< silent for too long, or waiting at the end: is the log still what it was?
    };

    Purpose purpose = Purpose::Start;
    Domain::IsolationLevel isolation = Domain::IsolationLevel::Committed;
    std::vector<Domain::TopicPartition> partitions = {};
    std::map<Domain::TopicPartition, std::int64_t> times = {};      ///< Unix ms ≥ 0 to look up, for some of the partitions
    std::map<Domain::TopicPartition, std::int64_t> untilTimes = {}; ///< the same, for the other end
    std::map<Domain::TopicPartition, LogReport> reports = {};       ///< filled by the client
    std::size_t outstanding = 0;
    std::uintptr_t tag = 0;
};

} // namespace Kafka
