// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/csvmapping.h"

#include "codec/base64.h"
#include "codec/jsonlreader.h"

#include <charconv>
#include <chrono>

namespace Produce {

namespace {

constexpr std::string_view base64Mark = "base64:";

template<typename Number>
bool readNumber(std::string_view text, Number &out)
{
    const auto result = std::from_chars(text.data(), text.data() + text.size(), out);
    return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

/// Takes digits from the front of a text, and characters between them.
class TimeReader
{
public:
    explicit TimeReader(std::string_view text) : m_text(text) {}
    bool digits(std::size_t count, int &out)
    {
        const std::string_view part = m_text.substr(0, count);
        if (part.size() < count || part.find_first_not_of("0123456789") != std::string_view::npos || !readNumber(part, out))
            return false;
        m_text.remove_prefix(count);
        return true;
    }
    bool take(std::string_view anyOf)
    {
        if (m_text.empty() || anyOf.find(m_text.front()) == std::string_view::npos)
            return false;
        m_taken = m_text.front();
        m_text.remove_prefix(1);
        return true;
    }
    char taken() const { return m_taken; }
    bool isAtEnd() const { return m_text.empty(); }
    /// Digits of a second behind the point, as milliseconds.
    bool fraction(int &ms)
    {
        int count = 0;
        for (ms = 0; !m_text.empty() && m_text.front() >= '0' && m_text.front() <= '9'; m_text.remove_prefix(1), ++count)
            if (count < 3)
                ms = ms * 10 + (m_text.front() - '0');
        for (int i = count; i < 3; ++i)
            ms *= 10;
        return count > 0;
    }

private:
    std::string_view m_text;
    char m_taken = 0;
};

bool readClock(TimeReader &reader, int &hour, int &minute, int &second, int &ms, int &zoneMinutes)
{
    if (!reader.digits(2, hour) || !reader.take(":") || !reader.digits(2, minute))
        return false;
    if (reader.take(":") && !reader.digits(2, second))
        return false;
    if (reader.take(".,") && !reader.fraction(ms))
        return false;
    if (reader.take("Zz") || reader.isAtEnd())
        return reader.isAtEnd();
    int zoneHour = 0;
    int zoneMinute = 0;
    if (!reader.take("+-"))
        return false;
    const int sign = reader.taken() == '-' ? -1 : 1;
    if (!reader.digits(2, zoneHour) || (reader.take(":"), !reader.digits(2, zoneMinute)) || zoneHour > 23 || zoneMinute > 59)
        return false;
    zoneMinutes = sign * (zoneHour * 60 + zoneMinute);
    return reader.isAtEnd();
}

/// As codec/csv.h writes bytes.
bool readCell(const CsvReader::Cell &cell, const std::string &column, std::optional<std::string> &out, std::string &problem)
{
    out.reset();
    if (cell.text.empty() && !cell.isQuoted)
        return true;
    if (!cell.text.starts_with(base64Mark)) {
        out = cell.text;
        return true;
    }
    out = Codec::decodeBase64(std::string_view(cell.text).substr(base64Mark.size()));
    if (!out)
        problem = "column " + column + " begins with base64: and is none";
    return out.has_value();
}

} // namespace

std::optional<std::int64_t> parseTime(std::string_view text)
{
    std::int64_t number = 0;
    if (readNumber(text, number))
        return number;
    using namespace std::chrono;
    TimeReader reader(text);
    int y = 0, m = 0, d = 0, hour = 0, minute = 0, second = 0, ms = 0, zone = 0;
    if (!reader.digits(4, y) || !reader.take("-") || !reader.digits(2, m) || !reader.take("-") || !reader.digits(2, d))
        return std::nullopt;
    if (!reader.isAtEnd() && (!reader.take("Tt ") || !readClock(reader, hour, minute, second, ms, zone)))
        return std::nullopt;
    const year_month_day date{year(y), month(static_cast<unsigned>(m)), day(static_cast<unsigned>(d))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    const auto time = sys_days(date) + hours(hour) + minutes(minute - zone) + seconds(second) + milliseconds(ms);
    return duration_cast<milliseconds>(time.time_since_epoch()).count();
}

std::optional<CsvMapping> CsvMapping::make(const InputFile &input, const std::vector<CsvReader::Cell> &heading, std::string &problem)
{
    CsvMapping mapping;
    mapping.m_columns = heading.size();
    const auto find = [&](const std::string &name) -> std::optional<std::size_t> {
        for (std::size_t i = 0; i < heading.size(); ++i)
            if (heading[i].text == name)
                return i;
        return std::nullopt;
    };
    const auto want = [&](const std::string &name, std::optional<std::size_t> &out) {
        out = name.empty() ? std::nullopt : find(name);
        if (!name.empty() && !out)
            problem = "there is no column " + name;
        return name.empty() || out.has_value();
    };
    if (!want(input.keyColumn, mapping.m_key) || !want(input.valueColumn, mapping.m_value) || !want(input.timestampColumn, mapping.m_timestamp)
        || !want(input.partitionColumn, mapping.m_partition))
        return std::nullopt;
    for (const std::string &name : input.headerColumns) {
        std::optional<std::size_t> column;
        if (!want(name, column))
            return std::nullopt;
        if (column)
            mapping.m_headers.emplace_back(name, *column);
    }
    const bool isMapped = mapping.m_key || mapping.m_value || mapping.m_timestamp || mapping.m_partition || !mapping.m_headers.empty();
    if (isMapped)
        return mapping;
    mapping.m_key = find("key"); // the columns that `read` writes
    mapping.m_value = find("value");
    mapping.m_timestamp = input.keepsTimestamp ? find("timestamp") : std::nullopt;
    mapping.m_partition = input.keepsPartition ? find("partition") : std::nullopt;
    mapping.m_headerList = find("headers");
    if (!mapping.m_key && !mapping.m_value)
        problem = "no column is mapped, and none is called key or value";
    return mapping.m_key || mapping.m_value ? std::optional(mapping) : std::nullopt;
}

bool CsvMapping::apply(const std::vector<CsvReader::Cell> &row, MadeRecord &record, std::string &problem) const
{
    if (row.size() != m_columns) {
        problem = "it has " + std::to_string(row.size()) + " cells; the heading has " + std::to_string(m_columns);
        return false;
    }
    if ((m_key && !readCell(row[*m_key], "key", record.key, problem)) || (m_value && !readCell(row[*m_value], "value", record.value, problem)))
        return false;
    if (m_timestamp && !row[*m_timestamp].text.empty()) {
        record.timestampMs = parseTime(row[*m_timestamp].text);
        if (!record.timestampMs)
            problem = "the timestamp is neither ISO 8601 nor milliseconds since 1970";
    }
    if (m_partition && !row[*m_partition].text.empty()) {
        std::int32_t number = 0;
        if (!readNumber(row[*m_partition].text, number) || number < 0)
            problem = "the partition is no whole number";
        record.partition = Domain::PartitionId(number);
    }
    for (const auto &[name, column] : m_headers) {
        std::optional<std::string> value;
        if (!readCell(row[column], name, value, problem))
            return false;
        record.headers.emplace_back(name, std::move(value));
    }
    if (m_headerList && !row[*m_headerList].text.empty()) {
        auto parsed = Codec::readJsonl("{\"headers\":" + row[*m_headerList].text + "}", problem);
        if (!parsed)
            return false;
        record.headers = std::move(parsed->headers);
    }
    return problem.empty();
}

} // namespace Produce
