// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/steprun.h"
#include "search/expression.h"

#include <algorithm>

namespace Replay {

namespace {

/// Replaces all headers of that name in the place of the first, or appends one.
void setHeader(std::vector<Domain::Header> &headers, std::string_view name, std::optional<std::string_view> value)
{
    const auto isOfThatName = [name](const Domain::Header &header) { return header.name == name; };
    const auto first = std::find_if(headers.begin(), headers.end(), isOfThatName);
    if (first == headers.end()) {
        headers.push_back({name, value});
        return;
    }
    first->value = value;
    headers.erase(std::remove_if(first + 1, headers.end(), isOfThatName), headers.end());
}

class SetHeaderRun final : public StepRun
{
public:
    SetHeaderRun(std::shared_ptr<const SetHeaderStep> step, std::unique_ptr<Search::Expression::Evaluation> evaluation)
        : m_step(std::move(step)), m_evaluation(std::move(evaluation))
    {
    }

    Problem apply(StepRecord &record, const StepContext &context) override
    {
        if (!m_evaluation) {
            setHeader(record.headers, m_step->name, m_step->value);
            return std::nullopt;
        }
        const Domain::Record current = currentRecord(record, context.source);
        const auto result = m_evaluation->evaluate(&current, context.topic);
        if (!result)
            return result.error().arg("problem");
        if (result->type == Search::Cel::Type::Null) {
            setHeader(record.headers, m_step->name, std::nullopt);
            return std::nullopt;
        }
        const std::optional<std::string> text = plainText(*result);
        if (!text)
            return "the expression gives a number that JSON cannot hold";
        std::string &made = record.make();
        made = *text;
        setHeader(record.headers, m_step->name, made);
        return std::nullopt;
    }

private:
    std::shared_ptr<const SetHeaderStep> m_step; ///< its text is what headers borrow
    std::unique_ptr<Search::Expression::Evaluation> m_evaluation;
};

class RemoveHeaderRun final : public StepRun
{
public:
    explicit RemoveHeaderRun(std::string name) : m_name(std::move(name)) {}

    Problem apply(StepRecord &record, const StepContext &) override
    {
        std::erase_if(record.headers, [this](const Domain::Header &header) { return header.name == m_name; });
        return std::nullopt;
    }

private:
    std::string m_name;
};

} // namespace

Domain::Result<StepFactory> compileStep(const SetHeaderStep &step)
{
    auto kept = std::make_shared<const SetHeaderStep>(step);
    if (!step.isExpression)
        return StepFactory([kept](const auto &) { return std::make_unique<SetHeaderRun>(kept, nullptr); });
    auto expression = Search::Expression::compile(step.value.value_or(std::string()));
    if (!expression)
        return badStep(expression.error());
    return StepFactory([kept, expression = *expression](const auto &) { return std::make_unique<SetHeaderRun>(kept, expression->evaluation()); });
}

Domain::Result<StepFactory> compileStep(const RemoveHeaderStep &step)
{
    return StepFactory([name = step.name](const auto &) { return std::make_unique<RemoveHeaderRun>(name); });
}

} // namespace Replay
