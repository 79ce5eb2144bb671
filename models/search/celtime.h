// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celnames.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace Search::Cel {

/// A point of time: seconds since 1970 UTC, which may be negative, and nanoseconds of that second.
struct Instant
{
    std::int64_t seconds = 0;
    std::uint32_t nanoseconds = 0;
};

inline constexpr std::int64_t secondsOfDay = 86'400;
inline constexpr std::int64_t nanosecondsOfSecond = 1'000'000'000;
inline constexpr std::int64_t firstSecond = -62'135'596'800; ///< 0001-01-01T00:00:00Z
inline constexpr std::int64_t lastSecond = 253'402'300'799;  ///< 9999-12-31T23:59:59Z
constexpr bool isInRange(std::int64_t seconds) { return seconds >= firstSecond && seconds <= lastSecond; }

/// RFC 3339 ("2026-01-01T00:00:00.5+01:00"); none: it is not, or outside the years 1 to 9999.
std::optional<Instant> parseTimestamp(std::string_view text);
std::string timestampText(Instant instant);

/// "1h30m", "-1.5s", "0"; units h, m, s, ms, us (µs), ns. None: it is not, or does not fit 64 bits of nanoseconds.
std::optional<std::int64_t> parseDuration(std::string_view text);
/// Seconds with as many decimals as needed: "1.5s".
std::string durationText(std::int64_t nanoseconds);

/// One of FullYear to Milliseconds of a time, whose zone is `offset` seconds east of UTC.
std::int64_t timestampField(Function field, Instant instant, std::int64_t offset);
/// Hours, Minutes, Seconds: the whole duration in that unit; Milliseconds: those of its last second. None: not for durations.
std::optional<std::int64_t> durationField(Function field, std::int64_t nanoseconds);

} // namespace Search::Cel
