// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/preflight.h"

#include <algorithm>
#include <limits>

namespace Produce {

namespace {

using Kind = Finding::Kind;

constexpr std::int64_t batchHeader = 61; // record batch, format 2

std::int64_t varintSize(std::int64_t value)
{
    std::uint64_t zigzag = static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
    std::int64_t size = 1;
    for (; zigzag >= 0x80; zigzag >>= 7)
        ++size;
    return size;
}

/// Of a length or null (−1) and the bytes.
std::int64_t bytesSize(const std::optional<Domain::BytesView> &bytes)
{
    const auto size = bytes ? static_cast<std::int64_t>(bytes->size()) : -1;
    return varintSize(size) + std::max<std::int64_t>(size, 0);
}

/// How much earlier `ms` is; as much as fits.
std::int64_t age(std::int64_t ms, std::int64_t nowMs)
{
    if (ms < 0 && nowMs > std::numeric_limits<std::int64_t>::max() + ms)
        return std::numeric_limits<std::int64_t>::max();
    if (ms > 0 && nowMs < std::numeric_limits<std::int64_t>::min() + ms)
        return std::numeric_limits<std::int64_t>::min();
    return nowMs - ms;
}

void checkSize(const Domain::OutgoingRecord &record, const Domain::TopicFacts &facts, Domain::Compression compression, std::vector<Finding> &found)
{
    const std::int64_t size = batchSize(record);
    if (!facts.maxMessageBytes || size <= *facts.maxMessageBytes)
        return;
    const bool isCertain = compression == Domain::Compression::None;
    found.push_back({isCertain ? Kind::TooLarge : Kind::NearLimit, isCertain, size, *facts.maxMessageBytes});
}

void checkTime(std::int64_t ms, const Domain::TopicFacts &facts, std::int64_t nowMs, std::vector<Finding> &found)
{
    if (ms == 0)
        return found.push_back({Kind::TimestampZero, true, 0, 0});
    if (facts.isLogAppendTime.value_or(false))
        return found.push_back({Kind::TimestampReplaced, false, ms, 0});
    if (ms == -1)
        return; // Kafka's "no timestamp": the broker checks nothing, and retention goes by the segment's file
    const std::int64_t old = age(ms, nowMs);
    if (facts.timestampBeforeMaxMs && old > *facts.timestampBeforeMaxMs)
        return found.push_back({Kind::TimestampRefused, true, ms, *facts.timestampBeforeMaxMs});
    if (facts.timestampAfterMaxMs && old < 0 && age(nowMs, ms) > *facts.timestampAfterMaxMs)
        return found.push_back({Kind::TimestampRefused, true, ms, *facts.timestampAfterMaxMs});
    const bool isDeleted = facts.isDeleted.value_or(true);
    if (ms > 0 && isDeleted && facts.retentionMs && *facts.retentionMs >= 0 && old > *facts.retentionMs) // negative times: see above
        found.push_back({Kind::OlderThanRetention, false, ms, *facts.retentionMs});
}

} // namespace

std::int64_t batchSize(const Domain::OutgoingRecord &record)
{
    std::int64_t body = 3; // attributes, and the distances in time and offset to the first record, which it is
    body += bytesSize(record.key) + bytesSize(record.value) + varintSize(static_cast<std::int64_t>(record.headers.size()));
    for (const Domain::Header &header : record.headers)
        body += bytesSize(header.name) + bytesSize(header.value);
    return batchHeader + varintSize(body) + body;
}

std::vector<Finding> preflight(const Domain::OutgoingRecord &record, const Domain::TopicFacts &facts, std::int32_t partitionCount,
                               Domain::Compression compression, std::int64_t nowMs)
{
    std::vector<Finding> found;
    checkSize(record, facts, compression, found);
    if (record.timestampMs)
        checkTime(*record.timestampMs, facts, nowMs, found);
    if (facts.isCompacted.value_or(false) && !record.key)
        found.push_back({Kind::NoKeyOnCompacted, true, 0, 0});
    if (record.partition && (record.partition->value() < 0 || (partitionCount > 0 && record.partition->value() >= partitionCount)))
        found.push_back({Kind::NoSuchPartition, true, record.partition->value(), partitionCount});
    if (facts == Domain::TopicFacts{})
        found.push_back({Kind::FactsUnknown, false, 0, 0});
    return found;
}

void mergeFindings(std::vector<Finding> &sum, const std::vector<Finding> &more)
{
    for (const Finding &finding : more) {
        const auto same = std::find_if(sum.begin(), sum.end(), [&](const Finding &known) { return known.kind == finding.kind && known.blocks == finding.blocks; });
        if (same == sum.end())
            sum.push_back(finding);
        else if (finding.kind != Kind::FactsUnknown && finding.kind != Kind::NotAcknowledged)
            same->records += finding.records;
    }
}

} // namespace Produce
