// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celtimezone.h"

#include "search/celtime.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <fstream>

namespace Search::Cel {

namespace {

constexpr std::size_t largestFile = 256 * 1024;

/// Big-endian numbers from the front of some bytes; reading past the end gives 0 and is noted.
class Bytes
{
public:
    explicit Bytes(std::string_view bytes) : m_bytes(bytes) {}
    std::int64_t number(std::size_t size)
    {
        const std::string_view part = take(size);
        std::uint64_t value = !part.empty() && (part[0] & 0x80) != 0 ? ~std::uint64_t(0) : 0;
        for (const char c : part)
            value = (value << 8) | static_cast<unsigned char>(c);
        return static_cast<std::int64_t>(value);
    }
    std::string_view take(std::size_t size)
    {
        m_isValid = m_isValid && size <= m_bytes.size();
        if (!m_isValid)
            return {};
        const std::string_view part = m_bytes.substr(0, size);
        m_bytes.remove_prefix(size);
        return part;
    }
    std::string_view rest() const { return m_bytes; }
    bool isValid() const { return m_isValid; }

private:
    std::string_view m_bytes;
    bool m_isValid = true;
};

struct Header
{
    std::size_t utcMarks, standardMarks, leapSeconds, changes, types, letters;
    char version = 0;

    std::size_t size(std::size_t timeSize) const { return changes * (timeSize + 1) + types * 6 + letters + leapSeconds * (timeSize + 4) + standardMarks + utcMarks; }
};

bool readHeader(Bytes &bytes, Header &header)
{
    if (bytes.take(4) != "TZif")
        return false;
    const std::string_view start = bytes.take(16);
    header.version = start.empty() ? '\0' : start[0];
    for (std::size_t *const field : {&header.utcMarks, &header.standardMarks, &header.leapSeconds, &header.changes, &header.types, &header.letters})
        *field = static_cast<std::size_t>(bytes.number(4)) & 0xFFFFFFFF;
    const std::size_t most = largestFile;
    return bytes.isValid() && header.types > 0 && std::max({header.changes, header.types, header.letters, header.leapSeconds}) <= most;
}

/// The POSIX TZ string behind the data: "CET-1CEST,M3.5.0,M10.5.0/3".
class RuleReader
{
public:
    explicit RuleReader(std::string_view text) : m_text(text) {}

    std::optional<TimeZone::Rule> read()
    {
        TimeZone::Rule rule;
        if (!name())
            return std::nullopt;
        rule.standard = -time();
        if (m_isValid && !m_text.empty()) {
            rule.hasSummer = name();
            rule.summer = !m_text.empty() && m_text[0] != ',' ? -time() : rule.standard + 3600;
            rule.begin = day();
            rule.end = day();
        }
        return m_isValid && m_text.empty() ? std::optional(rule) : std::nullopt;
    }

private:
    bool accept(char c)
    {
        const bool isThere = m_isValid && m_text.starts_with(c);
        if (isThere)
            m_text.remove_prefix(1);
        return isThere;
    }
    bool name()
    {
        std::size_t length = 0;
        if (m_text.starts_with('<'))
            length = m_text.find('>') + 1; // npos + 1 is 0
        else
            while (length < m_text.size() && std::isalpha(static_cast<unsigned char>(m_text[length])) != 0)
                ++length;
        m_isValid = m_isValid && length > 0;
        m_text.remove_prefix(m_isValid ? length : 0);
        return m_isValid;
    }
    int number()
    {
        int value = 0;
        const auto result = std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
        m_isValid = m_isValid && result.ec == std::errc() && value >= 0 && value < 1000;
        if (m_isValid)
            m_text.remove_prefix(static_cast<std::size_t>(result.ptr - m_text.data()));
        return m_isValid ? value : 0;
    }
    std::int64_t time()
    {
        const bool isNegative = accept('-');
        if (!isNegative)
            accept('+');
        std::int64_t value = number() * 3600;
        if (accept(':'))
            value += number() * 60;
        if (accept(':'))
            value += number();
        return isNegative ? -value : value;
    }
    TimeZone::Day day()
    {
        TimeZone::Day day;
        m_isValid = m_isValid && accept(',');
        if (accept('M')) {
            day.kind = TimeZone::Day::Kind::Month;
            day.month = number();
            m_isValid = accept('.');
            day.week = number();
            m_isValid = accept('.');
        } else if (accept('J')) {
            day.kind = TimeZone::Day::Kind::Julian;
        }
        day.day = number();
        m_isValid = m_isValid && day.month >= 1 && day.month <= 12 && day.week >= 1 && day.week <= 5
            && day.day <= (day.kind == TimeZone::Day::Kind::Month ? 6 : 365);
        if (accept('/'))
            day.time = time();
        return day;
    }

    std::string_view m_text;
    bool m_isValid = true;
};

/// The day a rule names in that year, since 1970.
std::int64_t dayOf(const TimeZone::Day &day, std::chrono::year year)
{
    using namespace std::chrono;
    const sys_days newYear = year / January / 1;
    switch (day.kind) {
    case TimeZone::Day::Kind::Month: {
        const auto month = std::chrono::month(static_cast<unsigned>(day.month));
        const weekday wanted(static_cast<unsigned>(day.day));
        const sys_days date = day.week == 5 ? sys_days(year / month / weekday_last(wanted)) : sys_days(year / month / wanted[static_cast<unsigned>(day.week)]);
        return date.time_since_epoch().count();
    }
    case TimeZone::Day::Kind::Julian: // 29 February is never counted
        return newYear.time_since_epoch().count() + day.day - 1 + (year.is_leap() && day.day >= 60 ? 1 : 0);
    case TimeZone::Day::Kind::Zero: break;
    }
    return newYear.time_since_epoch().count() + day.day;
}

std::int64_t offsetByRule(const TimeZone::Rule &rule, std::int64_t seconds)
{
    using namespace std::chrono;
    if (!rule.hasSummer)
        return rule.standard;
    const year_month_day date(floor<days>(sys_seconds(std::chrono::seconds(seconds + rule.standard))));
    const std::int64_t begin = dayOf(rule.begin, date.year()) * secondsOfDay + rule.begin.time - rule.standard;
    const std::int64_t end = dayOf(rule.end, date.year()) * secondsOfDay + rule.end.time - rule.summer;
    const bool isSummer = begin <= end ? seconds >= begin && seconds < end : seconds < end || seconds >= begin;
    return isSummer ? rule.summer : rule.standard;
}

} // namespace

std::optional<std::int64_t> fixedOffset(std::string_view text)
{
    const bool isNegative = text.starts_with('-');
    if (isNegative || text.starts_with('+'))
        text.remove_prefix(1);
    if (text.size() != 5 || text[2] != ':')
        return std::nullopt;
    int value[2] = {};
    for (const std::size_t i : {0u, 1u}) {
        const char tens = text[i * 3];
        const char ones = text[i * 3 + 1];
        if (tens < '0' || tens > '9' || ones < '0' || ones > '9')
            return std::nullopt;
        value[i] = (tens - '0') * 10 + ones - '0';
    }
    if (value[0] > 23 || value[1] > 59)
        return std::nullopt;
    const std::int64_t offset = value[0] * 3600 + value[1] * 60;
    return isNegative ? -offset : offset;
}

std::shared_ptr<const TimeZone> TimeZone::load(std::string_view name)
{
    // The name comes from an expression: it must not lead anywhere else.
    constexpr std::string_view allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    constexpr std::size_t longest = 64;
    if (name.empty() || name.size() > longest || name.find_first_not_of(allowed) != std::string_view::npos || name[0] == '/')
        return nullptr;
    const char *const folder = std::getenv("TZDIR");
    std::ifstream file(std::string(folder && *folder ? folder : "/usr/share/zoneinfo") + '/' + std::string(name), std::ios::binary);
    std::string bytes(largestFile, '\0');
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    return parse(bytes);
}

std::shared_ptr<const TimeZone> TimeZone::parse(std::string_view text)
{
    Bytes bytes(text);
    Header header{};
    if (!readHeader(bytes, header))
        return nullptr;
    const bool isWide = header.version >= '2';
    if (isWide) { // the same again with 64 bits a time
        bytes.take(header.size(4));
        if (!readHeader(bytes, header))
            return nullptr;
    }
    const std::size_t timeSize = isWide ? 8 : 4;
    Bytes times(bytes.take(header.changes * timeSize));
    const std::string_view kinds = bytes.take(header.changes);
    Bytes types(bytes.take(header.types * 6));
    bytes.take(header.size(timeSize) - header.changes * (timeSize + 1) - header.types * 6);
    if (!bytes.isValid())
        return nullptr;
    std::vector<std::int64_t> offsets;
    for (std::size_t i = 0; i < header.types; ++i) {
        offsets.push_back(types.number(4));
        types.take(2);
    }
    auto zone = std::make_shared<TimeZone>();
    zone->m_before = offsets[0];
    for (const char kind : kinds) {
        const auto index = static_cast<unsigned char>(kind);
        const std::int64_t from = times.number(timeSize);
        if (index >= offsets.size() || (!zone->m_changes.empty() && from < zone->m_changes.back().from))
            return nullptr;
        zone->m_changes.push_back({from, offsets[index]});
    }
    std::string_view rule = bytes.rest();
    if (isWide && rule.size() >= 2 && rule.front() == '\n')
        zone->m_rule = RuleReader(rule.substr(1, rule.find('\n', 1) - 1)).read();
    return zone;
}

std::int64_t TimeZone::offset(std::int64_t seconds) const
{
    const auto next = std::ranges::upper_bound(m_changes, seconds, {}, &Change::from);
    if (next == m_changes.end() && m_rule)
        return offsetByRule(*m_rule, seconds);
    return next == m_changes.begin() ? m_before : std::prev(next)->offset;
}

} // namespace Search::Cel
