// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/record.h"
#include "search/filterspec.h"

namespace Search {

/// Calls `look` with the bytes of each chosen part of a record until it says true; tells whether it did. What is null has no bytes
/// to look at; what is empty has.
template<typename Look>
bool anyPart(const Domain::Record &record, std::uint8_t parts, const Look &look)
{
    if (parts & KeyPart && record.key && look(*record.key))
        return true;
    if (parts & ValuePart && record.value && look(*record.value))
        return true;
    if (!(parts & HeaderPart))
        return false;
    for (const Domain::Header &header : record.headers)
        if (look(header.name) || (header.value && look(*header.value)))
            return true;
    return false;
}

} // namespace Search
