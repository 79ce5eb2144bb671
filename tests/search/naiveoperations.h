// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celast.h"
#include "tests/search/naivevalue.h"

#include <algorithm>
#include <ctime>

/// What operators and functions make of values, by the book. Unknown: the two evaluators may differ there.
namespace Naive {

using Kind = Search::Cel::NodeKind;

inline bool failed(const Value &v)
{
    return v.kind == Value::Error || v.kind == Value::Unknown;
}

inline Value zeroLike(const Value &v)
{
    return v.kind == Value::Int ? ofInt(0) : v.kind == Value::Double ? ofDouble(0) : v.kind == Value::Duration ? ofDuration(0) : error();
}

inline Value bounded(Wide result, Value::Kind kind)
{
    if (kind == Value::Uint)
        return result < 0 || result > static_cast<Wide>(UINT64_MAX) ? error() : ofUint(static_cast<std::uint64_t>(result));
    if (result < INT64_MIN || result > INT64_MAX)
        return error();
    return kind == Value::Int ? ofInt(static_cast<std::int64_t>(result)) : ofDuration(static_cast<std::int64_t>(result));
}

inline Value arithmetic(Kind kind, const Value &a, const Value &b, bool isNegation = false)
{
    if (failed(a) || failed(b))
        return error();
    if (a.kind == Value::Double && b.kind == Value::Double) {
        volatile double x = a.d; // by the machine, at run time
        volatile double y = b.d;
        if (isNegation)
            return ofDouble(-y);
        switch (kind) {
        case Kind::Add: return ofDouble(x + y);
        case Kind::Subtract: return ofDouble(x - y);
        case Kind::Multiply: return ofDouble(x * y);
        case Kind::Divide: return ofDouble(y == 0 ? (x == 0 || std::isnan(x) ? std::nan("") : std::copysign(HUGE_VAL, std::copysign(1.0, x) * std::copysign(1.0, y))) : x / y);
        default: return error();
        }
    }
    const bool isWhole = a.kind == b.kind && (a.kind == Value::Int || a.kind == Value::Uint || a.kind == Value::Duration);
    if (isWhole) {
        const Wide x = a.kind == Value::Uint ? static_cast<Wide>(a.u) : static_cast<Wide>(a.i);
        const Wide y = b.kind == Value::Uint ? static_cast<Wide>(b.u) : static_cast<Wide>(b.i);
        if (kind == Kind::Add || kind == Kind::Subtract)
            return bounded(kind == Kind::Add ? x + y : x - y, a.kind);
        if (a.kind == Value::Duration)
            return error();
        if (kind == Kind::Multiply)
            return a.kind == Value::Uint && x > 0 && y > static_cast<Wide>(UINT64_MAX) / x ? error() : bounded(x * y, a.kind);
        // The remainder of the lowest number by −1 is 0, but its quotient does not fit; the language makes both an error.
        return y == 0 || (y == -1 && x == INT64_MIN) ? error() : bounded(kind == Kind::Divide ? x / y : x % y, a.kind);
    }
    const auto nanos = [](const Value &v) { return static_cast<Wide>(v.i) * 1'000'000'000 + v.nanos; };
    const auto time = [](Wide n) {
        Wide seconds = n / 1'000'000'000;
        Wide rest = n % 1'000'000'000;
        if (rest < 0)
            rest += 1'000'000'000, seconds -= 1;
        return seconds < -62135596800 || seconds > 253402300799 ? error() : ofTimestamp(static_cast<std::int64_t>(seconds), static_cast<int>(rest));
    };
    if (a.kind == Value::Timestamp && b.kind == Value::Timestamp && kind == Kind::Subtract)
        return bounded(nanos(a) - nanos(b), Value::Duration);
    if (a.kind == Value::Timestamp && b.kind == Value::Duration && (kind == Kind::Add || kind == Kind::Subtract))
        return time(kind == Kind::Add ? nanos(a) + b.i : nanos(a) - b.i);
    if (a.kind == Value::Duration && b.kind == Value::Timestamp && kind == Kind::Add)
        return time(nanos(b) + a.i);
    return error();
}

inline Value binary(Kind kind, const Value &a, const Value &b)
{
    if (kind == Kind::Equal || kind == Kind::NotEqual)
        return ofBool(equal(a, b) == (kind == Kind::Equal));
    if (kind == Kind::In) {
        if (b.kind != Value::List && b.kind != Value::Map)
            return error();
        bool found = false;
        for (const Value &element : b.list)
            found = found || equal(a, element);
        for (const auto &entry : b.map)
            found = found || equal(a, entry.first);
        return ofBool(found);
    }
    if (kind == Kind::Add && a.kind == b.kind && (a.kind == Value::String || a.kind == Value::Bytes))
        return a.kind == Value::String ? ofString(a.s + b.s) : ofBytes(a.s + b.s);
    if (kind == Kind::Add && a.kind == Value::List && b.kind == Value::List) {
        Value v = a;
        v.list.insert(v.list.end(), b.list.begin(), b.list.end());
        return v;
    }
    if (kind < Kind::Equal)
        return arithmetic(kind, a, b);
    int order = 0;
    if (a.isNumber() && b.isNumber())
        order = compareNumbers(a, b);
    else if (a.kind != b.kind)
        return error();
    else if (a.kind == Value::Bool)
        order = int(a.b) - int(b.b);
    else if (a.kind == Value::String || a.kind == Value::Bytes)
        order = a.s.compare(b.s) < 0 ? -1 : a.s == b.s ? 0 : 1;
    else if (a.kind == Value::Timestamp)
        order = std::pair(a.i, a.nanos) < std::pair(b.i, b.nanos) ? -1 : std::pair(a.i, a.nanos) == std::pair(b.i, b.nanos) ? 0 : 1;
    else if (a.kind == Value::Duration)
        order = a.i < b.i ? -1 : a.i == b.i ? 0 : 1;
    else
        return error();
    if (order == 2)
        return ofBool(false);
    return ofBool(kind == Kind::Less ? order < 0 : kind == Kind::LessEqual ? order <= 0 : kind == Kind::Greater ? order > 0 : order >= 0);
}

inline std::string typeName(const Value &v)
{
    static const char *const names[] = {"", "", "null_type", "bool", "int", "uint", "double", "string", "bytes", "list", "map", "google.protobuf.Timestamp", "google.protobuf.Duration", "type"};
    return names[v.kind];
}

inline Value size(const Value &v)
{
    std::int64_t count = 0;
    for (const char c : v.s)
        count += v.kind == Value::Bytes || (c & 0xC0) != 0x80 ? 1 : 0;
    switch (v.kind) {
    case Value::String: case Value::Bytes: return ofInt(count);
    case Value::List: return ofInt(static_cast<std::int64_t>(v.list.size()));
    case Value::Map: return ofInt(static_cast<std::int64_t>(v.map.size()));
    default: return error();
    }
}

inline Value timeField(const std::string &f, const Value &v)
{
    if (v.kind == Value::Duration) {
        const std::int64_t n = v.i;
        return f == "getHours" ? ofInt(n / 3600'000'000'000) : f == "getMinutes" ? ofInt(n / 60'000'000'000) : f == "getSeconds" ? ofInt(n / 1'000'000'000)
            : f == "getMilliseconds" ? ofInt(n % 1'000'000'000 / 1'000'000) : error();
    }
    if (v.kind != Value::Timestamp)
        return error();
    const std::time_t seconds = v.i;
    std::tm tm{};
    gmtime_r(&seconds, &tm);
    return ofInt(f == "getFullYear" ? tm.tm_year + 1900 : f == "getMonth" ? tm.tm_mon : f == "getDate" ? tm.tm_mday : f == "getDayOfMonth" ? tm.tm_mday - 1
                 : f == "getDayOfWeek" ? tm.tm_wday : f == "getDayOfYear" ? tm.tm_yday : f == "getHours" ? tm.tm_hour : f == "getMinutes" ? tm.tm_min
                 : f == "getSeconds" ? tm.tm_sec : v.nanos / 1'000'000);
}

inline Value toNumber(const std::string &f, const Value &v)
{
    if (v.kind == Value::String)
        return unknown();
    if (f == "double")
        return v.kind == Value::Double ? v : v.kind == Value::Int ? ofDouble(static_cast<double>(v.i)) : v.kind == Value::Uint ? ofDouble(static_cast<double>(v.u)) : error();
    const bool isInt = f == "int";
    if (v.kind == Value::Int)
        return isInt ? v : bounded(v.i, Value::Uint);
    if (v.kind == Value::Uint)
        return isInt ? bounded(v.u, Value::Int) : v;
    if (v.kind == Value::Timestamp && isInt)
        return ofInt(v.i);
    if (v.kind != Value::Double || std::isnan(v.d))
        return error();
    if (isInt)
        return v.d > -9223372036854775808.0 && v.d < 9223372036854775808.0 ? ofInt(static_cast<std::int64_t>(v.d)) : error();
    return v.d >= 0 && v.d < 18446744073709551616.0 ? ofUint(static_cast<std::uint64_t>(v.d)) : error();
}

inline Value convert(const std::string &f, const Value &v)
{
    if (f == "bytes")
        return v.kind == Value::String || v.kind == Value::Bytes ? ofBytes(v.s) : error();
    if (f == "bool") {
        static const std::vector<std::string> yes{"1", "t", "true", "TRUE", "True"};
        static const std::vector<std::string> no{"0", "f", "false", "FALSE", "False"};
        const auto isIn = [&v](const auto &words) { return std::find(words.begin(), words.end(), v.s) != words.end(); };
        return v.kind == Value::Bool ? v : v.kind != Value::String ? error() : isIn(yes) ? ofBool(true) : isIn(no) ? ofBool(false) : error();
    }
    if (f == "string") {
        switch (v.kind) {
        case Value::String: return v;
        case Value::Bytes: return isUtf8(v.s) ? ofString(v.s) : error();
        case Value::Bool: return ofString(v.b ? "true" : "false");
        case Value::Int: return ofString(std::to_string(v.i));
        case Value::Uint: return ofString(std::to_string(v.u));
        case Value::Double: case Value::Timestamp: case Value::Duration: return unknown(); // their spelling has its own cases
        default: return error();
        }
    }
    if (f == "timestamp" || f == "duration") {
        const bool isTime = f == "timestamp";
        if (v.kind == (isTime ? Value::Timestamp : Value::Duration))
            return v;
        if (v.kind == Value::String)
            return unknown();
        if (v.kind != Value::Int)
            return error();
        if (isTime)
            return v.i < -62135596800 || v.i > 253402300799 ? error() : ofTimestamp(v.i, 0);
        return bounded(static_cast<Wide>(v.i) * 1'000'000'000, Value::Duration);
    }
    return toNumber(f, v);
}

} // namespace Naive
