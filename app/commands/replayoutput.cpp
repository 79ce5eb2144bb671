// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/replayoutput.h"

#include "codec/jsonl.h"
#include "items/errortext.h"

#include <algorithm>
#include <cstdio>

namespace App {

namespace {

constexpr std::size_t shownSamples = 3;

/// One object after the other, its fields in the order they are written.
class Object
{
public:
    explicit Object(std::string &out) : m_out(out) { m_out += '{'; }
    ~Object() { m_out += '}'; }
    Object(const Object &) = delete;
    Object &operator=(const Object &) = delete;

    std::string &name(std::string_view name)
    {
        if (!m_isFirst)
            m_out += ',';
        m_isFirst = false;
        Codec::appendJsonValue(m_out, name);
        m_out += ':';
        return m_out;
    }
    void text(std::string_view field, std::string_view value) { Codec::appendJsonValue(name(field), value); }
    void number(std::string_view field, std::int64_t value) { name(field) += std::to_string(value); }
    void count(std::string_view field, std::uint64_t value) { name(field) += std::to_string(value); }
    void truth(std::string_view field, bool value) { name(field) += value ? "true" : "false"; }
    void bytes(std::string_view field, const std::optional<std::string> &value)
    {
        Codec::appendJsonValue(name(field), value ? std::optional<std::string_view>(*value) : std::nullopt);
    }
    void seconds(std::string_view field, double value)
    {
        char text[32];
        std::snprintf(text, sizeof text, "%.3f", value);
        name(field) += text;
    }
    void maybe(std::string_view field, const std::optional<std::int64_t> &value) { name(field) += value ? std::to_string(*value) : "null"; }

private:
    std::string &m_out;
    bool m_isFirst = true;
};

template<typename List, typename Write>
void writeList(std::string &out, const List &list, std::size_t most, Write write)
{
    out += '[';
    std::size_t n = 0;
    for (const auto &item : list) {
        if (n == most)
            break;
        if (n++ > 0)
            out += ',';
        write(item);
    }
    out += ']';
}

std::string_view nameOf(Produce::Finding::Kind kind)
{
    using Kind = Produce::Finding::Kind;
    switch (kind) {
    case Kind::TooLarge: return "tooLarge";
    case Kind::NearLimit: return "nearLimit";
    case Kind::TimestampZero: return "timestampZero";
    case Kind::TimestampReplaced: return "timestampReplaced";
    case Kind::TimestampRefused: return "timestampRefused";
    case Kind::OlderThanRetention: return "olderThanRetention";
    case Kind::NoKeyOnCompacted: return "noKeyOnCompacted";
    case Kind::NoSuchPartition: return "noSuchPartition";
    case Kind::NotAcknowledged: return "notAcknowledged";
    case Kind::FactsUnknown: break;
    }
    return "factsUnknown";
}

std::string_view nameOf(Replay::Difference::Kind kind)
{
    using Kind = Replay::Difference::Kind;
    switch (kind) {
    case Kind::Lost: return "lost";
    case Kind::Doubled: return "doubled";
    case Kind::Order: return "order";
    case Kind::Partition: return "partition";
    case Kind::Key: return "key";
    case Kind::Value: return "value";
    case Kind::Headers: return "headers";
    case Kind::Timestamp: return "timestamp";
    case Kind::Foreign: break;
    }
    return "foreign";
}

std::string_view nameOf(Replay::Verdict::Kind kind)
{
    switch (kind) {
    case Replay::Verdict::Kind::Pass: return "PASS";
    case Replay::Verdict::Kind::Fail: return "FAIL";
    case Replay::Verdict::Kind::Incomplete: break;
    }
    return "INCOMPLETE";
}

std::string_view nameOf(Replay::RunSummary::State state)
{
    using State = Replay::RunSummary::State;
    switch (state) {
    case State::Running: return "running";
    case State::Stopped: return "stopped";
    case State::Done: return "done";
    case State::Broken: break;
    }
    return "broken";
}

void writeError(Object &object, const std::optional<Domain::Error> &error)
{
    if (error)
        object.text("error", Items::errorLine(*error).toStdString());
}

void writeHeaders(std::string &out, const std::vector<std::pair<std::string, std::optional<std::string>>> &headers)
{
    writeList(out, headers, headers.size(), [&out](const auto &header) {
        out += '[';
        Codec::appendJsonValue(out, std::string_view(header.first));
        out += ',';
        Codec::appendJsonValue(out, header.second ? std::optional<std::string_view>(*header.second) : std::nullopt);
        out += ']';
    });
}

void writeSample(std::string &out, const Replay::Sample &sample)
{
    Object object(out);
    object.text("topic", sample.topic);
    object.number("partition", sample.partition.value());
    object.number("offset", sample.offset.value());
    {
        Object before(object.name("before"));
        before.maybe("timestamp", sample.timestampBefore);
        before.bytes("key", sample.keyBefore);
        before.bytes("value", sample.valueBefore);
        writeHeaders(before.name("headers"), sample.headersBefore);
    }
    if (sample.droppedBy > 0)
        return object.number("droppedBy", sample.droppedBy);
    if (sample.error)
        return writeError(object, sample.error);
    Object after(object.name("after"));
    after.text("topic", sample.targetTopic);
    after.maybe("partition", sample.targetPartition ? std::optional<std::int64_t>(sample.targetPartition->value()) : std::nullopt);
    after.maybe("timestamp", sample.timestampAfter);
    after.bytes("key", sample.keyAfter);
    after.bytes("value", sample.valueAfter);
    writeHeaders(after.name("headers"), sample.headersAfter);
}

void writeSteps(Object &object, std::string_view field, const std::map<int, std::uint64_t> &counts)
{
    Object steps(object.name(field));
    for (const auto &[step, count] : counts)
        steps.count(std::to_string(step), count);
}

void writeGroups(Object &object, const Replay::DryRunReport &report)
{
    Object groups(object.name("groups"));
    std::string &out = groups.name("reading");
    writeList(out, report.groups, report.groups.size(), [&out](const std::string &group) { Codec::appendJsonValue(out, std::string_view(group)); });
    groups.count("asked", report.groupsAsked);
    groups.count("total", report.groupsTotal);
    writeError(groups, report.groupsError);
}

void writeDifference(Object &object, const std::optional<Replay::Difference> &difference)
{
    if (!difference) {
        object.name("difference") += "null";
        return;
    }
    Object what(object.name("difference"));
    what.text("kind", nameOf(difference->kind));
    what.text("sourceTopic", difference->sourceTopic);
    what.number("sourcePartition", difference->sourcePartition.value());
    what.maybe("sourceOffset", difference->sourceOffset ? std::optional(difference->sourceOffset->value()) : std::nullopt);
    what.text("topic", difference->topic);
    what.number("partition", difference->partition.value());
    what.maybe("offset", difference->offset ? std::optional(difference->offset->value()) : std::nullopt);
}

} // namespace

std::string dryRunLine(const Replay::Plan &plan, const Replay::DryRunReport &report)
{
    std::string out;
    {
        Object object(out);
        object.name("plan") += Replay::writePlan(plan);
        object.text("planHash", report.planHash);
        object.count("read", report.read);
        object.count("sent", report.sent);
        object.count("bytes", report.bytes);
        writeSteps(object, "dropped", report.dropped);
        writeSteps(object, "touched", report.touched);
        object.count("failed", report.failed);
        object.count("refused", report.refused);
        object.count("gapOffsets", report.gapOffsets);
        object.number("largest", report.largest);
        std::string &targets = object.name("targets");
        writeList(targets, report.perTarget, report.perTarget.size(), [&targets](const auto &target) {
            Object row(targets);
            row.text("topic", target.first.topic);
            row.maybe("partition", target.first.partition.value() < 0 ? std::nullopt : std::optional<std::int64_t>(target.first.partition.value()));
            row.count("records", target.second);
        });
        std::string &missing = object.name("missingTopics");
        writeList(missing, report.missingTopics, report.missingTopics.size(), [&missing](const std::string &topic) { Codec::appendJsonValue(missing, std::string_view(topic)); });
        std::string &findings = object.name("findings");
        writeList(findings, report.findings, report.findings.size(), [&findings](const auto &finding) {
            Object row(findings);
            row.text("topic", finding.first);
            row.text("kind", nameOf(finding.second.kind));
            row.truth("blocks", finding.second.blocks);
            row.number("value", finding.second.value);
            row.number("limit", finding.second.limit);
            row.count("records", finding.second.records);
        });
        writeGroups(object, report);
        object.number("estimateMs", report.estimate.count());
        object.truth("complete", report.complete);
        writeError(object, report.error);
        for (const auto &[field, samples] : {std::pair("samples", &report.samples), std::pair("problems", &report.problems)}) {
            std::string &list = object.name(field);
            writeList(list, *samples, shownSamples, [&list](const Replay::Sample &sample) { writeSample(list, sample); });
        }
    }
    return out + '\n';
}

std::string verdictLine(const std::string &runId, Replay::Mode mode, const Replay::RunStatus &status, const Replay::RunStatus &verified, double seconds, double verifySeconds)
{
    std::string out;
    {
        Object object(out);
        object.text("run", runId);
        object.text("mode", mode == Replay::Mode::VerifiedOnce ? "verified-once" : "at-least-once");
        object.count("read", status.read);
        object.count("sent", status.sent);
        object.count("acknowledged", status.acknowledged);
        object.count("dropped", status.dropped);
        object.count("failed", status.failed);
        object.count("unknown", status.unknown);
        object.count("vanished", status.vanished);
        object.seconds("seconds", seconds);
        object.seconds("verifySeconds", verifySeconds);
        object.truth("complete", status.complete);
        const std::optional<Replay::Verdict> &verdict = verified.verdict ? verified.verdict : status.verdict;
        if (!verdict) {
            object.name("verdict") += "null";
            writeError(object, verified.error ? verified.error : status.error);
        } else {
            object.text("verdict", nameOf(verdict->kind));
            object.count("expected", verdict->expected);
            object.count("found", verdict->found);
            object.count("removed", verdict->removed);
            object.count("doubled", verdict->doubled);
            object.text("hash", verdict->hash);
            writeDifference(object, verdict->difference);
            writeError(object, verdict->error ? verdict->error : status.error);
        }
    }
    return out + '\n';
}

std::string runLines(const std::vector<Replay::RunSummary> &runs)
{
    std::string out;
    for (const Replay::RunSummary &run : runs) {
        {
            Object object(out);
            object.text("run", run.runId);
            object.text("state", nameOf(run.state));
            object.number("startedMs", run.startedMs);
            object.number("changedMs", run.changedMs);
            object.count("acknowledged", run.acknowledged);
            char text[32];
            std::snprintf(text, sizeof text, "%.4f", run.progress);
            object.name("progress") += text;
            if (run.verdict)
                object.text("verdict", nameOf(run.verdict->kind));
            else
                object.name("verdict") += "null";
            object.name("plan") += run.plan.empty() ? "null" : run.plan;
        }
        out += '\n';
    }
    return out;
}

} // namespace App
