// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celast.h"

#include <string_view>

namespace Search::Cel {

enum class TokenKind : std::uint8_t {
    End, Name, QuotedName, Int, Uint, Double, String, Bytes,
    LeftParen, RightParen, LeftBracket, RightBracket, LeftBrace, RightBrace,
    Dot, Comma, Colon, Question,
    Not, Minus, Plus, Star, Slash, Percent,
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, And, Or,
    Bad ///< see Lexer::error()
};

struct Token
{
    TokenKind kind = TokenKind::End;
    std::size_t begin = 0;
    std::size_t length = 0;
};

/// Cuts an expression into tokens, one at a time. Strings are only delimited here; celliteral reads them.
class Lexer
{
public:
    explicit Lexer(std::string_view source) : m_source(source) {}

    Token next();
    const SyntaxError &error() const { return m_error; }
    std::string_view text(const Token &token) const { return m_source.substr(token.begin, token.length); }

private:
    char peek(std::size_t ahead = 0) const { return m_at + ahead < m_source.size() ? m_source[m_at + ahead] : '\0'; }
    void skipBlanks();
    Token take(TokenKind kind, std::size_t length);
    Token fail(std::string problem, std::size_t begin, std::size_t length, std::string suggestion = {});
    Token name();
    Token quotedName();
    Token number();
    Token string(std::size_t prefix, bool isRaw, bool isBytes);
    Token symbol();

    std::string_view m_source;
    std::size_t m_at = 0;
    SyntaxError m_error;
};

} // namespace Search::Cel
