// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Machine: fields, elements and comparison of lists and maps, wherever they lie.

#include "search/celmachine.h"

#include "search/celarithmetic.h"
#include "search/celconversions.h"

#include <algorithm>
#include <numeric>

namespace Search::Cel {

namespace {

Data noSuchKey(std::string_view key)
{
    return Data::error(ErrorCode::NoSuchKey, key);
}

/// The header of that name that counts: the last.
const Domain::Header *lastHeader(const HeaderList &list, std::string_view name)
{
    for (auto header = list.headers.rbegin(); header != list.headers.rend(); ++header)
        if (header->name == name)
            return &*header;
    return nullptr;
}

} // namespace

bool Machine::isParentMap(const Path &path)
{
    const PathTree &tree = m_program.tree(path.root);
    const JsonDocument *const json = m_record.document(path.root, tree, m_arena);
    const std::uint32_t parent = tree.fields[path.field].parent;
    return json && (parent == 0 ? json->isMap(0) : json->place(parent) != JsonDocument::nowhere && json->isMap(json->place(parent)));
}

Data Machine::path(const Path &path)
{
    if (!m_record.hasRecord())
        return Data::error(ErrorCode::NoRecord, variableName(path.root));
    const PathTree &tree = m_program.tree(path.root);
    const JsonDocument *const json = m_record.document(path.root, tree, m_arena);
    if (path.field == 0)
        return m_record.read(path.root, m_program.keyPaths, m_program.valuePaths, m_arena);
    if (const std::uint32_t place = json ? json->place(path.field) : JsonDocument::nowhere; place != JsonDocument::nowhere)
        return json->at(place, m_arena);
    const PathTree::Field &field = tree.fields[path.field];
    if (isParentMap(path))
        return noSuchKey(field.name);
    const Data parent = this->path({path.root, field.parent});
    return parent.isError() ? parent : Data::noFields(field.name, typeOf(parent));
}

Data Machine::hasPath(const Path &path)
{
    const Data data = this->path(path);
    if (!data.isError())
        return Data::boolean(true);
    return data.code == ErrorCode::NoSuchKey && isParentMap(path) ? Data::boolean(false) : data;
}

Data Machine::select(const Data &map, const std::string &name)
{
    if (!map.isMap())
        return Data::noFields(name, typeOf(map));
    return lookUp(map, Data::string(name));
}

Data Machine::has(const Data &map, const std::string &name)
{
    const Data found = select(map, name);
    return !found.isError() ? Data::boolean(true) : found.code == ErrorCode::NoSuchKey ? Data::boolean(false) : found;
}

Data Machine::lookUp(const Data &map, const Data &key)
{
    if (map.kind == Data::Kind::Map) {
        if (!charge(map.count / 8 + 1))
            return Data::error(ErrorCode::TooManySteps);
        for (std::size_t i = 0; i < map.count; ++i)
            if (isSameKey(map.entries[i].key, key))
                return map.entries[i].value;
    } else if (key.kind == Data::Kind::String && map.kind == Data::Kind::JsonMap) {
        std::uint64_t looked = 0;
        const std::uint32_t place = map.json->find(map.place, key.view(), looked);
        if (!charge(looked / 8))
            return Data::error(ErrorCode::TooManySteps);
        if (place != JsonDocument::nowhere)
            return map.json->at(place, m_arena);
    } else if (key.kind == Data::Kind::String) {
        if (!charge(map.headers->headers.size() / 8))
            return Data::error(ErrorCode::TooManySteps);
        if (const Domain::Header *const header = lastHeader(*map.headers, key.view()))
            return headerValue(*header);
    }
    if (key.kind == Data::Kind::String)
        return noSuchKey(key.view());
    const Data text = toText(key, m_arena);
    return noSuchKey(text.kind == Data::Kind::String ? text.view() : typeWord(typeOf(key)));
}

Data Machine::element(const Data &list, const Data &index)
{
    std::int64_t wanted = 0;
    if (index.kind == Data::Kind::Int)
        wanted = index.i;
    else if (index.kind == Data::Kind::Uint && index.u <= std::uint64_t(INT64_MAX))
        wanted = static_cast<std::int64_t>(index.u);
    else if (index.kind == Data::Kind::Double && index.d >= 0 && index.d < 0x1p53 && index.d == static_cast<double>(static_cast<std::int64_t>(index.d)))
        wanted = static_cast<std::int64_t>(index.d);
    else if (!index.isNumber())
        return Data::ofType(ErrorCode::BadIndex, typeOf(index));
    else
        return Data::error(index.kind == Data::Kind::Double ? ErrorCode::BadIndex : ErrorCode::IndexOutOfRange);
    if (wanted < 0)
        return Data::error(ErrorCode::IndexOutOfRange);
    if (list.kind == Data::Kind::List)
        return static_cast<std::uint64_t>(wanted) < list.count ? list.elements[wanted] : Data::error(ErrorCode::IndexOutOfRange);
    std::uint32_t place = list.json->first(list.place);
    std::int64_t at = 0;
    while (place != JsonDocument::nowhere && at < wanted) {
        place = list.json->next(place);
        ++at;
    }
    if (!charge(static_cast<std::uint64_t>(at) / 8))
        return Data::error(ErrorCode::TooManySteps);
    return place == JsonDocument::nowhere ? Data::error(ErrorCode::IndexOutOfRange) : list.json->at(place, m_arena);
}

Data Machine::index(const Data &operand, const Data &index, std::uint32_t node)
{
    return operand.isList() ? element(operand, index) : operand.isMap() ? lookUp(operand, index) : overload(node, operand, index);
}

Data Machine::in(const Data &element, const Data &container, std::uint32_t node)
{
    if (container.isMap()) {
        const Data found = lookUp(container, element);
        return !found.isError() ? Data::boolean(true) : found.code == ErrorCode::NoSuchKey ? Data::boolean(false) : found;
    }
    if (!container.isList())
        return overload(node, element, container);
    const Data list = expanded(container);
    if (list.isError())
        return list;
    if (!charge(list.count / 4))
        return Data::error(ErrorCode::TooManySteps);
    for (std::size_t i = 0; i < list.count; ++i) {
        const Data same = equal(element, list.elements[i]);
        if (same.isError() || same.b)
            return same;
    }
    return Data::boolean(false);
}

Data Machine::equal(const Data &a, const Data &b)
{
    if (a.kind == Data::Kind::String && b.kind == Data::Kind::String && a.count != b.count) // most texts that differ
        return charge(textSteps(a)) ? Data::boolean(false) : Data::error(ErrorCode::TooManySteps);
    if (a.isNumber() && b.isNumber())
        return Data::boolean(compareNumbers(a, b) == 0);
    if (typeOf(a) != typeOf(b))
        return Data::boolean(false);
    switch (a.kind) {
    case Data::Kind::Null: return Data::boolean(true);
    case Data::Kind::TypeValue: return Data::boolean(a.type == b.type);
    case Data::Kind::List: case Data::Kind::JsonList:
    case Data::Kind::Map: case Data::Kind::JsonMap: case Data::Kind::Headers: return equalContainers(a, b);
    case Data::Kind::String: case Data::Kind::Bytes:
        if (!charge(textSteps(a)))
            return Data::error(ErrorCode::TooManySteps);
        return Data::boolean(a.view() == b.view());
    default: return Data::boolean(compare(a, b) == std::partial_ordering::equivalent);
    }
}

/// Of two lists or two maps.
Data Machine::equalContainers(const Data &a, const Data &b)
{
    const Data first = expanded(a);
    const Data second = expanded(b);
    if (first.isError() || second.isError())
        return first.isError() ? first : second;
    if (first.count != second.count)
        return Data::boolean(false);
    if (!charge(first.count))
        return Data::error(ErrorCode::TooManySteps);
    const bool areLists = first.kind == Data::Kind::List;
    for (std::size_t i = 0; i < first.count; ++i) {
        const Data other = areLists ? second.elements[i] : lookUp(second, first.entries[i].key);
        if (other.isError())
            return other.code == ErrorCode::NoSuchKey ? Data::boolean(false) : other;
        const Data same = equal(areLists ? first.elements[i] : first.entries[i].value, other);
        if (same.isError() || !same.b)
            return same;
    }
    return Data::boolean(true);
}

Data Machine::expanded(const Data &data)
{
    switch (data.kind) {
    case Data::Kind::JsonList: return expandedList(data);
    case Data::Kind::JsonMap: return expandedMap(data);
    case Data::Kind::Headers: return expandedHeaders(data);
    default: return data;
    }
}

Data Machine::expandedList(const Data &data)
{
    const JsonDocument &json = *data.json;
    std::size_t count = 0;
    for (std::uint32_t place = json.first(data.place); place != JsonDocument::nowhere; place = json.next(place))
        ++count;
    if (!charge(count))
        return Data::error(ErrorCode::TooManySteps);
    auto *const elements = m_arena.array<Data>(count);
    if (!elements)
        return Data::error(ErrorCode::TooMuchMemory);
    Data *to = elements;
    for (std::uint32_t place = json.first(data.place); place != JsonDocument::nowhere; place = json.next(place)) {
        *to = json.at(place, m_arena);
        if (to->isError())
            return *to;
        ++to;
    }
    return Data::list(elements, count);
}

Data Machine::expandedMap(const Data &data)
{
    const JsonDocument &json = *data.json;
    std::size_t count = 0;
    for (std::uint32_t place = json.first(data.place); place != JsonDocument::nowhere; place = json.next(JsonDocument::valueOf(place)))
        ++count;
    if (!charge(count))
        return Data::error(ErrorCode::TooManySteps);
    auto *const entries = m_arena.array<Entry>(count);
    if (!entries)
        return Data::error(ErrorCode::TooMuchMemory);
    Entry *to = entries;
    for (std::uint32_t place = json.first(data.place); place != JsonDocument::nowhere; place = json.next(JsonDocument::valueOf(place))) {
        *to = {json.name(place, m_arena), json.at(JsonDocument::valueOf(place), m_arena)};
        if (to->key.isError() || to->value.isError())
            return Data::error(ErrorCode::TooMuchMemory);
        ++to;
    }
    return withoutRepeats(entries, count);
}

Data Machine::expandedHeaders(const Data &data)
{
    const std::span<const Domain::Header> headers = data.headers->headers;
    if (!charge(headers.size()))
        return Data::error(ErrorCode::TooManySteps);
    auto *const entries = m_arena.array<Entry>(headers.size());
    if (!entries)
        return Data::error(ErrorCode::TooMuchMemory);
    for (std::size_t i = 0; i < headers.size(); ++i) {
        entries[i] = {asText(headers[i].name, m_arena), headerValue(headers[i])};
        if (entries[i].key.isError())
            return entries[i].key;
    }
    return withoutRepeats(entries, headers.size());
}

/// Of names that repeat the last value stays, at the first one's place.
Data Machine::withoutRepeats(Entry *entries, std::size_t count)
{
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::stable_sort(order, {}, [entries](std::uint32_t i) { return entries[i].key.view(); });
    bool hasRepeats = false;
    for (std::size_t i = 1, first = 0; i < count; ++i) {
        if (entries[order[i]].key.view() != entries[order[first]].key.view()) {
            first = i;
            continue;
        }
        entries[order[first]].value = entries[order[i]].value;
        entries[order[i]].key = Data::null(); // to go
        hasRepeats = true;
    }
    if (hasRepeats)
        count = static_cast<std::size_t>(std::remove_if(entries, entries + count, [](const Entry &entry) { return entry.key.kind == Data::Kind::Null; }) - entries);
    return Data::map(entries, count);
}

} // namespace Search::Cel
