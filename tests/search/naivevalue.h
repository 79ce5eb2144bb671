// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celvalue.h"

#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// A second, naive reading of values, written for plainness: everything is copied, nothing is put off. It is what the evaluator is
/// compared with, so it shares no code with it.
namespace Naive {

__extension__ typedef __int128 Wide;

struct Entry;

struct Value
{
    enum Kind { Error, Unknown, Null, Bool, Int, Uint, Double, String, Bytes, List, Map, Timestamp, Duration, Type } kind = Null;
    bool b = false;
    std::int64_t i = 0; // Int; Timestamp: seconds; Duration: nanoseconds
    std::uint64_t u = 0;
    double d = 0;
    int nanos = 0;
    std::string s;                            // String, Bytes, Type: its name
    std::vector<Value> list;
    std::vector<Entry> map;                   // in order, no key twice

    bool isNumber() const { return kind == Int || kind == Uint || kind == Double; }
};

struct Entry
{
    Entry(Value key, Value value) : first(std::move(key)), second(std::move(value)) {}
    Value first;
    Value second;
};

inline Value error() { Value v; v.kind = Value::Error; return v; }
/// What this evaluator does not know: nothing is to be compared.
inline Value unknown() { Value v; v.kind = Value::Unknown; return v; }
inline Value ofBool(bool b) { Value v; v.kind = Value::Bool; v.b = b; return v; }
inline Value ofInt(std::int64_t i) { Value v; v.kind = Value::Int; v.i = i; return v; }
inline Value ofUint(std::uint64_t u) { Value v; v.kind = Value::Uint; v.u = u; return v; }
inline Value ofDouble(double d) { Value v; v.kind = Value::Double; v.d = d; return v; }
inline Value ofString(std::string s) { Value v; v.kind = Value::String; v.s = std::move(s); return v; }
inline Value ofBytes(std::string s) { Value v; v.kind = Value::Bytes; v.s = std::move(s); return v; }
inline Value ofType(std::string name) { Value v; v.kind = Value::Type; v.s = std::move(name); return v; }
inline Value ofDuration(std::int64_t nanoseconds) { Value v; v.kind = Value::Duration; v.i = nanoseconds; return v; }
inline Value ofTimestamp(std::int64_t seconds, int nanos) { Value v; v.kind = Value::Timestamp; v.i = seconds; v.nanos = nanos; return v; }

inline bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto at = [&](std::size_t k) { return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0u; };
        const auto isNext = [&](std::size_t k) { return (at(k) & 0xC0u) == 0x80u; };
        const unsigned lead = at(0);
        if (lead < 0x80)
            i += 1;
        else if (lead >= 0xC2 && lead <= 0xDF && isNext(1))
            i += 2;
        else if (lead >= 0xE0 && lead <= 0xEF && isNext(1) && isNext(2) && !(lead == 0xE0 && at(1) < 0xA0) && !(lead == 0xED && at(1) > 0x9F))
            i += 3;
        else if (lead >= 0xF0 && lead <= 0xF4 && isNext(1) && isNext(2) && isNext(3) && !(lead == 0xF0 && at(1) < 0x90) && !(lead == 0xF4 && at(1) > 0x8F))
            i += 4;
        else
            return false;
    }
    return true;
}

inline std::string utf8(unsigned code)
{
    std::string s;
    if (code < 0x80)
        s += static_cast<char>(code);
    else if (code < 0x800)
        (s += static_cast<char>(0xC0 + code / 64)) += static_cast<char>(0x80 + code % 64);
    else if (code < 0x10000)
        ((s += static_cast<char>(0xE0 + code / 4096)) += static_cast<char>(0x80 + code / 64 % 64)) += static_cast<char>(0x80 + code % 64);
    else
        (((s += static_cast<char>(0xF0 + code / 262144)) += static_cast<char>(0x80 + code / 4096 % 64)) += static_cast<char>(0x80 + code / 64 % 64)) += static_cast<char>(0x80 + code % 64);
    return s;
}

/// −1, 0, 1; 2: a NaN is among them. long double holds 64 bits exactly where this runs.
inline int compareNumbers(const Value &a, const Value &b)
{
    static_assert(sizeof(long double) > 8 && __LDBL_MANT_DIG__ >= 64);
    const auto number = [](const Value &v) { return v.kind == Value::Int ? static_cast<long double>(v.i) : v.kind == Value::Uint ? static_cast<long double>(v.u) : static_cast<long double>(v.d); };
    const long double x = number(a);
    const long double y = number(b);
    return std::isnan(x) || std::isnan(y) ? 2 : x < y ? -1 : x > y ? 1 : 0;
}

inline bool equal(const Value &a, const Value &b)
{
    if (a.isNumber() && b.isNumber())
        return compareNumbers(a, b) == 0;
    if (a.kind != b.kind)
        return false;
    switch (a.kind) {
    case Value::Bool: return a.b == b.b;
    case Value::String: case Value::Bytes: case Value::Type: return a.s == b.s;
    case Value::Timestamp: return a.i == b.i && a.nanos == b.nanos;
    case Value::Duration: return a.i == b.i;
    case Value::List:
        for (std::size_t i = 0; i < a.list.size() && a.list.size() == b.list.size(); ++i)
            if (!equal(a.list[i], b.list[i]))
                return false;
        return a.list.size() == b.list.size();
    case Value::Map:
        for (const auto &[key, value] : a.map) {
            bool found = false;
            for (const auto &other : b.map)
                found = found || (equal(key, other.first) && equal(value, other.second));
            if (!found)
                return false;
        }
        return a.map.size() == b.map.size();
    default: return true;
    }
}

/// As the evaluator gives its results, to be printed alike.
inline Search::CelValue published(const Value &v)
{
    using Search::Cel::Type;
    Search::CelValue out;
    out.truth = v.b;
    out.integer = v.i;
    out.natural = v.u;
    out.real = v.d;
    out.nanoseconds = static_cast<std::uint32_t>(v.nanos);
    out.text = v.s;
    static constexpr Type types[] = {Type::Null, Type::Null, Type::Null, Type::Bool, Type::Int, Type::Uint, Type::Double,
                                     Type::String, Type::Bytes, Type::List, Type::Map, Type::Timestamp, Type::Duration, Type::Type};
    out.type = types[v.kind];
    for (const Value &element : v.list)
        out.elements.push_back(published(element));
    for (const auto &[key, value] : v.map) {
        out.elements.push_back(published(key));
        out.elements.push_back(published(value));
    }
    return out;
}

/// JSON by recursive descent, after RFC 8259.
class JsonReader
{
public:
    explicit JsonReader(std::string_view text) : m_text(text) {}

    /// None: it is no JSON. Unknown: nested too deep to say.
    std::optional<Value> read()
    {
        Value value;
        blanks();
        if (!readValue(value, 0))
            return m_isTooDeep ? std::optional(unknown()) : std::nullopt;
        blanks();
        return m_at == m_text.size() ? std::optional(value) : std::nullopt;
    }

private:
    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool accept(std::string_view word)
    {
        const bool isThere = m_text.substr(m_at).starts_with(word);
        m_at += isThere ? word.size() : 0;
        return isThere;
    }
    void blanks()
    {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }
    bool readValue(Value &value, int depth)
    {
        if (accept("true") || accept("false"))
            return value = ofBool(m_text[m_at - 2] == 'u'), true;
        if (accept("null"))
            return value = Value(), true;
        if (peek() == '"')
            return value.kind = Value::String, readString(value.s);
        if (peek() != '[' && peek() != '{')
            return readNumber(value);
        if (depth == 512)
            return m_isTooDeep = true, false;
        return accept("[") ? readList(value, depth) : accept("{") && readMap(value, depth);
    }
    bool readList(Value &value, int depth)
    {
        value.kind = Value::List;
        blanks();
        if (accept("]"))
            return true;
        while (true) {
            blanks();
            if (!readValue(value.list.emplace_back(), depth + 1))
                return false;
            blanks();
            if (accept("]"))
                return true;
            if (!accept(","))
                return false;
        }
    }
    bool readMap(Value &value, int depth)
    {
        value.kind = Value::Map;
        blanks();
        if (accept("}"))
            return true;
        while (true) {
            Value key = ofString({});
            Value element;
            blanks();
            if (peek() != '"' || !readString(key.s))
                return false;
            blanks();
            if (!accept(":"))
                return false;
            blanks();
            if (!readValue(element, depth + 1))
                return false;
            bool isKnown = false;
            for (auto &entry : value.map)
                if (entry.first.s == key.s)
                    entry.second = element, isKnown = true;
            if (!isKnown)
                value.map.emplace_back(key, element);
            blanks();
            if (accept("}"))
                return true;
            if (!accept(","))
                return false;
        }
    }
    int hex4()
    {
        int code = 0;
        for (int i = 0; i < 4; ++i, ++m_at) {
            const char c = peek();
            const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
            if (digit < 0)
                return -1;
            code = code * 16 + digit;
        }
        return code;
    }
    bool readString(std::string &out)
    {
        ++m_at;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at++];
            if (c == '"')
                return true;
            if (static_cast<unsigned char>(c) < 0x20)
                return false;
            if (c != '\\') {
                out += c;
                continue;
            }
            const char e = peek();
            ++m_at;
            const std::string_view letters = "\"\\/bfnrt";
            if (const std::size_t known = letters.find(e); known != std::string_view::npos && e != '\0') {
                out += "\"\\/\b\f\n\r\t"[known];
                continue;
            }
            if (e != 'u')
                return false;
            int code = hex4();
            if (code < 0)
                return false;
            if (code >= 0xD800 && code < 0xDC00) {
                const std::size_t back = m_at;
                const int low = accept("\\u") ? hex4() : -1;
                if (low >= 0xDC00 && low < 0xE000)
                    code = 0x10000 + (code - 0xD800) * 1024 + (low - 0xDC00);
                else
                    m_at = back, code = 0xFFFD; // whatever stands there is read as itself
            } else if (code >= 0xDC00 && code < 0xE000) {
                code = 0xFFFD;
            }
            out += utf8(static_cast<unsigned>(code));
        }
        return false;
    }
    bool readNumber(Value &value)
    {
        const std::size_t begin = m_at;
        const auto digits = [this] {
            const std::size_t from = m_at;
            while (peek() >= '0' && peek() <= '9')
                ++m_at;
            return m_at - from;
        };
        bool isWhole = true;
        accept("-");
        const bool startsWithZero = peek() == '0';
        const std::size_t whole = digits();
        if (whole == 0 || (startsWithZero && whole > 1))
            return false;
        if (accept(".")) {
            isWhole = false;
            if (digits() == 0)
                return false;
        }
        if (accept("e") || accept("E")) {
            isWhole = false;
            if (!accept("+"))
                accept("-");
            if (digits() == 0)
                return false;
        }
        const std::string text(m_text.substr(begin, m_at - begin));
        const bool isNegative = text[0] == '-';
        // __int128 holds what 30 digits can say; what is longer is no 64-bit number anyway.
        if (isWhole && text.size() <= 30) {
            Wide number = 0;
            for (const char c : text)
                number = c == '-' ? number : number * 10 + (c - '0');
            number = isNegative ? -number : number;
            if (number >= INT64_MIN && number <= INT64_MAX)
                return value = ofInt(static_cast<std::int64_t>(number)), true;
            if (number > 0 && number <= static_cast<Wide>(UINT64_MAX))
                return value = ofUint(static_cast<std::uint64_t>(number)), true;
        } else if (isWhole && text.find_first_not_of("-0") == std::string::npos) {
            return value = ofInt(0), true;
        }
        return value = ofDouble(std::strtod(text.c_str(), nullptr)), true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_isTooDeep = false;
};

/// Bytes as the rules say: JSON, else text, else bytes.
inline Value fromBytes(std::string_view bytes)
{
    if (!isUtf8(bytes))
        return ofBytes(std::string(bytes));
    const auto json = JsonReader(bytes).read();
    return json ? *json : ofString(std::string(bytes));
}

} // namespace Naive
