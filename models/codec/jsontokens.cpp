// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsontokens.h"

#include "codec/utf8.h"

#include <algorithm>
#include <cstring>

namespace Codec {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// True for bytes of a JSON string that stand for themselves and are ASCII.
bool isPlain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/// Whether all 8 bytes at `p` are plain: no quote, no backslash, no control character, no high bit.
bool arePlain(const char *p)
{
    constexpr std::uint64_t ones = 0x0101010101010101ULL;
    constexpr std::uint64_t high = 0x8080808080808080ULL;
    std::uint64_t w = 0;
    std::memcpy(&w, p, 8);
    const std::uint64_t quote = w ^ (ones * '"');
    const std::uint64_t slash = w ^ (ones * '\\');
    return ((w | (w - ones * 0x20) | (quote - ones) | (slash - ones)) & high) == 0;
}

} // namespace

JsonTokenizer::JsonTokenizer(std::string_view bytes, std::size_t at, int depth)
    : m_bytes(bytes), m_position(std::min(at, bytes.size())), m_depth(depth), m_baseDepth(depth)
{
}

std::nullopt_t JsonTokenizer::fail(Problem::Kind kind, std::size_t at)
{
    if (at >= m_bytes.size())
        m_problem = {Problem::Kind::UnexpectedEnd, m_bytes.size(), 0};
    else
        m_problem = {kind, at, static_cast<unsigned char>(m_bytes[at])};
    return std::nullopt;
}

int JsonTokenizer::peek() const
{
    const std::size_t end = std::min(m_bytes.size(), m_position + maxPiece);
    std::size_t at = m_position;
    while (at < end && isBlank(m_bytes[at]))
        ++at;
    return at < end ? static_cast<unsigned char>(m_bytes[at]) : -1;
}

std::optional<JsonToken> JsonTokenizer::next()
{
    if (m_problem)
        return std::nullopt;
    if (m_expect == Expect::InString)
        return stringPiece(m_position, m_position, false);
    if (m_expect == Expect::InNumber)
        return numberPiece(false);
    if (m_expect == Expect::Done && m_baseDepth > 0)
        return std::nullopt;

    const std::size_t begin = m_position;
    while (m_position < m_bytes.size() && isBlank(m_bytes[m_position])) {
        if (m_position - begin == maxPiece)
            return JsonToken{JsonToken::Kind::Space, true, true, begin, m_position};
        ++m_position;
    }
    if (m_expect == Expect::Done)
        return m_position < m_bytes.size() ? fail(Problem::Kind::TrailingBytes, m_position) : std::nullopt;
    if (m_position == m_bytes.size())
        return fail(Problem::Kind::UnexpectedEnd, m_position);

    const char c = m_bytes[m_position];
    switch (m_expect) {
    case Expect::ValueOrEnd:
        return c == ']' ? close(JsonToken::Kind::EndArray) : value();
    case Expect::Value:
        return value();
    case Expect::KeyOrEnd:
        if (c == '}')
            return close(JsonToken::Kind::EndObject);
        [[fallthrough]];
    case Expect::Key:
        return c == '"' ? beginString(true) : fail(Problem::Kind::UnexpectedByte, m_position);
    case Expect::Colon:
        return c == ':' ? punctuation(JsonToken::Kind::Colon) : fail(Problem::Kind::UnexpectedByte, m_position);
    case Expect::CommaOrEnd:
        if (c == ',')
            return punctuation(JsonToken::Kind::Comma);
        if (c == (inObject() ? '}' : ']'))
            return close(inObject() ? JsonToken::Kind::EndObject : JsonToken::Kind::EndArray);
        break;
    default:
        break;
    }
    return fail(Problem::Kind::UnexpectedByte, m_position);
}

std::optional<JsonToken> JsonTokenizer::punctuation(JsonToken::Kind kind)
{
    const std::size_t at = m_position++;
    if (kind == JsonToken::Kind::Colon)
        m_expect = Expect::Value;
    else
        m_expect = inObject() ? Expect::Key : Expect::Value;
    return JsonToken{kind, true, true, at, at + 1};
}

std::optional<JsonToken> JsonTokenizer::value()
{
    const char c = m_bytes[m_position];
    switch (c) {
    case '{':
        return open(JsonToken::Kind::BeginObject);
    case '[':
        return open(JsonToken::Kind::BeginArray);
    case '"':
        return beginString(false);
    case 't':
        return literal("true");
    case 'f':
        return literal("false");
    case 'n':
        return literal("null");
    case '-':
        m_digits = Digits::Minus;
        return numberPiece(true);
    default:
        if (c < '0' || c > '9')
            return fail(Problem::Kind::UnexpectedByte, m_position);
        m_digits = c == '0' ? Digits::Zero : Digits::Whole;
        return numberPiece(true);
    }
}

std::optional<JsonToken> JsonTokenizer::open(JsonToken::Kind kind)
{
    if (m_depth == maxDepth)
        return fail(Problem::Kind::TooDeep, m_position);
    const bool isObject = kind == JsonToken::Kind::BeginObject;
    m_isObject[index(m_depth++)] = isObject;
    m_expect = isObject ? Expect::KeyOrEnd : Expect::ValueOrEnd;
    const std::size_t at = m_position++;
    return JsonToken{kind, true, true, at, at + 1};
}

std::optional<JsonToken> JsonTokenizer::close(JsonToken::Kind kind)
{
    --m_depth;
    const std::size_t at = m_position++;
    afterValue();
    return JsonToken{kind, true, true, at, at + 1};
}

void JsonTokenizer::afterValue()
{
    m_expect = m_depth == m_baseDepth ? Expect::Done : Expect::CommaOrEnd;
}

std::optional<JsonToken> JsonTokenizer::beginString(bool isKey)
{
    m_isKey = isKey;
    return stringPiece(m_position, m_position + 1, true);
}

/// Length of the escape at `at` (a backslash); 0: a problem was noted.
std::size_t JsonTokenizer::escapeLength(std::size_t at)
{
    if (at + 1 >= m_bytes.size()) {
        fail(Problem::Kind::UnexpectedEnd, m_bytes.size());
        return 0;
    }
    const char c = m_bytes[at + 1];
    if (c != 'u') {
        if (std::string_view("\"\\/bfnrt").find(c) != npos)
            return 2;
        fail(Problem::Kind::BadEscape, at);
        return 0;
    }
    for (std::size_t i = at + 2; i < at + 6; ++i) {
        if (i >= m_bytes.size() || !isHex(m_bytes[i])) {
            fail(Problem::Kind::BadEscape, i >= m_bytes.size() ? i : at);
            return 0;
        }
    }
    return 6;
}

std::optional<JsonToken> JsonTokenizer::stringPiece(std::size_t begin, std::size_t from, bool isFirst)
{
    const JsonToken::Kind kind = m_isKey ? JsonToken::Kind::Key : JsonToken::Kind::String;
    // A character or escape is at most 6 bytes, so none is cut when the piece ends before the limit.
    const std::size_t limit = begin + maxPiece - 6;
    std::size_t at = from;
    while (at < m_bytes.size()) {
        while (at + 8 <= m_bytes.size() && at + 8 <= limit && arePlain(m_bytes.data() + at))
            at += 8;
        if (at == m_bytes.size())
            break;
        const auto c = static_cast<unsigned char>(m_bytes[at]);
        if (c == '"') {
            m_position = at + 1;
            if (m_isKey)
                m_expect = Expect::Colon;
            else
                afterValue();
            return JsonToken{kind, isFirst, true, begin, at + 1};
        }
        if (at >= limit) {
            m_position = at;
            m_expect = Expect::InString;
            return JsonToken{kind, isFirst, false, begin, at};
        }
        std::size_t length = 1;
        if (c == '\\') {
            length = escapeLength(at);
            if (length == 0)
                return std::nullopt;
        } else if (!isPlain(c)) {
            if (c < 0x20)
                return fail(Problem::Kind::ControlInString, at);
            length = characterLength(m_bytes, at);
            if (length == 0)
                return isCutCharacter(m_bytes, at) ? fail(Problem::Kind::UnexpectedEnd, m_bytes.size()) : fail(Problem::Kind::InvalidUtf8, at);
        }
        at += length;
    }
    return fail(Problem::Kind::UnexpectedEnd, m_bytes.size());
}

/// Moves the number's state on by `c`; false: `c` does not belong to the number.
bool JsonTokenizer::digit(char c)
{
    const bool isDigit = c >= '0' && c <= '9';
    switch (m_digits) {
    case Digits::Minus:
        m_digits = c == '0' ? Digits::Zero : Digits::Whole;
        return isDigit;
    case Digits::Whole:
        if (isDigit)
            return true;
        [[fallthrough]];
    case Digits::Zero:
        if (c == '.') {
            m_digits = Digits::Point;
            return true;
        }
        break;
    case Digits::Point:
        m_digits = isDigit ? Digits::Fraction : m_digits;
        return isDigit;
    case Digits::Fraction:
        if (isDigit)
            return true;
        break;
    case Digits::Exponent:
        if (c == '+' || c == '-') {
            m_digits = Digits::ExponentSign;
            return true;
        }
        [[fallthrough]];
    case Digits::ExponentSign:
        m_digits = isDigit ? Digits::ExponentDigits : m_digits;
        return isDigit;
    case Digits::ExponentDigits:
        return isDigit;
    }
    if (c != 'e' && c != 'E')
        return false;
    m_digits = Digits::Exponent;
    return true;
}

std::optional<JsonToken> JsonTokenizer::numberPiece(bool isFirst)
{
    const std::size_t begin = m_position;
    const std::size_t limit = std::min(m_bytes.size(), begin + maxPiece);
    std::size_t at = isFirst ? begin + 1 : begin;
    Digits before = m_digits;
    while (at < limit && digit(m_bytes[at])) {
        before = m_digits;
        ++at;
    }
    const bool goesOn = at == begin + maxPiece && at < m_bytes.size() && digit(m_bytes[at]);
    m_digits = before;
    if (goesOn) {
        m_position = at;
        m_expect = Expect::InNumber;
        return JsonToken{JsonToken::Kind::Number, isFirst, false, begin, at};
    }
    const bool isWhole = before == Digits::Zero || before == Digits::Whole || before == Digits::Fraction || before == Digits::ExponentDigits;
    if (!isWhole)
        return fail(Problem::Kind::BadNumber, at);
    // "01" or "1x" would otherwise be reported one token later and less clearly.
    if (at < m_bytes.size() && !isBlank(m_bytes[at]) && std::string_view(",]}").find(m_bytes[at]) == npos)
        return fail(Problem::Kind::BadNumber, at);
    m_position = at;
    afterValue();
    return JsonToken{JsonToken::Kind::Number, isFirst, true, begin, at};
}

std::optional<JsonToken> JsonTokenizer::literal(std::string_view word)
{
    const std::string_view rest = m_bytes.substr(m_position, word.size());
    if (rest != word) {
        const bool isCut = m_position + rest.size() == m_bytes.size() && word.substr(0, rest.size()) == rest;
        return isCut ? fail(Problem::Kind::UnexpectedEnd, m_bytes.size()) : fail(Problem::Kind::BadLiteral, m_position);
    }
    const std::size_t begin = m_position;
    m_position += word.size();
    afterValue();
    return JsonToken{JsonToken::Kind::Literal, true, true, begin, m_position};
}

} // namespace Codec
