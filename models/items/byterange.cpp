// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/byterange.h"

#include "codec/utf8.h"

#include <algorithm>

namespace Items {

std::size_t characterEnd(std::string_view bytes, std::size_t byte)
{
    if (byte >= bytes.size())
        return bytes.size();
    const std::size_t start = Codec::characterBorder(bytes, byte);
    return std::max(start + Codec::characterLength(bytes, start), byte + 1);
}

} // namespace Items
