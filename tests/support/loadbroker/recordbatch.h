// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>

namespace LoadBroker {

enum class Codec : std::uint8_t { None = 0, Lz4 = 3, Zstd = 4 }; // the numbers of the protocol

/// What the records of a batch look like.
struct BatchShape
{
    int records = 1000;
    int valueBytes = 300;
    Codec codec = Codec::None;
    bool json = false;
    int needleAt = -1; ///< index of the record whose value holds Needle; −1: none
};

inline constexpr char Needle[] = "NeedleXyzzy";

/// A RecordBatch v2 with base offset 0. The base offset stands outside the checksum, so patching its first eight bytes
/// places the same batch anywhere in a log. Keys have 16 bytes. The same seed makes the same batch.
std::string makeBatch(const BatchShape &shape, int seed);

} // namespace LoadBroker
