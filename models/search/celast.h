// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace Search::Cel {

/// Limits of what is accepted as an expression at all; whatever is longer or deeper gets an error at once.
inline constexpr std::size_t maxSourceBytes = 64 * 1024;
inline constexpr int maxNesting = 64;     ///< parentheses, brackets, calls, ?: inside one another
inline constexpr int maxTreeDepth = 256;  ///< also counts a.b.c and a + b + c, which nest to the left

/// What is wrong with an expression, and where (bytes of the source).
struct SyntaxError
{
    std::string problem = {};
    std::size_t position = 0;
    std::size_t length = 0;
    std::string suggestion = {}; ///< what may have been meant; may be empty

    explicit operator bool() const { return !problem.empty(); }
};

enum class NodeKind : std::uint8_t {
    Literal,     ///< value: index into Ast::literals
    Ident,       ///< name
    Select,      ///< operand . name
    Has,         ///< has(operand . name)
    Index,       ///< operand [ index ]
    Call,        ///< name(arguments), isMember: the first child is the receiver
    List,        ///< elements
    Map,         ///< key, value, key, value, …
    Conditional, ///< condition, then, else
    And,         ///< two or more
    Or,          ///< two or more
    Not, Negate,
    Add, Subtract, Multiply, Divide, Modulo,
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, In,
    // Macros; name: the variable, children: range, predicate, transform as far as the macro has them
    All, Exists, ExistsOne, MapEach, MapIf, Filter
};

/// One node of the tree; children are a stretch of Ast::children.
struct Node
{
    NodeKind kind = NodeKind::Literal;
    bool isMember = false;  ///< Call: written as receiver.name(…)
    bool isRoot = false;    ///< Ident, Call: written with a leading dot
    std::uint16_t depth = 1;
    std::uint32_t begin = 0; ///< bytes of the source, for messages
    std::uint32_t length = 0;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    std::uint32_t value = 0; ///< index into literals or names
};

/// null, bool, int, uint, double, string; bytes as `Bytes`.
struct BytesLiteral
{
    std::string bytes;
};
using Literal = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, BytesLiteral>;

/// A parsed expression. Children come before their parents.
struct Ast
{
    std::vector<Node> nodes;
    std::vector<std::uint32_t> children;
    std::vector<Literal> literals;
    std::vector<std::string> names;
    std::uint32_t root = 0;

    std::uint32_t child(const Node &node, std::uint32_t i) const { return children[node.first + i]; }
    const std::string &name(const Node &node) const { return names[node.value]; }
};

} // namespace Search::Cel
