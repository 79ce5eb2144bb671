// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/jsonedit.h"
#include "replay/mergepatch.h"
#include "replay/redaction.h"
#include "replay/steprun.h"
#include "search/expression.h"

namespace Replay {

namespace {

using Expressions = std::vector<std::shared_ptr<const Search::Expression>>;

/// A null value (a tombstone) holds nothing to patch: it passes as it is.
class PatchRun final : public StepRun
{
public:
    PatchRun(std::shared_ptr<const MergePatch> patch, const Expressions &expressions) : m_patch(std::move(patch)), m_values(expressions.size())
    {
        for (const auto &expression : expressions)
            m_evaluations.push_back(expression->evaluation());
    }

    Problem apply(StepRecord &record, const StepContext &context) override
    {
        if (!record.value)
            return std::nullopt;
        if (auto problem = fillHoles(record, context))
            return problem;
        std::string &made = record.make();
        if (const Codec::Problem problem = m_patch->apply(made, *record.value, m_values))
            return notJson("the value", problem);
        record.value = made;
        return std::nullopt;
    }

private:
    Problem fillHoles(const StepRecord &record, const StepContext &context)
    {
        const Domain::Record current = currentRecord(record, context.source);
        for (std::size_t i = 0; i < m_evaluations.size(); ++i) {
            const auto result = m_evaluations[i]->evaluate(&current, context.topic);
            if (!result)
                return result.error().arg("problem");
            std::optional<std::string> json = plainJson(*result);
            if (!json)
                return "the expression gives a number that JSON cannot hold";
            m_values[i] = std::move(*json);
        }
        return std::nullopt;
    }

    std::shared_ptr<const MergePatch> m_patch;
    std::vector<std::unique_ptr<Search::Expression::Evaluation>> m_evaluations;
    std::vector<std::string> m_values;
};

/// What is no JSON cannot be redacted, and must not pass as if it were.
class RedactRun final : public StepRun
{
public:
    explicit RedactRun(std::shared_ptr<const Redaction> redaction) : m_redaction(std::move(redaction)) {}

    Problem apply(StepRecord &record, const StepContext &) override
    {
        if (!record.value)
            return std::nullopt;
        std::string &made = record.make();
        if (const Codec::Problem problem = m_redaction->apply(made, *record.value))
            return notJson("the value", problem);
        record.value = made;
        return std::nullopt;
    }

private:
    std::shared_ptr<const Redaction> m_redaction;
};

} // namespace

Domain::Result<StepFactory> compileStep(const PatchStep &step)
{
    auto read = MergePatch::read(step.patch);
    if (const auto *problem = std::get_if<Codec::Problem>(&read))
        return badStep(notJson("the patch", *problem), problem->position, 1);
    auto patch = std::make_shared<const MergePatch>(std::get<MergePatch>(std::move(read)));
    Expressions expressions;
    for (const MergePatch::Hole &hole : patch->holes()) {
        auto expression = Search::Expression::compile(hole.text);
        if (!expression)
            return badStep(expression.error(), hole.position);
        expressions.push_back(*expression);
    }
    return StepFactory([patch, expressions](const auto &) { return std::make_unique<PatchRun>(patch, expressions); });
}

Domain::Result<StepFactory> compileStep(const RedactStep &step)
{
    if (step.paths.empty())
        return badStep("no field is named");
    auto read = Redaction::read(step.paths, step.replacement);
    if (const auto *bad = std::get_if<Redaction::BadPath>(&read)) {
        const bool isPath = bad->path < step.paths.size();
        return badStep(isPath ? bad->problem + " in " + step.paths[bad->path] : bad->problem, bad->position, 1);
    }
    auto redaction = std::make_shared<const Redaction>(std::get<Redaction>(std::move(read)));
    return StepFactory([redaction](const auto &) { return std::make_unique<RedactRun>(redaction); });
}

} // namespace Replay
