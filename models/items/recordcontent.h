// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace Items {

/// One record, owned: what the inspector shows and what is copied. Made from a store row by the owner of the RecordModel, so that
/// eviction cannot pull it away. Null key, value and header values are nullopt.
struct RecordContent
{
    struct Header
    {
        std::string name;
        std::optional<std::string> value;
        bool operator==(const Header &) const = default;
    };

    std::string topic;
    Domain::PartitionId partition;
    Domain::Offset offset;
    Domain::Timestamp timestamp;
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<Header> headers;             ///< in log order
    std::optional<std::int32_t> leaderEpoch; ///< unknown for old brokers

    bool isTombstone() const { return !value.has_value() && key.has_value(); }
    bool operator==(const RecordContent &) const = default;

    static RecordContent fromRecord(const Domain::Record &record, std::string topicName)
    {
        RecordContent c;
        c.topic = std::move(topicName);
        c.partition = record.partition;
        c.offset = record.offset;
        c.timestamp = record.timestamp;
        if (record.key)
            c.key.emplace(*record.key);
        if (record.value)
            c.value.emplace(*record.value);
        for (const Domain::Header &h : record.headers)
            c.headers.push_back({std::string(h.name), h.value ? std::optional<std::string>(*h.value) : std::nullopt});
        c.leaderEpoch = record.leaderEpoch;
        return c;
    }

    /// The same as a borrowed record. `headerRoom` holds the borrowed headers and must live as long as the result.
    Domain::Record asRecord(std::vector<Domain::Header> &headerRoom) const
    {
        headerRoom.clear();
        for (const Header &h : headers)
            headerRoom.push_back({h.name, h.value ? std::optional<Domain::BytesView>(*h.value) : std::nullopt});
        Domain::Record r;
        r.partition = partition;
        r.offset = offset;
        r.timestamp = timestamp;
        if (key)
            r.key = *key;
        if (value)
            r.value = *value;
        r.headers = std::span<const Domain::Header>(headerRoom);
        r.leaderEpoch = leaderEpoch;
        return r;
    }
};

} // namespace Items
