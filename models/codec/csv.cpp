// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/csv.h"

#include "codec/base64.h"
#include "codec/jsonl.h"
#include "codec/utf8.h"

#include <algorithm>
#include <charconv>

namespace Codec {

namespace {

constexpr std::string_view base64Mark = "base64:";

void appendNumber(std::string &out, std::int64_t number)
{
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

bool looksLikeFormula(std::string_view text)
{
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

void appendText(std::string &out, std::string_view text, FormulaGuard guard)
{
    const bool isGuarded = guard == FormulaGuard::On && looksLikeFormula(text);
    // Quoted when empty, too: that tells it from a null.
    if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
        if (isGuarded)
            out += '\'';
        out += text;
        return;
    }
    out += '"';
    if (isGuarded)
        out += '\'';
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t quote = std::min(text.find('"', at), text.size());
        out += text.substr(at, quote - at);
        if (quote < text.size())
            out += "\"\"";
        at = quote + 1;
    }
    out += '"';
}

void appendBytes(std::string &out, const std::optional<std::string_view> &bytes, FormulaGuard guard)
{
    if (!bytes)
        return;
    if (!bytes->starts_with(base64Mark) && firstInvalid(*bytes) == npos) {
        appendText(out, *bytes, guard);
        return;
    }
    out += base64Mark;
    appendBase64(out, *bytes);
}

} // namespace

void appendCsvHeader(std::string &out)
{
    out += "topic,partition,offset,timestamp,timestampType,key,value,headers\r\n";
}

void appendCsv(std::string &out, const Domain::Record &record, std::string_view topic, FormulaGuard guard)
{
    appendBytes(out, topic, guard);
    out += ',';
    appendNumber(out, record.partition.value());
    out += ',';
    appendNumber(out, record.offset.value());
    out += ',';
    if (record.timestamp.type != Domain::TimestampType::None)
        appendNumber(out, record.timestamp.ms);
    out += ',';
    out += timestampTypeWord(record.timestamp.type);
    out += ',';
    appendBytes(out, record.key, guard);
    out += ',';
    appendBytes(out, record.value, guard);
    out += ',';
    std::string headers;
    appendJsonHeaders(headers, record.headers);
    appendText(out, headers, FormulaGuard::Off); // begins with a bracket
    out += "\r\n";
}

} // namespace Codec
