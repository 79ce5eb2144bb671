// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celparser.h"

#include "codec/utf8.h"
#include "search/celbuilder.h"
#include "search/cellexer.h"
#include "search/celliteral.h"
#include "search/celnames.h"

#include <algorithm>
#include <optional>

namespace Search::Cel {

namespace {

using Index = AstBuilder::Index;

/// Recursive descent. After the first error every function returns at once; what it returns is then not looked at.
class Parser
{
public:
    explicit Parser(std::string_view source) : m_lexer(source) { advance(); }

    std::variant<Ast, SyntaxError> run()
    {
        const Index root = expression();
        if (!hasFailed() && m_token.kind != TokenKind::End) {
            const bool isClosing = m_token.kind == TokenKind::RightParen || m_token.kind == TokenKind::RightBracket || m_token.kind == TokenKind::RightBrace;
            fail(isClosing ? "nothing was opened that this could close" : "an operator is missing before this");
        }
        if (hasFailed())
            return m_tree.takeError();
        return m_tree.takeAst(root);
    }

private:
    void advance()
    {
        m_end = m_token.begin + m_token.length;
        m_token = m_lexer.next();
        if (m_token.kind == TokenKind::Bad)
            m_tree.fail(m_lexer.error());
    }
    bool at(TokenKind kind) const { return !hasFailed() && m_token.kind == kind; }
    bool accept(TokenKind kind)
    {
        if (!at(kind))
            return false;
        advance();
        return true;
    }
    void expect(TokenKind kind, const char *problem)
    {
        if (!accept(kind))
            fail(problem);
    }
    bool hasFailed() const { return m_tree.hasFailed(); }
    Index fail(std::string problem) { return m_tree.fail(std::move(problem), m_token.begin, m_token.length); }
    Index failAt(std::string problem, std::size_t begin, std::size_t length) { return m_tree.fail(std::move(problem), begin, length); }

    Index add(NodeKind kind, std::size_t begin, const std::vector<Index> &children, Index value = 0) { return m_tree.add(kind, begin, m_end, children, value); }
    Index addLiteral(Literal literal, std::size_t begin) { return m_tree.addLiteral(std::move(literal), begin, m_end); }
    Index addName(std::string_view name) { return m_tree.addName(name); }
    std::size_t beginOf(Index node) const { return m_tree.beginOf(node); }

    Index expression()
    {
        if (++m_nesting > maxNesting)
            return fail("nested deeper than " + std::to_string(maxNesting) + " levels");
        const Index condition = chain(NodeKind::Or);
        Index result = condition;
        if (accept(TokenKind::Question)) {
            const Index yes = chain(NodeKind::Or);
            expect(TokenKind::Colon, "a ':' is missing: condition ? then : else");
            const Index no = expression();
            result = add(NodeKind::Conditional, beginOf(condition), {condition, yes, no});
        }
        --m_nesting;
        return result;
    }

    /// a || b || c, or a && b && c: one node, however long.
    Index chain(NodeKind kind)
    {
        const bool isOr = kind == NodeKind::Or;
        std::vector<Index> operands{isOr ? chain(NodeKind::And) : relation()};
        while (accept(isOr ? TokenKind::Or : TokenKind::And))
            operands.push_back(isOr ? chain(NodeKind::And) : relation());
        return operands.size() == 1 ? operands[0] : add(kind, beginOf(operands[0]), operands);
    }

    std::optional<NodeKind> relationHere() const
    {
        switch (m_token.kind) {
        case TokenKind::Equal: return NodeKind::Equal;
        case TokenKind::NotEqual: return NodeKind::NotEqual;
        case TokenKind::Less: return NodeKind::Less;
        case TokenKind::LessEqual: return NodeKind::LessEqual;
        case TokenKind::Greater: return NodeKind::Greater;
        case TokenKind::GreaterEqual: return NodeKind::GreaterEqual;
        case TokenKind::Name: return m_lexer.text(m_token) == "in" ? std::optional(NodeKind::In) : std::nullopt;
        default: return std::nullopt;
        }
    }

    Index relation()
    {
        Index left = addition();
        while (const auto kind = hasFailed() ? std::nullopt : relationHere()) {
            advance();
            const Index right = addition();
            left = add(*kind, beginOf(left), {left, right});
        }
        return left;
    }

    Index addition()
    {
        Index left = multiplication();
        while (at(TokenKind::Plus) || at(TokenKind::Minus)) {
            const NodeKind kind = at(TokenKind::Plus) ? NodeKind::Add : NodeKind::Subtract;
            advance();
            const Index right = multiplication();
            left = add(kind, beginOf(left), {left, right});
        }
        return left;
    }

    Index multiplication()
    {
        Index left = unary();
        while (at(TokenKind::Star) || at(TokenKind::Slash) || at(TokenKind::Percent)) {
            const NodeKind kind = at(TokenKind::Star) ? NodeKind::Multiply : at(TokenKind::Slash) ? NodeKind::Divide : NodeKind::Modulo;
            advance();
            const Index right = unary();
            left = add(kind, beginOf(left), {left, right});
        }
        return left;
    }

    Index unary()
    {
        std::vector<std::size_t> signs;
        const TokenKind sign = m_token.kind;
        if (sign != TokenKind::Not && sign != TokenKind::Minus)
            return member();
        while (at(sign)) {
            signs.push_back(m_token.begin);
            advance();
        }
        Index operand = 0;
        if (sign == TokenKind::Minus && (at(TokenKind::Int) || at(TokenKind::Double))) {
            operand = members(number(true, signs.back())); // the last minus belongs to the number: −2^63 has no positive
            signs.pop_back();
        } else {
            operand = member();
        }
        for (auto begin = signs.rbegin(); begin != signs.rend() && !hasFailed(); ++begin)
            operand = add(sign == TokenKind::Not ? NodeKind::Not : NodeKind::Negate, *begin, {operand});
        return operand;
    }

    Index number(bool isNegative, std::size_t begin)
    {
        const Token token = m_token;
        const std::string_view text = m_lexer.text(token);
        advance();
        if (token.kind == TokenKind::Double) {
            const double value = readDouble(text);
            return addLiteral(isNegative ? -value : value, begin);
        }
        std::int64_t i = 0;
        std::uint64_t u = 0;
        const bool isUint = token.kind == TokenKind::Uint;
        if (isUint ? !readUint(text, u) : !readInt(text, isNegative, i))
            return failAt(isUint ? "the number does not fit 64 bits" : "the number does not fit 64 bits with a sign", begin, m_end - begin);
        return isUint ? addLiteral(u, begin) : addLiteral(i, begin);
    }

    Index text()
    {
        const Token token = m_token;
        const bool isBytes = token.kind == TokenKind::Bytes;
        std::string value;
        SyntaxError error;
        if (!readString(m_lexer.text(token), isBytes, value, error))
            return failAt(std::move(error.problem), token.begin + error.position, error.length);
        advance();
        return isBytes ? addLiteral(BytesLiteral{std::move(value)}, token.begin) : addLiteral(std::move(value), token.begin);
    }

    Index member() { return members(primary()); }

    /// What follows a primary: .field, .call(…), [index], any number of them.
    Index members(Index operand)
    {
        while (!hasFailed()) {
            if (accept(TokenKind::Dot)) {
                operand = selection(operand);
            } else if (accept(TokenKind::LeftBracket)) {
                const Index index = expression();
                expect(TokenKind::RightBracket, "a ']' is missing");
                operand = add(NodeKind::Index, beginOf(operand), {operand, index});
            } else {
                break;
            }
        }
        return operand;
    }

    Index selection(Index operand)
    {
        const Token token = m_token;
        if (!at(TokenKind::Name) && !at(TokenKind::QuotedName))
            return fail("a name is expected after the dot");
        std::string_view name = m_lexer.text(token);
        if (token.kind == TokenKind::QuotedName)
            name = name.substr(1, name.size() - 2);
        else if (isKeyword(name))
            return fail("'" + std::string(name) + "' is a word of the language, no name; write [\"" + std::string(name) + "\"]");
        advance();
        if (token.kind == TokenKind::Name && at(TokenKind::LeftParen))
            return call(name, token, operand);
        if (at(TokenKind::LeftBrace))
            return fail("protobuf messages cannot be built here");
        return add(NodeKind::Select, beginOf(operand), {operand}, addName(name));
    }

    /// The arguments of a call, in parentheses.
    std::vector<Index> arguments()
    {
        std::vector<Index> list;
        expect(TokenKind::LeftParen, "a '(' is missing");
        while (!hasFailed() && !at(TokenKind::RightParen)) {
            list.push_back(expression());
            if (!accept(TokenKind::Comma))
                break;
            if (at(TokenKind::RightParen))
                return fail("an argument is missing after the comma"), list;
        }
        expect(TokenKind::RightParen, "a ')' is missing");
        return list;
    }

    Index call(std::string_view name, const Token &token, std::optional<Index> receiver)
    {
        const std::vector<Index> list = arguments();
        if (hasFailed())
            return 0;
        if (const auto macro = receiver ? comprehension(name, list.size()) : std::nullopt)
            return addComprehension(*macro, *receiver, list, token);
        if (!receiver && name == "has")
            return presence(token, list);
        std::vector<Index> children = list;
        if (receiver)
            children.insert(children.begin(), *receiver);
        const Index node = add(NodeKind::Call, receiver ? beginOf(*receiver) : token.begin, children, addName(name));
        if (!hasFailed())
            m_tree.node(node).isMember = receiver.has_value();
        return node;
    }

    static std::optional<NodeKind> comprehension(std::string_view name, std::size_t arguments)
    {
        if (name == "map" && arguments == 3)
            return NodeKind::MapIf;
        if (arguments != 2)
            return std::nullopt;
        return name == "all" ? std::optional(NodeKind::All) : name == "exists" ? std::optional(NodeKind::Exists)
            : name == "exists_one" ? std::optional(NodeKind::ExistsOne) : name == "map" ? std::optional(NodeKind::MapEach)
            : name == "filter" ? std::optional(NodeKind::Filter) : std::nullopt;
    }

    Index addComprehension(NodeKind kind, Index range, const std::vector<Index> &list, const Token &token)
    {
        const Node variable = m_tree.node(list[0]);
        if (variable.kind != NodeKind::Ident || variable.isRoot)
            return failAt("the first argument of " + std::string(m_lexer.text(token)) + "() must be a new name", variable.begin, variable.length);
        std::vector<Index> children{range};
        children.insert(children.end(), list.begin() + 1, list.end());
        return add(kind, beginOf(range), children, variable.value);
    }

    Index presence(const Token &token, const std::vector<Index> &list)
    {
        if (list.size() != 1 || m_tree.node(list[0]).kind != NodeKind::Select)
            return failAt("has() takes one field: has(value.name)", token.begin, m_end - token.begin);
        const Node field = m_tree.node(list[0]);
        return add(NodeKind::Has, token.begin, {m_tree.child(field, 0)}, field.value);
    }

    Index primary()
    {
        if (hasFailed())
            return 0;
        const Token token = m_token;
        switch (token.kind) {
        case TokenKind::Int: case TokenKind::Uint: case TokenKind::Double: return number(false, token.begin);
        case TokenKind::String: case TokenKind::Bytes: return text();
        case TokenKind::LeftParen: return parenthesis();
        case TokenKind::LeftBracket: return list();
        case TokenKind::LeftBrace: return map();
        case TokenKind::Dot: case TokenKind::Name: return name();
        case TokenKind::End: return fail(token.begin == 0 ? "an expression is expected" : "the expression ends too early");
        default: return fail("a value is expected here");
        }
    }

    Index parenthesis()
    {
        advance();
        const Index inner = expression();
        expect(TokenKind::RightParen, "a ')' is missing");
        return inner;
    }

    Index list()
    {
        const std::size_t begin = m_token.begin;
        advance();
        std::vector<Index> elements;
        while (!hasFailed() && !at(TokenKind::RightBracket)) {
            elements.push_back(expression());
            if (!accept(TokenKind::Comma))
                break;
        }
        expect(TokenKind::RightBracket, "a ']' is missing");
        return add(NodeKind::List, begin, elements);
    }

    Index map()
    {
        const std::size_t begin = m_token.begin;
        advance();
        std::vector<Index> entries;
        while (!hasFailed() && !at(TokenKind::RightBrace)) {
            entries.push_back(expression());
            expect(TokenKind::Colon, "a ':' is missing between key and value");
            entries.push_back(expression());
            if (!accept(TokenKind::Comma))
                break;
        }
        expect(TokenKind::RightBrace, "a '}' is missing");
        return add(NodeKind::Map, begin, entries);
    }

    Index name()
    {
        const std::size_t begin = m_token.begin;
        const bool isRoot = accept(TokenKind::Dot);
        const Token token = m_token;
        if (!at(TokenKind::Name))
            return fail("a name is expected after the dot");
        const std::string_view name = m_lexer.text(token);
        if (name == "true" || name == "false" || name == "null") {
            advance();
            return isRoot ? failAt("this is no name", token.begin, token.length) : name == "null" ? addLiteral(std::monostate(), begin) : addLiteral(name == "true", begin);
        }
        if (isKeyword(name))
            return fail("a value is expected here");
        if (isReserved(name))
            return fail("'" + std::string(name) + "' is a reserved word");
        advance();
        if (at(TokenKind::LeftBrace))
            return fail("protobuf messages cannot be built here");
        const Index node = at(TokenKind::LeftParen) ? call(name, token, std::nullopt) : add(NodeKind::Ident, begin, {}, addName(name));
        if (!hasFailed())
            m_tree.node(node).isRoot = isRoot;
        return node;
    }

    Lexer m_lexer;
    Token m_token;
    std::size_t m_end = 0; ///< behind the last token taken
    int m_nesting = -1; ///< the whole expression is level 0
    AstBuilder m_tree;
};

} // namespace

std::variant<Ast, SyntaxError> parse(std::string_view source)
{
    if (source.size() > maxSourceBytes)
        return SyntaxError{"the expression is longer than " + std::to_string(maxSourceBytes) + " bytes", maxSourceBytes, 1, {}};
    const std::size_t invalid = Codec::firstInvalid(source);
    if (invalid != Codec::npos)
        return SyntaxError{"the expression is not UTF-8", invalid, 1, {}};
    return Parser(source).run();
}

} // namespace Search::Cel
