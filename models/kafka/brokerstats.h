// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace Kafka {

/// One broker connection in librdkafka's statistics (STATISTICS.md of librdkafka).
struct BrokerStats
{
    std::int32_t nodeId = -1; ///< −1: an address of the bootstrap list
    std::string address;      ///< "host:port"; may be empty
    bool isUp = false;
    bool isIdle = false;             ///< INIT: not connected, and nobody wants it to be
    std::int64_t waitingFor = 0;     ///< requests sent and not answered
    std::int64_t silentMs = 0;       ///< since the last byte came
};

/// Picks the brokers out of the statistics JSON. Never fails: what is not understood is left out.
std::vector<BrokerStats> brokerStats(std::string_view json);

} // namespace Kafka
