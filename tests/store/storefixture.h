// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "store/recordstore.h"

#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

/// A record that owns its bytes: what a test remembers of what it gave to a store.
struct OwnedRecord
{
    std::uint16_t topic = 0;
    Domain::PartitionId partition;
    Domain::Offset offset;
    Domain::Timestamp timestamp;
    std::optional<Domain::Bytes> key;
    std::optional<Domain::Bytes> value;
    std::vector<std::pair<Domain::Bytes, std::optional<Domain::Bytes>>> headers = {};
    std::optional<std::int32_t> leaderEpoch = {};

    /// `scratch` holds the header views and has to outlive the record.
    Domain::Record borrow(std::vector<Domain::Header> &scratch) const
    {
        scratch.clear();
        for (const auto &[name, headerValue] : headers)
            scratch.push_back({name, headerValue ? std::optional<Domain::BytesView>(*headerValue) : std::nullopt});
        return {topic, partition, offset, timestamp, key ? std::optional<Domain::BytesView>(*key) : std::nullopt,
                value ? std::optional<Domain::BytesView>(*value) : std::nullopt, scratch, leaderEpoch};
    }
};

inline bool sameRecord(const OwnedRecord &expected, const Store::Row &row)
{
    std::vector<Domain::Header> scratch;
    const Domain::Record record = expected.borrow(scratch);
    return !row.isGap && row.record.topic == record.topic && row.record.partition == record.partition && row.record.offset == record.offset
        && row.record.timestamp == record.timestamp && row.record.key == record.key && row.record.value == record.value
        && row.record.leaderEpoch == record.leaderEpoch && row.headerCount == record.headers.size()
        && std::equal(row.record.headers.begin(), row.record.headers.end(), record.headers.begin(), record.headers.end())
        && row.payloadBytes == record.payloadSize();
}

/// Records that are cheap to make twice from their number, so that a million of them need no copy to compare with.
class RecordMaker
{
public:
    explicit RecordMaker(std::uint64_t seed) : m_seed(seed) {}

    OwnedRecord make(std::uint64_t number) const
    {
        std::mt19937_64 random(m_seed * 1'000'003 + number);
        OwnedRecord record;
        record.partition = Domain::PartitionId(static_cast<std::int32_t>(random() % 40));
        record.topic = static_cast<std::uint16_t>(random() % 2);
        record.offset = Domain::Offset(random() % 1000 ? static_cast<std::int64_t>(number) : static_cast<std::int64_t>(random()));
        record.timestamp.type = static_cast<Domain::TimestampType>(random() % 3);
        record.timestamp.ms = random() % 1000 ? 1'767'322'800'000 + static_cast<std::int64_t>(random() % 100'000'000)
                                              : static_cast<std::int64_t>(random());
        record.key = bytes(random, 20);
        record.value = bytes(random, random() % 100 ? 120 : 6000);
        if (random() % 4 == 0)
            for (std::uint64_t i = 0, n = random() % 5; i < n; ++i)
                record.headers.emplace_back(bytes(random, 12).value_or(std::string()), bytes(random, 30));
        if (random() % 3 == 0)
            record.leaderEpoch = static_cast<std::int32_t>(random() % 3);
        return record;
    }

private:
    static std::optional<std::string> bytes(std::mt19937_64 &random, std::size_t largest)
    {
        const std::uint64_t kind = random() % 20;
        if (kind == 0)
            return std::nullopt;
        if (kind == 1)
            return std::string();
        std::string text(random() % largest, '\0');
        for (std::size_t i = 0; i < text.size(); i += 8) {
            const std::uint64_t word = random();
            text.replace(i, std::min<std::size_t>(8, text.size() - i), reinterpret_cast<const char *>(&word), std::min<std::size_t>(8, text.size() - i));
        }
        return text;
    }

    std::uint64_t m_seed;
};
