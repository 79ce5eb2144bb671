// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/steprun.h"
#include "search/filter.h"

namespace Replay {

namespace {

/// Drops records for which its condition is not `kept`.
class ConditionRun final : public StepRun
{
public:
    ConditionRun(std::unique_ptr<Search::Filter::Evaluation> evaluation, std::shared_ptr<const Search::Filter> filter, Search::Verdict kept)
        : m_filter(std::move(filter)), m_evaluation(std::move(evaluation)), m_kept(kept)
    {
    }

    Problem apply(StepRecord &record, const StepContext &context) override
    {
        const Search::Verdict verdict = m_evaluation->match(currentRecord(record, context.source));
        if (verdict == Search::Verdict::Error)
            return m_evaluation->problem();
        if (verdict != m_kept)
            record.droppedBy = context.step;
        return std::nullopt;
    }

private:
    std::shared_ptr<const Search::Filter> m_filter;
    std::unique_ptr<Search::Filter::Evaluation> m_evaluation;
    Search::Verdict m_kept;
};

Domain::Result<StepFactory> compileCondition(const std::string &expression, Search::Verdict kept)
{
    if (expression.find_first_not_of(" \t\r\n\f") == std::string::npos)
        return badStep("the condition is empty");
    auto filter = Search::Filter::compile({.mode = Search::Mode::Expression, .pattern = expression});
    if (!filter)
        return badStep(filter.error());
    return StepFactory([filter = *filter, kept](const auto &topics) { return std::make_unique<ConditionRun>(filter->evaluation(topics), filter, kept); });
}

} // namespace

Domain::Result<StepFactory> compileStep(const KeepStep &step)
{
    return compileCondition(step.expression, Search::Verdict::Match);
}

Domain::Result<StepFactory> compileStep(const DropStep &step)
{
    return compileCondition(step.expression, Search::Verdict::Miss);
}

} // namespace Replay
