// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celtime.h"

#include <array>
#include <charconv>
#include <chrono>
#include <limits>

namespace Search::Cel {

namespace {

/// Reads from the front of a text; once something did not fit, nothing fits any more.
class Reader
{
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    int digits(std::size_t count)
    {
        int value = 0;
        if (m_text.size() < count)
            m_isValid = false;
        for (std::size_t i = 0; i < count && m_isValid; ++i) {
            const char c = m_text[i];
            m_isValid = c >= '0' && c <= '9';
            value = value * 10 + (c - '0');
        }
        if (m_isValid)
            m_text.remove_prefix(count);
        return value;
    }
    char oneOf(std::string_view set)
    {
        const char c = m_text.empty() || set.find(m_text[0]) == std::string_view::npos ? '\0' : m_text[0];
        m_isValid = m_isValid && c != '\0';
        if (m_isValid)
            m_text.remove_prefix(1);
        return c;
    }
    bool accept(char c)
    {
        const bool isThere = m_isValid && !m_text.empty() && m_text[0] == c;
        if (isThere)
            m_text.remove_prefix(1);
        return isThere;
    }
    /// The decimals behind a point, as nanoseconds; more than nine are no time.
    std::uint32_t fraction()
    {
        std::uint32_t value = 0;
        std::uint32_t unit = nanosecondsOfSecond;
        std::size_t count = 0;
        for (; count < m_text.size() && m_text[count] >= '0' && m_text[count] <= '9'; ++count) {
            unit /= 10;
            value += unit * static_cast<std::uint32_t>(m_text[count] - '0');
        }
        m_isValid = m_isValid && count > 0 && count <= 9;
        if (m_isValid)
            m_text.remove_prefix(count);
        return value;
    }
    bool isDone() const { return m_isValid && m_text.empty(); }

private:
    std::string_view m_text;
    bool m_isValid = true;
};

void appendPadded(std::string &out, std::int64_t value, std::size_t width)
{
    const std::string digits = std::to_string(value);
    out.append(width > digits.size() ? width - digits.size() : 0, '0');
    out += digits;
}

/// ".5" for 500,000,000; nothing for 0.
void appendFraction(std::string &out, std::uint32_t nanoseconds)
{
    if (nanoseconds == 0)
        return;
    std::string digits;
    appendPadded(digits, nanoseconds, 9);
    digits.erase(digits.find_last_not_of('0') + 1);
    out += '.';
    out += digits;
}

struct Civil
{
    std::chrono::year_month_day date;
    std::int64_t day;         ///< since 1970
    std::int64_t secondOfDay;
};

Civil civil(std::int64_t seconds)
{
    std::int64_t day = seconds / secondsOfDay;
    if (seconds % secondsOfDay < 0)
        --day;
    return {std::chrono::sys_days(std::chrono::days(day)), day, seconds - day * secondsOfDay};
}

struct Unit
{
    std::string_view name;
    std::int64_t nanoseconds;
};
constexpr std::array<Unit, 8> units{{{"ns", 1}, {"us", 1'000}, {"\xC2\xB5s", 1'000}, {"\xCE\xBCs", 1'000}, {"ms", 1'000'000}, {"s", nanosecondsOfSecond},
                                     {"m", 60 * nanosecondsOfSecond}, {"h", 3'600 * nanosecondsOfSecond}}};

const Unit *unitAt(std::string_view text)
{
    for (const Unit &unit : units)
        if (text.starts_with(unit.name))
            return &unit;
    return nullptr;
}

/// The decimals of a unit as nanoseconds, cut off below one. More than 18 of them change nothing.
std::int64_t fractionOf(std::string_view decimals, std::int64_t unit)
{
    __extension__ using Wide = unsigned __int128;
    Wide value = 0;
    Wide scale = 1;
    for (const char c : decimals.substr(0, 18)) {
        value = value * 10 + static_cast<Wide>(c - '0');
        scale *= 10;
    }
    return static_cast<std::int64_t>(value * static_cast<Wide>(unit) / scale);
}

std::string_view takeDigits(std::string_view &text)
{
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9')
        ++count;
    const std::string_view digits = text.substr(0, count);
    text.remove_prefix(count);
    return digits;
}

/// Takes one "12.5m" off the text and subtracts it from `sum`: below zero 64 bits reach one further.
bool subtractPart(std::string_view &text, std::int64_t &sum)
{
    const std::string_view digits = takeDigits(text);
    std::string_view decimals;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        decimals = takeDigits(text);
    }
    const Unit *const unit = unitAt(text);
    if (!unit || (digits.empty() && decimals.empty()))
        return false;
    text.remove_prefix(unit->name.size());
    std::int64_t whole = 0;
    if (!digits.empty() && std::from_chars(digits.data(), digits.data() + digits.size(), whole).ec != std::errc())
        return false;
    std::int64_t scaled = 0;
    return !__builtin_mul_overflow(whole, -unit->nanoseconds, &scaled) && !__builtin_add_overflow(sum, scaled, &sum)
        && !__builtin_sub_overflow(sum, fractionOf(decimals, unit->nanoseconds), &sum);
}

} // namespace

std::optional<Instant> parseTimestamp(std::string_view text)
{
    Reader reader(text);
    const int year = reader.digits(4);
    reader.oneOf("-");
    const int month = reader.digits(2);
    reader.oneOf("-");
    const int day = reader.digits(2);
    reader.oneOf("Tt");
    const int hour = reader.digits(2);
    reader.oneOf(":");
    const int minute = reader.digits(2);
    reader.oneOf(":");
    const int second = reader.digits(2);
    const std::uint32_t nanoseconds = reader.accept('.') ? reader.fraction() : 0;
    std::int64_t offset = 0;
    if (const char sign = reader.oneOf("Zz+-"); sign == '+' || sign == '-') {
        const int hours = reader.digits(2);
        reader.oneOf(":");
        const int minutes = reader.digits(2);
        if (hours > 23 || minutes > 59)
            return std::nullopt;
        offset = (hours * 60 + minutes) * 60 * (sign == '-' ? -1 : 1);
    }
    const std::chrono::year_month_day date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)), std::chrono::day(static_cast<unsigned>(day)));
    if (!reader.isDone() || !date.ok() || hour > 23 || minute > 59 || second > 59)
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    const std::int64_t seconds = days * secondsOfDay + hour * 3600 + minute * 60 + second - offset;
    return isInRange(seconds) ? std::optional(Instant{seconds, nanoseconds}) : std::nullopt;
}

std::string timestampText(Instant instant)
{
    const Civil c = civil(instant.seconds);
    std::string out;
    appendPadded(out, int(c.date.year()), 4);
    out += '-';
    appendPadded(out, unsigned(c.date.month()), 2);
    out += '-';
    appendPadded(out, unsigned(c.date.day()), 2);
    out += 'T';
    appendPadded(out, c.secondOfDay / 3600, 2);
    out += ':';
    appendPadded(out, c.secondOfDay / 60 % 60, 2);
    out += ':';
    appendPadded(out, c.secondOfDay % 60, 2);
    appendFraction(out, instant.nanoseconds);
    return out + 'Z';
}

std::optional<std::int64_t> parseDuration(std::string_view text)
{
    const bool isNegative = text.starts_with('-');
    if (isNegative || text.starts_with('+'))
        text.remove_prefix(1);
    if (text == "0")
        return 0;
    if (text.empty())
        return std::nullopt;
    std::int64_t below = 0;
    while (!text.empty())
        if (!subtractPart(text, below))
            return std::nullopt;
    if (isNegative)
        return below;
    return below == std::numeric_limits<std::int64_t>::min() ? std::nullopt : std::optional(-below);
}

std::string durationText(std::int64_t nanoseconds)
{
    std::string out = nanoseconds < 0 ? "-" : "";
    const std::int64_t seconds = nanoseconds / nanosecondsOfSecond;
    out += std::to_string(seconds < 0 ? -seconds : seconds);
    const std::int64_t rest = nanoseconds % nanosecondsOfSecond;
    appendFraction(out, static_cast<std::uint32_t>(rest < 0 ? -rest : rest));
    return out + 's';
}

std::int64_t timestampField(Function field, Instant instant, std::int64_t offset)
{
    const Civil c = civil(instant.seconds + offset);
    switch (field) {
    case Function::FullYear: return int(c.date.year());
    case Function::Month: return unsigned(c.date.month()) - 1;
    case Function::Date: return unsigned(c.date.day());
    case Function::DayOfMonth: return unsigned(c.date.day()) - 1;
    case Function::DayOfWeek: return std::chrono::weekday(std::chrono::sys_days(std::chrono::days(c.day))).c_encoding();
    case Function::DayOfYear: return c.day - std::chrono::sys_days(c.date.year() / std::chrono::January / 1).time_since_epoch().count();
    case Function::Hours: return c.secondOfDay / 3600;
    case Function::Minutes: return c.secondOfDay / 60 % 60;
    case Function::Seconds: return c.secondOfDay % 60;
    default: return instant.nanoseconds / 1'000'000;
    }
}

std::optional<std::int64_t> durationField(Function field, std::int64_t nanoseconds)
{
    switch (field) {
    case Function::Hours: return nanoseconds / (3'600 * nanosecondsOfSecond);
    case Function::Minutes: return nanoseconds / (60 * nanosecondsOfSecond);
    case Function::Seconds: return nanoseconds / nanosecondsOfSecond;
    case Function::Milliseconds: return nanoseconds % nanosecondsOfSecond / 1'000'000;
    default: return std::nullopt;
    }
}

} // namespace Search::Cel
