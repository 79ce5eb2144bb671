// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace Produce {

/// Reads rows of CSV (RFC 4180), fed with lines: a cell in quotes may hold line breaks. A value; bounded by its limits.
class CsvReader
{
public:
    static constexpr std::size_t maxRow = 512 * 1024 * 1024;
    static constexpr std::size_t maxCells = 10'000;

    struct Cell
    {
        std::string text = {};
        bool isQuoted = false; ///< an empty cell without quotes is a null, with quotes it is empty bytes (as codec/csv.h writes them)
        bool operator==(const Cell &) const = default;
    };

    enum class Got { Row, More, Bad };
    /// Takes one line (without its LF). More: a cell goes on in the next line. Bad: see problem(); the next line begins a new row.
    Got take(std::string_view line);
    /// No line follows: Bad when a quote is open, else More for there is no row.
    Got finish();

    const std::vector<Cell> &row() const { return m_cells; }
    const std::string &problem() const { return m_problem; }

private:
    Got fail(std::string problem);

    std::vector<Cell> m_cells;
    bool m_isOpen = false; ///< inside a cell in quotes
    std::size_t m_size = 0;
    std::string m_problem;
};

} // namespace Produce
