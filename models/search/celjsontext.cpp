// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celjsontext.h"

#include "codec/jsonstring.h"
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
        const std::size_t length = Codec::jsonEscape(raw, at).length;
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
        const Codec::JsonEscape escape = Codec::jsonEscape(raw, at);
        std::memcpy(to, escape.bytes, escape.size);
        to += escape.size;
        at += escape.length;
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
        const Codec::JsonEscape escape = Codec::jsonEscape(raw, at);
        if (!text.starts_with(escape.text()))
            return false;
        text.remove_prefix(escape.size);
        at += escape.length;
    }
    return text.empty();
}

} // namespace Search::Cel
