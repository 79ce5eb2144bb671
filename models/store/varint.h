// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstddef>
#include <cstdint>

namespace Store {

/// Unsigned LEB128: seven bits a byte, lowest first. Private to the store: what is read was written by this program,
/// so there is no length check.
constexpr std::size_t varintSize(std::uint64_t value)
{
    std::size_t size = 1;
    for (; value >= 0x80; value >>= 7)
        ++size;
    return size;
}

inline char *putVarint(char *to, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        *to++ = static_cast<char>(value | 0x80);
    *to++ = static_cast<char>(value);
    return to;
}

inline const char *takeVarint(const char *from, std::uint64_t &value)
{
    value = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(*from++);
        value |= std::uint64_t(byte & 0x7f) << shift;
        if (byte < 0x80)
            return from;
    }
}

} // namespace Store
