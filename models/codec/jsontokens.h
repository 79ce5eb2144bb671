// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/problem.h"

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace Codec {

/// One piece of JSON text, exactly as it stands in the bytes.
struct JsonToken
{
    enum class Kind : std::uint8_t {
        BeginObject, EndObject, BeginArray, EndArray, Colon, Comma,
        Key, String, Number, Literal,
        Space ///< a run of blanks so long that it is reported, to keep each step bounded; to be ignored
    };

    Kind kind = Kind::Space;
    bool isFirst = true; ///< strings and numbers come in pieces of at most maxPiece bytes:
    bool isLast = true;  ///< the first, the last, or neither
    std::size_t begin = 0;
    std::size_t end = 0;

    bool isBegin() const { return kind == Kind::BeginObject || kind == Kind::BeginArray; }
    bool isEnd() const { return kind == Kind::EndObject || kind == Kind::EndArray; }
};

/// Walks over JSON (RFC 8259) token by token and checks its grammar, without recursion, without memory of its own and
/// without converting anything: digits, key order, duplicates and escapes stay as sent. A value type: a copy is a
/// place to go on from. One next() costs at most maxPiece bytes or a short token. The bytes must outlive it.
class JsonTokenizer
{
public:
    static constexpr int maxDepth = 512;
    static constexpr std::size_t maxPiece = 4000;

    explicit JsonTokenizer(std::string_view bytes) : JsonTokenizer(bytes, 0, 0) {}
    /// Begins at a value inside a larger text, `depth` levels deep (it counts for the limit). Ends behind that value; what
    /// follows there is not looked at unless depth is 0.
    JsonTokenizer(std::string_view bytes, std::size_t at, int depth);

    /// None at the end and after a problem.
    std::optional<JsonToken> next();

    const Problem &problem() const { return m_problem; }
    bool isDone() const { return m_expect == Expect::Done && !m_problem; }
    /// The first byte not covered by a token yet (blanks may stand before the next one).
    std::size_t position() const { return m_position; }
    int depth() const { return m_depth; }
    bool inObject() const { return m_depth > m_baseDepth && m_isObject[index(m_depth - 1)]; }

    /// The next byte that is no blank, looking at most maxPiece bytes ahead; −1: the end, or none so near.
    int peek() const;

private:
    enum class Expect : std::uint8_t { Value, ValueOrEnd, Key, KeyOrEnd, Colon, CommaOrEnd, InString, InNumber, Done };
    enum class Digits : std::uint8_t { Minus, Zero, Whole, Point, Fraction, Exponent, ExponentSign, ExponentDigits };

    static std::size_t index(int depth) { return static_cast<std::size_t>(depth) % maxDepth; }
    std::nullopt_t fail(Problem::Kind kind, std::size_t at);
    std::optional<JsonToken> punctuation(JsonToken::Kind kind);
    std::optional<JsonToken> value();
    std::optional<JsonToken> open(JsonToken::Kind kind);
    std::optional<JsonToken> close(JsonToken::Kind kind);
    std::optional<JsonToken> beginString(bool isKey);
    std::optional<JsonToken> stringPiece(std::size_t begin, std::size_t from, bool isFirst);
    std::optional<JsonToken> numberPiece(bool isFirst);
    std::optional<JsonToken> literal(std::string_view word);
    std::size_t escapeLength(std::size_t at);
    bool digit(char c);
    void afterValue();

    std::string_view m_bytes;
    std::size_t m_position = 0;
    Problem m_problem;
    int m_depth = 0;
    int m_baseDepth = 0;
    Expect m_expect = Expect::Value;
    Digits m_digits = Digits::Minus;
    bool m_isKey = false;
    std::bitset<maxDepth> m_isObject;
};

} // namespace Codec
