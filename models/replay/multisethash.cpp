// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/multisethash.h"

#include <bit>
#include <charconv>
#include <cstring>

namespace Replay {

namespace {

__extension__ using Wide = unsigned __int128;

// Odd numbers with about as many ones as noughts; four different ones make the two halves independent of each other.
constexpr std::uint64_t salt[] = {0xa0761d6478bd642fULL, 0xe7037ed1a0b428dbULL, 0x8ebc6af09c88c6e3ULL, 0x589965cc75374cc3ULL};

/// Both halves of the product folded: every bit of it depends on every bit of the factors.
std::uint64_t folded(std::uint64_t a, std::uint64_t b)
{
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t word(const char *bytes)
{
    std::uint64_t w = 0;
    std::memcpy(&w, bytes, sizeof w);
    return w;
}

struct Absorber
{
    std::uint64_t a = salt[0];
    std::uint64_t b = salt[3];

    void take(std::uint64_t first, std::uint64_t second)
    {
        a = folded(first ^ salt[1], second ^ a);
        b = folded(second ^ salt[2], first ^ std::rotl(b, 29));
    }

    void take(Domain::BytesView bytes)
    {
        take(bytes.size() + 1, salt[2]);
        const char *at = bytes.data();
        std::size_t left = bytes.size();
        for (; left >= 16; at += 16, left -= 16)
            take(word(at), word(at + 8));
        if (left == 0)
            return;
        char rest[16] = {};
        std::memcpy(rest, at, left);
        take(word(rest), word(rest + 8));
    }

    void take(const std::optional<Domain::BytesView> &bytes)
    {
        if (bytes)
            take(*bytes);
        else
            take(0, salt[3]);
    }

    void take(std::span<const Domain::Header> headers)
    {
        take(headers.size(), salt[1]);
        for (const Domain::Header &header : headers) {
            take(header.name);
            take(header.value);
        }
    }

    Hash128 result() const { return {folded(a ^ salt[2], b ^ salt[0]), folded(b ^ salt[1], std::rotl(a, 31) ^ salt[3])}; }
};

} // namespace

Hash128 contentHash(const std::optional<Domain::BytesView> &key, const std::optional<Domain::BytesView> &value, std::span<const Domain::Header> headers)
{
    Absorber absorber;
    absorber.take(key);
    absorber.take(value);
    absorber.take(headers);
    return absorber.result();
}

Hash128 bytesHash(const std::optional<Domain::BytesView> &bytes)
{
    Absorber absorber;
    absorber.take(bytes);
    return absorber.result();
}

Hash128 headersHash(std::span<const Domain::Header> headers)
{
    Absorber absorber;
    absorber.take(headers);
    return absorber.result();
}

Hash128 mixed(const Hash128 &hash, std::uint64_t a, std::uint64_t b)
{
    Absorber absorber;
    absorber.take(hash.low, hash.high);
    absorber.take(a, b);
    return absorber.result();
}

std::string hexOf(const Hash128 &hash)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string text(32, '0');
    for (std::size_t i = 0; i < 16; ++i) {
        text[15 - i] = digits[(hash.high >> (4 * i)) & 15];
        text[31 - i] = digits[(hash.low >> (4 * i)) & 15];
    }
    return text;
}

std::optional<Hash128> hashOfHex(std::string_view hex)
{
    Hash128 hash;
    if (hex.size() != 32)
        return std::nullopt;
    const auto high = std::from_chars(hex.data(), hex.data() + 16, hash.high, 16);
    const auto low = std::from_chars(hex.data() + 16, hex.data() + 32, hash.low, 16);
    if (high.ec != std::errc() || low.ec != std::errc() || high.ptr != hex.data() + 16 || low.ptr != hex.data() + 32)
        return std::nullopt;
    return hash;
}

} // namespace Replay
