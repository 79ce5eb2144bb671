// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celast.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace Search::Cel {

/// The tree while it is parsed, and the first thing that was wrong. After that nothing is added any more.
class AstBuilder
{
public:
    using Index = std::uint32_t;

    /// `end`: behind the last byte that belongs to the node.
    Index add(NodeKind kind, std::size_t begin, std::size_t end, const std::vector<Index> &children, Index value = 0)
    {
        if (m_error)
            return 0;
        Node node;
        node.kind = kind;
        node.begin = static_cast<Index>(begin);
        node.length = static_cast<Index>(end - begin);
        node.first = static_cast<Index>(m_ast.children.size());
        node.count = static_cast<Index>(children.size());
        node.value = value;
        for (const Index child : children)
            node.depth = std::max<std::uint16_t>(node.depth, static_cast<std::uint16_t>(m_ast.nodes[child].depth + 1));
        if (node.depth > maxTreeDepth)
            return fail("more than " + std::to_string(maxTreeDepth) + " operators build on one another", begin, node.length);
        m_ast.children.insert(m_ast.children.end(), children.begin(), children.end());
        m_ast.nodes.push_back(node);
        return static_cast<Index>(m_ast.nodes.size() - 1);
    }
    Index addLiteral(Literal literal, std::size_t begin, std::size_t end)
    {
        m_ast.literals.push_back(std::move(literal));
        return add(NodeKind::Literal, begin, end, {}, static_cast<Index>(m_ast.literals.size() - 1));
    }
    Index addName(std::string_view name)
    {
        m_ast.names.emplace_back(name);
        return static_cast<Index>(m_ast.names.size() - 1);
    }
    Index fail(std::string problem, std::size_t begin, std::size_t length, std::string suggestion = {})
    {
        if (!m_error)
            m_error = {std::move(problem), begin, length, std::move(suggestion)};
        return 0;
    }
    void fail(const SyntaxError &error)
    {
        if (!m_error)
            m_error = error;
    }

    bool hasFailed() const { return static_cast<bool>(m_error); }
    /// Only while nothing has failed.
    Node &node(Index index) { return m_ast.nodes[index]; }
    Index child(const Node &node, Index i) const { return m_ast.child(node, i); }
    std::size_t beginOf(Index node) const { return m_error ? 0 : m_ast.nodes[node].begin; }

    SyntaxError takeError() { return std::move(m_error); }
    Ast takeAst(Index root)
    {
        m_ast.root = root;
        return std::move(m_ast);
    }

private:
    Ast m_ast;
    SyntaxError m_error;
};

} // namespace Search::Cel
