// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celjsontext.h"

#include "search/celliteral.h"

#include <charconv>
#include <cstring>
#include <optional>

namespace Search::Cel {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::size_t skipDigits(std::string_view token, std::size_t at)
{
    while (at < token.size() && isDigit(token[at]))
        ++at;
    return at;
}

int hexDigit(char c)
{
    return isDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// The four digits of \uXXXX at `at` (the backslash); −1: it is no such escape.
std::int32_t codeUnit(std::string_view raw, std::size_t at)
{
    if (at + 6 > raw.size() || raw[at] != '\\' || raw[at + 1] != 'u')
        return -1;
    std::int32_t unit = 0;
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        const int digit = hexDigit(raw[i]);
        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

/// Length of the valid escape at `at`, or 0.
std::size_t escapeLength(std::string_view raw, std::size_t at)
{
    if (at + 1 >= raw.size())
        return 0;
    if (raw[at + 1] == 'u')
        return codeUnit(raw, at) >= 0 ? 6 : 0;
    return std::strchr("\"\\/bfnrt", raw[at + 1]) && raw[at + 1] != '\0' ? 2 : 0;
}

struct Piece
{
    char bytes[4];
    std::size_t size = 0;     ///< of what it stands for
    std::size_t consumed = 0; ///< of the body
};

/// What the valid escape at `at` stands for.
Piece resolve(std::string_view raw, std::size_t at)
{
    constexpr std::uint32_t replacement = 0xFFFD;
    Piece piece;
    if (raw[at + 1] != 'u') {
        const char c = raw[at + 1];
        piece.bytes[0] = c == 'b' ? '\b' : c == 'f' ? '\f' : c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
        piece.size = 1;
        piece.consumed = 2;
        return piece;
    }
    auto code = static_cast<std::uint32_t>(codeUnit(raw, at));
    piece.consumed = 6;
    if (code >= 0xD800 && code <= 0xDFFF) {
        const std::int32_t low = code < 0xDC00 ? codeUnit(raw, at + 6) : -1;
        const bool isPair = low >= 0xDC00 && low <= 0xDFFF;
        code = isPair ? 0x10000 + ((code - 0xD800) << 10) + (static_cast<std::uint32_t>(low) - 0xDC00) : replacement;
        piece.consumed = isPair ? 12 : 6;
    }
    std::string utf8;
    appendCodePoint(utf8, code);
    piece.size = utf8.size();
    std::memcpy(piece.bytes, utf8.data(), utf8.size());
    return piece;
}

/// A decimal fraction whose digits and power of ten both fit a double without rounding: one division rounds it correctly.
/// Anything else: none.
std::optional<double> shortFraction(std::string_view token)
{
    static constexpr double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
    constexpr std::size_t mostDigits = 15;
    const bool isNegative = token[0] == '-';
    token.remove_prefix(isNegative ? 1 : 0);
    if (token.size() > mostDigits + 1)
        return std::nullopt;
    std::uint64_t digits = 0;
    std::size_t point = token.size();
    for (std::size_t i = 0; i < token.size(); ++i) {
        if (isDigit(token[i]))
            digits = digits * 10 + static_cast<std::uint64_t>(token[i] - '0');
        else if (token[i] == '.')
            point = i;
        else
            return std::nullopt;
    }
    if (point == token.size())
        return std::nullopt;
    const double value = static_cast<double>(digits) / powers[token.size() - point - 1];
    return isNegative ? -value : value;
}

} // namespace

std::size_t numberLength(std::string_view token)
{
    std::size_t at = !token.empty() && token[0] == '-' ? 1 : 0;
    if (at >= token.size() || !isDigit(token[at]))
        return 0;
    at = token[at] == '0' ? at + 1 : skipDigits(token, at);
    if (at < token.size() && token[at] == '.') {
        const std::size_t end = skipDigits(token, at + 1);
        if (end == at + 1)
            return 0;
        at = end;
    }
    if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
        const std::size_t from = at + 1 < token.size() && (token[at + 1] == '+' || token[at + 1] == '-') ? at + 2 : at + 1;
        const std::size_t end = skipDigits(token, from);
        if (end == from)
            return 0;
        at = end;
    }
    return at;
}

Data number(std::string_view token)
{
    if (const auto fraction = shortFraction(token))
        return Data::real(*fraction);
    const char *const end = token.data() + token.size();
    std::int64_t i = 0;
    const auto asInt = std::from_chars(token.data(), end, i);
    if (asInt.ec == std::errc() && asInt.ptr == end)
        return Data::integer(i);
    if (asInt.ptr != end)
        return Data::real(readDouble(token));
    std::uint64_t u = 0;
    const auto asUint = std::from_chars(token.data(), end, u);
    return asUint.ec == std::errc() && asUint.ptr == end ? Data::unsignedInteger(u) : Data::real(readDouble(token));
}

std::string_view stringBody(std::string_view token)
{
    std::size_t end = token.size() - 1;
    while (token[end] != '"')
        --end;
    return token.substr(1, end - 1);
}

bool areEscapesValid(std::string_view token)
{
    const std::string_view raw = stringBody(token);
    for (std::size_t at = raw.find('\\'); at != std::string_view::npos;) {
        const std::size_t length = escapeLength(raw, at);
        if (length == 0)
            return false;
        at = raw.find('\\', at + length);
    }
    return true;
}

std::size_t unescape(std::string_view raw, char *out)
{
    char *to = out;
    for (std::size_t at = 0; at < raw.size();) {
        const std::size_t slash = std::min(raw.find('\\', at), raw.size());
        std::memcpy(to, raw.data() + at, slash - at);
        to += slash - at;
        at = slash;
        if (at == raw.size())
            break;
        const Piece piece = resolve(raw, at);
        std::memcpy(to, piece.bytes, piece.size);
        to += piece.size;
        at += piece.consumed;
    }
    return static_cast<std::size_t>(to - out);
}

bool isUnescaped(std::string_view raw, std::string_view text)
{
    std::size_t at = 0;
    while (at < raw.size()) {
        if (raw[at] != '\\') {
            if (text.empty() || text[0] != raw[at])
                return false;
            text.remove_prefix(1);
            ++at;
            continue;
        }
        const Piece piece = resolve(raw, at);
        if (!text.starts_with(std::string_view(piece.bytes, piece.size)))
            return false;
        text.remove_prefix(piece.size);
        at += piece.consumed;
    }
    return text.empty();
}

} // namespace Search::Cel
