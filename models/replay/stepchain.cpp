// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/stepchain.h"

#include "replay/steprun.h"

#include <charconv>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;

namespace {

constexpr std::size_t keptBytes = 1024 * 1024; ///< of room that is used again; what a large record needed is given back

struct CompiledStep
{
    int number = 0;
    StepFactory factory;
};

class ChainApplication final : public StepChain::Application
{
public:
    ChainApplication(const std::vector<CompiledStep> &steps, std::shared_ptr<const std::vector<std::string>> topics) : m_topics(std::move(topics))
    {
        for (const CompiledStep &step : steps)
            m_runs.emplace_back(step.number, step.factory(m_topics));
    }

    Domain::Status apply(StepRecord &out, const Domain::Record &source) override
    {
        const std::string_view topic = m_topics && source.topic < m_topics->size() ? std::string_view((*m_topics)[source.topic]) : std::string_view();
        for (const auto &[number, run] : m_runs) {
            if (const auto problem = run->apply(out, {source, topic, number}))
                return Error{.code = ErrorCode::StepFailed,
                             .args = {{"step", std::to_string(number)},
                                      {"topic", std::string(topic)},
                                      {"partition", std::to_string(source.partition.value())},
                                      {"offset", std::to_string(source.offset.value())},
                                      {"problem", *problem}}};
            if (out.droppedBy > 0)
                break;
        }
        return std::monostate();
    }

private:
    std::shared_ptr<const std::vector<std::string>> m_topics;
    std::vector<std::pair<int, std::unique_ptr<StepRun>>> m_runs;
};

class CompiledChain final : public StepChain
{
public:
    CompiledChain(std::vector<CompiledStep> steps, bool makesTimestamps) : m_steps(std::move(steps)), m_makesTimestamps(makesTimestamps) {}

    std::unique_ptr<Application> application(std::shared_ptr<const std::vector<std::string>> topics) const override
    {
        return std::make_unique<ChainApplication>(m_steps, std::move(topics));
    }
    bool isEmpty() const override { return m_steps.empty(); }
    bool makesTimestamps() const override { return m_makesTimestamps; }

private:
    std::vector<CompiledStep> m_steps;
    bool m_makesTimestamps;
};

std::size_t numberOf(const Error &error, const char *name)
{
    const std::string text = error.arg(name);
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

} // namespace

void StepRecord::take(const Domain::Record &record)
{
    topic = nullptr;
    partition.reset();
    isNow = false;
    timestampMs.reset();
    if (record.timestamp.type != Domain::TimestampType::None)
        timestampMs = record.timestamp.ms;
    key = record.key;
    value = record.value;
    headers.assign(record.headers.begin(), record.headers.end());
    droppedBy = 0;
    madeCount = 0;
}

std::string &StepRecord::make()
{
    if (madeCount == made.size())
        made.push_back(std::make_unique<std::string>());
    std::string &text = *made[madeCount++];
    if (text.capacity() > keptBytes)
        std::string().swap(text);
    text.clear();
    return text;
}

Domain::Result<std::shared_ptr<const StepChain>> StepChain::compile(const std::vector<Step> &steps)
{
    std::vector<CompiledStep> compiled;
    bool makesTimestamps = false;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (!steps[i].isOn)
            continue;
        const int number = static_cast<int>(i) + 1;
        auto factory = std::visit([](const auto &what) { return compileStep(what); }, steps[i].what);
        if (!factory) {
            Error error = factory.error();
            error.args["step"] = std::to_string(number);
            return error;
        }
        compiled.push_back({number, std::move(factory).value()});
        if (const auto *timestamps = std::get_if<TimestampStep>(&steps[i].what); timestamps && timestamps->kind != TimestampStep::Kind::Shift)
            makesTimestamps = timestamps->kind == TimestampStep::Kind::Now;
    }
    return std::shared_ptr<const StepChain>(std::make_shared<CompiledChain>(std::move(compiled), makesTimestamps));
}

Domain::Record currentRecord(const StepRecord &record, const Domain::Record &source)
{
    Domain::Record current = source;
    current.key = record.key;
    current.value = record.value;
    current.headers = record.headers;
    if (record.timestampMs)
        current.timestamp.ms = *record.timestampMs;
    return current;
}

Error badStep(std::string problem, std::size_t position, std::size_t length)
{
    return {.code = ErrorCode::BadStep,
            .args = {{"problem", std::move(problem)}, {"position", std::to_string(position)}, {"length", std::to_string(length)}, {"suggestion", ""}}};
}

Error badStep(const Error &error, std::size_t shift)
{
    Error bad = badStep(error.arg("problem"), numberOf(error, "position") + shift, numberOf(error, "length"));
    bad.args["suggestion"] = error.arg("suggestion");
    return bad;
}

} // namespace Replay
