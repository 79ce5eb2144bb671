// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celconstants.h"

namespace Search::Cel {

namespace {

constexpr std::size_t mostKept = 4096; ///< elements, or 16 bytes of a text

bool isText(const Data &data)
{
    return data.kind == Data::Kind::String || data.kind == Data::Kind::Bytes;
}

bool fits(const Data &data, std::size_t &room)
{
    const std::size_t own = 1 + (isText(data) ? data.count / 16 : 0);
    if (own > room)
        return false;
    room -= own;
    if (data.kind == Data::Kind::List)
        for (std::size_t i = 0; i < data.count; ++i)
            if (!fits(data.elements[i], room))
                return false;
    if (data.kind == Data::Kind::Map)
        for (std::size_t i = 0; i < data.count; ++i)
            if (!fits(data.entries[i].key, room) || !fits(data.entries[i].value, room))
                return false;
    return true;
}

} // namespace

bool isSmall(const Data &data)
{
    std::size_t room = mostKept;
    return fits(data, room);
}

Data kept(const Data &data, Program &program)
{
    if (isText(data)) {
        const std::string &copy = program.texts.emplace_back(data.view());
        return data.kind == Data::Kind::String ? Data::string(copy) : Data::bytes(copy);
    }
    if (data.kind == Data::Kind::List) {
        std::vector<Data> &copy = program.lists.emplace_back(data.elements, data.elements + data.count);
        for (Data &element : copy)
            element = kept(element, program);
        return Data::list(copy.data(), copy.size());
    }
    if (data.kind == Data::Kind::Map) {
        std::vector<Entry> &copy = program.maps.emplace_back(data.entries, data.entries + data.count);
        for (Entry &entry : copy)
            entry = {kept(entry.key, program), kept(entry.value, program)};
        return Data::map(copy.data(), copy.size());
    }
    return data;
}

} // namespace Search::Cel
