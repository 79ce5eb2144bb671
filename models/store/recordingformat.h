// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/record.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// The `.playhead` format, version 1. Little endian; "varint" is LEB128, "signed" its zigzag form, "bytes" a varint and as many.
///
///     file    = "PLAYHEAD" version:u32 crc:u32 frame(info) frame(block)… [frame(index) trailer]
///     frame   = "PLYB" kind:u32 size:u32 crc(payload):u32 crc(these 16 bytes):u32 payload
///     block   = topic:varint partition:signed entry…             entries of one partition, offsets rising
///     trailer = position of the index frame:u64 "PLAYTAIL" crc:u32
///
/// CRC is CRC-32C. Blocks of one partition cover offsets that do not overlap; they stand in the file in any order. A file that
/// was never finished has no index: it is read up to its last whole block.
namespace Store {

namespace RecordingLimits {
inline constexpr std::uint32_t version = 1;
inline constexpr std::uint64_t frameBytes = std::uint64_t(1) << 30;
inline constexpr std::uint64_t entriesPerBlock = 1'000'000;
inline constexpr std::uint64_t headersPerRecord = 1'000'000;
inline constexpr std::uint64_t topics = 65'535;
inline constexpr std::uint64_t partitions = 500'000; ///< of all topics
inline constexpr std::size_t fileHeaderSize = 16;
inline constexpr std::size_t frameHeaderSize = 20;
inline constexpr std::size_t trailerSize = 20;
} // namespace RecordingLimits

/// A topic as it was, with the partitions that were not recorded, too.
struct RecordingTopic
{
    std::string name = {};
    std::vector<Domain::PartitionId> partitions = {};
    bool operator==(const RecordingTopic &) const = default;
};

/// What a recording tells about itself: known when it begins.
struct RecordingInfo
{
    std::string program = {};   ///< that wrote it: "playhead 0.1.0"
    std::string clusterId = {}; ///< empty: unknown
    std::string source = {};    ///< the name of the connection
    std::string reason = {};    ///< why it was made, for a reader: "playhead read --text abc"
    std::int64_t madeMs = 0;    ///< Unix time
    Domain::ReadPlan plan = {}; ///< what was asked for; its topics are those of Record::topic
    std::string filter = {};    ///< only records that it matched were kept; empty: all
    std::vector<RecordingTopic> topics = {}; ///< in the order of the plan's
    bool operator==(const RecordingInfo &) const = default;
};

/// The offsets of one partition that a recording stands for, known when it ends.
struct RecordingSpan
{
    std::uint16_t topic = 0;
    Domain::PartitionId partition = {};
    Domain::Offset begin = {};
    Domain::Offset end = {};   ///< exclusive
    bool isComplete = false;   ///< all that was asked for
    bool operator==(const RecordingSpan &) const = default;
};

/// One block: where it is and what it holds.
struct RecordingBlock
{
    std::uint64_t position = 0; ///< of its frame
    std::uint32_t size = 0;     ///< of its payload
    std::uint16_t topic = 0;
    Domain::PartitionId partition = {};
    Domain::Offset first = {};  ///< of records and gaps
    Domain::Offset end = {};    ///< exclusive
    std::uint32_t records = 0;
    std::uint64_t gapOffsets = 0;
    std::int64_t minMs = 0;     ///< of the dated records; minMs > maxMs: there is none
    std::int64_t maxMs = -1;
    bool operator==(const RecordingBlock &) const = default;
};

enum class FrameKind : std::uint32_t { Info = 1, Block = 2, Index = 3 };

/// The start of a frame.
struct FrameHeader
{
    FrameKind kind = FrameKind::Block;
    std::uint32_t size = 0;
    std::uint32_t crc = 0;
};

void appendFileHeader(std::string &out);
/// Header and payload.
void appendFrame(std::string &out, FrameKind kind, std::string_view payload);
void appendTrailer(std::string &out, std::uint64_t indexPosition);

/// False: damaged; nothing in `header` may be used then.
bool readFrameHeader(std::string_view bytes, FrameHeader &header);
/// → position of the index frame.
bool readTrailer(std::string_view bytes, std::uint64_t &indexPosition);

std::string encodeInfo(const RecordingInfo &info);
bool decodeInfo(std::string_view payload, RecordingInfo &info);

std::string encodeIndex(const std::vector<RecordingSpan> &spans, const std::vector<RecordingBlock> &blocks);
bool decodeIndex(std::string_view payload, std::vector<RecordingSpan> &spans, std::vector<RecordingBlock> &blocks);

} // namespace Store
