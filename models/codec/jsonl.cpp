// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/jsonl.h"

#include "codec/base64.h"
#include "codec/preview.h"
#include "codec/utf8.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>

namespace Codec {

namespace {

static_assert(std::endian::native == std::endian::little, "the first of 8 bytes is the lowest one");

/// How many of the 8 bytes at `p`, from the first on, stand for themselves in a JSON string.
std::size_t plainBytes(const char *p)
{
    constexpr std::uint64_t ones = 0x0101010101010101ULL;
    constexpr std::uint64_t high = 0x8080808080808080ULL;
    std::uint64_t w = 0;
    std::memcpy(&w, p, 8);
    const std::uint64_t quote = w ^ (ones * '"');
    const std::uint64_t slash = w ^ (ones * '\\');
    const std::uint64_t special = (((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) | ((slash - ones) & ~slash)) & high;
    return static_cast<std::size_t>(std::countr_zero(special)) / 8;
}

/// The letter behind the backslash for what has a short escape; 0: stands for itself; 'u': \u00xx.
constexpr std::array<char, 256> escapes = [] {
    std::array<char, 256> table{};
    for (std::size_t c = 0; c < 0x20; ++c)
        table[c] = 'u';
    table['"'] = '"';
    table['\\'] = '\\';
    table['\b'] = 'b';
    table['\t'] = 't';
    table['\n'] = 'n';
    table['\f'] = 'f';
    table['\r'] = 'r';
    return table;
}();

/// Writes one byte, escaped where it must be, and returns the place behind it.
char *putEscaped(char *to, unsigned char c)
{
    static constexpr char digits[] = "0123456789abcdef";
    const char escape = escapes[c];
    if (escape == 0) {
        *to++ = static_cast<char>(c);
        return to;
    }
    *to++ = '\\';
    *to++ = escape;
    if (escape == 'u') {
        *to++ = '0';
        *to++ = '0';
        *to++ = digits[c >> 4];
        *to++ = digits[c & 15];
    }
    return to;
}

/// JSON values are full of quotes, so this goes through a buffer: appending each run between two quotes costs more.
void appendEscaped(std::string &out, std::string_view text)
{
    constexpr std::size_t block = 8;
    constexpr std::size_t longestEscape = 6;
    std::array<char, 2048> buffer;
    char *to = buffer.data();
    const char *const full = buffer.data() + buffer.size() - 2 * block - longestEscape;
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t plain = 0;
        if (at + block <= text.size()) {
            plain = plainBytes(text.data() + at);
            std::memcpy(to, text.data() + at, block); // what follows the plain ones is written over
            to += plain;
            at += plain;
        }
        if (plain < block)
            to = putEscaped(to, static_cast<unsigned char>(text[at++]));
        if (to > full) {
            out.append(buffer.data(), static_cast<std::size_t>(to - buffer.data()));
            to = buffer.data();
        }
    }
    out.append(buffer.data(), static_cast<std::size_t>(to - buffer.data()));
}

void appendNumber(std::string &out, std::int64_t number)
{
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

/// A preview without anything a terminal would act on.
void appendVisible(std::string &out, const std::optional<std::string_view> &bytes, bool isKey)
{
    if (!bytes) {
        out += "null";
        return;
    }
    if (bytes->empty()) {
        out += "(empty)";
        return;
    }
    const Preview p = preview(*bytes, Format::Automatic, isKey);
    for (std::size_t i = 0; i < p.text.size(); ++i) {
        const auto c = static_cast<unsigned char>(p.text[i]);
        const bool isC1 = c == 0xC2 && i + 1 < p.text.size() && static_cast<unsigned char>(p.text[i + 1]) < 0xA0;
        if (isC1) {
            out += "\xEF\xBF\xBD";
            ++i;
        } else if (c < 0x20) {
            const char picture[] = {'\xE2', '\x90', static_cast<char>(0x80 + c), '\0'}; // U+2400 + c, control pictures
            out += picture;
        } else if (c == 0x7F) {
            out += "\xE2\x90\xA1";
        } else {
            out += p.text[i];
        }
    }
    if (p.isCut)
        out += "\xE2\x80\xA6";
}

} // namespace

void appendJsonValue(std::string &out, std::string_view bytes)
{
    if (firstInvalid(bytes) == npos) {
        out += '"';
        appendEscaped(out, bytes);
        out += '"';
        return;
    }
    out += "{\"base64\":\"";
    appendBase64(out, bytes);
    out += "\"}";
}

void appendJsonValue(std::string &out, const std::optional<std::string_view> &bytes)
{
    if (bytes)
        appendJsonValue(out, *bytes);
    else
        out += "null";
}

std::string_view timestampTypeWord(Domain::TimestampType type)
{
    switch (type) {
    case Domain::TimestampType::Create:
        return "create";
    case Domain::TimestampType::LogAppend:
        return "append";
    case Domain::TimestampType::None:
        break;
    }
    return "none";
}

void appendJsonHeaders(std::string &out, std::span<const Domain::Header> headers)
{
    out += '[';
    for (std::size_t i = 0; i < headers.size(); ++i) {
        out += i > 0 ? ",[" : "[";
        appendJsonValue(out, headers[i].name);
        out += ',';
        appendJsonValue(out, headers[i].value);
        out += ']';
    }
    out += ']';
}

void appendJsonl(std::string &out, const Domain::Record &record, std::string_view topic)
{
    out += "{\"topic\":";
    appendJsonValue(out, topic);
    out += ",\"partition\":";
    appendNumber(out, record.partition.value());
    out += ",\"offset\":";
    appendNumber(out, record.offset.value());
    out += ",\"timestamp\":";
    if (record.timestamp.type == Domain::TimestampType::None)
        out += "null";
    else
        appendNumber(out, record.timestamp.ms);
    out += ",\"timestampType\":\"";
    out += timestampTypeWord(record.timestamp.type);
    out += "\",\"key\":";
    appendJsonValue(out, record.key);
    out += ",\"value\":";
    appendJsonValue(out, record.value);
    out += ",\"headers\":";
    appendJsonHeaders(out, record.headers);
    out += "}\n";
}

bool appendValueLine(std::string &out, const Domain::Record &record)
{
    if (!record.value)
        return false;
    out += *record.value;
    out += '\n';
    return true;
}

std::string isoTime(std::int64_t ms)
{
    using namespace std::chrono;
    constexpr std::int64_t firstMs = -62'167'219'200'000; // 0000-01-01
    constexpr std::int64_t endMs = 253'402'300'800'000;   // 10000-01-01
    if (ms < firstMs || ms >= endMs)
        return std::to_string(ms) + " ms";
    const sys_time<milliseconds> time{milliseconds(ms)};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int(date.year()), unsigned(date.month()), unsigned(date.day()),
                  int(clock.hours().count()), int(clock.minutes().count()), int(clock.seconds().count()), int(clock.subseconds().count()));
    return text;
}

void appendTextLine(std::string &out, const Domain::Record &record, std::string_view topic)
{
    appendVisible(out, topic, true);
    out += " P";
    appendNumber(out, record.partition.value());
    out += " @";
    appendNumber(out, record.offset.value());
    out += "  ";
    out += record.timestamp.type == Domain::TimestampType::None ? std::string("(no time)") : isoTime(record.timestamp.ms);
    out += "  ";
    appendVisible(out, record.key, true);
    out += "  ";
    appendVisible(out, record.value, false);
    for (const Domain::Header &h : record.headers) {
        out += "  ";
        appendVisible(out, h.name, true);
        out += '=';
        appendVisible(out, h.value, true);
    }
    out += '\n';
}

} // namespace Codec
