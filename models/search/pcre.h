// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace Search {

struct PcreCode;
struct PcreScratch;

/// A compiled pattern of PCRE2, in UTF-8 and with its JIT where there is one. Immutable; any thread.
class Pcre
{
public:
    static constexpr std::size_t MaxLength = 64 * 1024; ///< bytes of a pattern

    struct Options
    {
        bool caseless = false;
        bool wholeWord = false;
    };
    /// Error: BadFilter, see Filter::compile().
    static Domain::Result<std::shared_ptr<const Pcre>> compile(std::string_view pattern, Options options);

    explicit Pcre(std::unique_ptr<const PcreCode> code);
    Pcre(const Pcre &) = delete;
    Pcre &operator=(const Pcre &) = delete;
    ~Pcre();
    const PcreCode &code() const { return *m_code; }

private:
    std::unique_ptr<const PcreCode> m_code;
};

/// Matches one pattern for one thread. Whatever pattern and bytes are, a search ends: half a second of work and ten nanoseconds
/// a byte are the most it takes, and where a single place costs too much it ends much earlier.
class PcreMatcher
{
public:
    enum class Outcome { Miss, Match, Limit };

    explicit PcreMatcher(std::shared_ptr<const Pcre> pattern);
    PcreMatcher(const PcreMatcher &) = delete;
    PcreMatcher &operator=(const PcreMatcher &) = delete;
    ~PcreMatcher();

    /// The first match at or after `from`. Bytes that are not UTF-8 match nothing and break no match elsewhere.
    Outcome search(std::string_view text, std::size_t from = 0);
    // After Outcome::Match
    std::size_t begin() const;
    std::size_t end() const;
    /// After Outcome::Limit.
    const std::string &problem() const { return m_problem; }

private:
    int searchWindow(std::string_view text, std::size_t from, std::size_t last, std::uint32_t limit);
    int searchPlaces(std::string_view text, std::size_t from, std::size_t last, std::chrono::nanoseconds until);

    std::shared_ptr<const Pcre> m_pattern;
    std::unique_ptr<PcreScratch> m_scratch;
    std::string m_problem;
};

/// A pattern that matches `text` alone, letter by letter.
std::string quotedPattern(std::string_view text);

} // namespace Search
