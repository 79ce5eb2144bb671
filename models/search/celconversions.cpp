// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celconversions.h"

#include "codec/utf8.h"
#include "search/celliteral.h"
#include "search/celtime.h"

#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>

namespace Search::Cel {

namespace {

Data badText(Type wanted, std::string_view text)
{
    Data error = Data::error(ErrorCode::BadConversion, text.substr(0, Codec::characterBorder(text, std::min<std::size_t>(text.size(), 60))));
    error.type = wanted;
    return error;
}

Data outOfRange(Type wanted)
{
    return Data::ofType(ErrorCode::OutOfRange, wanted);
}

template<typename Number>
Data parsed(std::string_view text, Type wanted, Data (*make)(Number))
{
    Number value = 0;
    const bool hasPlus = text.starts_with('+') && text.size() > 1 && text[1] != '-';
    const std::string_view digits = text.substr(hasPlus ? 1 : 0);
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ptr != digits.data() + digits.size() || digits.empty())
        return badText(wanted, text);
    if (result.ec == std::errc::result_out_of_range)
        return outOfRange(wanted);
    return result.ec == std::errc() ? make(value) : badText(wanted, text);
}

/// A number of the language's own spelling, signs, and the words for what is no finite number.
Data parsedDouble(std::string_view text)
{
    std::string_view digits = text;
    const bool isNegative = digits.starts_with('-');
    if (isNegative || digits.starts_with('+'))
        digits.remove_prefix(1);
    double value = 0;
    if (digits == "NaN" || digits == "nan")
        value = std::numeric_limits<double>::quiet_NaN();
    else if (digits == "Infinity" || digits == "inf" || digits == "Inf")
        value = std::numeric_limits<double>::infinity();
    else {
        const std::size_t end = digits.find_first_not_of("0123456789.eE+-");
        double ignored = 0;
        const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), ignored);
        const bool isNumber = end == std::string_view::npos && !digits.empty() && digits[0] != '-' && digits[0] != '+'
            && result.ptr == digits.data() + digits.size() && result.ec != std::errc::invalid_argument;
        if (!isNumber)
            return badText(Type::Double, text);
        value = readDouble(digits);
    }
    return Data::real(isNegative ? -value : value);
}

Data copied(const std::string &text, Arena &arena)
{
    auto *const copy = arena.array<char>(text.size());
    if (!copy)
        return Data::error(ErrorCode::TooMuchMemory);
    std::memcpy(copy, text.data(), text.size());
    return Data::string({copy, text.size()});
}

} // namespace

std::string doubleText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value < 0 ? "-Infinity" : "Infinity";
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    return {digits, end};
}

std::optional<Data> toInt(const Data &data)
{
    switch (data.kind) {
    case Data::Kind::Int: return data;
    case Data::Kind::Uint: return data.u > std::uint64_t(INT64_MAX) ? outOfRange(Type::Int) : Data::integer(static_cast<std::int64_t>(data.u));
    case Data::Kind::Double: // both ends excluded, as the language says
        return data.d > -0x1p63 && data.d < 0x1p63 ? Data::integer(static_cast<std::int64_t>(data.d)) : outOfRange(Type::Int);
    case Data::Kind::String: return parsed<std::int64_t>(data.view(), Type::Int, Data::integer);
    case Data::Kind::Timestamp: return Data::integer(data.i);
    default: return std::nullopt;
    }
}

std::optional<Data> toUint(const Data &data)
{
    switch (data.kind) {
    case Data::Kind::Uint: return data;
    case Data::Kind::Int: return data.i < 0 ? outOfRange(Type::Uint) : Data::unsignedInteger(static_cast<std::uint64_t>(data.i));
    case Data::Kind::Double: return data.d >= 0 && data.d < 0x1p64 ? Data::unsignedInteger(static_cast<std::uint64_t>(data.d)) : outOfRange(Type::Uint);
    case Data::Kind::String: return parsed<std::uint64_t>(data.view(), Type::Uint, Data::unsignedInteger);
    default: return std::nullopt;
    }
}

std::optional<Data> toDouble(const Data &data)
{
    switch (data.kind) {
    case Data::Kind::Double: return data;
    case Data::Kind::Int: return Data::real(static_cast<double>(data.i));
    case Data::Kind::Uint: return Data::real(static_cast<double>(data.u));
    case Data::Kind::String: return parsedDouble(data.view());
    default: return std::nullopt;
    }
}

std::optional<Data> toBool(const Data &data)
{
    if (data.kind == Data::Kind::Bool)
        return data;
    if (data.kind != Data::Kind::String)
        return std::nullopt;
    for (const std::string_view word : {"true", "True", "TRUE", "t", "1"})
        if (data.view() == word)
            return Data::boolean(true);
    for (const std::string_view word : {"false", "False", "FALSE", "f", "0"})
        if (data.view() == word)
            return Data::boolean(false);
    return badText(Type::Bool, data.view());
}

std::optional<Data> toTimestamp(const Data &data)
{
    if (data.kind == Data::Kind::Timestamp)
        return data;
    if (data.kind == Data::Kind::Int)
        return isInRange(data.i) ? Data::timestamp(data.i, 0) : outOfRange(Type::Timestamp);
    if (data.kind != Data::Kind::String)
        return std::nullopt;
    const auto instant = parseTimestamp(data.view());
    return instant ? Data::timestamp(instant->seconds, instant->nanoseconds) : badText(Type::Timestamp, data.view());
}

std::optional<Data> toDuration(const Data &data)
{
    if (data.kind == Data::Kind::Duration)
        return data;
    if (data.kind == Data::Kind::Int) {
        std::int64_t nanoseconds = 0;
        return __builtin_mul_overflow(data.i, nanosecondsOfSecond, &nanoseconds) ? outOfRange(Type::Duration) : Data::duration(nanoseconds);
    }
    if (data.kind != Data::Kind::String)
        return std::nullopt;
    const auto duration = parseDuration(data.view());
    return duration ? Data::duration(*duration) : badText(Type::Duration, data.view());
}

Data toText(const Data &data, Arena &arena)
{
    switch (data.kind) {
    case Data::Kind::String: return data;
    case Data::Kind::Bool: return Data::string(data.b ? "true" : "false");
    case Data::Kind::Int: return copied(std::to_string(data.i), arena);
    case Data::Kind::Uint: return copied(std::to_string(data.u), arena);
    case Data::Kind::Double: return copied(doubleText(data.d), arena);
    case Data::Kind::Bytes: return Codec::firstInvalid(data.view()) == Codec::npos ? Data::string(data.view()) : Data::error(ErrorCode::NotUtf8);
    case Data::Kind::Timestamp: return copied(timestampText({data.i, data.place}), arena);
    case Data::Kind::Duration: return copied(durationText(data.i), arena);
    default: return Data::error(ErrorCode::NoOverload);
    }
}

std::optional<Data> toBytes(const Data &data)
{
    if (data.kind != Data::Kind::String && data.kind != Data::Kind::Bytes)
        return std::nullopt;
    return Data::bytes(data.view());
}

} // namespace Search::Cel
