// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celjson.h"

#include "search/celjsontext.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

namespace Search::Cel {

namespace {

constexpr std::size_t smallDocument = 1024 * 1024; ///< bytes; what larger ones needed is given back
constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view bytes)
{
    const std::size_t begin = std::min(bytes.find_first_not_of(blanks), bytes.size());
    return bytes.substr(begin, bytes.find_last_not_of(blanks) + 1 - begin);
}

} // namespace

struct JsonDocument::Stage
{
    std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;

    /// Room for a document of that size; false: there is no memory for it.
    bool reserve(std::size_t bytes)
    {
        const bool tooLarge = parser && parser->capacity() > smallDocument && bytes <= smallDocument;
        if (parser && parser->capacity() >= bytes && !tooLarge)
            return true;
        std::size_t capacity = 4096;
        while (capacity < bytes)
            capacity *= 2;
        capacity = std::min(capacity, std::max<std::size_t>(bytes, simdjson::SIMDJSON_MAXSIZE_BYTES));
        parser.reset();
        return simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, 1, parser) == simdjson::SUCCESS;
    }
};

std::uint32_t PathTree::add(std::uint32_t parent, std::string_view name)
{
    for (const std::uint32_t child : fields[parent].children)
        if (fields[child].name == name)
            return child;
    const auto added = static_cast<std::uint32_t>(fields.size());
    fields.push_back({std::string(name), parent, {}, name.find_first_of("\"\\") == std::string_view::npos});
    fields[parent].children.push_back(added);
    return added;
}

JsonDocument::JsonDocument() : m_stage(std::make_unique<Stage>()), m_levels(maxDepth) {}
JsonDocument::~JsonDocument() = default;

JsonDocument::Outcome JsonDocument::outcomeWithoutJson() const
{
    return simdjson::validate_utf8(m_bytes.data(), m_bytes.size()) ? Outcome::Text : Outcome::Bytes;
}

JsonDocument::Outcome JsonDocument::parse(std::string_view bytes, const PathTree &paths)
{
    m_bytes = bytes;
    m_count = 0;
    m_isScalar = false;
    m_found.assign(paths.fields.size(), nowhere);
    const std::size_t begin = bytes.find_first_not_of(blanks);
    const char first = begin == std::string_view::npos ? '\0' : bytes[begin];
    if (first != '{' && first != '[' && first != '"') {
        const std::string_view token = trimmed(bytes);
        m_isScalar = first != '\0' && isScalar(token);
        if (!m_isScalar)
            return outcomeWithoutJson();
        m_bytes = token;
        return Outcome::Json;
    }
    Outcome outcome = findStructure();
    if (outcome == Outcome::Json && !walk(paths, outcome) && outcome == Outcome::Json)
        outcome = Outcome::Text;
    return outcome;
}

JsonDocument::Outcome JsonDocument::findStructure()
{
    if (!m_stage->reserve(m_bytes.size()))
        return outcomeWithoutJson();
    const auto *data = reinterpret_cast<const std::uint8_t *>(m_bytes.data());
    const simdjson::error_code error = m_stage->parser->stage1(data, m_bytes.size(), simdjson::stage1_mode::regular);
    if (error != simdjson::SUCCESS)
        return outcomeWithoutJson();
    m_places = m_stage->parser->structural_indexes.get();
    m_count = m_stage->parser->n_structural_indexes;
    m_hasEscapes = std::memchr(m_bytes.data(), '\\', m_bytes.size()) != nullptr;
    if (m_ends.size() < m_count || (m_ends.size() > smallDocument && m_count < smallDocument / 4)) {
        std::vector<std::uint32_t>().swap(m_ends);
        m_ends.resize(std::max<std::size_t>(m_count + m_count / 2, 256));
    }
    return Outcome::Json;
}

bool JsonDocument::nameIs(std::uint32_t place, std::string_view name) const
{
    const std::string_view written = token(place);
    if (written.size() > name.size() + 1 && written[name.size() + 1] == '"' && std::memcmp(written.data() + 1, name.data(), name.size()) == 0)
        return !m_hasEscapes || name.find('\\') == std::string_view::npos;
    if (!m_hasEscapes)
        return false;
    const std::string_view raw = stringBody(written);
    return raw.find('\\') != std::string_view::npos && isUnescaped(raw, name);
}

Data JsonDocument::anyAt(std::uint32_t place, Arena &arena) const
{
    const char c = m_bytes[m_places[place]];
    if (c != '{' && c != '[')
        return scalar(token(place), arena);
    Data data;
    data.kind = c == '{' ? Data::Kind::JsonMap : Data::Kind::JsonList;
    data.json = this;
    data.place = place;
    return data;
}

std::uint32_t JsonDocument::first(std::uint32_t open) const
{
    return m_ends[open] == open + 1 ? nowhere : open + 1;
}

std::uint32_t JsonDocument::next(std::uint32_t value) const
{
    const char c = m_bytes[m_places[value]];
    const std::uint32_t behind = (c == '{' || c == '[' ? m_ends[value] : value) + 1;
    return m_bytes[m_places[behind]] == ',' ? behind + 1 : nowhere;
}

std::uint32_t JsonDocument::find(std::uint32_t open, std::string_view name, std::uint64_t &steps) const
{
    std::uint32_t found = nowhere;
    for (std::uint32_t at = first(open); at != nowhere; at = next(valueOf(at))) {
        ++steps;
        if (nameIs(at, name))
            found = valueOf(at);
    }
    return found;
}

Data JsonDocument::scalar(std::string_view token, Arena &arena) const
{
    switch (token[0]) {
    case '"': return text(token, arena);
    case 't': return Data::boolean(true);
    case 'f': return Data::boolean(false);
    case 'n': return Data::null();
    default: return number(token.substr(0, token.find_last_not_of(blanks) + 1));
    }
}

Data JsonDocument::text(std::string_view token, Arena &arena) const
{
    const std::string_view raw = stringBody(token);
    if (!m_hasEscapes || raw.find('\\') == std::string_view::npos)
        return Data::string(raw);
    auto *const copy = arena.array<char>(raw.size());
    return copy ? Data::string({copy, unescape(raw, copy)}) : Data::error(ErrorCode::TooMuchMemory);
}

} // namespace Search::Cel
