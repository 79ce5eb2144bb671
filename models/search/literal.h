// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace Search {

/// Finds a literal in bytes: two bytes of it that are rare in text are compared at 32 places at once, and only where both stand
/// is the rest looked at. Linear in the bytes searched, whatever needle and bytes are. Without regard to case the letters of
/// ASCII are folded and all other bytes compared as they are. Immutable; any thread.
class LiteralFinder
{
public:
    static constexpr std::size_t npos = std::string_view::npos;

    LiteralFinder(std::string needle, bool caseSensitive);

    /// The first place ≥ `from` where the needle stands; npos: nowhere. Reads nothing outside `hay`.
    std::size_t find(std::string_view hay, std::size_t from = 0) const;
    bool isIn(std::string_view hay) const { return find(hay) != npos; }

    const std::string &needle() const { return m_needle; } ///< folded to lower case when case does not count
    bool isCaseSensitive() const { return m_caseSensitive; }

    /// What a search compares first. For the search itself and its parts.
    struct Probe
    {
        std::size_t first = 0;  ///< place in the needle
        std::size_t second = 0; ///< greater than `first`, or the same for a needle of one byte
        std::uint8_t firstByte = 0;
        std::uint8_t secondByte = 0;
        std::uint8_t firstFold = 0; ///< 0x20: upper case counts as lower case
        std::uint8_t secondFold = 0;
    };
    const Probe &probe() const { return m_probe; }
    /// Whether the needle stands at `at`, which has room for it.
    bool standsAt(const char *at) const;

private:
    void chooseProbe();
    void buildBorders();
    std::size_t findByBorders(std::string_view hay, std::size_t from) const;

    std::string m_needle;
    bool m_caseSensitive = true;
    Probe m_probe;
    /// Of each beginning of the needle: the length of its longest proper end that is a beginning too. Long needles only.
    std::vector<std::uint32_t> m_borders;
};

} // namespace Search
