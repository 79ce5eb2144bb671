// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "produce/randomstream.h"

namespace Produce {

std::uint64_t RandomStream::next()
{
    m_state += 0x9E3779B97F4A7C15U;
    std::uint64_t z = m_state;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
    z = (z ^ z >> 27) * 0x94D049BB133111EBU;
    return z ^ z >> 31;
}

std::uint64_t RandomStream::upTo(std::uint64_t last)
{
    if (last == UINT64_MAX)
        return next();
    const std::uint64_t count = last + 1;
    const std::uint64_t unfair = (UINT64_MAX - count + 1) % count; // so many lowest numbers would come once too often
    std::uint64_t drawn = next();
    while (drawn < unfair)
        drawn = next();
    return drawn % count;
}

std::uint64_t RandomStream::mix(std::uint64_t a, std::uint64_t b)
{
    return RandomStream(RandomStream(a).next() ^ b).next();
}

std::uint64_t RandomStream::hash(std::string_view text)
{
    std::uint64_t h = 0xCBF29CE484222325U;
    for (const char c : text)
        h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return RandomStream(h).next();
}

} // namespace Produce
