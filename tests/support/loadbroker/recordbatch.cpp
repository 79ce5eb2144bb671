// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "recordbatch.h"

#include "wire.h"

#include <lz4frame.h>
#include <zstd.h>

#include <array>
#include <cinttypes>
#include <cstdio>
#include <random>

namespace LoadBroker {

namespace {

constexpr std::int64_t FirstTime = 1'767'322'800'000;

/// CRC-32C by table: runs once a template, so speed does not matter, and it works on every processor.
std::uint32_t crc32c(std::string_view bytes)
{
    static const std::array<std::uint32_t, 256> table = [] {
        std::array<std::uint32_t, 256> made{};
        for (std::uint32_t i = 0; i < 256; ++i) {
            std::uint32_t crc = i;
            for (int bit = 0; bit < 8; ++bit)
                crc = crc & 1 ? crc >> 1 ^ 0x82F63B78U : crc >> 1;
            made[i] = crc;
        }
        return made;
    }();
    std::uint32_t crc = ~0U;
    for (const char c : bytes)
        crc = table[(crc ^ static_cast<unsigned char>(c)) & 0xff] ^ crc >> 8;
    return ~crc;
}

std::string jsonHead(std::mt19937_64 &random, int index)
{
    static constexpr const char *states[] = {"active", "inactive", "pending", "suspended"};
    const std::uint64_t bits = random();
    std::array<char, 512> text{};
    const int size = std::snprintf(text.data(), text.size(),
        R"({"id":%d,"user":{"name":"User %)" PRIx64 R"(","city":"%s"},"amount":%)" PRIu64 R"(.25,"status":"%s","traceId":"%016)" PRIx64 R"(","note":")",
        index, bits >> 24, bits & 7 ? "Paris" : "Rome", bits % 10000, states[bits >> 62], static_cast<std::uint64_t>(random()));
    return {text.data(), static_cast<std::size_t>(size)};
}

std::string makeValue(std::mt19937_64 &random, const BatchShape &shape, int index)
{
    static constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz ";
    static constexpr std::string_view tail = "\"}";
    std::string value = shape.json ? jsonHead(random, index) : std::string();
    const auto wanted = static_cast<std::size_t>(shape.valueBytes) - (shape.json ? tail.size() : 0);
    while (value.size() < wanted) {
        std::uint64_t bits = random();
        for (int i = 0; i < 8 && value.size() < wanted; ++i, bits >>= 8)
            value.push_back(letters[(bits & 0xff) % letters.size()]);
    }
    value.resize(wanted);
    if (shape.json)
        value += tail;
    constexpr std::size_t needleSize = sizeof Needle - 1;
    if (index == shape.needleAt && value.size() > needleSize + tail.size())
        value.replace(value.size() - needleSize - tail.size(), needleSize, Needle);
    return value;
}

std::string makeRecords(const BatchShape &shape, int seed)
{
    std::mt19937_64 random(static_cast<std::uint64_t>(seed));
    WireWriter records;
    for (int i = 0; i < shape.records; ++i) {
        WireWriter record;
        record.int8(0);
        record.varint(i); // time delta
        record.varint(i); // offset delta
        std::array<char, 32> key{};
        const int keySize = std::snprintf(key.data(), key.size(), "key-%012" PRIu64, static_cast<std::uint64_t>(random() % 1'000'000'000'000));
        record.varint(keySize);
        record.raw({key.data(), static_cast<std::size_t>(keySize)});
        const std::string value = makeValue(random, shape, i);
        record.varint(static_cast<std::int64_t>(value.size()));
        record.raw(value);
        record.varint(0); // headers
        records.varint(static_cast<std::int64_t>(record.size()));
        records.raw(record.bytes());
    }
    return std::move(records.bytes());
}

std::string compressed(const std::string &records, Codec codec)
{
    std::string out;
    if (codec == Codec::None)
        return records;
    if (codec == Codec::Lz4) {
        LZ4F_preferences_t preferences{};
        preferences.frameInfo.blockMode = LZ4F_blockIndependent;
        out.resize(LZ4F_compressFrameBound(records.size(), &preferences));
        out.resize(LZ4F_compressFrame(out.data(), out.size(), records.data(), records.size(), &preferences));
    } else {
        out.resize(ZSTD_compressBound(records.size()));
        out.resize(ZSTD_compress(out.data(), out.size(), records.data(), records.size(), 3));
    }
    return out;
}

} // namespace

std::string makeBatch(const BatchShape &shape, int seed)
{
    const std::int64_t time = FirstTime + std::int64_t(seed) * 1000;
    WireWriter summed; // what the checksum covers
    summed.int16(static_cast<std::int64_t>(shape.codec));
    summed.int32(shape.records - 1);
    summed.int64(time);
    summed.int64(time + shape.records - 1);
    summed.int64(-1); // producer id
    summed.int16(-1);
    summed.int32(-1);
    summed.int32(shape.records);
    summed.raw(compressed(makeRecords(shape, seed), shape.codec));

    WireWriter batch;
    batch.int64(0);
    batch.int32(static_cast<std::int64_t>(4 + 1 + 4 + summed.size()));
    batch.int32(0); // leader epoch
    batch.int8(2);
    batch.int32(crc32c(summed.bytes()));
    batch.raw(summed.bytes());
    return std::move(batch.bytes());
}

} // namespace LoadBroker
