// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/recordingblock.h"
#include "store/recordingformat.h"

#include <cstdlib>

using namespace Store;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

/// Whatever a block holds is either refused as a whole, or comes back the same after being written again.
void readBlock(std::string_view payload)
{
    RecordingBlock block;
    BlockReader reader;
    if (!reader.describe(std::string(payload), block))
        return;
    require(block.first < block.end && reader.size() > 0);
    BlockBuilder builder(block.topic, block.partition);
    std::vector<Domain::Header> headers;
    Domain::Record record;
    for (std::size_t i = 0; i < reader.size(); ++i) {
        if (reader.isGap(i)) {
            builder.add(reader.gap(i));
        } else {
            reader.record(i, record, headers);
            builder.add(record);
        }
        require(reader.indexOf(reader.first(i)) == i);
    }
    RecordingBlock again;
    BlockReader second;
    require(second.load(builder.take(again), block.topic, block.partition, block.first, block.end));
    require(second.size() == reader.size() && again.records == block.records && again.minMs == block.minMs && again.maxMs == block.maxMs);
    std::vector<Domain::Header> otherHeaders;
    Domain::Record other;
    for (std::size_t i = 0; i < reader.size(); ++i) {
        require(reader.isGap(i) == second.isGap(i) && reader.first(i) == second.first(i));
        if (reader.isGap(i)) {
            require(reader.gap(i) == second.gap(i));
            continue;
        }
        reader.record(i, record, headers);
        second.record(i, other, otherHeaders);
        require(record.key == other.key && record.value == other.value && headers == otherHeaders && record.timestamp == other.timestamp
                && record.leaderEpoch == other.leaderEpoch && record.missingBefore == other.missingBefore);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    if (bytes.empty())
        return 0;
    const std::string_view payload = bytes.substr(1);
    if (bytes.front() % 3 == 0) {
        readBlock(payload);
    } else if (bytes.front() % 3 == 1) {
        RecordingInfo info;
        RecordingInfo again;
        if (decodeInfo(payload, info))
            require(decodeInfo(encodeInfo(info), again) && again == info);
    } else {
        std::vector<RecordingSpan> spans;
        std::vector<RecordingBlock> blocks;
        if (decodeIndex(payload, spans, blocks)) {
            std::vector<RecordingSpan> otherSpans;
            std::vector<RecordingBlock> otherBlocks;
            require(decodeIndex(encodeIndex(spans, blocks), otherSpans, otherBlocks) && otherSpans == spans && otherBlocks == blocks);
        }
    }
    FrameHeader header;
    readFrameHeader(bytes, header);
    return 0;
}
