// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/ledgerlines.h"

#include <nlohmann/json.hpp>

#include <charconv>

namespace Replay {

void RunHistory::add(const WindowEntry &window, bool keep)
{
    for (const Advance &a : window.source) {
        std::int64_t &position = positions.try_emplace({a.topic, a.partition}, a.from).first->second;
        done += static_cast<std::uint64_t>(std::max<std::int64_t>(a.next - position, 0));
        position = std::max(position, a.next);
    }
    for (const Landed &landed : window.target)
        if (!landed.runs.empty())
            landedEnds[{landed.topic, Domain::PartitionId(landed.partition)}] = landed.runs.back().second;
    for (const Vanished &v : window.vanished)
        vanished += v.offsets;
    acknowledged += window.records;
    bytes += window.bytes;
    dropped += window.dropped;
    failed += window.failed;
    ++windowCount;
    if (keep)
        windows.push_back(window);
}

namespace LedgerLines {

namespace {

using Json = nlohmann::json;

constexpr std::string_view sumName = ",\"sum\":\"";
constexpr std::size_t sumLength = 16;

std::string text(const Json &json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::uint64_t checkSum(std::string_view body, std::uint64_t chain)
{
    return mixed(bytesHash(body), chain, body.size()).low;
}

std::string hexNumber(std::uint64_t number)
{
    return hexOf({number, 0}).substr(sumLength);
}

Json landedJson(const Landed &landed)
{
    Json runs = Json::array();
    for (const auto &[from, until] : landed.runs)
        runs.push_back(Json::array({from, until}));
    return {{"topic", landed.topic}, {"partition", landed.partition}, {"records", landed.records}, {"content", hexOf(landed.content)},
            {"timed", hexOf(landed.timed)}, {"offsets", std::move(runs)}};
}

Landed landedOf(const Json &json)
{
    Landed landed{json.at("topic").get<std::string>(), json.at("partition").get<std::int32_t>(), json.at("records").get<std::uint64_t>()};
    landed.content = hashOfHex(json.at("content").get<std::string>()).value_or(Hash128());
    landed.timed = hashOfHex(json.at("timed").get<std::string>()).value_or(Hash128());
    for (const Json &run : json.at("offsets"))
        landed.runs.emplace_back(run.at(0).get<std::int64_t>(), run.at(1).get<std::int64_t>());
    return landed;
}

WindowEntry windowOf(const Json &json)
{
    WindowEntry window{json.at("window").get<std::uint64_t>(), json.at("records").get<std::uint64_t>(), json.at("bytes").get<std::uint64_t>(),
                       json.at("dropped").get<std::uint64_t>(), json.at("failed").get<std::uint64_t>()};
    for (const Json &a : json.at("source"))
        window.source.push_back({a.at(0).get<std::uint16_t>(), a.at(1).get<std::int32_t>(), a.at(2).get<std::int64_t>(), a.at(3).get<std::int64_t>()});
    for (const Json &landed : json.at("target"))
        window.target.push_back(landedOf(landed));
    if (json.contains("disorder")) {
        const Json &d = json["disorder"];
        window.disorder = Disorder{d.at(0).get<std::uint16_t>(), d.at(1).get<std::int32_t>(), d.at(2).get<std::int64_t>(),
                                   d.at(3).get<std::string>(), d.at(4).get<std::int32_t>(), d.at(5).get<std::int64_t>()};
    }
    for (const Json &v : json.at("vanished"))
        window.vanished.push_back({v.at(0).get<std::uint16_t>(), v.at(1).get<std::int32_t>(), v.at(2).get<std::int64_t>(), v.at(3).get<std::int64_t>(), v.at(4).get<std::uint64_t>()});
    return window;
}

Json differenceJson(const Difference &difference)
{
    Json json{{"kind", static_cast<int>(difference.kind)}, {"sourceTopic", difference.sourceTopic}, {"sourcePartition", difference.sourcePartition.value()},
              {"topic", difference.topic}, {"partition", difference.partition.value()}};
    if (difference.sourceOffset)
        json["sourceOffset"] = difference.sourceOffset->value();
    if (difference.offset)
        json["offset"] = difference.offset->value();
    return json;
}

Difference differenceOf(const Json &json)
{
    Difference difference{.kind = static_cast<Difference::Kind>(json.at("kind").get<int>()),
                          .sourceTopic = json.at("sourceTopic").get<std::string>(),
                          .sourcePartition = Domain::PartitionId(json.at("sourcePartition").get<std::int32_t>()),
                          .topic = json.at("topic").get<std::string>(),
                          .partition = Domain::PartitionId(json.at("partition").get<std::int32_t>())};
    if (json.contains("sourceOffset"))
        difference.sourceOffset = Domain::Offset(json["sourceOffset"].get<std::int64_t>());
    if (json.contains("offset"))
        difference.offset = Domain::Offset(json["offset"].get<std::int64_t>());
    return difference;
}

Verdict verdictOf(const Json &json)
{
    Verdict verdict{.kind = static_cast<Verdict::Kind>(json.at("kind").get<int>()), .expected = json.at("expected").get<std::uint64_t>(),
                    .found = json.at("found").get<std::uint64_t>(), .removed = json.at("removed").get<std::uint64_t>(),
                    .doubled = json.at("doubled").get<std::uint64_t>(), .hash = json.at("hash").get<std::string>(),
                    .finishedMs = json.at("at").get<std::int64_t>()};
    if (json.contains("difference"))
        verdict.difference = differenceOf(json["difference"]);
    if (json.contains("error"))
        verdict.error = Domain::Error{.code = static_cast<Domain::ErrorCode>(json["error"].at("code").get<int>()),
                                      .args = json["error"].at("args").get<std::map<std::string, std::string>>(),
                                      .technical = json["error"].at("technical").get<std::string>()};
    return verdict;
}

/// False: the lines do not follow each other as a run writes them.
bool takeWindowLine(const std::string &type, const Json &json, RunHistory &history, bool keepsWindows)
{
    if (json.contains("at"))
        history.changedMs = json["at"].get<std::int64_t>();
    if (type == "intent") {
        if (history.pending)
            return false;
        history.pending = windowOf(json);
        history.isComplete = false;
    } else if (type == "window") {
        history.add(windowOf(json), keepsWindows);
        history.isComplete = false;
    } else {
        if (!history.pending || history.pending->number != json.at("window").get<std::uint64_t>())
            return false;
        if (type == "committed")
            history.add(*history.pending, keepsWindows);
        history.pending.reset();
    }
    return true;
}

bool takeJson(const Json &json, RunHistory &history, bool keepsWindows)
{
    const std::string type = json.at("line").get<std::string>();
    if (type == "plan") {
        history.runId = json.at("run").get<std::string>();
        history.plan = json.at("plan").get<std::string>();
        history.total = json.at("total").get<std::uint64_t>();
        history.startedMs = history.changedMs = json.at("at").get<std::int64_t>();
    } else if (type == "starts") {
        for (const Json &s : json.at("starts"))
            history.starts.emplace(Domain::PartitionName{s.at(0).get<std::string>(), Domain::PartitionId(s.at(1).get<std::int32_t>())}, s.at(2).get<std::int64_t>());
    } else if (type == "complete") {
        history.isComplete = true;
        history.changedMs = json.at("at").get<std::int64_t>();
    } else if (type == "verdict") {
        history.verdict = verdictOf(json);
        history.changedMs = history.verdict->finishedMs;
    } else if (type == "intent" || type == "window" || type == "committed" || type == "gone") {
        return takeWindowLine(type, json, history, keepsWindows);
    }
    return true; // lines of a newer version that are not known here change nothing that is
}

} // namespace

std::string plan(const std::string &runId, const std::string &plan, std::uint64_t total, std::int64_t nowMs)
{
    return text({{"line", "plan"}, {"version", 1}, {"run", runId}, {"at", nowMs}, {"total", total}, {"plan", plan}});
}

std::string starts(const std::map<Domain::PartitionName, std::int64_t> &starts)
{
    Json list = Json::array();
    for (const auto &[place, offset] : starts)
        list.push_back(Json::array({place.topic, place.partition.value(), offset}));
    return text({{"line", "starts"}, {"starts", std::move(list)}});
}

std::string window(std::string_view type, const WindowEntry &window, std::int64_t nowMs)
{
    Json source = Json::array();
    for (const Advance &a : window.source)
        source.push_back(Json::array({a.topic, a.partition, a.from, a.next}));
    Json target = Json::array();
    for (const Landed &landed : window.target)
        target.push_back(landedJson(landed));
    Json vanished = Json::array();
    for (const Vanished &v : window.vanished)
        vanished.push_back(Json::array({v.topic, v.partition, v.from, v.to, v.offsets}));
    Json line{{"line", type}, {"window", window.number}, {"at", nowMs}, {"records", window.records}, {"bytes", window.bytes}, {"dropped", window.dropped},
                 {"failed", window.failed}, {"source", std::move(source)}, {"target", std::move(target)}, {"vanished", std::move(vanished)}};
    if (const auto &d = window.disorder)
        line["disorder"] = Json::array({d->topic, d->partition, d->offset, d->targetTopic, d->targetPartition, d->targetOffset});
    return text(line);
}

std::string outcome(std::string_view type, std::uint64_t window)
{
    return text({{"line", type}, {"window", window}});
}

std::string complete(std::int64_t nowMs)
{
    return text({{"line", "complete"}, {"at", nowMs}});
}

std::string verdict(const Verdict &verdict)
{
    Json json{{"line", "verdict"}, {"kind", static_cast<int>(verdict.kind)}, {"expected", verdict.expected}, {"found", verdict.found}, {"removed", verdict.removed},
              {"doubled", verdict.doubled}, {"hash", verdict.hash}, {"at", verdict.finishedMs}};
    if (verdict.difference)
        json["difference"] = differenceJson(*verdict.difference);
    if (verdict.error)
        json["error"] = {{"code", static_cast<int>(verdict.error->code)}, {"args", verdict.error->args}, {"technical", verdict.error->technical}};
    return text(json);
}

std::string sealed(std::string_view body, std::uint64_t &chain)
{
    chain = checkSum(body, chain);
    std::string line(body);
    line.pop_back(); // the closing brace comes behind the check sum
    line.append(sumName).append(hexNumber(chain)).append("\"}\n");
    return line;
}

std::optional<std::string> unsealed(std::string_view line, std::uint64_t &chain)
{
    const std::size_t tail = sumName.size() + sumLength + 2;
    if (line.size() <= tail || line.substr(line.size() - tail, sumName.size()) != sumName || !line.ends_with("\"}"))
        return std::nullopt;
    std::string body(line.substr(0, line.size() - tail));
    body += '}';
    const std::uint64_t expected = checkSum(body, chain);
    if (line.substr(line.size() - sumLength - 2, sumLength) != hexNumber(expected))
        return std::nullopt;
    chain = expected;
    return body;
}

bool take(std::string_view body, RunHistory &history, bool keepsWindows, std::string &problem)
{
    // The check sum has held, so this is what some version of the program has written; it may still be of another version.
    try {
        const Json json = Json::parse(body);
        if (takeJson(json, history, keepsWindows))
            return true;
        problem = "lines do not follow each other";
    } catch (const Json::exception &e) {
        problem = e.what();
    }
    return false;
}

} // namespace LedgerLines

} // namespace Replay
