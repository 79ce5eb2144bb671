// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/pattern.h"

#include "codec/utf8.h"
#include "search/patternreader.h"
#include "search/pcre.h"

#include <algorithm>

namespace Search {

namespace {

bool hasUpperCase(std::string_view text)
{
    static const Domain::Result<std::shared_ptr<const Pcre>> upper = Pcre::compile("\\p{Lu}", {});
    return upper.ok() && PcreMatcher(*upper).search(text) == PcreMatcher::Outcome::Match;
}

bool isFoldable(std::string_view character)
{
    constexpr std::string_view withRelatives = "kKsS";
    return static_cast<unsigned char>(character.front()) < 0x80 && withRelatives.find(character.front()) == std::string_view::npos;
}

std::string withoutEscapes(std::string_view text)
{
    std::string rest;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\')
            ++i;
        else
            rest += text[i];
    }
    return rest;
}

/// Collects stretches of characters and keeps the longest.
class LongestRun
{
public:
    void add(std::string_view character)
    {
        m_run += character;
        m_last = character.size();
    }
    void dropLast()
    {
        m_run.resize(m_run.size() - m_last);
        m_last = 0;
    }
    void end()
    {
        if (m_run.size() > m_longest.size())
            m_longest = m_run;
        m_run.clear();
        m_last = 0;
    }
    std::string take()
    {
        end();
        return std::move(m_longest);
    }

private:
    std::string m_run;
    std::string m_longest;
    std::size_t m_last = 0;
};

} // namespace

bool isCaseSensitive(const FilterSpec &spec)
{
    if (spec.caseRule != CaseRule::Smart)
        return spec.caseRule == CaseRule::Sensitive;
    if (spec.mode != Mode::Regex)
        return hasUpperCase(spec.pattern);
    std::string letters;
    PatternReader reader(spec.pattern);
    for (PatternToken token = reader.next(); token.kind != PatternToken::End; token = reader.next())
        if (token.kind == PatternToken::Literal || token.kind == PatternToken::Class)
            letters += token.kind == PatternToken::Class ? withoutEscapes(token.text) : std::string(token.text);
    return hasUpperCase(letters);
}

std::string literalOf(std::string_view pattern, bool caseSensitive)
{
    LongestRun run;
    std::size_t depth = 0;
    PatternReader reader(pattern);
    for (PatternToken token = reader.next(); token.kind != PatternToken::End; token = reader.next()) {
        if (reader.isOdd() || (token.kind == PatternToken::Bar && depth == 0))
            return {};
        if (token.kind == PatternToken::Open)
            ++depth;
        else if (token.kind == PatternToken::Close && depth-- == 0)
            return {};
        if (depth > 0)
            run.end();
        else if (token.kind == PatternToken::Literal && (caseSensitive || isFoldable(token.text)))
            run.add(token.text);
        else if (token.kind == PatternToken::Quantifier)
            run.dropLast(), run.end();
        else
            run.end();
    }
    return reader.isOdd() ? std::string() : run.take();
}

std::string foldableLiteralOf(std::string_view text)
{
    LongestRun run;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view byte = text.substr(at, 1);
        if (isFoldable(byte))
            run.add(byte);
        else
            run.end();
    }
    return run.take();
}

std::optional<std::size_t> placeOfContinuation(std::string_view pattern)
{
    PatternReader reader(pattern);
    for (PatternToken token = reader.next(); token.kind != PatternToken::End; token = reader.next())
        if (token.kind == PatternToken::Escape && token.text == "\\G")
            return token.at;
    return std::nullopt;
}

} // namespace Search
