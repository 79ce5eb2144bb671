// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celeval.h"

#include "codec/jsonl.h"
#include "search/celjson.h"
#include "search/celnames.h"

#include <algorithm>
#include <set>

namespace Search {

namespace {

constexpr int deepest = 8;
constexpr std::size_t mostFields = 10'000; ///< looked at, so that a large value costs no more than a small one

bool isIdentifier(std::string_view name)
{
    const auto isPart = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::ranges::all_of(name, isPart) && !Cel::isKeyword(name);
}

/// Collects the fields of a document in its order.
class Collector
{
public:
    Collector(const Cel::JsonDocument &json, std::size_t limit) : m_json(json), m_limit(limit) {}

    void collect(const Cel::Data &data, const std::string &prefix, int depth)
    {
        if (depth > deepest || m_paths.size() >= m_limit)
            return;
        if (data.kind == Cel::Data::Kind::JsonMap)
            fields(data, prefix, depth);
        else if (data.kind == Cel::Data::Kind::JsonList)
            firstElement(data, prefix, depth);
    }
    std::vector<std::string> take() { return std::move(m_paths); }

private:
    void fields(const Cel::Data &map, const std::string &prefix, int depth)
    {
        for (std::uint32_t place = m_json.first(map.place); place != Cel::JsonDocument::nowhere && m_paths.size() < m_limit && ++m_looked < mostFields;
             place = m_json.next(Cel::JsonDocument::valueOf(place))) {
            m_arena.reset();
            const Cel::Data name = m_json.name(place, m_arena);
            if (name.isError())
                return;
            std::string path = prefix;
            if (isIdentifier(name.view())) {
                path += prefix.empty() ? "" : ".";
                path += name.view();
            } else {
                path += '[';
                Codec::appendJsonValue(path, name.view());
                path += ']';
            }
            if (m_seen.insert(path).second)
                m_paths.push_back(path);
            collect(m_json.at(Cel::JsonDocument::valueOf(place), m_arena), path, depth + 1);
        }
    }

    void firstElement(const Cel::Data &list, const std::string &prefix, int depth)
    {
        const std::uint32_t place = m_json.first(list.place);
        if (place != Cel::JsonDocument::nowhere)
            collect(m_json.at(place, m_arena), prefix + "[0]", depth + 1);
    }

    const Cel::JsonDocument &m_json;
    std::size_t m_limit;
    std::size_t m_looked = 0;
    Cel::Arena m_arena;
    std::vector<std::string> m_paths;
    std::set<std::string> m_seen;
};

} // namespace

std::vector<std::string> fieldPaths(std::string_view json, std::size_t limit)
{
    Cel::JsonDocument document;
    if (document.parse(json, Cel::PathTree()) != Cel::JsonDocument::Outcome::Json)
        return {};
    Cel::Arena arena;
    Collector collector(document, limit);
    collector.collect(document.root(arena), {}, 0);
    return collector.take();
}

} // namespace Search
