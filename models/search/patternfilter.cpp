// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/patternfilter.h"

#include "codec/utf8.h"
#include "search/badfilter.h"
#include "search/parts.h"
#include "search/pattern.h"

namespace Search {

namespace {

constexpr std::string_view noWordBefore = "(?<![\\p{L}\\p{M}\\p{N}_])";
constexpr std::string_view noWordAfter = "(?![\\p{L}\\p{M}\\p{N}_])";

class PatternEvaluation final : public Filter::Evaluation
{
public:
    PatternEvaluation(std::shared_ptr<const Pcre> pattern, std::optional<LiteralFinder> literal, std::uint8_t parts)
        : m_literal(std::move(literal))
        , m_matcher(std::move(pattern))
        , m_parts(parts)
    {
    }

    Verdict match(const Domain::Record &record) override
    {
        bool limited = false;
        const bool found = anyPart(record, m_parts, [&](std::string_view bytes) {
            if (m_literal && !m_literal->isIn(bytes))
                return false;
            const PcreMatcher::Outcome outcome = m_matcher.search(bytes);
            limited = limited || outcome == PcreMatcher::Outcome::Limit;
            return outcome == PcreMatcher::Outcome::Match;
        });
        return found ? Verdict::Match : limited ? Verdict::Error : Verdict::Miss;
    }
    const std::string &problem() const override { return m_matcher.problem(); }

private:
    const std::optional<LiteralFinder> m_literal;
    PcreMatcher m_matcher;
    std::uint8_t m_parts = 0;
};

Domain::Result<std::shared_ptr<const Pcre>> compileText(const FilterSpec &spec, bool caseSensitive)
{
    const std::size_t invalid = Codec::firstInvalid(spec.pattern);
    if (invalid != Codec::npos)
        return badFilter("the text is not UTF-8", invalid, 1);
    std::string pattern = quotedPattern(spec.pattern);
    if (spec.wholeWord)
        pattern = std::string(noWordBefore) + pattern + std::string(noWordAfter);
    return Pcre::compile(pattern, {.caseless = !caseSensitive, .isLiteral = true});
}

} // namespace

PatternFilter::PatternFilter(FilterSpec spec, std::shared_ptr<const Pcre> pattern, std::optional<LiteralFinder> literal)
    : Filter(std::move(spec))
    , m_pattern(std::move(pattern))
    , m_literal(std::move(literal))
{
}

Domain::Result<std::shared_ptr<const Filter>> PatternFilter::compile(const FilterSpec &spec, bool caseSensitive)
{
    const bool isText = spec.mode == Mode::Text;
    const auto continuation = isText ? std::nullopt : placeOfContinuation(spec.pattern);
    if (continuation)
        return badFilter("\\G has no meaning in a filter", *continuation, 2);
    auto pattern = isText ? compileText(spec, caseSensitive)
                          : Pcre::compile(spec.pattern, {.caseless = !caseSensitive, .wholeWord = spec.wholeWord});
    if (!pattern)
        return pattern.error();
    std::string literal;
    if (!isText)
        literal = literalOf(spec.pattern, caseSensitive);
    else
        literal = caseSensitive ? spec.pattern : foldableLiteralOf(spec.pattern);
    std::optional<LiteralFinder> finder;
    if (!literal.empty())
        finder.emplace(std::move(literal), caseSensitive);
    return std::shared_ptr<const Filter>(std::make_shared<PatternFilter>(spec, *std::move(pattern), std::move(finder)));
}

std::unique_ptr<Filter::Evaluation> PatternFilter::evaluation(std::shared_ptr<const std::vector<std::string>>) const
{
    return std::make_unique<PatternEvaluation>(m_pattern, m_literal, spec().parts);
}

std::vector<std::pair<std::size_t, std::size_t>> PatternFilter::highlights(std::string_view text, Part part, std::size_t limit) const
{
    std::vector<std::pair<std::size_t, std::size_t>> found;
    if (!(spec().parts & part))
        return found;
    PcreMatcher matcher(m_pattern);
    std::size_t from = 0;
    while (found.size() < limit && from <= text.size() && matcher.search(text, from) == PcreMatcher::Outcome::Match) {
        const std::size_t begin = std::max(matcher.begin(), from);
        const std::size_t end = std::max(matcher.end(), begin);
        if (end > begin)
            found.emplace_back(begin, end);
        from = end > begin ? end : end + 1; // an empty match is nothing to see
    }
    return found;
}

} // namespace Search
