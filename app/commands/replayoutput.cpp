// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/replayoutput.h"

#include "app/commands/findingjson.h"
#include "codec/jsonwriter.h"
#include "items/errortext.h"
#include "replay/planwords.h"

#include <algorithm>

namespace App {

namespace {

using Codec::JsonWriter;
using Fields = std::vector<std::pair<std::string, std::optional<std::string>>>;

constexpr std::size_t shownSamples = 3;

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

void writeError(JsonWriter &out, const std::optional<Domain::Error> &error)
{
    if (error)
        out.field("error", Items::errorLine(*error).toStdString());
}

void writeContent(JsonWriter &out, const std::optional<std::int64_t> &timestamp, const std::optional<std::string> &key, const std::optional<std::string> &value,
                  const Fields &headers)
{
    out.field("timestamp", timestamp);
    out.field("key", key);
    out.field("value", value);
    out.list("headers", headers, [&](const auto &header) {
        out.open('[');
        out.text(header.first);
        if (header.second)
            out.text(*header.second);
        else
            out.raw("null");
        out.close(']');
    });
}

void writeSample(JsonWriter &out, const Replay::Sample &sample)
{
    out.field("topic", sample.topic);
    out.field("partition", sample.partition.value());
    out.field("offset", sample.offset.value());
    out.object("before", [&] { writeContent(out, sample.timestampBefore, sample.keyBefore, sample.valueBefore, sample.headersBefore); });
    if (sample.droppedBy > 0)
        return out.field("droppedBy", sample.droppedBy);
    if (sample.error)
        return writeError(out, sample.error);
    out.object("after", [&] {
        out.field("topic", sample.targetTopic);
        out.field("partition", sample.targetPartition ? std::optional(sample.targetPartition->value()) : std::nullopt);
        writeContent(out, sample.timestampAfter, sample.keyAfter, sample.valueAfter, sample.headersAfter);
    });
}

void writeSamples(JsonWriter &out, std::string_view field, const std::vector<Replay::Sample> &samples)
{
    const std::vector<Replay::Sample> first(samples.begin(), samples.begin() + std::ptrdiff_t(std::min(shownSamples, samples.size())));
    out.list(field, first, [&](const Replay::Sample &sample) { out.object([&] { writeSample(out, sample); }); });
}

void writeSteps(JsonWriter &out, std::string_view field, const std::map<int, std::uint64_t> &counts)
{
    out.object(field, [&] {
        for (const auto &[step, count] : counts)
            out.field(std::to_string(step), count);
    });
}

void writeTargets(JsonWriter &out, const Replay::DryRunReport &report)
{
    out.list("targets", report.perTarget, [&](const auto &target) {
        out.object([&] {
            const int partition = target.first.partition.value();
            out.field("topic", target.first.topic);
            out.field("partition", partition < 0 ? std::nullopt : std::optional(partition));
            out.field("records", target.second);
        });
    });
    out.list("missingTopics", report.missingTopics, [&](const std::string &topic) { out.text(topic); });
    out.list("findings", report.findings, [&](const auto &finding) {
        out.object([&] {
            out.field("topic", finding.first);
            writeFinding(out, finding.second);
        });
    });
    out.object("groups", [&] {
        out.list("reading", report.groups, [&](const std::string &group) { out.text(group); });
        out.field("asked", report.groupsAsked);
        out.field("total", report.groupsTotal);
        writeError(out, report.groupsError);
    });
}

void writeDifference(JsonWriter &out, const Replay::Difference &difference)
{
    out.field("kind", nameOf(difference.kind));
    out.field("sourceTopic", difference.sourceTopic);
    out.field("sourcePartition", difference.sourcePartition.value());
    out.field("sourceOffset", difference.sourceOffset ? std::optional(difference.sourceOffset->value()) : std::nullopt);
    out.field("topic", difference.topic);
    out.field("partition", difference.partition.value());
    out.field("offset", difference.offset ? std::optional(difference.offset->value()) : std::nullopt);
}

void writeVerdict(JsonWriter &out, const Replay::Verdict &verdict, const std::optional<Domain::Error> &runError)
{
    out.field("verdict", nameOf(verdict.kind));
    out.field("expected", verdict.expected);
    out.field("found", verdict.found);
    out.field("removed", verdict.removed);
    out.field("doubled", verdict.doubled);
    out.field("hash", verdict.hash);
    if (verdict.difference)
        out.object("difference", [&] { writeDifference(out, *verdict.difference); });
    else
        out.name("difference"), out.raw("null");
    writeError(out, verdict.error ? verdict.error : runError);
}

} // namespace

std::string dryRunLine(const Replay::Plan &plan, const Replay::DryRunReport &report)
{
    JsonWriter out;
    out.object([&] {
        out.name("plan");
        out.raw(Replay::writePlan(plan));
        out.field("planHash", report.planHash);
        out.field("read", report.read);
        out.field("sent", report.sent);
        out.field("bytes", report.bytes);
        writeSteps(out, "dropped", report.dropped);
        writeSteps(out, "touched", report.touched);
        out.field("failed", report.failed);
        out.field("refused", report.refused);
        out.field("gapOffsets", report.gapOffsets);
        out.field("largest", report.largest);
        writeTargets(out, report);
        out.field("estimateMs", report.estimate.count());
        out.field("complete", report.complete);
        writeError(out, report.error);
        writeSamples(out, "samples", report.samples);
        writeSamples(out, "problems", report.problems);
    });
    return out.take() + '\n';
}

std::string verdictLine(const std::string &runId, Replay::Mode mode, const Replay::RunStatus &status, const Replay::RunStatus &verified, double seconds, double verifySeconds)
{
    JsonWriter out;
    out.object([&] {
        out.field("run", runId);
        out.field("mode", Domain::wordOf(Replay::PlanWords::modes, mode));
        out.field("read", status.read);
        out.field("sent", status.sent);
        out.field("acknowledged", status.acknowledged);
        out.field("dropped", status.dropped);
        out.field("failed", status.failed);
        out.field("unknown", status.unknown);
        out.field("vanished", status.vanished);
        out.name("seconds"), out.fixed(seconds, 3);
        out.name("verifySeconds"), out.fixed(verifySeconds, 3);
        out.field("complete", status.complete);
        if (const auto &verdict = verified.verdict ? verified.verdict : status.verdict)
            return writeVerdict(out, *verdict, status.error);
        out.name("verdict"), out.raw("null");
        writeError(out, verified.error ? verified.error : status.error);
    });
    return out.take() + '\n';
}

std::string runLines(const std::vector<Replay::RunSummary> &runs)
{
    std::string lines;
    for (const Replay::RunSummary &run : runs) {
        JsonWriter out;
        out.object([&] {
            out.field("run", run.runId);
            out.field("state", nameOf(run.state));
            out.field("startedMs", run.startedMs);
            out.field("changedMs", run.changedMs);
            out.field("acknowledged", run.acknowledged);
            out.name("progress"), out.fixed(run.progress, 4);
            out.field("verdict", run.verdict ? std::optional(nameOf(run.verdict->kind)) : std::nullopt);
            out.name("plan"), out.raw(run.plan.empty() ? "null" : run.plan);
        });
        lines += out.take() + '\n';
    }
    return lines;
}

} // namespace App
