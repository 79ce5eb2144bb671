// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// JsonDocument: the one pass over a document that checks it. What is written here runs for every record of a search.

#include "search/celjson.h"
#include "search/celjsontext.h"

#include <cstring>

namespace Search::Cel {

namespace {

template<typename Word>
bool isSameWord(const char *a, const char *b)
{
    Word first;
    Word second;
    std::memcpy(&first, a, sizeof first);
    std::memcpy(&second, b, sizeof second);
    return first == second;
}

/// memcmp() for names, which are short: two words that overlap instead of a call.
inline bool isSameName(const char *a, const char *b, std::size_t size)
{
    if (size > 16)
        return std::memcmp(a, b, size) == 0;
    if (size >= 8)
        return isSameWord<std::uint64_t>(a, b) && isSameWord<std::uint64_t>(a + size - 8, b + size - 8);
    if (size >= 4)
        return isSameWord<std::uint32_t>(a, b) && isSameWord<std::uint32_t>(a + size - 4, b + size - 4);
    for (std::size_t i = 0; i < size; ++i)
        if (a[i] != b[i])
            return false;
    return true;
}

/// Whether a number without exponent and blanks fills a token, as most do; false: isScalar() decides. Behind it stands no digit.
inline bool isPlainNumber(const char *at, const char *end)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    at += *at == '-' ? 1 : 0;
    const char *const whole = at;
    while (isDigit(*at))
        ++at;
    if (at == whole || (*whole == '0' && at != whole + 1))
        return false;
    if (*at == '.') {
        const char *const fraction = ++at;
        while (isDigit(*at))
            ++at;
        if (at == fraction)
            return false;
    }
    return at == end;
}

} // namespace

/// Whether a token, which begins with what is no bracket, is a valid value; blanks may follow it.
bool JsonDocument::isScalar(std::string_view token) const
{
    std::size_t length = 0;
    switch (token[0]) {
    case '"': return !m_hasEscapes || areEscapesValid(token);
    case 't': length = token.starts_with("true") ? 4 : 0; break;
    case 'f': length = token.starts_with("false") ? 5 : 0; break;
    case 'n': length = token.starts_with("null") ? 4 : 0; break;
    default: length = numberLength(token);
    }
    return length > 0 && (length == token.size() || token.find_first_not_of(" \t\r\n", length) == std::string_view::npos);
}

/// A name and its colon. The last place holds a bracket, so after a quote there is always another place.
inline bool JsonDocument::isName(std::uint32_t place) const
{
    const char *const bytes = m_bytes.data();
    return bytes[m_places[place]] == '"' && bytes[m_places[place + 1]] == ':' && (!m_hasEscapes || areEscapesValid(token(place)));
}

/// Checks the grammar, notes which bracket closes which, and where the wanted paths are.
bool JsonDocument::walk(const PathTree &paths, Outcome &outcome)
{
    const char *const bytes = m_bytes.data();
    const std::uint32_t *const places = m_places;
    const std::uint32_t count = m_count;
    if (bytes[places[0]] == '"')
        return count == 1 && isScalar(token(0));
    // With a bracket at the last place every other place has one behind it, and no look ahead needs a check of its own.
    if (const char last = bytes[places[count - 1]]; last != '}' && last != ']')
        return false;

    std::uint32_t *const ends = m_ends.data();
    Level *const levels = m_levels.data(); // of what is around the present one
    std::uint32_t depth = 0;
    Level level{0, nowhere, false};
    std::uint32_t place = 0;
    std::uint32_t path = 0;
    while (true) {
        const char c = bytes[places[place]];
        bool hasChild = false;
        if (c == '"') {
            if (m_hasEscapes && !areEscapesValid(token(place)))
                return false;
            ++place;
        } else if (c == '{' || c == '[') {
            if (depth == maxDepth) {
                outcome = Outcome::TooDeep;
                return false;
            }
            levels[depth++] = level;
            level = {place, path, c == '{'};
            if (++place == count)
                return false;
            hasChild = bytes[places[place]] != (level.isObject ? '}' : ']');
        } else if (isPlainNumber(bytes + places[place], bytes + places[place + 1]) || isScalar(token(place))) {
            ++place;
        } else {
            return false;
        }
        // Behind a value: a comma and the next one, or the end of what is around it.
        while (!hasChild) {
            if (place >= count)
                return false;
            const char end = bytes[places[place]];
            if (end == ',' && place + 1 < count) {
                ++place;
                break;
            }
            if (end != (level.isObject ? '}' : ']'))
                return false;
            ends[level.open] = place++;
            level = levels[--depth];
            if (depth == 0)
                return place == count;
        }
        path = nowhere;
        if (level.isObject) {
            if (!isName(place))
                return false;
            path = matchPath(paths, level.path, place);
            place += 2;
        }
    }
}

/// The path of a field, noted as found; nowhere: nobody asks for it. `parent`: the path of what it is in.
inline std::uint32_t JsonDocument::matchPath(const PathTree &paths, std::uint32_t parent, std::uint32_t namePlace)
{
    if (parent == nowhere)
        return nowhere;
    const std::size_t begin = m_places[namePlace] + 1;
    const std::size_t colon = m_places[namePlace + 1];
    for (const std::uint32_t child : paths.fields[parent].children) {
        const PathTree::Field &field = paths.fields[child];
        const std::size_t size = field.name.size();
        bool isSame = false;
        if (m_hasEscapes || !field.isPlain || m_bytes[colon - 1] != '"')
            isSame = nameIs(namePlace, field.name);
        else
            isSame = begin + size + 1 == colon && isSameName(m_bytes.data() + begin, field.name.data(), size);
        if (!isSame)
            continue;
        if (m_found[child] != nowhere)
            forget(paths, child); // the last of equal names counts, with what is inside it
        m_found[child] = namePlace + 2;
        return child;
    }
    return nowhere;
}

void JsonDocument::forget(const PathTree &paths, std::uint32_t path)
{
    m_found[path] = nowhere;
    for (const std::uint32_t child : paths.fields[path].children)
        forget(paths, child);
}

} // namespace Search::Cel
