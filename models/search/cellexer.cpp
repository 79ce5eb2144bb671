// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/cellexer.h"

#include "codec/utf8.h"

#include <algorithm>

namespace Search::Cel {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isHexDigit(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isNameStart(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool isNamePart(char c)
{
    return isNameStart(c) || isDigit(c);
}

} // namespace

void Lexer::skipBlanks()
{
    while (m_at < m_source.size()) {
        const char c = m_source[m_at];
        if (c == '/' && peek(1) == '/')
            m_at = std::min(m_source.find('\n', m_at), m_source.size());
        else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')
            ++m_at;
        else
            return;
    }
}

Token Lexer::take(TokenKind kind, std::size_t length)
{
    const Token token{kind, m_at, length};
    m_at += length;
    return token;
}

Token Lexer::fail(std::string problem, std::size_t begin, std::size_t length, std::string suggestion)
{
    if (!m_error)
        m_error = {std::move(problem), begin, length, std::move(suggestion)};
    m_at = m_source.size();
    return {TokenKind::Bad, begin, length};
}

Token Lexer::next()
{
    if (m_error)
        return {TokenKind::Bad, m_error.position, m_error.length};
    skipBlanks();
    if (m_at >= m_source.size())
        return {TokenKind::End, m_source.size(), 0};
    const char c = peek();
    const bool isBytes = c == 'b' || c == 'B';
    const char second = isBytes ? peek(1) : c;
    const bool isRaw = second == 'r' || second == 'R';
    const std::size_t prefix = (isBytes ? 1u : 0u) + (isRaw ? 1u : 0u);
    if (peek(prefix) == '"' || peek(prefix) == '\'')
        return string(prefix, isRaw, isBytes);
    if (isNameStart(c))
        return name();
    if (isDigit(c) || (c == '.' && isDigit(peek(1))))
        return number();
    if (c == '`')
        return quotedName();
    return symbol();
}

Token Lexer::name()
{
    std::size_t length = 1;
    while (isNamePart(peek(length)))
        ++length;
    return take(TokenKind::Name, length);
}

/// A field whose name is no identifier: headers.`trace-id`.
Token Lexer::quotedName()
{
    std::size_t length = 1;
    while (isNamePart(peek(length)) || (peek(length) != '\0' && std::string_view(".-/ ").find(peek(length)) != std::string_view::npos))
        ++length;
    if (length == 1 || peek(length) != '`')
        return fail("a name in backticks may hold letters, digits, _ . - / and blanks, and must end with a backtick", m_at, length);
    return take(TokenKind::QuotedName, length + 1);
}

Token Lexer::number()
{
    std::size_t length = 0;
    TokenKind kind = TokenKind::Int;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
        length = 2;
        while (isHexDigit(peek(length)))
            ++length;
        if (length == 2)
            return fail("a hexadecimal number needs digits", m_at, length);
    } else {
        while (isDigit(peek(length)))
            ++length;
        if (peek(length) == '.' && isDigit(peek(length + 1))) {
            kind = TokenKind::Double;
            ++length;
            while (isDigit(peek(length)))
                ++length;
        }
        const std::size_t sign = peek(length + 1) == '+' || peek(length + 1) == '-' ? 1 : 0;
        if ((peek(length) == 'e' || peek(length) == 'E') && isDigit(peek(length + 1 + sign))) {
            kind = TokenKind::Double;
            length += 1 + sign;
            while (isDigit(peek(length)))
                ++length;
        }
    }
    if (kind == TokenKind::Int && (peek(length) == 'u' || peek(length) == 'U')) {
        kind = TokenKind::Uint;
        ++length;
    }
    if (isNamePart(peek(length))) {
        std::size_t end = length;
        while (isNamePart(peek(end)))
            ++end;
        return fail("a number ends with letters that do not belong to it", m_at, end);
    }
    return take(kind, length);
}

Token Lexer::string(std::size_t prefix, bool isRaw, bool isBytes)
{
    const std::size_t begin = m_at;
    const char quote = peek(prefix);
    const bool isTriple = peek(prefix + 1) == quote && peek(prefix + 2) == quote;
    const std::size_t quotes = isTriple ? 3 : 1;
    std::size_t at = begin + prefix + quotes;
    for (; at < m_source.size(); ++at) {
        const char c = m_source[at];
        if (c == '\\' && !isRaw) {
            ++at;
        } else if (!isTriple && (c == '\n' || c == '\r')) {
            break;
        } else if (c == quote && (!isTriple || (at + 2 < m_source.size() && m_source[at + 1] == quote && m_source[at + 2] == quote))) {
            return take(isBytes ? TokenKind::Bytes : TokenKind::String, at + quotes - begin);
        }
    }
    return fail("the string is not closed", begin, std::min(at, m_source.size()) - begin);
}

Token Lexer::symbol()
{
    const char c = peek();
    const char second = peek(1);
    switch (c) {
    case '(': return take(TokenKind::LeftParen, 1);
    case ')': return take(TokenKind::RightParen, 1);
    case '[': return take(TokenKind::LeftBracket, 1);
    case ']': return take(TokenKind::RightBracket, 1);
    case '{': return take(TokenKind::LeftBrace, 1);
    case '}': return take(TokenKind::RightBrace, 1);
    case '.': return take(TokenKind::Dot, 1);
    case ',': return take(TokenKind::Comma, 1);
    case ':': return take(TokenKind::Colon, 1);
    case '?': return take(TokenKind::Question, 1);
    case '+': return take(TokenKind::Plus, 1);
    case '-': return take(TokenKind::Minus, 1);
    case '*': return take(TokenKind::Star, 1);
    case '/': return take(TokenKind::Slash, 1);
    case '%': return take(TokenKind::Percent, 1);
    case '!': return second == '=' ? take(TokenKind::NotEqual, 2) : take(TokenKind::Not, 1);
    case '<': return second == '=' ? take(TokenKind::LessEqual, 2) : take(TokenKind::Less, 1);
    case '>': return second == '=' ? take(TokenKind::GreaterEqual, 2) : take(TokenKind::Greater, 1);
    case '=': return second == '=' ? take(TokenKind::Equal, 2) : fail("= is no operator", m_at, 1, "==");
    case '&': return second == '&' ? take(TokenKind::And, 2) : fail("& is no operator", m_at, 1, "&&");
    case '|': return second == '|' ? take(TokenKind::Or, 2) : fail("| is no operator", m_at, 1, "||");
    default: break;
    }
    const std::size_t length = std::max<std::size_t>(1, Codec::characterLength(m_source, m_at));
    return fail("this character has no meaning here", m_at, length);
}

} // namespace Search::Cel
