// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// What the first bytes of a request to a Kafka broker say. `message`: without its length field; borrowed.
class KafkaRequest
{
public:
    explicit KafkaRequest(std::string_view message);

    int api = -1;
    int version = -1;
    std::uint32_t correlation = 0;
    std::string client = {};

    /// Metadata for named topics, which the broker may create when it is set up so.
    bool mayCreateTopics() const;

    /// Requests that change something at a broker, or may: records, groups, transactions, topics, configurations, rights, quotas.
    static bool changesSomething(int api);
    /// The first `size` bytes as a number, most significant first; what is missing counts as 0.
    static std::uint64_t number(std::string_view bytes, std::size_t size);

private:
    std::string_view m_body;
};
