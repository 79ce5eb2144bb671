// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/crc32c.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

namespace Store {

namespace {

static_assert(std::endian::native == std::endian::little, "eight bytes are taken as one number, the first one lowest");

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

/// tables[n][b]: the remainder of byte b followed by n zero bytes, so that eight bytes are taken at a time.
constexpr Tables tables = [] {
    constexpr std::uint32_t polynomial = 0x82F63B78;
    Tables t{};
    for (std::uint32_t b = 0; b < 256; ++b) {
        std::uint32_t rest = b;
        for (int bit = 0; bit < 8; ++bit)
            rest = (rest >> 1) ^ ((rest & 1) != 0 ? polynomial : 0);
        t[0][b] = rest;
    }
    for (std::size_t n = 1; n < t.size(); ++n)
        for (std::size_t b = 0; b < 256; ++b)
            t[n][b] = (t[n - 1][b] >> 8) ^ t[0][t[n - 1][b] & 0xFF];
    return t;
}();

} // namespace

std::uint32_t crc32c(std::string_view bytes)
{
    std::uint32_t crc = ~0U;
    const char *at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; left -= 8, at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        word ^= crc;
        crc = 0;
        for (std::size_t n = 0; n < 8; ++n)
            crc ^= tables[7 - n][(word >> (8 * n)) & 0xFF];
    }
    for (; left > 0; --left, ++at)
        crc = (crc >> 8) ^ tables[0][(crc ^ static_cast<unsigned char>(*at)) & 0xFF];
    return ~crc;
}

} // namespace Store
