// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celliteral.h"

#include "codec/utf8.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace Search::Cel {

namespace {

/// Reads `digits` of base `base` at `at`; none: something else stands there.
bool digitsAt(std::string_view text, std::size_t at, std::size_t digits, int base, std::uint32_t &out)
{
    if (at + digits > text.size())
        return false;
    const char *const begin = text.data() + at;
    const auto result = std::from_chars(begin, begin + digits, out, base);
    return result.ec == std::errc() && result.ptr == begin + digits;
}

char simpleEscape(char c)
{
    switch (c) {
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    case 'v': return '\v';
    case '\\': case '?': case '"': case '\'': case '`': return c;
    default: return 0;
    }
}

/// The escape at `at` (the backslash); 0: it is none. Otherwise its length, and what it stands for is appended.
std::size_t appendEscape(std::string_view text, std::size_t at, bool isBytes, std::string &out)
{
    if (at + 1 >= text.size())
        return 0;
    const char c = text[at + 1];
    if (const char simple = simpleEscape(c)) {
        out += simple;
        return 2;
    }
    std::uint32_t number = 0;
    std::size_t length = 0;
    if ((c == 'x' || c == 'X') && digitsAt(text, at + 2, 2, 16, number))
        length = 4;
    else if (c >= '0' && c <= '3' && digitsAt(text, at + 1, 3, 8, number))
        length = 4;
    if (length > 0 && isBytes) {
        out += static_cast<char>(number);
        return length;
    }
    if (c == 'u' && digitsAt(text, at + 2, 4, 16, number))
        length = 6;
    else if (c == 'U' && digitsAt(text, at + 2, 8, 16, number))
        length = 10;
    if (isBytes && length > 4)
        return 0; // bytes have no characters: \xhh or octal digits say which byte is meant
    char character[4];
    const std::size_t size = length > 0 ? Codec::encode(number, character) : 0;
    out.append(character, size);
    return size > 0 ? length : 0;
}

/// About where the first digit stands that is not 0: 5 for 12345, −2 for 0.001, the exponent included.
std::int64_t decimalExponent(std::string_view token)
{
    const std::size_t e = std::min(token.find_first_of("eE"), token.size());
    std::int64_t exponent = 0;
    if (e < token.size()) {
        const std::size_t from = e + (token[e + 1] == '+' ? 2 : 1);
        const auto result = std::from_chars(token.data() + from, token.data() + token.size(), exponent);
        if (result.ec == std::errc::result_out_of_range)
            exponent = token[from] == '-' ? std::numeric_limits<std::int32_t>::min() : std::numeric_limits<std::int32_t>::max();
    }
    const std::string_view mantissa = token.substr(0, e);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const std::size_t first = std::min(mantissa.find_first_not_of("0."), mantissa.size());
    const auto places = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
    return exponent + places + (places < 0 ? 1 : 0);
}

} // namespace

bool readString(std::string_view token, bool isBytes, std::string &out, SyntaxError &error)
{
    out.clear();
    std::size_t at = isBytes ? 1 : 0;
    const bool isRaw = token[at] == 'r' || token[at] == 'R';
    at += isRaw ? 1 : 0;
    const char quote = token[at];
    const bool isTriple = token.size() >= at + 6 && token[at + 1] == quote && token[at + 2] == quote;
    const std::size_t quotes = isTriple ? 3 : 1;
    const std::string_view body = token.substr(at + quotes, token.size() - at - 2 * quotes);
    if (isRaw) {
        out = body;
        return true;
    }
    for (std::size_t i = 0; i < body.size();) {
        if (body[i] != '\\') {
            out += body[i++];
            continue;
        }
        const std::size_t length = appendEscape(body, i, isBytes, out);
        if (length == 0) {
            error = {"unknown escape; a backslash itself is written \\\\, or put r before the string", at + quotes + i, 2, {}};
            return false;
        }
        i += length;
    }
    return true;
}

bool readUint(std::string_view token, std::uint64_t &out)
{
    if (!token.empty() && (token.back() == 'u' || token.back() == 'U'))
        token.remove_suffix(1);
    const bool isHex = token.size() > 2 && (token[1] == 'x' || token[1] == 'X');
    if (isHex)
        token.remove_prefix(2);
    const auto result = std::from_chars(token.data(), token.data() + token.size(), out, isHex ? 16 : 10);
    return result.ec == std::errc() && result.ptr == token.data() + token.size();
}

bool readInt(std::string_view token, bool isNegative, std::int64_t &out)
{
    constexpr std::uint64_t highest = std::numeric_limits<std::int64_t>::max();
    std::uint64_t magnitude = 0;
    if (!readUint(token, magnitude) || magnitude > highest + (isNegative ? 1 : 0))
        return false;
    out = static_cast<std::int64_t>(isNegative ? 0 - magnitude : magnitude);
    return true;
}

double readDouble(std::string_view token)
{
    double value = 0;
    const auto result = std::from_chars(token.data(), token.data() + token.size(), value);
    if (result.ec != std::errc::result_out_of_range)
        return value;
    const bool isNegative = token[0] == '-';
    const double bound = decimalExponent(token.substr(isNegative ? 1 : 0)) > 0 ? std::numeric_limits<double>::infinity() : 0.0;
    return isNegative ? -bound : bound;
}

} // namespace Search::Cel
