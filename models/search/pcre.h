// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"

#include <cstddef>
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
        bool isLiteral = false; ///< it has nothing to try twice
        bool asRe2 = false;     ///< what RE2 means: \d, \w, \s and \b know ASCII alone, $ is the very end
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

/// Matches one pattern for one thread. Whatever pattern and bytes are, a search ends: after half a second or so, and some
/// nanoseconds for each byte. It counts what it does, so the same search has the same outcome everywhere.
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
    int searchFast(std::string_view text, std::size_t &from);
    int searchGuarded(std::string_view text, std::size_t from);

    std::shared_ptr<const Pcre> m_pattern;
    std::unique_ptr<PcreScratch> m_scratch;
    std::string m_problem;
};

/// A pattern that matches `text` alone, letter by letter.
std::string quotedPattern(std::string_view text);

} // namespace Search
