// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celarithmetic.h"

#include "search/celtime.h"

#include <cmath>
#include <limits>
#include <type_traits>

namespace Search::Cel {

namespace {

template<typename Whole>
Data wholeNumbers(NodeKind kind, Whole a, Whole b, Data (*make)(Whole))
{
    Whole result = 0;
    bool overflow = false;
    switch (kind) {
    case NodeKind::Add: overflow = __builtin_add_overflow(a, b, &result); break;
    case NodeKind::Subtract: overflow = __builtin_sub_overflow(a, b, &result); break;
    case NodeKind::Multiply: overflow = __builtin_mul_overflow(a, b, &result); break;
    default:
        if (b == 0)
            return Data::error(kind == NodeKind::Divide ? ErrorCode::DivisionByZero : ErrorCode::ModulusByZero);
        overflow = std::is_signed_v<Whole> && a == std::numeric_limits<Whole>::min() && b == static_cast<Whole>(-1);
        if (!overflow)
            result = kind == NodeKind::Divide ? a / b : a % b;
    }
    return overflow ? Data::error(ErrorCode::Overflow) : make(result);
}

std::optional<Data> doubles(NodeKind kind, double a, double b)
{
    switch (kind) {
    case NodeKind::Add: return Data::real(a + b);
    case NodeKind::Subtract: return Data::real(a - b);
    case NodeKind::Multiply: return Data::real(a * b);
    case NodeKind::Divide: return Data::real(divided(a, b));
    default: return std::nullopt;
    }
}

std::optional<Data> durations(NodeKind kind, std::int64_t a, std::int64_t b)
{
    std::int64_t result = 0;
    if (kind != NodeKind::Add && kind != NodeKind::Subtract)
        return std::nullopt;
    const bool overflow = kind == NodeKind::Add ? __builtin_add_overflow(a, b, &result) : __builtin_sub_overflow(a, b, &result);
    return overflow ? Data::error(ErrorCode::Overflow) : Data::duration(result);
}

/// A time moved by a duration, or back by it.
Data moved(const Data &time, std::int64_t duration, bool back)
{
    std::int64_t seconds = duration / nanosecondsOfSecond;
    std::int64_t nanoseconds = duration % nanosecondsOfSecond;
    seconds = time.i + (back ? -seconds : seconds);
    nanoseconds = time.place + (back ? -nanoseconds : nanoseconds);
    if (nanoseconds < 0) {
        nanoseconds += nanosecondsOfSecond;
        --seconds;
    } else if (nanoseconds >= nanosecondsOfSecond) {
        nanoseconds -= nanosecondsOfSecond;
        ++seconds;
    }
    return isInRange(seconds) ? Data::timestamp(seconds, static_cast<std::uint32_t>(nanoseconds)) : Data::error(ErrorCode::Overflow);
}

Data between(const Data &a, const Data &b)
{
    std::int64_t result = 0;
    const bool overflow = __builtin_mul_overflow(a.i - b.i, nanosecondsOfSecond, &result)
        || __builtin_add_overflow(result, static_cast<std::int64_t>(a.place) - static_cast<std::int64_t>(b.place), &result);
    return overflow ? Data::error(ErrorCode::Overflow) : Data::duration(result);
}

template<typename Whole>
std::partial_ordering compareWithDouble(Whole a, double b)
{
    constexpr auto lowest = static_cast<double>(std::numeric_limits<Whole>::min());
    constexpr double behindHighest = 2.0 * static_cast<double>(Whole(1) << (std::numeric_limits<Whole>::digits - 1));
    if (std::isnan(b))
        return std::partial_ordering::unordered;
    if (b >= behindHighest)
        return std::partial_ordering::less;
    if (b < lowest)
        return std::partial_ordering::greater;
    const auto whole = static_cast<Whole>(b);
    return a != whole ? std::partial_ordering(a <=> whole) : 0.0 <=> b - static_cast<double>(whole);
}

std::partial_ordering turned(std::partial_ordering order)
{
    return 0 <=> order;
}

} // namespace

double divided(double a, double b)
{
    if (b != 0 || std::isnan(b))
        return a / b;
    // What IEEE 754 says; the operator itself is undefined there for the language this is written in.
    if (a == 0 || std::isnan(a))
        return std::numeric_limits<double>::quiet_NaN();
    return std::copysign(std::numeric_limits<double>::infinity(), std::signbit(a) == std::signbit(b) ? 1.0 : -1.0);
}

std::partial_ordering compareNumbers(const Data &a, const Data &b)
{
    using Kind = Data::Kind;
    if (a.kind == Kind::Double) {
        if (b.kind == Kind::Double)
            return a.d <=> b.d;
        return turned(b.kind == Kind::Int ? compareWithDouble(b.i, a.d) : compareWithDouble(b.u, a.d));
    }
    if (b.kind == Kind::Double)
        return a.kind == Kind::Int ? compareWithDouble(a.i, b.d) : compareWithDouble(a.u, b.d);
    if (a.kind == b.kind)
        return a.kind == Kind::Int ? std::partial_ordering(a.i <=> b.i) : std::partial_ordering(a.u <=> b.u);
    if (a.kind == Kind::Int)
        return a.i < 0 ? std::partial_ordering::less : std::partial_ordering(static_cast<std::uint64_t>(a.i) <=> b.u);
    return b.i < 0 ? std::partial_ordering::greater : std::partial_ordering(a.u <=> static_cast<std::uint64_t>(b.i));
}

std::optional<std::partial_ordering> compare(const Data &a, const Data &b)
{
    if (a.isNumber() && b.isNumber())
        return compareNumbers(a, b);
    if (a.kind != b.kind)
        return std::nullopt;
    switch (a.kind) {
    case Data::Kind::Bool: return static_cast<int>(a.b) <=> static_cast<int>(b.b);
    case Data::Kind::String: case Data::Kind::Bytes: return a.view() <=> b.view();
    case Data::Kind::Timestamp: return a.i != b.i ? a.i <=> b.i : a.place <=> b.place;
    case Data::Kind::Duration: return a.i <=> b.i;
    default: return std::nullopt;
    }
}

bool isSameKey(const Data &a, const Data &b)
{
    if (a.isNumber() && b.isNumber())
        return compareNumbers(a, b) == 0;
    if (a.kind != b.kind)
        return false;
    return a.kind == Data::Kind::String ? a.view() == b.view() : a.kind == Data::Kind::Bool && a.b == b.b;
}

std::optional<Data> arithmetic(NodeKind kind, const Data &a, const Data &b)
{
    using Kind = Data::Kind;
    if (a.kind == b.kind) {
        switch (a.kind) {
        case Kind::Int: return wholeNumbers(kind, a.i, b.i, Data::integer);
        case Kind::Uint: return wholeNumbers(kind, a.u, b.u, Data::unsignedInteger);
        case Kind::Double: return doubles(kind, a.d, b.d);
        case Kind::Duration: return durations(kind, a.i, b.i);
        case Kind::Timestamp: return kind == NodeKind::Subtract ? std::optional(between(a, b)) : std::nullopt;
        default: return std::nullopt;
        }
    }
    if (a.kind == Kind::Timestamp && b.kind == Kind::Duration && (kind == NodeKind::Add || kind == NodeKind::Subtract))
        return moved(a, b.i, kind == NodeKind::Subtract);
    if (a.kind == Kind::Duration && b.kind == Kind::Timestamp && kind == NodeKind::Add)
        return moved(b, a.i, false);
    return std::nullopt;
}

} // namespace Search::Cel
