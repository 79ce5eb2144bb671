// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/pcre.h"

#include "codec/utf8.h"
#include "search/badfilter.h"

#include <pcre2.h>

#include <algorithm>
#include <array>
#include <ctime>

namespace Search {

namespace {

/// PCRE2's match limit is for one starting place, so a search of a long value is cut into windows of this many places. In the JIT
/// a hundred thousand steps take about a tenth of a millisecond.
constexpr std::size_t Window = 1024;
constexpr std::uint32_t WindowLimit = 100'000;
constexpr std::size_t WindowsPerLookAtClock = 16;
/// Where that limit is reached, the window is gone through place by place with this one, and four steps for each byte.
constexpr std::size_t PlaceLimit = 1'000'000;
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

/// What this thread has worked: a busy machine must not turn a slow search into a failed one.
std::chrono::nanoseconds worked()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::chrono::nanoseconds patience(std::size_t bytes)
{
    return std::chrono::milliseconds(500) + std::chrono::nanoseconds(10) * static_cast<std::int64_t>(bytes);
}

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
    Owned<pcre2_code> code;
    bool hasJit = false;
};

struct PcreScratch
{
    Owned<pcre2_match_data> data{pcre2_match_data_create(1, nullptr)};
    Owned<pcre2_match_context> context{pcre2_match_context_create(nullptr)};
    Owned<pcre2_jit_stack> stack{pcre2_jit_stack_create(32 * 1024, JitStack, nullptr)};
};

Domain::Result<std::shared_ptr<const Pcre>> Pcre::compile(std::string_view pattern, Options options)
{
    if (pattern.size() > MaxLength)
        return badFilter("the pattern is longer than 64 KiB", MaxLength, pattern.size() - MaxLength);
    const Owned<pcre2_compile_context> context(pcre2_compile_context_create(nullptr));
    pcre2_set_parens_nest_limit(context.get(), Nesting);
    if (options.wholeWord)
        pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_MATCH_WORD);
    const std::uint32_t bits = PCRE2_UTF | PCRE2_UCP | PCRE2_MATCH_INVALID_UTF | PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_BACKSLASH_C
        | (options.caseless ? PCRE2_CASELESS : 0U);
    int problem = 0;
    PCRE2_SIZE at = 0;
    auto code = std::make_unique<PcreCode>();
    code->code.reset(pcre2_compile(units(pattern), pattern.size(), bits, &problem, &at, context.get()));
    if (!code->code) {
        const std::size_t position = std::min<std::size_t>(at, pattern.size());
        return badFilter(messageOf(problem), position, std::min<std::size_t>(1, pattern.size() - position));
    }
    code->hasJit = pcre2_jit_compile(code->code.get(), PCRE2_JIT_COMPLETE) == 0;
    return std::make_shared<const Pcre>(std::move(code));
}

Pcre::Pcre(std::unique_ptr<const PcreCode> code) : m_code(std::move(code)) {}
Pcre::~Pcre() = default;

PcreMatcher::PcreMatcher(std::shared_ptr<const Pcre> pattern)
    : m_pattern(std::move(pattern))
    , m_scratch(std::make_unique<PcreScratch>())
{
    pcre2_set_heap_limit(m_scratch->context.get(), HeapLimitKiB);
    pcre2_jit_stack_assign(m_scratch->context.get(), nullptr, m_scratch->stack.get());
}

PcreMatcher::~PcreMatcher() = default;

PcreMatcher::Outcome PcreMatcher::search(std::string_view text, std::size_t from)
{
    // Without the JIT, PCRE2 looks for bad UTF-8 in all that follows each time it is called.
    const std::size_t width = m_pattern->code().hasJit ? Window : std::max(Window, text.size() / 64);
    std::chrono::nanoseconds until{};
    std::size_t windows = 0;
    for (std::size_t place = from; place <= text.size();) {
        const std::size_t next = text.size() - place < width ? text.size() + 1 : Codec::characterBorder(text, place + width);
        int outcome = searchWindow(text, place, next - 1, WindowLimit);
        if (outcome == PCRE2_ERROR_MATCHLIMIT) {
            if (until.count() == 0)
                until = worked() + patience(text.size());
            outcome = searchPlaces(text, place, next - 1, until);
        }
        if (outcome >= 0)
            return Outcome::Match;
        place = next;
        if (outcome == PCRE2_ERROR_NOMATCH && windows++ % WindowsPerLookAtClock == 0 && place <= text.size()) {
            if (until.count() == 0)
                until = worked() + patience(text.size());
            else if (worked() > until)
                outcome = PCRE2_ERROR_MATCHLIMIT;
        }
        if (outcome != PCRE2_ERROR_NOMATCH) {
            m_problem = outcome == PCRE2_ERROR_MATCHLIMIT ? "match limit reached" : messageOf(outcome);
            return Outcome::Limit;
        }
    }
    return Outcome::Miss;
}

int PcreMatcher::searchWindow(std::string_view text, std::size_t from, std::size_t last, std::uint32_t limit)
{
    pcre2_set_match_limit(m_scratch->context.get(), limit);
    pcre2_set_offset_limit(m_scratch->context.get(), last);
    return pcre2_match(m_pattern->code().code.get(), units(text), text.size(), from, 0, m_scratch->data.get(), m_scratch->context.get());
}

int PcreMatcher::searchPlaces(std::string_view text, std::size_t from, std::size_t last, std::chrono::nanoseconds until)
{
    const auto limit = static_cast<std::uint32_t>(std::min<std::size_t>(PlaceLimit + 4 * text.size(), 0x7FFFFFFF));
    int outcome = PCRE2_ERROR_NOMATCH;
    for (std::size_t place = from; place <= last && outcome == PCRE2_ERROR_NOMATCH;) {
        const std::size_t length = place < text.size() ? std::max<std::size_t>(1, Codec::characterLength(text, place)) : 1;
        outcome = searchWindow(text, place, place, limit);
        place += length;
        if (outcome == PCRE2_ERROR_NOMATCH && worked() > until)
            outcome = PCRE2_ERROR_MATCHLIMIT;
    }
    return outcome;
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
