// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "codec/base64.h"
#include "produce/requestwords.h"
#include "replay/jsonedit.h"
#include "replay/planwords.h"
#include "replay/replayplan.h"

#include <nlohmann/json.hpp>

#include <limits>

namespace Replay {

namespace {

using Json = nlohmann::json;

constexpr std::size_t mostBytes = 256 * 1024 * 1024;
constexpr std::size_t mostOffsets = 16 * 1024 * 1024; ///< of chosen records

/// Reads a plan back. The first thing that is wrong is remembered; what is read after it does not count.
class PlanReader
{
public:
    Plan read(const Json &root)
    {
        Plan plan;
        const std::int64_t version = number(root, "version");
        if (version > PlanWords::version)
            fail("it was made by a newer version of the program");
        plan.source = source(object(root, "source"));
        each(root, "steps", [&](const Json &one) { plan.steps.push_back(step(one)); });
        plan.target = target(object(root, "target"));
        plan.tempo = tempo(object(root, "tempo"));
        plan.mode = word(root, "mode", PlanWords::modes);
        plan.stopsAtRefusal = flag(root, "stopsAtRefusal");
        return plan;
    }
    const std::string &problem() const { return m_problem; }

private:
    void fail(std::string problem)
    {
        if (m_problem.empty())
            m_problem = std::move(problem);
    }
    void wrong(std::string_view name) { fail("the plan's field " + std::string(name) + " is missing or wrong"); }

    const Json &member(const Json &parent, const char *name)
    {
        static const Json none;
        const auto found = parent.is_object() ? parent.find(name) : parent.end();
        return parent.is_object() && found != parent.end() ? *found : none;
    }
    const Json &object(const Json &parent, const char *name)
    {
        const Json &value = member(parent, name);
        if (!value.is_object())
            wrong(name);
        return value;
    }
    template<typename Visit>
    void each(const Json &parent, const char *name, Visit visit)
    {
        const Json &value = member(parent, name);
        if (!value.is_array())
            return wrong(name);
        for (const Json &element : value)
            if (m_problem.empty())
                visit(element);
    }
    std::int64_t wholeNumber(const Json &value, std::string_view name, std::int64_t least = std::numeric_limits<std::int64_t>::min(),
                             std::int64_t most = std::numeric_limits<std::int64_t>::max())
    {
        const bool fits = value.is_number_unsigned() ? value.get<std::uint64_t>() <= std::uint64_t(std::numeric_limits<std::int64_t>::max()) : value.is_number_integer();
        const std::int64_t found = fits ? value.get<std::int64_t>() : 0;
        if (fits && found >= least && found <= most)
            return found;
        wrong(name);
        return 0;
    }
    std::int64_t number(const Json &parent, const char *name) { return wholeNumber(member(parent, name), name); }
    Domain::PartitionId partition(const Json &value, std::string_view name)
    {
        return Domain::PartitionId(static_cast<std::int32_t>(wholeNumber(value, name, 0, std::numeric_limits<std::int32_t>::max())));
    }
    bool flag(const Json &parent, const char *name)
    {
        const Json &value = member(parent, name);
        if (!value.is_boolean())
            wrong(name);
        return value.is_boolean() && value.get<bool>();
    }
    double real(const Json &parent, const char *name)
    {
        const Json &value = member(parent, name);
        if (!value.is_number())
            wrong(name);
        return value.is_number() ? value.get<double>() : 0;
    }
    std::string textOf(const Json &value, const char *name)
    {
        if (value.is_string())
            return value.get<std::string>();
        const Json &coded = member(value, "base64");
        if (coded.is_string())
            if (auto bytes = Codec::decodeBase64(coded.get_ref<const std::string &>()))
                return std::move(*bytes);
        wrong(name);
        return {};
    }
    std::string text(const Json &parent, const char *name) { return textOf(member(parent, name), name); }
    template<typename Value, std::size_t count>
    Value word(const Json &parent, const char *name, const Domain::WordList<Value, count> &words)
    {
        const auto value = Domain::valueOf(words, text(parent, name));
        if (!value)
            wrong(name);
        return value.value_or(words.front().second);
    }

    Domain::TopicPartition place(const Json &value, std::size_t topics)
    {
        const std::int64_t topic = number(value, "topic");
        if (topic < 0 || topic >= static_cast<std::int64_t>(topics))
            wrong("topic");
        return {static_cast<std::uint16_t>(topic), partition(member(value, "partition"), "partition")};
    }

    Source source(const Json &value)
    {
        Source source;
        source.connection = text(value, "connection");
        source.clusterId = text(value, "clusterId");
        source.read = readPlan(object(value, "read"));
        const std::size_t topics = source.read.topics.size();
        if (member(value, "filter").is_object())
            source.filter = filter(member(value, "filter"));
        std::size_t count = 0;
        each(value, "only", [&](const Json &entry) { offsets(entry, source.only[place(entry, topics)], count); });
        each(value, "leftOut", [&](const Json &entry) { source.leftOut[place(entry, topics)] = number(entry, "offsets"); });
        return source;
    }

    void offsets(const Json &entry, std::vector<Domain::Offset> &offsets, std::size_t &count)
    {
        each(entry, "runs", [&](const Json &run) {
            const bool isPair = run.is_array() && run.size() == 2;
            const std::int64_t first = isPair ? wholeNumber(run[0], "runs", 0) : 0;
            const std::int64_t last = isPair ? wholeNumber(run[1], "runs", first) : 0;
            const bool isRising = offsets.empty() || first > offsets.back().value();
            if (!isPair || !isRising || last < first || std::uint64_t(last - first) >= mostOffsets - count)
                return wrong("runs");
            count += static_cast<std::size_t>(last - first) + 1;
            for (std::int64_t i = 0; i <= last - first; ++i)
                offsets.push_back(Domain::Offset(first + i));
        });
    }

    Domain::ReadPlan readPlan(const Json &value)
    {
        Domain::ReadPlan read;
        each(value, "topics", [&](const Json &topic) { read.topics.push_back(textOf(topic, "topics")); });
        if (read.topics.empty() || read.topics.size() > std::numeric_limits<std::uint16_t>::max())
            wrong("topics");
        each(value, "partitions", [&](const Json &id) { read.partitions.push_back(partition(id, "partitions")); });
        read.from = seek(object(value, "from"));
        each(value, "fromPerPartition", [&](const Json &entry) { read.fromPerPartition[place(entry, read.topics.size())] = seek(object(entry, "from")); });
        read.until = until(object(value, "until"));
        each(value, "untilPerPartition", [&](const Json &entry) {
            read.untilPerPartition[place(entry, read.topics.size())] = Domain::Offset(number(entry, "until"));
        });
        if (!member(value, "limit").is_null())
            read.limit = static_cast<std::uint64_t>(wholeNumber(member(value, "limit"), "limit", 0));
        read.isolation = word(value, "isolation", PlanWords::isolations);
        read.order = word(value, "order", PlanWords::orders);
        read.newestFirst = flag(value, "newestFirst");
        return read;
    }

    Domain::SeekTarget seek(const Json &value)
    {
        if (value.contains("offset"))
            return Domain::AtOffset{Domain::Offset(number(value, "offset"))};
        if (value.contains("time"))
            return Domain::AtTime{number(value, "time")};
        if (value.contains("tail"))
            return Domain::Tail{number(value, "tail")};
        if (text(value, "at") == "end")
            return Domain::End{};
        return Domain::Beginning{};
    }

    Domain::ReadUntil until(const Json &value)
    {
        if (value.contains("offset"))
            return Domain::UntilOffset{Domain::Offset(number(value, "offset"))};
        if (value.contains("time"))
            return Domain::UntilTime{number(value, "time"), number(value, "lateness")};
        if (text(value, "at") == "live")
            return Domain::UntilLive{};
        return Domain::UntilEnd{};
    }

    Search::FilterSpec filter(const Json &value)
    {
        Search::FilterSpec filter;
        filter.mode = word(value, "mode", PlanWords::filterModes);
        filter.pattern = text(value, "pattern");
        filter.parts = static_cast<std::uint8_t>(wholeNumber(member(value, "parts"), "parts", 0, Search::allParts));
        filter.caseRule = word(value, "case", PlanWords::caseRules);
        filter.wholeWord = flag(value, "wholeWord");
        return filter;
    }

    Step step(const Json &value)
    {
        const std::string kind = text(value, "kind");
        Step step{.what = KeepStep{}, .isOn = flag(value, "isOn")};
        if (kind == "keep")
            step.what = KeepStep{text(value, "expression")};
        else if (kind == "drop")
            step.what = DropStep{text(value, "expression")};
        else if (kind == "setHeader")
            step.what = setHeader(value);
        else if (kind == "removeHeader")
            step.what = RemoveHeaderStep{text(value, "name")};
        else if (kind == "patch")
            step.what = PatchStep{text(value, "patch")};
        else if (kind == "rekey")
            step.what = RekeyStep{text(value, "expression")};
        else if (kind == "originalPlace")
            step.what = originalPlace(value);
        else if (kind == "timestamps")
            step.what = TimestampStep{word(value, "timestamps", PlanWords::timestamps), number(value, "shiftMs")};
        else if (kind == "redact")
            step.what = redact(value);
        else
            wrong("kind");
        return step;
    }

    SetHeaderStep setHeader(const Json &value)
    {
        SetHeaderStep step{.name = text(value, "name"), .value = {}, .isExpression = flag(value, "isExpression")};
        if (!member(value, "value").is_null())
            step.value = text(value, "value");
        return step;
    }

    OriginalPlaceStep originalPlace(const Json &value)
    {
        return {.origin = word(value, "origin", PlanWords::origins),
                .topicHeader = text(value, "topicHeader"),
                .partitionHeader = text(value, "partitionHeader"),
                .keepsPartition = flag(value, "keepsPartition"),
                .removesHeaders = flag(value, "removesHeaders")};
    }

    RedactStep redact(const Json &value)
    {
        RedactStep step{.paths = {}, .replacement = text(value, "replacement")};
        each(value, "paths", [&](const Json &path) { step.paths.push_back(textOf(path, "paths")); });
        return step;
    }

    Target target(const Json &value)
    {
        Target target;
        target.connection = text(value, "connection");
        target.clusterId = text(value, "clusterId");
        target.topic = text(value, "topic");
        each(value, "topics", [&](const Json &entry) { target.topics[text(entry, "from")] = text(entry, "to"); });
        target.partitioning = word(value, "partitioning", PlanWords::partitionings);
        target.fixed = partition(member(value, "fixed"), "fixed");
        target.partitioner = word(value, "partitioner", Produce::partitioners);
        target.compression = word(value, "compression", Produce::compressions);
        return target;
    }

    Tempo tempo(const Json &value)
    {
        if (value.contains("perSecond"))
            return Rate{real(value, "perSecond")};
        if (value.contains("factor"))
            return OriginalGaps{real(value, "factor")};
        return AsFastAsPossible{};
    }

    std::string m_problem;
};

Domain::Error broken(std::string problem)
{
    return {.code = Domain::ErrorCode::ReplayJournalBroken, .args = {{"problem", std::move(problem)}}};
}

} // namespace

Domain::Result<Plan> readPlan(std::string_view json)
{
    if (json.size() > mostBytes)
        return broken("the plan is too large");
    if (const Codec::Problem problem = jsonProblem(json)) // also limits how deep it is nested
        return broken(notJson("the plan", problem));
    const Json root = Json::parse(json, nullptr, false);
    if (!root.is_object())
        return broken("the plan is no JSON object");
    PlanReader reader;
    Plan plan = reader.read(root);
    if (!reader.problem().empty())
        return broken(reader.problem());
    return plan;
}

} // namespace Replay
