// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonstring.h"

#include "codec/utf8.h"

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

} // namespace

JsonEscape jsonEscape(std::string_view text, std::size_t at)
{
    JsonEscape escape;
    if (auto code = unicodeEscape(text, at)) {
        escape.length = 6;
        if (const auto low = *code >= 0xD800 && *code < 0xDC00 ? unicodeEscape(text, at + 6) : std::nullopt; low && *low >= 0xDC00 && *low <= 0xDFFF) {
            code = 0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00);
            escape.length = 12;
        }
        escape.size = encode(*code, escape.bytes);
        if (escape.size == 0)
            escape.size = encode(0xFFFD, escape.bytes);
        return escape;
    }
    static constexpr std::string_view names = "\"\\/bfnrt";
    static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const std::size_t known = at + 1 < text.size() ? names.find(text[at + 1]) : std::string_view::npos;
    if (known != std::string_view::npos) {
        escape.bytes[0] = meanings[known];
        escape.size = 1;
        escape.length = 2;
    }
    return escape;
}

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
        const JsonEscape escape = jsonEscape(token, at);
        if (escape.length == 0) {
            out += token[at++];
        } else {
            out += escape.text();
            at += escape.length;
        }
    }
    return out;
}

} // namespace Codec
