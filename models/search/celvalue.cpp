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

} // namespace

std::string toJson(const CelValue &value)
{
    std::string out;
    append(out, value);
    return out;
}

} // namespace Search
