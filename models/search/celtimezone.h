// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace Search::Cel {

/// A named time zone from the system's database (RFC 8536 files below /usr/share/zoneinfo, or below TZDIR), read once. Immutable.
/// libstdc++ 12 has no std::chrono::time_zone yet.
class TimeZone
{
public:
    /// null: no such zone, or no database on this system.
    static std::shared_ptr<const TimeZone> load(std::string_view name);

    /// The zone of the bytes of such a file; null: they are not one.
    static std::shared_ptr<const TimeZone> parse(std::string_view bytes);

    /// Seconds east of UTC at that time.
    std::int64_t offset(std::int64_t seconds) const;

    /// When one half of the year's rule begins (POSIX TZ: Mm.w.d, Jn or n).
    struct Day
    {
        enum class Kind : std::uint8_t { Month, Julian, Zero } kind = Kind::Zero;
        int month = 1;
        int week = 1;
        int day = 0;
        std::int64_t time = 7200; ///< seconds after midnight of the local time before the change
    };
    /// What holds behind the last change listed.
    struct Rule
    {
        std::int64_t standard = 0;
        std::int64_t summer = 0;
        bool hasSummer = false;
        Day begin = {};
        Day end = {};
    };

private:
    struct Change
    {
        std::int64_t from;
        std::int64_t offset;
    };

    std::int64_t m_before = 0;
    std::vector<Change> m_changes;
    std::optional<Rule> m_rule;
};

/// "+01:00", "-05:30" or "02:00" as seconds; none: it is no such offset.
std::optional<std::int64_t> fixedOffset(std::string_view text);

} // namespace Search::Cel
