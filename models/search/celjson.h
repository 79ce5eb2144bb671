// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "search/celarena.h"
#include "search/celdata.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace Search::Cel {

/// Fields that an expression names by a fixed path (value.a.b), found in the one pass over a document. Node 0 is the document.
struct PathTree
{
    struct Field
    {
        std::string name;
        std::uint32_t parent = 0;
        std::vector<std::uint32_t> children;
        bool isPlain = true; ///< no quote and no backslash in it: where the name stands unescaped, its bytes are these
    };
    std::vector<Field> fields{Field{}};

    /// The node of a field below `parent`, made where there is none.
    std::uint32_t add(std::uint32_t parent, std::string_view name);
};

/// Some bytes as JSON (RFC 8259). The structure is found by simdjson's first stage and checked completely in one pass, without
/// copying and without converting; values are converted when they are asked for. A name that stands twice in an object counts
/// by its last value, as in JavaScript, Java, Python and jq. One thread; reused from record to record.
class JsonDocument
{
public:
    static constexpr std::uint32_t maxDepth = 512; ///< that of the record view
    static constexpr std::uint32_t nowhere = 0xFFFFFFFF;

    enum class Outcome : std::uint8_t { Json, Text, Bytes, TooDeep };

    JsonDocument();
    JsonDocument(const JsonDocument &) = delete;
    JsonDocument &operator=(const JsonDocument &) = delete;
    ~JsonDocument();

    /// Text: no JSON, but UTF-8. Bytes: not even that. The bytes must stay until the next one; nothing behind them is read.
    Outcome parse(std::string_view bytes, const PathTree &paths);

    // After Outcome::Json
    Data root(Arena &arena) const { return m_isScalar ? scalar(m_bytes, arena) : at(0, arena); }
    /// Where the field of a path is; nowhere: there is none.
    std::uint32_t place(std::uint32_t path) const { return m_found[path]; }
    /// The value at a structural index.
    Data at(std::uint32_t place, Arena &arena) const
    {
        // What most values are needs no call: a string as it is written, with no blank behind it.
        const char *const begin = m_bytes.data() + m_places[place];
        const char *const end = m_bytes.data() + m_places[place + 1];
        if (*begin == '"' && !m_hasEscapes && end[-1] == '"')
            return Data::string({begin + 1, static_cast<std::size_t>(end - begin) - 2});
        return anyAt(place, arena);
    }

    bool isMap(std::uint32_t place) const { return m_bytes[m_places[place]] == '{'; }

    /// The first child of a list or map; nowhere: it is empty. For a map it is the place of a name, the value is two behind it.
    std::uint32_t first(std::uint32_t open) const;
    /// The next child; `value`: the place of the last one's value.
    std::uint32_t next(std::uint32_t value) const;
    static std::uint32_t valueOf(std::uint32_t name) { return name + 2; }
    /// The value of the last field of that name, or nowhere. Adds what it looked at to `steps`.
    std::uint32_t find(std::uint32_t open, std::string_view name, std::uint64_t &steps) const;
    /// The name that stands at a place.
    Data name(std::uint32_t place, Arena &arena) const { return text(token(place), arena); }

private:
    struct Level
    {
        std::uint32_t open;
        std::uint32_t path;
        bool isObject;
    };
    struct Stage;

    char charAt(std::uint32_t place) const { return place < m_count ? m_bytes[m_places[place]] : '\0'; }
    /// What stands between a place and the next one, blanks at its end included.
    std::string_view token(std::uint32_t place) const { return m_bytes.substr(m_places[place], m_places[place + 1] - m_places[place]); }
    Outcome outcomeWithoutJson() const;
    Outcome findStructure();
    bool walk(const PathTree &paths, Outcome &outcome);
    bool isName(std::uint32_t place) const;
    bool isScalar(std::string_view token) const;
    bool nameIs(std::uint32_t place, std::string_view name) const;
    std::uint32_t matchPath(const PathTree &paths, std::uint32_t parent, std::uint32_t namePlace);
    void forget(const PathTree &paths, std::uint32_t path);
    Data anyAt(std::uint32_t place, Arena &arena) const;
    Data scalar(std::string_view token, Arena &arena) const;
    Data text(std::string_view token, Arena &arena) const;

    std::string_view m_bytes;
    std::unique_ptr<Stage> m_stage;
    const std::uint32_t *m_places = nullptr; ///< of braces, brackets, colons, commas and the first byte of everything else
    std::uint32_t m_count = 0;
    bool m_isScalar = false;
    bool m_hasEscapes = false;
    std::vector<std::uint32_t> m_ends; ///< of an opening place: the closing one
    std::vector<Level> m_levels; ///< maxDepth of them
    std::vector<std::uint32_t> m_found; ///< of each path: where its value is
};

} // namespace Search::Cel
