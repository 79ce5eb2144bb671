// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/brokerstats.h"

#include <charconv>

namespace Kafka {

namespace {

constexpr std::size_t maxBrokers = 10'000; // librdkafka's own limit

/// The text behind `"name":` within `part`; empty if it is not there.
std::string_view after(std::string_view part, std::string_view name)
{
    const auto at = part.find(name);
    return at == std::string_view::npos ? std::string_view() : part.substr(at + name.size());
}

std::int64_t number(std::string_view part, std::string_view name)
{
    const std::string_view text = after(part, name);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string_view word(std::string_view part, std::string_view name)
{
    const std::string_view text = after(part, name);
    return text.substr(0, text.find('"'));
}

} // namespace

std::vector<BrokerStats> brokerStats(std::string_view json)
{
    // Written by librdkafka itself, one object a broker, "nodeid" near its beginning and the same fields in each. A reader
    // for JSON in general would be a dependency for five fields.
    constexpr std::string_view start = "\"nodeid\":";
    std::vector<BrokerStats> brokers;
    auto at = json.find(start);
    while (at != std::string_view::npos && brokers.size() < maxBrokers) {
        const auto next = json.find(start, at + start.size());
        const std::string_view part = json.substr(at, next == std::string_view::npos ? next : next - at);
        BrokerStats broker;
        broker.nodeId = std::int32_t(number(part, start));
        broker.address = word(part, "\"nodename\":\"");
        const std::string_view state = word(part, "\"state\":\"");
        broker.isUp = state == "UP" || state == "UPDATE";
        broker.isIdle = state == "INIT";
        broker.waitingFor = number(part, "\"waitresp_cnt\":");
        broker.silentMs = number(part, "\"rxidle\":") / 1000;
        brokers.push_back(std::move(broker));
        at = next;
    }
    return brokers;
}

} // namespace Kafka
