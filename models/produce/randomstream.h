// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <string_view>

namespace Produce {

/// Random numbers that are the same on every machine for the same seed (splitmix64; the standard's distributions are not). A value.
class RandomStream
{
public:
    explicit RandomStream(std::uint64_t seed) : m_state(seed) {}
    std::uint64_t next();
    /// 0 … `last`, each as likely as the others.
    std::uint64_t upTo(std::uint64_t last);

    /// One seed out of two numbers.
    static std::uint64_t mix(std::uint64_t a, std::uint64_t b);
    /// A number for a text: FNV-1a, mixed.
    static std::uint64_t hash(std::string_view text);

private:
    std::uint64_t m_state;
};

} // namespace Produce
