// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/requestfile.h"

#include "codec/jsonl.h"
#include "produce/requestwords.h"

#include <charconv>

namespace Produce {

namespace {

using Codec::appendJsonValue;

/// A text of several lines as a list of them, so that two requests can be compared line by line.
void appendText(std::string &out, std::string_view text, std::string_view indent)
{
    if (text.find('\n') == std::string_view::npos)
        return appendJsonValue(out, text);
    out += '[';
    for (bool isFirst = true; ; isFirst = false) {
        const std::size_t end = text.find('\n');
        out += isFirst ? "\n" : ",\n";
        out.append(indent).append("  ");
        appendJsonValue(out, text.substr(0, end));
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + 1);
    }
    out += '\n';
    out.append(indent) += ']';
}

void appendField(std::string &out, const Field &field, std::string_view indent)
{
    out += "\"kind\": \"";
    out += Domain::wordOf(fieldKinds, field.kind);
    out += '"';
    if (field.kind == FieldKind::Null || field.kind == FieldKind::Empty)
        return;
    out += ", \"text\": ";
    appendText(out, field.text, indent);
}

void appendHeaders(std::string &out, const std::vector<HeaderField> &headers)
{
    out += "  \"headers\": [";
    bool isFirst = true;
    for (const HeaderField &header : headers) {
        out += isFirst ? "\n    {\"name\": " : ",\n    {\"name\": ";
        isFirst = false;
        appendJsonValue(out, std::string_view(header.name));
        out += ", ";
        appendField(out, header.value, "    ");
        out += '}';
    }
    out += headers.empty() ? "],\n" : "\n  ],\n";
}

void appendInput(std::string &out, const InputFile &input)
{
    const auto line = [&out](std::string_view name, std::string_view text) {
        out.append("    \"").append(name).append("\": ");
        appendJsonValue(out, text);
        out += ",\n";
    };
    out += "  \"input\": {\n";
    line("format", Domain::wordOf(inputFormats, input.format));
    line("path", input.path);
    line("keyColumn", input.keyColumn);
    line("valueColumn", input.valueColumn);
    line("timestampColumn", input.timestampColumn);
    line("partitionColumn", input.partitionColumn);
    out += "    \"headerColumns\": [";
    for (std::size_t i = 0; i < input.headerColumns.size(); ++i) {
        out += i == 0 ? "" : ", ";
        appendJsonValue(out, std::string_view(input.headerColumns[i]));
    }
    out += "],\n    \"keepsPartition\": ";
    out += input.keepsPartition ? "true" : "false";
    out += ",\n    \"keepsTimestamp\": ";
    out += input.keepsTimestamp ? "true" : "false";
    out += "\n  },\n";
}

std::string repeatText(const Repeat &repeat)
{
    if (const Times *times = std::get_if<Times>(&repeat))
        return std::to_string(times->count);
    return std::holds_alternative<Once>(repeat) ? "\"once\"" : "\"until stopped\"";
}

std::string numberText(double number)
{
    char text[64];
    const auto end = std::to_chars(text, text + sizeof text, number);
    return {text, end.ptr};
}

} // namespace

std::string writeRequest(const ProduceRequest &request)
{
    std::string out = "{\n  \"playheadRequest\": 1,\n  \"topic\": ";
    appendJsonValue(out, std::string_view(request.topic));
    out += ",\n  \"key\": {";
    appendField(out, request.key, "  ");
    out += "},\n  \"value\": {";
    appendField(out, request.value, "  ");
    out += "},\n";
    appendHeaders(out, request.headers);
    const auto line = [&out](std::string_view name, std::string_view json) { out.append("  \"").append(name).append("\": ").append(json).append(",\n"); };
    const auto word = [](std::string_view text) { return '"' + std::string(text) + '"'; };
    const auto boolean = [](bool is) { return is ? "true" : "false"; };
    line("templates", boolean(request.hasTemplates));
    line("seed", std::to_string(request.seed));
    line("partition", request.partition ? std::to_string(request.partition->value()) : "null");
    line("partitioner", word(Domain::wordOf(partitioners, request.partitioner)));
    line("timestampMs", request.timestampMs ? std::to_string(*request.timestampMs) : "null");
    line("compression", word(Domain::wordOf(compressions, request.compression)));
    line("acks", word(Domain::wordOf(acksWords, request.acks)));
    line("idempotent", boolean(request.isIdempotent));
    if (request.input)
        appendInput(out, *request.input);
    line("repeat", repeatText(request.repeat));
    line("perSecond", numberText(request.perSecond));
    line("transaction", word(Domain::wordOf(transactions, request.transaction)));
    out += "  \"stopsAtFailure\": ";
    out += boolean(request.stopsAtFailure);
    out += "\n}\n";
    return out;
}

std::string requestHash(const ProduceRequest &request)
{
    // FNV-1a twice, from two beginnings, each mixed at the end: 128 bits that tell requests apart; no protection against forgery.
    const std::string text = writeRequest(request);
    std::uint64_t lanes[2] = {0xCBF29CE484222325U, 0x84222325CBF29CE4U};
    for (const char c : text)
        for (std::uint64_t &lane : lanes)
            lane = (lane ^ static_cast<unsigned char>(c)) * 0x100000001B3U + (&lane - lanes);
    std::string hex;
    for (std::uint64_t lane : lanes) {
        lane = (lane ^ lane >> 30) * 0xBF58476D1CE4E5B9U;
        lane = (lane ^ lane >> 27) * 0x94D049BB133111EBU;
        lane ^= lane >> 31;
        for (int shift = 60; shift >= 0; shift -= 4)
            hex += "0123456789abcdef"[lane >> shift & 15];
    }
    return hex;
}

} // namespace Produce
