// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/pcre.h"

#include "codec/utf8.h"
#include "search/badfilter.h"

#include <pcre2.h>

#include <algorithm>
#include <array>

namespace Search {

namespace {

/// PCRE2's match limit counts what is tried from one starting place. What a try costs is not limited (all that follows may be
/// passed over), nor is the number of places. So a search goes in windows of places, with a limit that keeps places × tries × bytes
/// below this. Nearly every search is done with that.
constexpr std::size_t FastWork = std::size_t(1) << 30;
constexpr std::size_t LargestWindow = 1024;
constexpr std::size_t SmallestWindow = 64;
constexpr std::size_t SmallestLimit = 16;
constexpr std::size_t LargestLimit = 100'000;
constexpr std::size_t LargestFast = std::size_t(256) << 10; ///< bytes of a text
/// Where that limit is reached, and for long texts, the guarded code goes on: at each of its steps it is asked how far it has
/// moved, and it is stopped after this much and a share for each byte of the text. A unit is about a nanosecond.
constexpr std::size_t GuardedWork = 500'000'000;
constexpr std::size_t GuardedWorkPerByte = 40;
constexpr std::size_t StepWork = 20;
constexpr std::uint32_t HeapLimitKiB = 32 * 1024; // without the JIT
constexpr std::size_t JitStack = std::size_t(8) << 20;
constexpr std::uint32_t Nesting = 250; // of parentheses

PCRE2_SPTR units(std::string_view bytes)
{
    return reinterpret_cast<PCRE2_SPTR>(bytes.data() ? bytes.data() : ""); // null is no text for PCRE2, not even an empty one
}

std::string messageOf(int code)
{
    std::array<PCRE2_UCHAR, 256> buffer{};
    pcre2_get_error_message(code, buffer.data(), buffer.size());
    return reinterpret_cast<const char *>(buffer.data());
}

/// Counts what a guarded search does.
struct Guard
{
    std::size_t left = 0;
    std::size_t at = 0;

    static int step(pcre2_callout_block *block, void *self)
    {
        auto &guard = *static_cast<Guard *>(self);
        const std::size_t at = block->current_position;
        const std::size_t work = StepWork + (at > guard.at ? at - guard.at : guard.at - at);
        guard.at = at;
        if (work > guard.left)
            return PCRE2_ERROR_MATCHLIMIT;
        guard.left -= work;
        return 0;
    }
};

struct Release
{
    void operator()(pcre2_code *code) const { pcre2_code_free(code); }
    void operator()(pcre2_match_data *data) const { pcre2_match_data_free(data); }
    void operator()(pcre2_match_context *context) const { pcre2_match_context_free(context); }
    void operator()(pcre2_compile_context *context) const { pcre2_compile_context_free(context); }
    void operator()(pcre2_jit_stack *stack) const { pcre2_jit_stack_free(stack); }
};
template<typename T>
using Owned = std::unique_ptr<T, Release>;

} // namespace

struct PcreCode
{
    Owned<pcre2_code> fast;
    Owned<pcre2_code> guarded; ///< with a call between all its steps; null: there is none
    bool hasJit = false;
};

struct PcreScratch
{
    Owned<pcre2_match_data> data{pcre2_match_data_create(1, nullptr)};
    Owned<pcre2_match_context> fast{pcre2_match_context_create(nullptr)};
    Owned<pcre2_match_context> guarded{pcre2_match_context_create(nullptr)};
    Owned<pcre2_jit_stack> stack{pcre2_jit_stack_create(32 * 1024, JitStack, nullptr)};
    Guard guard;
};

Domain::Result<std::shared_ptr<const Pcre>> Pcre::compile(std::string_view pattern, Options options)
{
    if (pattern.size() > MaxLength)
        return badFilter("the pattern is longer than 64 KiB", MaxLength, pattern.size() - MaxLength);
    const Owned<pcre2_compile_context> context(pcre2_compile_context_create(nullptr));
    pcre2_set_parens_nest_limit(context.get(), Nesting);
    if (options.wholeWord)
        pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_MATCH_WORD);
    const std::uint32_t bits = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF | PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_BACKSLASH_C
        | (options.asRe2 ? PCRE2_DOLLAR_ENDONLY : PCRE2_UCP) | (options.caseless ? PCRE2_CASELESS : 0U);
    int problem = 0;
    PCRE2_SIZE at = 0;
    auto code = std::make_unique<PcreCode>();
    code->fast.reset(pcre2_compile(units(pattern), pattern.size(), bits, &problem, &at, context.get()));
    if (!code->fast) {
        const std::size_t position = std::min<std::size_t>(at, pattern.size());
        return badFilter(messageOf(problem), position, std::min<std::size_t>(1, pattern.size() - position));
    }
    code->hasJit = pcre2_jit_compile(code->fast.get(), PCRE2_JIT_COMPLETE) == 0;
    if (!options.isLiteral) // a long one may be too large with all those calls in it: then it has to do without
        code->guarded.reset(pcre2_compile(units(pattern), pattern.size(), bits | PCRE2_AUTO_CALLOUT, &problem, &at, context.get()));
    if (code->guarded)
        pcre2_jit_compile(code->guarded.get(), PCRE2_JIT_COMPLETE);
    return std::make_shared<const Pcre>(std::move(code));
}

Pcre::Pcre(std::unique_ptr<const PcreCode> code) : m_code(std::move(code)) {}
Pcre::~Pcre() = default;

PcreMatcher::PcreMatcher(std::shared_ptr<const Pcre> pattern)
    : m_pattern(std::move(pattern))
    , m_scratch(std::make_unique<PcreScratch>())
{
    for (pcre2_match_context *context : {m_scratch->fast.get(), m_scratch->guarded.get()}) {
        pcre2_set_heap_limit(context, HeapLimitKiB);
        pcre2_jit_stack_assign(context, nullptr, m_scratch->stack.get());
    }
    pcre2_set_callout(m_scratch->guarded.get(), &Guard::step, &m_scratch->guard);
}

PcreMatcher::~PcreMatcher() = default;

PcreMatcher::Outcome PcreMatcher::search(std::string_view text, std::size_t from)
{
    if (from > text.size())
        return Outcome::Miss;
    // Without the JIT, PCRE2 looks for bad UTF-8 in all that follows each time it is called.
    const PcreCode &code = m_pattern->code();
    const bool isLong = text.size() > (code.hasJit ? LargestFast : LargestFast / 8);
    int outcome = PCRE2_ERROR_MATCHLIMIT;
    if (!isLong || !code.guarded)
        outcome = searchFast(text, from);
    if (outcome == PCRE2_ERROR_MATCHLIMIT && code.guarded)
        outcome = searchGuarded(text, from);
    if (outcome >= 0)
        return Outcome::Match;
    if (outcome == PCRE2_ERROR_NOMATCH)
        return Outcome::Miss;
    m_problem = outcome == PCRE2_ERROR_MATCHLIMIT ? "match limit reached" : messageOf(outcome);
    return Outcome::Limit;
}

/// `from` moves with it.
int PcreMatcher::searchFast(std::string_view text, std::size_t &from)
{
    const std::size_t size = std::max<std::size_t>(1, text.size());
    const std::size_t window = std::clamp(FastWork / (SmallestLimit * size), SmallestWindow, LargestWindow);
    const std::size_t limit = std::clamp(FastWork / (window * size), SmallestLimit, LargestLimit);
    pcre2_set_match_limit(m_scratch->fast.get(), static_cast<std::uint32_t>(limit));
    while (from <= text.size()) {
        const std::size_t next = text.size() - from < window ? text.size() + 1 : Codec::characterBorder(text, from + window);
        pcre2_set_offset_limit(m_scratch->fast.get(), next - 1);
        const int outcome = pcre2_match(m_pattern->code().fast.get(), units(text), text.size(), from, 0, m_scratch->data.get(), m_scratch->fast.get());
        if (outcome != PCRE2_ERROR_NOMATCH)
            return outcome;
        from = next;
    }
    return PCRE2_ERROR_NOMATCH;
}

int PcreMatcher::searchGuarded(std::string_view text, std::size_t from)
{
    m_scratch->guard = {GuardedWork + GuardedWorkPerByte * text.size(), from};
    return pcre2_match(m_pattern->code().guarded.get(), units(text), text.size(), from, 0, m_scratch->data.get(), m_scratch->guarded.get());
}

std::size_t PcreMatcher::begin() const
{
    return std::min(pcre2_get_ovector_pointer(m_scratch->data.get())[0], end()); // \K in a look-ahead can put it behind the end
}

std::size_t PcreMatcher::end() const
{
    return pcre2_get_ovector_pointer(m_scratch->data.get())[1];
}

std::string quotedPattern(std::string_view text)
{
    std::string pattern;
    pattern.reserve(text.size() + 8);
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        const bool plain = u >= 0x80 || (u >= '0' && u <= '9') || (u >= 'A' && u <= 'Z') || (u >= 'a' && u <= 'z') || u <= ' ';
        if (!plain)
            pattern += '\\';
        pattern += c;
    }
    return pattern;
}

} // namespace Search
