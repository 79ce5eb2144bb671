// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/utf8.h"

#include <cstdint>
#include <cstring>

namespace Codec {

namespace {

bool isContinuation(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/// What the lead byte promises: length and the allowed range of the second byte (table 3-7 of the Unicode standard).
struct Lead
{
    std::size_t length = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
};

Lead lead(unsigned char c)
{
    if (c < 0x80)
        return {1};
    if (c < 0xC2)
        return {0};
    if (c < 0xE0)
        return {2};
    if (c == 0xE0)
        return {3, 0xA0, 0xBF};
    if (c == 0xED)
        return {3, 0x80, 0x9F};
    if (c < 0xF0)
        return {3};
    if (c == 0xF0)
        return {4, 0x90, 0xBF};
    if (c < 0xF4)
        return {4};
    if (c == 0xF4)
        return {4, 0x80, 0x8F};
    return {0};
}

/// How many bytes from `at` on fit the lead byte's promise, at most its length.
std::size_t fitting(std::string_view bytes, std::size_t at, const Lead &l)
{
    std::size_t n = 1;
    while (n < l.length && at + n < bytes.size()) {
        const auto c = static_cast<unsigned char>(bytes[at + n]);
        const bool fits = n == 1 ? c >= l.low && c <= l.high : isContinuation(c);
        if (!fits)
            break;
        ++n;
    }
    return n;
}

} // namespace

std::size_t characterLength(std::string_view bytes, std::size_t at)
{
    const Lead l = lead(static_cast<unsigned char>(bytes[at]));
    return l.length > 0 && fitting(bytes, at, l) == l.length ? l.length : 0;
}

std::size_t encode(std::uint32_t c, char *out)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    if (c < 0x80) {
        out[0] = static_cast<char>(c);
        return 1;
    }
    const std::size_t length = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    constexpr std::uint32_t leads[] = {0xC0, 0xE0, 0xF0};
    for (std::size_t i = length - 1; i > 0; --i, c >>= 6)
        out[i] = static_cast<char>(0x80 | (c & 0x3F));
    out[0] = static_cast<char>(leads[length - 2] | c);
    return length;
}

bool isCutCharacter(std::string_view bytes, std::size_t at)
{
    const Lead l = lead(static_cast<unsigned char>(bytes[at]));
    return l.length > bytes.size() - at && fitting(bytes, at, l) == bytes.size() - at;
}

std::size_t firstInvalid(std::string_view bytes)
{
    std::size_t i = 0;
    while (i < bytes.size()) {
        while (i + 8 <= bytes.size()) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data() + i, 8);
            if (word & 0x8080808080808080ULL)
                break;
            i += 8;
        }
        if (i == bytes.size())
            break;
        const std::size_t n = characterLength(bytes, i);
        if (n == 0)
            return i;
        i += n;
    }
    return npos;
}

std::size_t characterBorder(std::string_view bytes, std::size_t at)
{
    if (at >= bytes.size())
        return bytes.size();
    for (std::size_t back = 1; back <= 3 && back <= at; ++back) {
        const std::size_t start = at - back;
        if (isContinuation(static_cast<unsigned char>(bytes[start])))
            continue;
        return characterLength(bytes, start) > back ? start : at;
    }
    return at;
}

} // namespace Codec
