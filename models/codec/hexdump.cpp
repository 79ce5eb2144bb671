// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/hexdump.h"

#include <algorithm>
#include <cstddef>

namespace Codec {

namespace {

constexpr char hexDigits[] = "0123456789abcdef";
constexpr std::size_t perLine = 16;

void appendOffset(std::string &out, std::size_t offset)
{
    std::string digits;
    do {
        digits += hexDigits[offset & 15];
        offset >>= 4;
    } while (offset > 0 || digits.size() < 4);
    out.append(digits.rbegin(), digits.rend());
}

} // namespace

void appendHex(std::string &out, std::string_view bytes, char separator)
{
    out.reserve(out.size() + bytes.size() * (separator ? 3 : 2));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i > 0 && separator)
            out += separator;
        const auto c = static_cast<unsigned char>(bytes[i]);
        out += hexDigits[c >> 4];
        out += hexDigits[c & 15];
    }
}

std::string hexDump(std::string_view bytes, std::size_t firstOffset)
{
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += perLine) {
        const std::string_view line = bytes.substr(at, perLine);
        appendOffset(out, firstOffset + at);
        out += "  ";
        appendHex(out, line);
        out.append((perLine - line.size()) * 3 + 2, ' ');
        std::transform(line.begin(), line.end(), std::back_inserter(out), [](char c) { return c >= 0x20 && c < 0x7f ? c : '.'; });
        out += '\n';
    }
    return out;
}

} // namespace Codec
