// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace Search {

struct PatternToken
{
    enum Kind : std::uint8_t {
        Literal,    ///< one character that stands for itself
        Class,      ///< [ … ]
        Escape,     ///< \d, \p{Lu}, \1 …
        Open,       ///< of a group
        Close,
        Bar,
        Quantifier, ///< of what stands before it
        Place,      ///< . ^ $ and the like
        End
    };
    Kind kind = End;
    std::size_t at = 0;
    std::string_view text = {}; ///< Literal: without the backslash; Class: what is between the brackets, without escapes' meaning
};

/// Cuts a regular expression into pieces, as PCRE2 does. It knows what is common; where it meets something else it says so, and
/// what it tells from there on is a guess.
class PatternReader
{
public:
    explicit PatternReader(std::string_view pattern) : m_pattern(pattern) {}

    PatternToken next();
    bool isOdd() const { return m_odd; }

private:
    bool startsWith(std::string_view text) const { return m_pattern.substr(m_at).starts_with(text); }
    PatternToken take(PatternToken::Kind kind, std::size_t length);
    PatternToken takeCharacter();
    PatternToken takeEscape();
    PatternToken takeClass();
    PatternToken takeOpen();
    PatternToken takeBrace();
    std::size_t argumentLength(std::size_t at) const;

    std::string_view m_pattern;
    std::size_t m_at = 0;
    bool m_isQuoted = false; ///< between \Q and \E
    bool m_odd = false;
};

} // namespace Search
