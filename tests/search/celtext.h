// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celeval.h"
#include "search/celnames.h"

#include <cmath>
#include <sstream>
#include <string>

/// Values as short as an expression writes them: 5, 5u, 5.0, "five", b[6869], [1, 2], {"a": 1}, timestamp 2026-…Z, duration 1.5s, type int.
namespace CelTest {

inline std::string shortText(const Search::CelValue &value)
{
    using Search::Cel::Type;
    std::ostringstream out;
    out.precision(17);
    switch (value.type) {
    case Type::Null: out << "null"; break;
    case Type::Bool: out << (value.truth ? "true" : "false"); break;
    case Type::Int: out << value.integer; break;
    case Type::Uint: out << value.natural << 'u'; break;
    case Type::Double:
        out << value.real;
        if (std::isfinite(value.real) && out.str().find_first_of(".e") == std::string::npos)
            out << ".0";
        break;
    case Type::String: out << '"' << value.text << '"'; break;
    case Type::Bytes:
        out << "b[";
        for (const char c : value.text)
            out << "0123456789abcdef"[(c >> 4) & 15] << "0123456789abcdef"[c & 15];
        out << ']';
        break;
    case Type::List:
    case Type::Map: {
        const bool isMap = value.type == Type::Map;
        out << (isMap ? '{' : '[');
        for (std::size_t i = 0; i < value.elements.size(); ++i)
            out << (i == 0 ? "" : isMap && i % 2 == 1 ? ": " : ", ") << shortText(value.elements[i]);
        out << (isMap ? '}' : ']');
        break;
    }
    case Type::Timestamp:
    case Type::Duration: {
        const std::string json = Search::toJson(value);
        const std::size_t begin = json.find("\"value\":\"") + 9;
        out << Search::Cel::typeWord(value.type) << ' ' << json.substr(begin, json.size() - begin - 2);
        break;
    }
    case Type::Type: out << "type " << value.text; break;
    }
    return out.str();
}

/// The value, or "error: …". `record` null: none.
inline std::string outcome(std::string_view expression, const Domain::Record *record = nullptr, std::string_view topic = "orders")
{
    const auto value = Search::evaluate(expression, record, topic);
    return value ? shortText(*value) : "error: " + value.error().arg("problem");
}

} // namespace CelTest
