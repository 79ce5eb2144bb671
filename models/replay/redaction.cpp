// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/redaction.h"

#include "codec/jsonstring.h"
#include "replay/jsonedit.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace Replay {

using Codec::JsonChild;
using Codec::JsonToken;

/// What the paths say about one place of a document.
struct Redaction::Node
{
    bool isReplaced = false;
    std::map<std::string, std::shared_ptr<Node>, std::less<>> names = {};
    std::map<std::size_t, std::shared_ptr<Node>> indexes = {};
    std::shared_ptr<Node> each = {}; ///< [*]
};

class Redaction::PathReader
{
public:
    explicit PathReader(std::string_view text) : m_text(text) {}

    /// False: see problem() and position().
    bool read(Node &root)
    {
        constexpr int mostSteps = 64;
        Node *node = &root;
        int steps = 0;
        while (m_at < m_text.size()) {
            node = m_text[m_at] == '[' ? bracket(*node) : name(*node, steps == 0);
            if (!node)
                return false;
            if (++steps > mostSteps)
                return fail("more than 64 steps") != nullptr;
        }
        if (steps == 0)
            return fail("the path is empty") != nullptr;
        node->isReplaced = true;
        return true;
    }
    const std::string &problem() const { return m_problem; }
    std::size_t position() const { return m_at; }

private:
    Node *fail(std::string problem)
    {
        m_problem = std::move(problem);
        return nullptr;
    }

    static Node *below(std::shared_ptr<Node> &place)
    {
        if (!place)
            place = std::make_shared<Node>();
        return place.get();
    }

    Node *name(Node &node, bool isFirst)
    {
        if (!isFirst) {
            if (m_text[m_at] != '.')
                return fail("a dot or a bracket is expected");
            ++m_at;
        }
        const std::size_t end = std::min(m_text.find_first_of(".[]", m_at), m_text.size());
        if (end == m_at)
            return fail("a name is expected");
        Node *const found = below(node.names[std::string(m_text.substr(m_at, end - m_at))]);
        m_at = end;
        return found;
    }

    Node *bracket(Node &node)
    {
        const std::size_t inside = m_at + 1;
        if (inside < m_text.size() && m_text[inside] == '"')
            return quoted(node, inside);
        const std::size_t end = m_text.find(']', inside);
        if (end == std::string_view::npos)
            return fail("the bracket is not closed");
        const std::string_view text = m_text.substr(inside, end - inside);
        std::size_t index = 0;
        const auto number = std::from_chars(text.data(), text.data() + text.size(), index);
        const bool isNumber = number.ec == std::errc() && number.ptr == text.data() + text.size();
        if (text != "*" && !isNumber)
            return fail("a number, * or a name in quotes is expected in the brackets");
        m_at = end + 1;
        return below(isNumber ? node.indexes[index] : node.each);
    }

    Node *quoted(Node &node, std::size_t begin)
    {
        std::size_t end = begin + 1;
        while (end < m_text.size() && m_text[end] != '"')
            end += m_text[end] == '\\' ? 2 : 1;
        if (end + 1 >= m_text.size() || m_text[end + 1] != ']')
            return fail("the name in quotes is not closed");
        Node *const found = below(node.names[Codec::jsonStringText(m_text.substr(begin, end + 1 - begin))]);
        m_at = end + 2;
        return found;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string m_problem;
};

class Redaction::Applier
{
public:
    using Nodes = std::vector<const Node *>;

    Applier(std::string &out, std::string_view document, const std::string &replacement) : m_out(out), m_document(document), m_replacement(replacement) {}

    void run(const Node &root)
    {
        const JsonChild value = rootOf(m_document);
        m_out += m_document.substr(0, value.begin);
        write(value, 0, {&root});
        m_out += m_document.substr(value.end);
    }

private:
    void write(const JsonChild &value, int depth, const Nodes &nodes)
    {
        const bool isObject = value.kind == JsonToken::Kind::BeginObject;
        std::size_t done = value.begin;
        if (isObject || value.kind == JsonToken::Kind::BeginArray) {
            std::size_t index = 0;
            eachChild(m_document, value, depth, [&](const JsonChild &child) {
                const Nodes meant = isObject ? named(nodes, child) : numbered(nodes, index++);
                if (meant.empty())
                    return;
                m_out += m_document.substr(done, child.begin - done);
                if (std::ranges::any_of(meant, &Node::isReplaced))
                    m_out += m_replacement;
                else
                    write(child, depth + 1, meant);
                done = child.end;
            });
        }
        m_out += m_document.substr(done, value.end - done);
    }

    Nodes named(const Nodes &nodes, const JsonChild &child) const
    {
        const std::string_view key = m_document.substr(child.keyBegin, child.keyEnd - child.keyBegin);
        std::optional<std::string> unescaped;
        if (key.find('\\') != std::string_view::npos)
            unescaped = Codec::jsonStringText(key);
        const std::string_view name = unescaped ? std::string_view(*unescaped) : key.substr(1, key.size() - 2);
        Nodes found;
        for (const Node *node : nodes)
            if (const auto it = node->names.find(name); it != node->names.end())
                found.push_back(it->second.get());
        return found;
    }

    static Nodes numbered(const Nodes &nodes, std::size_t index)
    {
        Nodes found;
        for (const Node *node : nodes) {
            if (const auto it = node->indexes.find(index); it != node->indexes.end())
                found.push_back(it->second.get());
            if (node->each)
                found.push_back(node->each.get());
        }
        return found;
    }

    std::string &m_out;
    std::string_view m_document;
    const std::string &m_replacement;
};

std::variant<Redaction, Redaction::BadPath> Redaction::read(const std::vector<std::string> &paths, const std::string &replacement)
{
    auto root = std::make_shared<Node>();
    for (std::size_t i = 0; i < paths.size(); ++i) {
        PathReader reader(paths[i]);
        if (!reader.read(*root))
            return BadPath{i, reader.problem(), reader.position()};
    }
    if (const Codec::Problem problem = jsonProblem(replacement))
        return BadPath{paths.size(), "the replacement is no JSON", problem.position};
    Redaction made;
    made.m_root = std::move(root);
    made.m_replacement = replacement;
    return made;
}

Codec::Problem Redaction::apply(std::string &out, std::string_view document) const
{
    if (const Codec::Problem problem = jsonProblem(document))
        return problem;
    Applier(out, document, m_replacement).run(*m_root);
    return {};
}

} // namespace Replay
