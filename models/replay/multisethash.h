// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace Replay {

/// 128 bits. Adding two is arithmetic modulo 2^128: the sum of a set does not depend on the order in which its members came.
struct Hash128
{
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    Hash128 &operator+=(const Hash128 &other)
    {
        low += other.low;
        high += other.high + (low < other.low ? 1 : 0);
        return *this;
    }
    bool operator==(const Hash128 &) const = default;
};

/// Of key, value and headers, each with its length and null flag in front, so that no two different records look alike to it. About 40 ns
/// for 300 bytes. Finds faults; it is no defence against somebody who looks for collisions. Pure; the same on machines of one byte order.
Hash128 contentHash(const std::optional<Domain::BytesView> &key, const std::optional<Domain::BytesView> &value, std::span<const Domain::Header> headers);
Hash128 bytesHash(const std::optional<Domain::BytesView> &bytes);
Hash128 headersHash(std::span<const Domain::Header> headers);

/// The hash with two more numbers in it: a place, a time.
Hash128 mixed(const Hash128 &hash, std::uint64_t a, std::uint64_t b);

/// 32 hex digits, and back; none: it is not.
std::string hexOf(const Hash128 &hash);
std::optional<Hash128> hashOfHex(std::string_view hex);

} // namespace Replay
