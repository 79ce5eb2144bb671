// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "produce/csvreader.h"
#include "produce/producerequest.h"
#include "produce/recordmaker.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace Produce {

/// Which column of a CSV is which part of a record. Made from the heading.
class CsvMapping
{
public:
    /// None: `problem` says which column there is not.
    static std::optional<CsvMapping> make(const InputFile &input, const std::vector<CsvReader::Cell> &heading, std::string &problem);

    /// Puts a row's cells into a record; what is not mapped stays. False: `problem` is set.
    bool apply(const std::vector<CsvReader::Cell> &row, MadeRecord &record, std::string &problem) const;

    bool hasKey() const { return m_key.has_value(); }
    bool hasValue() const { return m_value.has_value(); }

private:
    std::size_t m_columns = 0;
    std::optional<std::size_t> m_key;
    std::optional<std::size_t> m_value;
    std::optional<std::size_t> m_timestamp;
    std::optional<std::size_t> m_partition;
    std::optional<std::size_t> m_headerList; ///< a cell of JSON: [[name,value],…]
    std::vector<std::pair<std::string, std::size_t>> m_headers;
};

/// Milliseconds since 1970, or ISO 8601 ("2026-01-31T12:00:00.5+01:00", "2026-01-31 12:00", "2026-01-31"; without a zone: UTC).
std::optional<std::int64_t> parseTime(std::string_view text);

} // namespace Produce
