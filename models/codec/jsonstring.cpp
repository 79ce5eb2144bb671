// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonstring.h"

#include <charconv>
#include <cstdint>
#include <optional>

namespace Codec {

namespace {

/// The four digits of a \uXXXX at `at`.
std::optional<std::uint32_t> unicodeEscape(std::string_view text, std::size_t at)
{
    if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u')
        return std::nullopt;
    std::uint32_t code = 0;
    const char *end = text.data() + at + 6;
    const auto read = std::from_chars(text.data() + at + 2, end, code, 16);
    return read.ptr == end && read.ec == std::errc() ? std::optional(code) : std::nullopt;
}

void appendUtf8(std::string &out, std::uint32_t c)
{
    const auto tail = [&out, c](int shift) { out += static_cast<char>(0x80 | (c >> shift & 0x3F)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | c >> 6);
        tail(0);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | c >> 12);
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0 | c >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

/// Resolves the \u escape of `code` at `at`, with the second half of a pair where there is one; returns its length.
std::size_t appendUnicode(std::string &out, std::string_view text, std::size_t at, std::uint32_t code)
{
    if (code < 0xD800 || code > 0xDFFF) {
        appendUtf8(out, code);
        return 6;
    }
    const auto low = code < 0xDC00 ? unicodeEscape(text, at + 6) : std::nullopt;
    if (low && *low >= 0xDC00 && *low <= 0xDFFF) {
        appendUtf8(out, 0x10000 + ((code - 0xD800) << 10) + (*low - 0xDC00));
        return 12;
    }
    appendUtf8(out, 0xFFFD);
    return 6;
}

} // namespace

std::string jsonStringText(std::string_view token)
{
    if (!token.empty() && token.front() == '"')
        token.remove_prefix(1);
    if (!token.empty() && token.back() == '"')
        token.remove_suffix(1);
    std::string out;
    out.reserve(token.size());
    for (std::size_t at = 0; at < token.size();) {
        const std::size_t slash = token.find('\\', at);
        out.append(token, at, slash - at);
        if (slash == std::string_view::npos)
            break;
        at = slash;
        if (const auto code = unicodeEscape(token, at)) {
            at += appendUnicode(out, token, at, *code);
            continue;
        }
        static constexpr std::string_view names = "\"\\/bfnrt";
        static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        const std::size_t known = at + 1 < token.size() ? names.find(token[at + 1]) : std::string_view::npos;
        if (known == std::string_view::npos) {
            out += token[at++];
        } else {
            out += meanings[known];
            at += 2;
        }
    }
    return out;
}

} // namespace Codec
