// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/patternreader.h"

#include "codec/utf8.h"

#include <algorithm>

namespace Search {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isAlnum(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Of "[:alpha:]" at the beginning; 0: there is none.
std::size_t namedClassLength(std::string_view text)
{
    if (!text.starts_with("[:"))
        return 0;
    const std::size_t end = text.find_first_not_of("^abcdefghijklmnopqrstuvwxyz", 2);
    return end != std::string_view::npos && text.substr(end).starts_with(":]") ? end + 2 : 0;
}

} // namespace

PatternToken PatternReader::take(PatternToken::Kind kind, std::size_t length)
{
    const std::size_t at = m_at;
    m_at = std::min(m_pattern.size(), at + length);
    return {kind, at, m_pattern.substr(at, length)};
}

PatternToken PatternReader::takeCharacter()
{
    return take(PatternToken::Literal, std::max<std::size_t>(1, Codec::characterLength(m_pattern, m_at)));
}

PatternToken PatternReader::next()
{
    for (; m_at < m_pattern.size(); m_at += 2) {
        if (!startsWith(m_isQuoted ? "\\E" : "\\Q") && !startsWith("\\E"))
            break;
        m_isQuoted = !m_isQuoted && startsWith("\\Q");
    }
    if (m_at >= m_pattern.size())
        return {PatternToken::End, m_pattern.size()};
    if (m_isQuoted)
        return takeCharacter();
    switch (m_pattern[m_at]) {
    case '\\': return takeEscape();
    case '[': return takeClass();
    case '(': return takeOpen();
    case ')': return take(PatternToken::Close, 1);
    case '|': return take(PatternToken::Bar, 1);
    case '{': return takeBrace();
    case '*':
    case '+':
    case '?': return take(PatternToken::Quantifier, 1);
    case '.':
    case '^':
    case '$': return take(PatternToken::Place, 1);
    default: return takeCharacter();
    }
}

PatternToken PatternReader::takeEscape()
{
    if (m_at + 1 == m_pattern.size())
        return take(PatternToken::Escape, 1);
    const char c = m_pattern[m_at + 1];
    if (!isAlnum(c)) {
        ++m_at;
        return takeCharacter();
    }
    constexpr std::string_view plain = "dDwWsSbBhHvVRXAzZtnrfeaGKN";
    if (plain.find(c) != std::string_view::npos && (c != 'N' || m_pattern.substr(m_at + 2, 1) != "{"))
        return take(PatternToken::Escape, 2);
    m_odd = m_odd || (c != 'p' && c != 'P' && c != 'x'); // back references, code points in other spellings
    return take(PatternToken::Escape, 2 + argumentLength(m_at + 2));
}

/// What belongs to an escape: {…}, <…>, '…', hexadecimal digits, one letter.
std::size_t PatternReader::argumentLength(std::size_t at) const
{
    if (at >= m_pattern.size())
        return 0;
    const char escape = m_pattern[at - 1];
    const char open = m_pattern[at];
    const char close = open == '{' ? '}' : open == '<' ? '>' : open == '\'' ? '\'' : '\0';
    if (close != '\0' && !isDigit(escape)) {
        const std::size_t end = m_pattern.find(close, at + 1);
        return end == std::string_view::npos ? m_pattern.size() - at : end + 1 - at;
    }
    if (escape == 'p' || escape == 'P' || escape == 'c')
        return 1;
    std::size_t length = 0;
    const std::size_t most = escape == 'x' ? 2 : isDigit(escape) ? 3 : 0;
    while (length < most && at + length < m_pattern.size()
           && (escape == 'x' ? isAlnum(m_pattern[at + length]) : isDigit(m_pattern[at + length])))
        ++length;
    return length;
}

PatternToken PatternReader::takeClass()
{
    std::size_t end = m_at + 1;
    if (m_pattern.substr(end, 1) == "^")
        ++end;
    for (bool isFirst = true; end < m_pattern.size() && (isFirst || m_pattern[end] != ']'); isFirst = false) {
        const std::string_view rest = m_pattern.substr(end);
        if (rest.starts_with("\\Q") || rest.starts_with("\\E"))
            m_odd = true;
        const std::size_t named = namedClassLength(rest);
        m_odd = m_odd || rest.starts_with("[:<:]") || rest.starts_with("[:>:]"); // [[:<:]] is no class
        end += named > 0 ? named : rest.front() == '\\' ? 2 : 1;
    }
    return take(PatternToken::Class, std::min(end, m_pattern.size()) + 1 - m_at);
}

PatternToken PatternReader::takeOpen()
{
    std::size_t length = 1;
    if (startsWith("(*")) {
        m_odd = true;
        const std::size_t end = m_pattern.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789=", m_at + 2);
        if (end != std::string_view::npos && m_pattern[end] == ')')
            return take(PatternToken::Place, end + 1 - m_at); // a verb such as (*UCP)
    }
    if (!startsWith("(?"))
        return take(PatternToken::Open, length);
    m_odd = true;
    for (const std::string_view known : {"(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>"})
        if (startsWith(known)) {
            m_odd = false;
            length = known.size();
        }
    for (const std::string_view named : {"(?<", "(?P<", "(?'"}) {
        const std::size_t end = m_odd && startsWith(named) ? m_pattern.find(named.back() == '<' ? '>' : '\'', m_at + named.size()) : std::string_view::npos;
        if (end != std::string_view::npos) {
            m_odd = false;
            length = end + 1 - m_at;
        }
    }
    return take(PatternToken::Open, length);
}

/// {3}, {2,} and so on are quantifiers; any other brace stands for itself, as in JSON.
PatternToken PatternReader::takeBrace()
{
    std::size_t end = m_at + 1;
    while (end < m_pattern.size() && (isDigit(m_pattern[end]) || m_pattern[end] == ',' || m_pattern[end] == ' '))
        ++end;
    if (end == m_at + 1)
        return take(PatternToken::Literal, 1);
    if (end == m_pattern.size() || m_pattern[end] != '}') {
        m_odd = true;
        return take(PatternToken::Quantifier, 1);
    }
    return take(PatternToken::Quantifier, end + 1 - m_at);
}

} // namespace Search
