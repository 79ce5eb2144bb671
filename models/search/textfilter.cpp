// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/textfilter.h"

#include "search/parts.h"

namespace Search {

namespace {

class TextEvaluation final : public Filter::Evaluation
{
public:
    TextEvaluation(const LiteralFinder &literal, std::uint8_t parts) : m_literal(literal), m_parts(parts) {}

    Verdict match(const Domain::Record &record) override
    {
        const auto holds = [this](std::string_view bytes) { return m_literal.isIn(bytes); };
        return m_literal.needle().empty() || anyPart(record, m_parts, holds) ? Verdict::Match : Verdict::Miss;
    }
    const std::string &problem() const override { return m_problem; }

private:
    const LiteralFinder m_literal; // a copy: close to the thread, and independent of the filter's life
    std::uint8_t m_parts = 0;
    std::string m_problem;
};

} // namespace

TextFilter::TextFilter(FilterSpec spec, bool caseSensitive)
    : Filter(std::move(spec))
    , m_literal(this->spec().pattern, caseSensitive)
{
}

std::unique_ptr<Filter::Evaluation> TextFilter::evaluation(std::shared_ptr<const std::vector<std::string>>) const
{
    return std::make_unique<TextEvaluation>(m_literal, spec().parts);
}

std::vector<std::pair<std::size_t, std::size_t>> TextFilter::highlights(std::string_view text, Part part, std::size_t limit) const
{
    std::vector<std::pair<std::size_t, std::size_t>> found;
    if (!(spec().parts & part) || m_literal.needle().empty())
        return found;
    for (std::size_t at = m_literal.find(text); at != LiteralFinder::npos && found.size() < limit;) {
        found.emplace_back(at, at + m_literal.needle().size());
        at = m_literal.find(text, found.back().second);
    }
    return found;
}

} // namespace Search
