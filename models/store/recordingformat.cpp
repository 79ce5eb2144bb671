// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/recordingformat.h"

#include "store/byteform.h"
#include "store/crc32c.h"

#include <algorithm>

namespace Store {

namespace {

using Domain::Offset;
using Domain::PartitionId;

constexpr std::string_view fileMark = "PLAYHEAD";
constexpr std::string_view frameMark = "PLYB";
constexpr std::string_view trailerMark = "PLAYTAIL";

template<typename Kind>
Kind takeEnum(ByteReader &in, Kind last)
{
    return static_cast<Kind>(in.count(static_cast<std::uint64_t>(last)));
}

/// A place by its kind and a number.
void appendSeek(std::string &out, const Domain::SeekTarget &target)
{
    appendVarint(out, target.index());
    std::int64_t number = 0;
    if (const auto *offset = std::get_if<Domain::AtOffset>(&target))
        number = offset->offset.value();
    else if (const auto *time = std::get_if<Domain::AtTime>(&target))
        number = time->ms;
    else if (const auto *tail = std::get_if<Domain::Tail>(&target))
        number = tail->count;
    appendSigned(out, number);
}

Domain::SeekTarget takeSeek(ByteReader &in)
{
    const std::uint64_t kind = in.count(4);
    const std::int64_t number = in.number();
    switch (kind) {
    case 1: return Domain::End{};
    case 2: return Domain::AtOffset{Offset(number)};
    case 3: return Domain::AtTime{number};
    case 4: return Domain::Tail{number};
    default: return Domain::Beginning{};
    }
}

void appendUntil(std::string &out, const Domain::ReadUntil &until)
{
    appendVarint(out, until.index());
    const auto *offset = std::get_if<Domain::UntilOffset>(&until);
    const auto *time = std::get_if<Domain::UntilTime>(&until);
    appendSigned(out, offset ? offset->offset.value() : time ? time->ms : 0);
    appendSigned(out, time ? time->latenessMs : 0);
}

Domain::ReadUntil takeUntil(ByteReader &in)
{
    const std::uint64_t kind = in.count(3);
    const std::int64_t number = in.number();
    const std::int64_t lateness = in.number();
    switch (kind) {
    case 1: return Domain::UntilLive{};
    case 2: return Domain::UntilOffset{Offset(number)};
    case 3: return Domain::UntilTime{.ms = number, .latenessMs = lateness};
    default: return Domain::UntilEnd{};
    }
}

void appendPartition(std::string &out, const Domain::TopicPartition &place)
{
    appendVarint(out, place.topic);
    appendSigned(out, place.partition.value());
}

Domain::TopicPartition takePartition(ByteReader &in)
{
    const auto topic = static_cast<std::uint16_t>(in.count(RecordingLimits::topics));
    return {topic, PartitionId(static_cast<std::int32_t>(in.number()))};
}

void appendPartitions(std::string &out, const std::vector<PartitionId> &partitions)
{
    appendVarint(out, partitions.size());
    for (const PartitionId id : partitions)
        appendSigned(out, id.value());
}

std::vector<PartitionId> takePartitions(ByteReader &in)
{
    const std::uint64_t count = in.count(std::min<std::uint64_t>(in.left(), RecordingLimits::partitions)); // each is a byte at least
    std::vector<PartitionId> partitions;
    for (std::uint64_t i = 0; i < count && in.isGood(); ++i)
        partitions.push_back(PartitionId(static_cast<std::int32_t>(in.number())));
    return partitions;
}

void appendPlan(std::string &out, const Domain::ReadPlan &plan)
{
    appendPartitions(out, plan.partitions);
    appendSeek(out, plan.from);
    appendVarint(out, plan.fromPerPartition.size());
    for (const auto &[place, target] : plan.fromPerPartition) {
        appendPartition(out, place);
        appendSeek(out, target);
    }
    appendUntil(out, plan.until);
    appendVarint(out, plan.untilPerPartition.size());
    for (const auto &[place, offset] : plan.untilPerPartition) {
        appendPartition(out, place);
        appendSigned(out, offset.value());
    }
    appendVarint(out, plan.limit ? 1 : 0);
    appendVarint(out, plan.limit.value_or(0));
    appendVarint(out, static_cast<std::uint64_t>(plan.isolation));
    appendVarint(out, static_cast<std::uint64_t>(plan.order));
    appendVarint(out, plan.newestFirst ? 1 : 0);
}

void takePlan(ByteReader &in, Domain::ReadPlan &plan)
{
    plan.partitions = takePartitions(in);
    plan.from = takeSeek(in);
    for (std::uint64_t n = in.count(in.left()); n > 0 && in.isGood(); --n) {
        const Domain::TopicPartition place = takePartition(in);
        plan.fromPerPartition[place] = takeSeek(in);
    }
    plan.until = takeUntil(in);
    for (std::uint64_t n = in.count(in.left()); n > 0 && in.isGood(); --n) {
        const Domain::TopicPartition place = takePartition(in);
        plan.untilPerPartition[place] = Offset(in.number());
    }
    const bool hasLimit = in.count(1) == 1;
    const std::uint64_t limit = in.varint();
    if (hasLimit)
        plan.limit = limit;
    plan.isolation = takeEnum(in, Domain::IsolationLevel::Uncommitted);
    plan.order = takeEnum(in, Domain::ReadOrder::Time);
    plan.newestFirst = in.count(1) == 1;
}

} // namespace

void appendFileHeader(std::string &out)
{
    const std::size_t start = out.size();
    out += fileMark;
    appendFixed(out, RecordingLimits::version);
    appendFixed(out, crc32c(std::string_view(out).substr(start)));
}

void appendFrame(std::string &out, FrameKind kind, std::string_view payload)
{
    const std::size_t start = out.size();
    out += frameMark;
    appendFixed(out, static_cast<std::uint32_t>(kind));
    appendFixed(out, static_cast<std::uint32_t>(payload.size()));
    appendFixed(out, crc32c(payload));
    appendFixed(out, crc32c(std::string_view(out).substr(start)));
    out += payload;
}

void appendTrailer(std::string &out, std::uint64_t indexPosition)
{
    const std::size_t start = out.size();
    appendFixed(out, indexPosition);
    out += trailerMark;
    appendFixed(out, crc32c(std::string_view(out).substr(start)));
}

bool readFrameHeader(std::string_view bytes, FrameHeader &header)
{
    ByteReader in(bytes);
    const std::string_view mark = in.take(frameMark.size());
    const auto kind = in.fixed<std::uint32_t>();
    header.kind = static_cast<FrameKind>(kind);
    header.size = in.fixed<std::uint32_t>();
    header.crc = in.fixed<std::uint32_t>();
    const std::size_t checked = in.position();
    return in.fixed<std::uint32_t>() == crc32c(bytes.substr(0, checked)) && in.isGood() && mark == frameMark && kind >= 1 && kind <= 3
        && header.size <= RecordingLimits::frameBytes;
}

bool readTrailer(std::string_view bytes, std::uint64_t &indexPosition)
{
    ByteReader in(bytes);
    indexPosition = in.fixed<std::uint64_t>();
    const std::string_view mark = in.take(trailerMark.size());
    const std::size_t checked = in.position();
    return in.fixed<std::uint32_t>() == crc32c(bytes.substr(0, checked)) && in.isGood() && mark == trailerMark;
}

std::string encodeInfo(const RecordingInfo &info)
{
    std::string out;
    for (const std::string *text : {&info.program, &info.clusterId, &info.source, &info.reason, &info.filter})
        appendBytes(out, *text);
    appendSigned(out, info.madeMs);
    appendVarint(out, info.topics.size());
    for (const RecordingTopic &topic : info.topics) {
        appendBytes(out, topic.name);
        appendPartitions(out, topic.partitions);
    }
    appendPlan(out, info.plan);
    return out;
}

bool decodeInfo(std::string_view payload, RecordingInfo &info)
{
    ByteReader in(payload);
    for (std::string *text : {&info.program, &info.clusterId, &info.source, &info.reason, &info.filter})
        *text = in.bytes();
    info.madeMs = in.number();
    std::size_t partitions = 0;
    for (std::uint64_t n = in.count(RecordingLimits::topics); n > 0 && in.isGood(); --n) {
        RecordingTopic topic;
        topic.name = in.bytes();
        topic.partitions = takePartitions(in);
        partitions += topic.partitions.size();
        if (partitions > RecordingLimits::partitions)
            return false;
        info.plan.topics.push_back(topic.name);
        info.topics.push_back(std::move(topic));
    }
    takePlan(in, info.plan);
    return in.isGood(); // what stands behind is for later versions
}

std::string encodeIndex(const std::vector<RecordingSpan> &spans, const std::vector<RecordingBlock> &blocks)
{
    std::string out;
    appendVarint(out, spans.size());
    for (const RecordingSpan &span : spans) {
        appendPartition(out, {span.topic, span.partition});
        appendSigned(out, span.begin.value());
        appendSigned(out, span.end.value());
        appendVarint(out, span.isComplete ? 1 : 0);
    }
    appendVarint(out, blocks.size());
    for (const RecordingBlock &block : blocks) {
        appendPartition(out, {block.topic, block.partition});
        appendVarint(out, block.position);
        appendVarint(out, block.size);
        appendSigned(out, block.first.value());
        appendSigned(out, block.end.value());
        appendVarint(out, block.records);
        appendVarint(out, block.gapOffsets);
        appendSigned(out, block.minMs);
        appendSigned(out, block.maxMs);
    }
    return out;
}

bool decodeIndex(std::string_view payload, std::vector<RecordingSpan> &spans, std::vector<RecordingBlock> &blocks)
{
    ByteReader in(payload);
    for (std::uint64_t n = in.count(RecordingLimits::partitions); n > 0 && in.isGood(); --n) {
        const Domain::TopicPartition place = takePartition(in);
        RecordingSpan span{.topic = place.topic, .partition = place.partition};
        span.begin = Offset(in.number());
        span.end = Offset(in.number());
        span.isComplete = in.count(1) == 1;
        spans.push_back(span);
    }
    for (std::uint64_t n = in.count(in.left()); n > 0 && in.isGood(); --n) {
        const Domain::TopicPartition place = takePartition(in);
        RecordingBlock block{.topic = place.topic, .partition = place.partition};
        block.position = in.varint();
        block.size = static_cast<std::uint32_t>(in.count(RecordingLimits::frameBytes));
        block.first = Offset(in.number());
        block.end = Offset(in.number());
        block.records = static_cast<std::uint32_t>(in.count(RecordingLimits::entriesPerBlock));
        block.gapOffsets = in.varint();
        block.minMs = in.number();
        block.maxMs = in.number();
        blocks.push_back(block);
    }
    return in.isGood();
}

} // namespace Store
