// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string>

namespace Search {

enum class Mode : std::uint8_t {
    Text,      ///< a substring
    Regex,     ///< PCRE2 in UTF-8
    Expression ///< CEL, see search/CEL.md
};

/// Smart: sensitive as soon as the pattern holds an upper-case letter.
enum class CaseRule : std::uint8_t { Smart, Sensitive, Insensitive };

/// Where Text and Regex look; a set of bits. Headers: names and values.
enum Part : std::uint8_t { KeyPart = 1, ValuePart = 2, HeaderPart = 4 };
inline constexpr std::uint8_t allParts = KeyPart | ValuePart | HeaderPart;

/// What the user typed and chose; a value to be saved and compared. Nothing is checked yet: see Filter::compile().
struct FilterSpec
{
    Mode mode = Mode::Text;
    std::string pattern = {};        ///< UTF-8
    std::uint8_t parts = allParts;   ///< Text and Regex only
    CaseRule caseRule = CaseRule::Smart; ///< Text and Regex only
    bool wholeWord = false;          ///< Text and Regex only

    bool operator==(const FilterSpec &) const = default;
};

} // namespace Search
