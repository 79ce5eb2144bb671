// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/format.h"

#include "codec/jsontokens.h"
#include "codec/utf8.h"

#include <algorithm>
#include <utility>

namespace Codec {

namespace {

constexpr std::size_t lookAhead = 1024;

constexpr std::array<std::pair<Format, std::string_view>, 6> words{{{Format::Automatic, "automatic"},
                                                                     {Format::Json, "json"},
                                                                     {Format::Text, "text"},
                                                                     {Format::Integer, "integer"},
                                                                     {Format::Uuid, "uuid"},
                                                                     {Format::Binary, "binary"}}};

/// What the first bytes are made of.
struct Census
{
    std::size_t characters = 0;
    std::size_t foreign = 0; ///< bytes of no character, and controls that text does not hold
    std::size_t firstInvalidAt = npos;
};

Census census(std::string_view prefix, bool isWhole)
{
    Census c;
    std::size_t at = 0;
    while (at < prefix.size()) {
        const std::size_t n = characterLength(prefix, at);
        if (n == 0) {
            if (!isWhole && isCutCharacter(prefix, at))
                break;
            if (c.firstInvalidAt == npos)
                c.firstInvalidAt = at;
            ++c.foreign;
        } else if (n == 1) {
            const auto b = static_cast<unsigned char>(prefix[at]);
            const bool isText = b >= 0x20 ? b != 0x7F : b == '\t' || b == '\n' || b == '\r' || b == '\f' || b == 0x1B;
            c.foreign += isText ? 0 : 1;
        }
        ++c.characters;
        at += std::max<std::size_t>(n, 1);
    }
    return c;
}

struct JsonLook
{
    bool fits = false;
    bool isContainer = false;
    std::size_t tokens = 0;
    Problem problem = {};
};

JsonLook lookAtJson(std::string_view bytes)
{
    const std::string_view prefix = bytes.substr(0, lookAhead);
    JsonTokenizer tokenizer(prefix);
    JsonLook look;
    while (const auto token = tokenizer.next()) {
        if (token->kind == JsonToken::Kind::Space)
            continue;
        if (look.tokens++ == 0)
            look.isContainer = token->isBegin();
    }
    look.problem = tokenizer.problem();
    const bool onlyCut = look.problem.kind == Problem::Kind::UnexpectedEnd && prefix.size() < bytes.size();
    if (onlyCut)
        look.problem = {};
    look.fits = !look.problem && (look.tokens > 0 || onlyCut);
    return look;
}

bool isTextPrefix(std::string_view bytes)
{
    return census(bytes.substr(0, lookAhead), bytes.size() <= lookAhead).foreign == 0;
}

Problem textProblem(std::string_view bytes)
{
    const std::size_t at = census(bytes.substr(0, lookAhead), bytes.size() <= lookAhead).firstInvalidAt;
    return at == npos ? Problem{} : Problem{Problem::Kind::InvalidUtf8, at, static_cast<unsigned char>(bytes[at])};
}

/// A binary UUID is believed only with a version and variant of RFC 9562; any 16 bytes could be one otherwise.
bool looksLikeUuid(std::string_view bytes)
{
    const int version = static_cast<unsigned char>(bytes[6]) >> 4;
    return version >= 1 && version <= 8 && (static_cast<unsigned char>(bytes[8]) & 0xC0) == 0x80;
}

std::optional<Detection> detectJson(std::string_view bytes, bool isKey)
{
    const std::size_t first = bytes.substr(0, lookAhead).find_first_not_of(" \t\r\n");
    // No 'n': a bare null reads as text.
    if (first == npos || std::string_view("{[\"-0123456789tf").find(bytes[first]) == npos)
        return std::nullopt;
    const JsonLook look = lookAtJson(bytes);
    if (look.fits)
        return look.isContainer || !isKey ? std::optional(Detection{Format::Json}) : std::nullopt;
    // "[INFO] started" is text and nothing is wrong with it; what got further than that was meant to be JSON.
    const bool wasMeant = look.isContainer && (look.tokens > 3 || look.problem.kind == Problem::Kind::TooDeep);
    return wasMeant && isTextPrefix(bytes) ? std::optional(Detection{Format::Text, look.problem}) : std::nullopt;
}

} // namespace

Detection detect(std::string_view bytes, bool isKey)
{
    if (const auto json = detectJson(bytes, isKey))
        return *json;
    const Census c = census(bytes.substr(0, lookAhead), bytes.size() <= lookAhead);
    if (c.foreign == 0)
        return {bytes.size() == 36 && uuidText(bytes) ? Format::Uuid : Format::Text};
    if (bytes.size() == 4 || bytes.size() == 8)
        return {Format::Integer};
    if (bytes.size() == 16 && looksLikeUuid(bytes))
        return {Format::Uuid};
    // Mostly text with a few foreign bytes (another encoding) reads better as text.
    if (c.foreign * 10 <= c.characters)
        return {Format::Text, textProblem(bytes)};
    return {Format::Binary};
}

Detection resolve(Format chosen, std::string_view bytes, bool isKey)
{
    switch (chosen) {
    case Format::Automatic:
        return detect(bytes, isKey);
    case Format::Json:
        return {chosen, lookAtJson(bytes).problem};
    case Format::Text:
        return {chosen, textProblem(bytes)};
    case Format::Integer:
        return {chosen, bigEndianInteger(bytes) ? Problem{} : Problem{Problem::Kind::WrongSize, bytes.size()}};
    case Format::Uuid:
        return {chosen, uuidText(bytes) ? Problem{} : Problem{Problem::Kind::WrongSize, bytes.size()}};
    case Format::Binary:
        break;
    }
    return {Format::Binary};
}

std::string_view formatWord(Format format)
{
    for (const auto &[f, word] : words)
        if (f == format)
            return word;
    return words[0].second;
}

Format formatFromWord(std::string_view word)
{
    for (const auto &[f, w] : words)
        if (w == word)
            return f;
    return Format::Automatic;
}

std::optional<std::int64_t> bigEndianInteger(std::string_view bytes)
{
    if (bytes.size() != 1 && bytes.size() != 2 && bytes.size() != 4 && bytes.size() != 8)
        return std::nullopt;
    std::uint64_t v = (static_cast<unsigned char>(bytes[0]) & 0x80) ? ~std::uint64_t(0) : 0;
    for (const char c : bytes)
        v = v << 8 | static_cast<unsigned char>(c);
    return static_cast<std::int64_t>(v);
}

std::optional<std::string> uuidText(std::string_view bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    if (bytes.size() == 16) {
        for (std::size_t i = 0; i < 16; ++i) {
            if (i == 4 || i == 6 || i == 8 || i == 10)
                text += '-';
            const auto c = static_cast<unsigned char>(bytes[i]);
            text += digits[c >> 4];
            text += digits[c & 15];
        }
        return text;
    }
    if (bytes.size() != 36)
        return std::nullopt;
    for (std::size_t i = 0; i < 36; ++i) {
        const char c = bytes[i];
        const char lower = c >= 'A' && c <= 'F' ? static_cast<char>(c + ('a' - 'A')) : c;
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool isDigit = (lower >= '0' && lower <= '9') || (lower >= 'a' && lower <= 'f');
        if (isDash ? c != '-' : !isDigit)
            return std::nullopt;
        text += lower;
    }
    return text;
}

} // namespace Codec
