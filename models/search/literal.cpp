// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/literal.h"

#include <algorithm>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#    include <immintrin.h>
#endif

namespace Search {

namespace {

/// Comparing a needle no longer than this at every place is cheap enough to need no protection.
constexpr std::size_t ShortNeedle = 64;

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

char folded(char c)
{
    return isUpper(c) ? static_cast<char>(c | 0x20) : c;
}

/// How common a byte is in what topics hold (JSON, text, some binary): 0 is rare. Only the order matters.
constexpr std::array<std::uint8_t, 256> commonness()
{
    constexpr std::string_view order = "zqjxkZQJXKYWVwvybgpfumhclOUGFHBPLMNDIRCTSAEdsrniaoet@#$%&*+/<=>?\\^`|~!'();[]{}_-.9876543210 ,:\"";
    std::array<std::uint8_t, 256> ranks{};
    for (std::size_t i = 0; i < order.size(); ++i)
        ranks[static_cast<unsigned char>(order[i])] = static_cast<std::uint8_t>(i + 20);
    for (const char rare : std::string_view("@#$%&*+<=>?\\^`|~!'();"))
        ranks[static_cast<unsigned char>(rare)] = 10;
    for (std::size_t c = 0x80; c < 0xC0; ++c)
        ranks[c] = 15; // the later bytes of a character
    for (std::size_t c = 0xC0; c < 0x100; ++c)
        ranks[c] = 30; // a script's lead bytes stand at every character
    ranks[0] = 200;
    return ranks;
}

/// What has been compared in vain. A long needle that all but stands everywhere would make a search quadratic.
class Waste
{
public:
    /// True: too much for what has been searched.
    bool add(std::size_t bytes, std::size_t searched) { return (m_bytes += bytes) > 8 * searched + (std::size_t(1) << 20); }

private:
    std::size_t m_bytes = 0;
};

struct Found
{
    std::size_t at = LiteralFinder::npos;
    bool gaveUp = false; ///< at `at`: searching has become too dear
};

/// Looks at the places of a block whose bits are set. True: done, with or without success.
bool lookAt(const LiteralFinder &finder, const char *hay, std::size_t block, std::uint32_t bits, std::size_t from, Waste &waste, Found &found)
{
    for (; bits != 0; bits &= bits - 1) {
        const std::size_t at = block + static_cast<std::size_t>(std::countr_zero(bits));
        if (finder.standsAt(hay + at)) {
            found.at = at;
            return true;
        }
        if (finder.needle().size() > ShortNeedle && waste.add(finder.needle().size(), at - from)) {
            found = {at, true};
            return true;
        }
    }
    return false;
}

/// Place by place: short stretches, and machines without vectors of ours.
Found findPlain(const LiteralFinder &finder, const char *hay, std::size_t from, std::size_t places)
{
    const LiteralFinder::Probe &p = finder.probe();
    Waste waste;
    Found found;
    for (std::size_t at = from; at < places; ++at) {
        const bool both = (static_cast<std::uint8_t>(hay[at + p.first]) | p.firstFold) == p.firstByte
            && (static_cast<std::uint8_t>(hay[at + p.second]) | p.secondFold) == p.secondByte;
        if (both && lookAt(finder, hay, at, 1, from, waste, found))
            return found;
    }
    return found;
}

#if defined(__x86_64__)

/// `places` (needle starts) is at least 16 beyond `from`. The last block overlaps the one before it.
Found findSse2(const LiteralFinder &finder, const char *hay, std::size_t from, std::size_t places)
{
    const LiteralFinder::Probe &p = finder.probe();
    const __m128i first = _mm_set1_epi8(static_cast<char>(p.firstByte));
    const __m128i second = _mm_set1_epi8(static_cast<char>(p.secondByte));
    const __m128i firstFold = _mm_set1_epi8(static_cast<char>(p.firstFold));
    const __m128i secondFold = _mm_set1_epi8(static_cast<char>(p.secondFold));
    Waste waste;
    Found found;
    for (std::size_t block = from; block < places; block += 16) {
        const std::size_t at = std::min(block, places - 16);
        const __m128i a = _mm_loadu_si128(reinterpret_cast<const __m128i *>(hay + at + p.first));
        const __m128i b = _mm_loadu_si128(reinterpret_cast<const __m128i *>(hay + at + p.second));
        const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(_mm_or_si128(a, firstFold), first), _mm_cmpeq_epi8(_mm_or_si128(b, secondFold), second));
        const auto bits = static_cast<std::uint32_t>(_mm_movemask_epi8(both));
        if (bits != 0 && lookAt(finder, hay, at, bits, from, waste, found))
            return found;
    }
    return found;
}

/// Like findSse2(), 32 places at a time.
__attribute__((target("avx2"))) Found findAvx2(const LiteralFinder &finder, const char *hay, std::size_t from, std::size_t places)
{
    const LiteralFinder::Probe &p = finder.probe();
    const __m256i first = _mm256_set1_epi8(static_cast<char>(p.firstByte));
    const __m256i second = _mm256_set1_epi8(static_cast<char>(p.secondByte));
    const __m256i firstFold = _mm256_set1_epi8(static_cast<char>(p.firstFold));
    const __m256i secondFold = _mm256_set1_epi8(static_cast<char>(p.secondFold));
    Waste waste;
    Found found;
    for (std::size_t block = from; block < places; block += 32) {
        const std::size_t at = std::min(block, places - 32);
        const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(hay + at + p.first));
        const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i *>(hay + at + p.second));
        const __m256i both = _mm256_and_si256(_mm256_cmpeq_epi8(_mm256_or_si256(a, firstFold), first),
                                              _mm256_cmpeq_epi8(_mm256_or_si256(b, secondFold), second));
        const auto bits = static_cast<std::uint32_t>(_mm256_movemask_epi8(both));
        if (bits != 0 && lookAt(finder, hay, at, bits, from, waste, found))
            return found;
    }
    return found;
}

bool hasAvx2()
{
    static const bool has = __builtin_cpu_supports("avx2");
    return has;
}

Found findFirst(const LiteralFinder &finder, const char *hay, std::size_t from, std::size_t places)
{
    if (places - from >= 32 && hasAvx2())
        return findAvx2(finder, hay, from, places);
    return places - from >= 16 ? findSse2(finder, hay, from, places) : findPlain(finder, hay, from, places);
}

#else

Found findFirst(const LiteralFinder &finder, const char *hay, std::size_t from, std::size_t places)
{
    if (!finder.isCaseSensitive())
        return findPlain(finder, hay, from, places);
    const std::string &needle = finder.needle();
    const std::size_t length = places - from + needle.size() - 1;
    const void *at = ::memmem(hay + from, length, needle.data(), needle.size()); // linear, and vectorised on most machines
    return {at ? static_cast<std::size_t>(static_cast<const char *>(at) - hay) : LiteralFinder::npos, false};
}

#endif

} // namespace

LiteralFinder::LiteralFinder(std::string needle, bool caseSensitive)
    : m_needle(std::move(needle))
    , m_caseSensitive(caseSensitive)
{
    if (!caseSensitive)
        std::transform(m_needle.begin(), m_needle.end(), m_needle.begin(), folded);
    chooseProbe();
    if (m_needle.size() > ShortNeedle)
        buildBorders();
}

void LiteralFinder::chooseProbe()
{
    static constexpr std::array<std::uint8_t, 256> ranks = commonness();
    const auto rankAt = [this](std::size_t i) { return ranks[static_cast<unsigned char>(m_needle[i])]; };
    std::size_t rarest = 0;
    std::size_t next = m_needle.size() > 1 ? 1 : 0;
    if (rankAt(next) < rankAt(rarest))
        std::swap(rarest, next);
    for (std::size_t i = 2; i < m_needle.size(); ++i) {
        if (rankAt(i) < rankAt(rarest)) {
            next = rarest;
            rarest = i;
        } else if (rankAt(i) < rankAt(next) && m_needle[i] != m_needle[rarest]) {
            next = i;
        }
    }
    m_probe.first = std::min(rarest, next);
    m_probe.second = std::max(rarest, next);
    if (m_needle.empty())
        return;
    const auto fold = [this](char c) -> std::uint8_t { return !m_caseSensitive && isLower(c) ? 0x20 : 0; };
    m_probe.firstByte = static_cast<std::uint8_t>(m_needle[m_probe.first]);
    m_probe.secondByte = static_cast<std::uint8_t>(m_needle[m_probe.second]);
    m_probe.firstFold = fold(m_needle[m_probe.first]);
    m_probe.secondFold = fold(m_needle[m_probe.second]);
}

bool LiteralFinder::standsAt(const char *at) const
{
    if (m_caseSensitive)
        return std::memcmp(at, m_needle.data(), m_needle.size()) == 0;
    for (std::size_t i = 0; i < m_needle.size(); ++i)
        if (folded(at[i]) != m_needle[i])
            return false;
    return true;
}

std::size_t LiteralFinder::find(std::string_view hay, std::size_t from) const
{
    if (from > hay.size() || m_needle.size() > hay.size() - from)
        return npos;
    if (m_needle.empty())
        return from;
    const Found found = findFirst(*this, hay.data(), from, hay.size() - m_needle.size() + 1);
    return found.gaveUp ? findByBorders(hay, found.at) : found.at;
}

/// Knuth, Morris and Pratt.
void LiteralFinder::buildBorders()
{
    m_borders.assign(m_needle.size(), 0);
    std::uint32_t length = 0;
    for (std::size_t i = 1; i < m_needle.size(); ++i) {
        while (length > 0 && m_needle[i] != m_needle[length])
            length = m_borders[length - 1];
        if (m_needle[i] == m_needle[length])
            ++length;
        m_borders[i] = length;
    }
}

std::size_t LiteralFinder::findByBorders(std::string_view hay, std::size_t from) const
{
    std::size_t matched = 0;
    for (std::size_t i = from; i < hay.size(); ++i) {
        const char c = m_caseSensitive ? hay[i] : folded(hay[i]);
        while (matched > 0 && c != m_needle[matched])
            matched = m_borders[matched - 1];
        if (c == m_needle[matched] && ++matched == m_needle.size())
            return i + 1 - m_needle.size();
    }
    return npos;
}

} // namespace Search
