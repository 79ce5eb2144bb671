// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/mergepatch.h"

#include "codec/jsonchildren.h"
#include "codec/jsonstring.h"
#include "replay/jsonedit.h"

#include <algorithm>
#include <map>

namespace Replay {

using Codec::JsonChild;
using Codec::JsonToken;

/// A value of the patch. Pieces of its text are borrowed from who reads it.
struct MergePatch::Node
{
    enum class Kind : std::uint8_t {
        Null,   ///< removes
        Object, ///< `members`
        List,   ///< `elements`, because holes may be in it
        Hole,   ///< `hole`
        Plain   ///< `raw`
    };
    struct Member
    {
        std::string_view key; ///< with its quotes
        std::shared_ptr<const Node> value;
    };

    Kind kind = Kind::Plain;
    std::string_view raw = {};
    std::size_t hole = 0;
    std::map<std::string, Member, std::less<>> members = {};
    std::vector<const Member *> order = {}; ///< as written
    std::vector<std::shared_ptr<const Node>> elements = {};
};

/// Makes nodes of a text that is known to be JSON.
class MergePatch::Reader
{
public:
    /// `holes` null: strings are strings (the text is a value that was put into a hole).
    Reader(std::string_view text, std::vector<Hole> *holes) : m_text(text), m_holes(holes) {}

    std::shared_ptr<const Node> read() { return value(rootOf(m_text), 0); }

private:
    std::shared_ptr<const Node> value(const JsonChild &child, int depth)
    {
        auto node = std::make_shared<Node>();
        node->raw = m_text.substr(child.begin, child.end - child.begin);
        if (node->raw == "null")
            node->kind = Node::Kind::Null;
        else if (child.kind == JsonToken::Kind::BeginObject)
            readObject(*node, child, depth);
        else if (child.kind == JsonToken::Kind::BeginArray && m_holes)
            readList(*node, child, depth);
        else if (child.kind == JsonToken::Kind::String && m_holes)
            readString(*node, child);
        return node;
    }

    void readObject(Node &node, const JsonChild &child, int depth)
    {
        node.kind = Node::Kind::Object;
        eachChild(m_text, child, depth, [&](const JsonChild &member) {
            const std::string_view key = m_text.substr(member.keyBegin, member.keyEnd - member.keyBegin);
            node.members[Codec::jsonStringText(key)] = {key, value(member, depth + 1)};
        });
        for (const auto &[name, member] : node.members)
            node.order.push_back(&member);
        std::ranges::sort(node.order, {}, [](const Node::Member *member) { return member->key.data(); });
    }

    void readList(Node &node, const JsonChild &child, int depth)
    {
        const std::size_t before = m_holes->size();
        eachChild(m_text, child, depth, [&](const JsonChild &element) { node.elements.push_back(value(element, depth + 1)); });
        if (m_holes->size() == before)
            node.elements.clear(); // as it is written
        else
            node.kind = Node::Kind::List;
    }

    void readString(Node &node, const JsonChild &child)
    {
        const std::string text = Codec::jsonStringText(node.raw);
        if (text.size() < 4 || !text.starts_with("{{") || !text.ends_with("}}"))
            return;
        node.kind = Node::Kind::Hole;
        node.hole = m_holes->size();
        m_holes->push_back({text.substr(2, text.size() - 4), child.begin + 3});
    }

    std::string_view m_text;
    std::vector<Hole> *m_holes;
};

/// One document under the patch.
class MergePatch::Applier
{
public:
    Applier(std::string &out, std::string_view document, std::span<const std::string> values) : m_out(out), m_document(document), m_values(values) {}

    void run(const Node &patch)
    {
        const JsonChild root = rootOf(m_document);
        if (isRemoval(patch)) {
            m_out += "null"; // a patch that is no object is the new document
            return;
        }
        m_out += m_document.substr(0, root.begin);
        merge(&root, 0, patch);
        m_out += m_document.substr(root.end);
    }

private:
    bool isRemoval(const Node &patch) const
    {
        return patch.kind == Node::Kind::Null || (patch.kind == Node::Kind::Hole && m_values[patch.hole] == "null");
    }

    /// The value at `target` (null: there is none) under a patch that does not remove it.
    void merge(const JsonChild *target, int depth, const Node &patch)
    {
        if (patch.kind == Node::Kind::Hole) {
            const std::string &value = m_values[patch.hole];
            if (value.starts_with('{'))
                merge(target, depth, *Reader(value, nullptr).read());
            else
                m_out += value;
        } else if (patch.kind == Node::Kind::Object) {
            if (target && target->kind == JsonToken::Kind::BeginObject)
                mergeObject(*target, depth, patch);
            else
                newObject(patch);
        } else {
            write(patch);
        }
    }

    /// As it stands in the patch, holes filled: lists keep their nulls.
    void write(const Node &node)
    {
        switch (node.kind) {
        case Node::Kind::Hole: m_out += m_values[node.hole]; return;
        case Node::Kind::Plain: case Node::Kind::Null: m_out += node.raw; return;
        case Node::Kind::List: {
            m_out += '[';
            std::string_view comma;
            for (const auto &element : node.elements) {
                m_out += comma;
                write(*element);
                comma = ",";
            }
            m_out += ']';
            return;
        }
        case Node::Kind::Object: {
            m_out += '{';
            std::string_view comma;
            for (const Node::Member *member : node.order) {
                ((m_out += comma) += member->key) += ':';
                write(*member->value);
                comma = ",";
            }
            m_out += '}';
            return;
        }
        }
    }

    /// Where there was none: nulls of the patch have nothing to remove.
    void newObject(const Node &patch)
    {
        m_out += '{';
        std::string_view comma;
        for (const Node::Member *member : patch.order) {
            if (isRemoval(*member->value))
                continue;
            ((m_out += comma) += member->key) += ':';
            merge(nullptr, 0, *member->value);
            comma = ",";
        }
        m_out += '}';
    }

    void mergeObject(const JsonChild &object, int depth, const Node &patch)
    {
        // Twice over the members instead of a list of them: a document may have millions.
        std::map<const Node::Member *, std::size_t> last;
        std::size_t index = 0;
        eachChild(m_document, object, depth, [&](const JsonChild &child) {
            if (const Node::Member *member = find(patch, child))
                last[member] = index;
            ++index;
        });
        ObjectWriter writer(m_out, m_document, object);
        index = 0;
        eachChild(m_document, object, depth, [&](const JsonChild &child) {
            const Node::Member *const member = find(patch, child);
            const std::size_t own = index++;
            if (!member)
                writer.keep(child);
            else if (isRemoval(*member->value))
                writer.drop(child);
            else if (last[member] != own)
                writer.keep(child);
            else
                writer.change(child, [&] { merge(&child, depth + 1, *member->value); });
        });
        for (const Node::Member *member : patch.order)
            if (!last.contains(member) && !isRemoval(*member->value))
                writer.add(member->key, [&] { merge(nullptr, 0, *member->value); });
        writer.finish();
    }

    const Node::Member *find(const Node &patch, const JsonChild &child) const
    {
        const std::string_view key = m_document.substr(child.keyBegin, child.keyEnd - child.keyBegin);
        const auto found = key.find('\\') == std::string_view::npos ? patch.members.find(key.substr(1, key.size() - 2))
                                                                    : patch.members.find(Codec::jsonStringText(key));
        return found == patch.members.end() ? nullptr : &found->second;
    }

    std::string &m_out;
    std::string_view m_document;
    std::span<const std::string> m_values;
};

std::variant<MergePatch, Codec::Problem> MergePatch::read(std::string_view patch)
{
    if (const Codec::Problem problem = jsonProblem(patch))
        return problem;
    MergePatch made;
    auto text = std::make_shared<const std::string>(patch);
    const std::shared_ptr<const Node> root = Reader(*text, &made.m_holes).read();
    made.m_root = std::shared_ptr<const Node>(root.get(), [root, text](const Node *) {}); // nodes borrow from the text
    return made;
}

Codec::Problem MergePatch::apply(std::string &out, std::string_view document, std::span<const std::string> values) const
{
    if (const Codec::Problem problem = jsonProblem(document))
        return problem;
    Applier(out, document, values).run(*m_root);
    return {};
}

} // namespace Replay
