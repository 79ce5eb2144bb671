// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/csvreader.h"

#include <algorithm>

namespace Produce {

CsvReader::Got CsvReader::fail(std::string problem)
{
    m_problem = std::move(problem);
    m_isOpen = false;
    return Got::Bad;
}

CsvReader::Got CsvReader::finish()
{
    return m_isOpen ? fail("the quote at the end of a cell is missing") : Got::More;
}

CsvReader::Got CsvReader::take(std::string_view line)
{
    if (m_isOpen) {
        m_cells.back().text += '\n';
    } else {
        m_cells.assign(1, {});
        m_size = 0;
    }
    m_size += line.size() + 1;
    if (m_size > maxRow)
        return fail("the row is longer than 512 MiB");
    std::size_t at = 0;
    bool begins = !m_isOpen; // a cell begins here
    while (true) {
        if (begins && line.substr(at, 1) == "\"") {
            m_isOpen = true;
            m_cells.back().isQuoted = true;
            ++at;
        }
        begins = false;
        if (m_isOpen) {
            const std::size_t quote = line.find('"', at);
            m_cells.back().text += line.substr(at, quote == std::string_view::npos ? quote : quote - at);
            if (quote == std::string_view::npos)
                return Got::More;
            at = quote + 1;
            if (line.substr(at, 1) == "\"") {
                m_cells.back().text += '"';
                ++at;
                continue;
            }
            m_isOpen = false;
        } else {
            const std::size_t stop = std::min(line.find_first_of(",\"", at), line.size());
            m_cells.back().text += line.substr(at, stop - at);
            at = stop;
            if (at < line.size() && line[at] == '"')
                return fail("a quote stands in the middle of a cell without quotes");
        }
        if (at == line.size() || line.substr(at) == "\r") {
            if (!m_cells.back().isQuoted && m_cells.back().text.ends_with('\r'))
                m_cells.back().text.pop_back();
            return Got::Row;
        }
        if (line[at] != ',')
            return fail("something stands between a quote and the next comma");
        ++at;
        if (m_cells.size() >= maxCells)
            return fail("the row has more than 10,000 cells");
        m_cells.emplace_back();
        begins = true;
    }
}

} // namespace Produce
