// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celvalue.h"

#include "codec/base64.h"
#include "codec/jsonl.h"
#include "search/celconversions.h"
#include "search/celtime.h"

#include <cmath>

namespace Search {

namespace {

void append(std::string &out, const CelValue &value);

void appendText(std::string &out, std::string_view text)
{
    Codec::appendJsonValue(out, text);
}

void appendElements(std::string &out, const CelValue &value)
{
    const bool isMap = value.type == Cel::Type::Map;
    out += '[';
    for (std::size_t i = 0; i < value.elements.size(); ++i) {
        const bool isKey = isMap && i % 2 == 0;
        out += i > 0 ? "," : "";
        out += isKey ? "[" : "";
        append(out, value.elements[i]);
        out += isMap && !isKey ? "]" : "";
    }
    out += ']';
}

void append(std::string &out, const CelValue &value)
{
    out += "{\"type\":\"";
    out += Cel::typeWord(value.type);
    out += "\",\"value\":";
    switch (value.type) {
    case Cel::Type::Null: out += "null"; break;
    case Cel::Type::Bool: out += value.truth ? "true" : "false"; break;
    case Cel::Type::Int: appendText(out, std::to_string(value.integer)); break;
    case Cel::Type::Uint: appendText(out, std::to_string(value.natural)); break;
    case Cel::Type::Double:
        if (std::isfinite(value.real))
            out += Cel::doubleText(value.real);
        else
            appendText(out, Cel::doubleText(value.real));
        break;
    case Cel::Type::String: case Cel::Type::Type: appendText(out, value.text); break;
    case Cel::Type::Bytes:
        out += '"';
        Codec::appendBase64(out, value.text);
        out += '"';
        break;
    case Cel::Type::List: case Cel::Type::Map: appendElements(out, value); break;
    case Cel::Type::Timestamp: appendText(out, Cel::timestampText({value.integer, value.nanoseconds})); break;
    case Cel::Type::Duration: appendText(out, Cel::durationText(value.integer)); break;
    }
    out += '}';
}

/// What has a form of its own as text; none for what has not (lists, maps, null).
std::optional<std::string> scalarText(const CelValue &value)
{
    switch (value.type) {
    case Cel::Type::Bool: return value.truth ? "true" : "false";
    case Cel::Type::Int: return std::to_string(value.integer);
    case Cel::Type::Uint: return std::to_string(value.natural);
    case Cel::Type::Double: return Cel::doubleText(value.real);
    case Cel::Type::String: case Cel::Type::Type: case Cel::Type::Bytes: return value.text;
    case Cel::Type::Timestamp: return Cel::timestampText({value.integer, value.nanoseconds});
    case Cel::Type::Duration: return Cel::durationText(value.integer);
    case Cel::Type::Null: case Cel::Type::List: case Cel::Type::Map: break;
    }
    return std::nullopt;
}

bool appendPlain(std::string &out, const CelValue &value)
{
    switch (value.type) {
    case Cel::Type::Null: out += "null"; return true;
    case Cel::Type::Double:
        if (!std::isfinite(value.real))
            return false;
        [[fallthrough]];
    case Cel::Type::Bool: case Cel::Type::Int: case Cel::Type::Uint: out += *scalarText(value); return true;
    case Cel::Type::Bytes:
        out += '"';
        Codec::appendBase64(out, value.text);
        out += '"';
        return true;
    case Cel::Type::List: case Cel::Type::Map: break;
    default: appendText(out, *scalarText(value)); return true;
    }
    const bool isMap = value.type == Cel::Type::Map;
    bool isWritten = true;
    out += isMap ? '{' : '[';
    for (std::size_t i = 0; i < value.elements.size() && isWritten; ++i) {
        const bool isName = isMap && i % 2 == 0;
        out += i == 0 ? "" : isMap && !isName ? ":" : ",";
        if (isName)
            appendText(out, scalarText(value.elements[i]).value_or(std::string()));
        else
            isWritten = appendPlain(out, value.elements[i]);
    }
    out += isMap ? '}' : ']';
    return isWritten;
}

} // namespace

std::optional<std::string> plainJson(const CelValue &value)
{
    std::string out;
    return appendPlain(out, value) ? std::optional(std::move(out)) : std::nullopt;
}

std::optional<std::string> plainText(const CelValue &value)
{
    const bool isContainer = value.type == Cel::Type::List || value.type == Cel::Type::Map;
    return isContainer ? plainJson(value) : scalarText(value);
}

std::string toJson(const CelValue &value)
{
    std::string out;
    append(out, value);
    return out;
}

} // namespace Search
