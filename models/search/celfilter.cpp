// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "search/celfilter.h"

#include "search/badfilter.h"
#include "search/celhighlight.h"
#include "search/celmachine.h"
#include "search/literal.h"

#include <algorithm>

namespace Search {

namespace {

class CelEvaluation final : public Filter::Evaluation
{
public:
    CelEvaluation(std::shared_ptr<const Cel::Program> program, std::shared_ptr<const std::vector<std::string>> topics)
        : m_program(std::move(program)), m_topics(std::move(topics)), m_machine(*m_program)
    {
    }

    Verdict match(const Domain::Record &record) override
    {
        const bool isKnown = m_topics && record.topic < m_topics->size();
        m_result = m_machine.evaluate(&record, isKnown ? std::string_view((*m_topics)[record.topic]) : std::string_view());
        m_hasProblem = false;
        if (m_result.isBool())
            return m_result.b ? Verdict::Match : Verdict::Miss;
        return Verdict::Error;
    }

    const std::string &problem() const override
    {
        if (!m_hasProblem) { // most are only counted
            m_problem = m_result.isError() ? errorText(m_result, *m_program) : "the result is " + std::string(Cel::typeWord(typeOf(m_result))) + ", not bool";
            m_hasProblem = true;
        }
        return m_problem;
    }

private:
    std::shared_ptr<const Cel::Program> m_program;
    std::shared_ptr<const std::vector<std::string>> m_topics;
    Cel::Machine m_machine;
    Cel::Data m_result;
    mutable bool m_hasProblem = false;
    mutable std::string m_problem;
};

class CelFilter final : public Filter
{
public:
    CelFilter(const FilterSpec &spec, std::shared_ptr<const Cel::Program> program) : Filter(spec), m_program(std::move(program))
    {
        for (const Cel::Sought &sought : Cel::soughtTexts(*m_program))
            m_sought.push_back({LiteralFinder(sought.text, true), sought.parts});
    }

    std::unique_ptr<Evaluation> evaluation(std::shared_ptr<const std::vector<std::string>> topics) const override
    {
        return std::make_unique<CelEvaluation>(m_program, std::move(topics));
    }

    std::vector<std::pair<std::size_t, std::size_t>> highlights(std::string_view text, Part part, std::size_t limit) const override
    {
        std::vector<std::pair<std::size_t, std::size_t>> stretches;
        for (const auto &[finder, parts] : m_sought) {
            if ((parts & part) == 0)
                continue;
            const std::size_t length = finder.needle().size();
            for (std::size_t at = finder.find(text); at != LiteralFinder::npos && stretches.size() < 2 * limit; at = finder.find(text, at + length))
                stretches.emplace_back(at, at + length);
        }
        return joined(std::move(stretches), limit);
    }

private:
    static std::vector<std::pair<std::size_t, std::size_t>> joined(std::vector<std::pair<std::size_t, std::size_t>> stretches, std::size_t limit)
    {
        std::ranges::sort(stretches);
        std::vector<std::pair<std::size_t, std::size_t>> result;
        for (const auto &stretch : stretches) {
            if (!result.empty() && stretch.first <= result.back().second)
                result.back().second = std::max(result.back().second, stretch.second);
            else if (result.size() < limit)
                result.push_back(stretch);
        }
        return result;
    }

    std::shared_ptr<const Cel::Program> m_program;
    std::vector<std::pair<LiteralFinder, std::uint8_t>> m_sought;
};

} // namespace

Domain::Result<std::shared_ptr<const Filter>> compileExpression(const FilterSpec &spec)
{
    // Empty, or only blanks: no condition, as with the other modes.
    const bool isEmpty = spec.pattern.find_first_not_of(" \t\r\n\f") == std::string::npos;
    auto compiled = Cel::compile(isEmpty ? std::string_view("true") : std::string_view(spec.pattern));
    if (const auto *error = std::get_if<Cel::SyntaxError>(&compiled))
        return badFilter(*error);
    return std::shared_ptr<const Filter>(std::make_shared<CelFilter>(spec, std::get<std::shared_ptr<const Cel::Program>>(compiled)));
}

} // namespace Search
