// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/targetscan.h"

#include "replay/asking.h"
#include "replay/refusal.h"
#include "replay/replayplan.h"
#include "replay/sourcereading.h"

#include <algorithm>
#include <charconv>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using Domain::PartitionName;
using namespace std::chrono_literals;

namespace {

constexpr auto answerWait = 10s;
/// How long the log may look shorter than what was acknowledged there: a new leader learns its high watermark.
constexpr auto shortLogWait = 30s;

Domain::Result<std::vector<Domain::OffsetAnswer>> askOffsets(Domain::Cluster &cluster, const std::vector<PartitionName> &places, Domain::OffsetQuery::Kind kind,
                                                             Domain::IsolationLevel isolation, const std::stop_token &stop)
{
    std::vector<Domain::OffsetQuery> queries;
    queries.reserve(places.size());
    for (const PartitionName &place : places)
        queries.push_back({place.topic, place.partition, kind});
    auto answers = ask<std::vector<Domain::OffsetAnswer>>(cluster, answerWait, stop, [&](Domain::Reply<std::vector<Domain::OffsetAnswer>> reply) {
        return cluster.requestOffsets(queries, isolation, false, answerWait, std::move(reply));
    });
    if (!answers)
        return answers;
    for (std::size_t i = 0; i < answers->size(); ++i)
        if ((*answers)[i].error || !(*answers)[i].offset)
            return (*answers)[i].error.value_or(Error{.code = ErrorCode::UnknownPartition,
                                                      .args = {{"topic", places[i].topic}, {"partition", std::to_string(places[i].partition.value())}}});
    if (answers->size() != places.size())
        return Error{.code = ErrorCode::Internal, .args = {{"what", "offsets"}}};
    return answers;
}

bool pauseFor(std::chrono::milliseconds time, const std::stop_token &stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

bool isIn(const WindowEntry &window, const Provenance &from, const std::vector<std::string> &sourceTopics)
{
    return std::any_of(window.source.begin(), window.source.end(), [&](const Advance &a) {
        return a.partition == from.partition && from.offset >= a.from && from.offset < a.next && a.topic < sourceTopics.size() && sourceTopics[a.topic] == from.topic;
    });
}

template<typename Number>
bool readNumber(std::string_view text, Number &number)
{
    const auto result = std::from_chars(text.data(), text.data() + text.size(), number);
    return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

/// What can be learnt from one look. None: nothing yet; `isShort`, `hidden` say why.
std::optional<Domain::Result<bool>> lookForWindow(Domain::Cluster &target, const WindowEntry &window, std::string_view runId, const MarkMap &marks,
                                                  const std::vector<std::string> &sourceTopics, bool takesShortLogs, const std::stop_token &stop)
{
    bool isAnythingLeft = false;
    for (const Landed &landed : window.target) {
        const PartitionName place{landed.topic, Domain::PartitionId(landed.partition)};
        const LogMarks &m = marks.at(place);
        const std::int64_t from = std::max(landed.runs.front().first, m.low);
        const std::int64_t until = landed.runs.back().second;
        isAnythingLeft = isAnythingLeft || from < until;
        const bool isWholeLogSeen = takesShortLogs && m.stable == m.high;
        if (from >= until || (m.stable < until && !isWholeLogSeen))
            continue;
        bool isThere = false;
        const Domain::Status scanned = scanTarget(target, {{place, from, std::min(until, m.stable)}}, stop, [&](const Domain::Record &record) {
            const auto provenance = provenanceOf(record, runId);
            isThere = provenance && provenance->isReadable && isIn(window, *provenance, sourceTopics);
            return !isThere;
        });
        if (!scanned)
            return Domain::Result<bool>(scanned.error());
        return Domain::Result<bool>(isThere);
    }
    if (!isAnythingLeft)
        return Domain::Result<bool>(refusal("window-removed"));
    return std::nullopt;
}

} // namespace

Domain::Result<MarkMap> askMarks(Domain::Cluster &cluster, const std::vector<PartitionName> &places, const std::stop_token &stop)
{
    using Domain::IsolationLevel;
    MarkMap marks;
    if (places.empty())
        return marks;
    const auto low = askOffsets(cluster, places, Domain::OffsetQuery::Kind::Beginning, IsolationLevel::Uncommitted, stop);
    if (!low)
        return low.error();
    // First the high watermark: the stable offset that is asked for later may only be higher than it was.
    const auto high = askOffsets(cluster, places, Domain::OffsetQuery::Kind::End, IsolationLevel::Uncommitted, stop);
    if (!high)
        return high.error();
    const auto stable = askOffsets(cluster, places, Domain::OffsetQuery::Kind::End, IsolationLevel::Committed, stop);
    if (!stable)
        return stable.error();
    for (std::size_t i = 0; i < places.size(); ++i)
        marks[places[i]] = {(*low)[i].offset->value(), (*stable)[i].offset->value(), std::max(*(*high)[i].offset, *(*stable)[i].offset).value()};
    return marks;
}

Domain::Result<std::vector<PartitionName>> askPartitions(Domain::Cluster &cluster, const std::string &topic, const std::stop_token &stop)
{
    const auto snapshot = ask<Domain::ClusterSnapshot>(cluster, answerWait, stop, [&](Domain::Reply<Domain::ClusterSnapshot> reply) {
        return cluster.requestMetadata(topic, answerWait, std::move(reply));
    });
    if (!snapshot)
        return snapshot.error();
    for (const Domain::Topic &t : snapshot->topics) {
        if (t.name != topic)
            continue;
        if (t.error)
            return *t.error;
        std::vector<PartitionName> places;
        for (const Domain::Partition &partition : t.partitions)
            places.push_back({topic, partition.id});
        std::sort(places.begin(), places.end());
        return places;
    }
    return Error{.code = ErrorCode::UnknownTopic, .args = {{"topic", topic}}};
}

Domain::Status scanTarget(Domain::Cluster &cluster, const std::vector<ScanRange> &ranges, const std::stop_token &stop,
                          const std::function<bool(const Domain::Record &)> &visit)
{
    Source source;
    for (const ScanRange &range : ranges) {
        if (range.from >= range.until)
            continue;
        source.read.topics = {range.place.topic};
        source.read.partitions.push_back(range.place.partition);
        source.read.fromPerPartition[{0, range.place.partition}] = Domain::AtOffset{Domain::Offset(range.from)};
        source.read.untilPerPartition[{0, range.place.partition}] = Domain::Offset(range.until);
    }
    if (source.read.topics.empty())
        return std::monostate{};
    auto reading = SourceReading::open(cluster, source, {});
    if (!reading)
        return reading.error();
    for (;;) {
        const SourceReading::Next next = (*reading)->next(50ms);
        if (stop.stop_requested())
            return Error{.code = ErrorCode::Cancelled};
        if (next == SourceReading::Next::End)
            break;
        if (next == SourceReading::Next::Nothing)
            continue;
        for (const Domain::Record &record : (*reading)->block().records())
            if (!visit(record))
                return std::monostate{};
    }
    if ((*reading)->complete())
        return std::monostate{};
    return (*reading)->error().value_or(Error{.code = ErrorCode::Internal, .args = {{"what", "reading the target"}}, .retriable = true});
}

std::optional<Provenance> provenanceOf(const Domain::Record &record, std::string_view runId)
{
    const auto &headers = record.headers;
    for (std::size_t i = headers.size(); i-- > 0;) {
        if (headers[i].name != runHeader || headers[i].value != runId)
            continue;
        Provenance provenance{.header = i};
        if (i + 1 == headers.size() || headers[i + 1].name != sourceHeader || !headers[i + 1].value)
            return provenance;
        const std::string_view text = *headers[i + 1].value; // topic/partition/offset; no topic has a stroke in its name
        const std::size_t second = text.rfind('/');
        const std::size_t first = second == std::string_view::npos || second == 0 ? second : text.rfind('/', second - 1);
        if (first == std::string_view::npos || first >= second)
            return provenance;
        provenance.topic = text.substr(0, first);
        provenance.isReadable = readNumber(text.substr(first + 1, second - first - 1), provenance.partition) && readNumber(text.substr(second + 1), provenance.offset);
        return provenance;
    }
    return std::nullopt;
}

int runsOf(std::span<const Domain::Header> headers)
{
    return static_cast<int>(std::count_if(headers.begin(), headers.end(), [](const Domain::Header &h) { return h.name == runHeader; }));
}

std::string openTransactionAt(const PartitionName &place, std::int64_t offset)
{
    return "partition " + std::to_string(place.partition.value()) + " of " + place.topic + " has an open transaction from offset " + std::to_string(offset) + " on";
}

Domain::Result<bool> wasCommitted(Domain::Cluster &target, const WindowEntry &window, std::string_view runId, const std::vector<std::string> &sourceTopics,
                                  const std::function<void(const std::string &)> &waitingFor, const std::stop_token &stop)
{
    std::vector<PartitionName> places;
    for (const Landed &landed : window.target)
        if (!landed.runs.empty())
            places.push_back({landed.topic, Domain::PartitionId(landed.partition)});
    if (places.empty())
        return false;
    const auto begun = std::chrono::steady_clock::now();
    for (;;) {
        const auto marks = askMarks(target, places, stop);
        if (!marks)
            return marks.error();
        const bool takesShortLogs = std::chrono::steady_clock::now() - begun > shortLogWait;
        if (const auto known = lookForWindow(target, window, runId, *marks, sourceTopics, takesShortLogs, stop))
            return *known;
        const auto hidden = std::find_if(marks->begin(), marks->end(), [](const auto &m) { return m.second.stable < m.second.high; });
        waitingFor(hidden == marks->end() ? std::string() : openTransactionAt(hidden->first, hidden->second.stable));
        if (!pauseFor(250ms, stop))
            return Error{.code = ErrorCode::Cancelled};
    }
}

Domain::Result<bool> holdsMore(Domain::Cluster &target, const RunHistory &history, std::string_view runId, const std::function<void(const std::string &)> &waitingFor,
                               const std::stop_token &stop)
{
    std::vector<PartitionName> places;
    for (const auto &[place, start] : history.starts)
        places.push_back(place);
    const auto asked = askMarks(target, places, stop);
    if (!asked)
        return asked.error();
    std::map<std::string, std::vector<ScanRange>> ranges; // by topic
    for (const auto &[place, m] : *asked) {
        const auto known = history.landedEnds.find(place);
        ranges[place.topic].push_back({place, std::max(known == history.landedEnds.end() ? history.starts.at(place) : known->second, m.low), m.high});
    }
    const auto begun = std::chrono::steady_clock::now();
    for (;;) {
        const auto marks = askMarks(target, places, stop);
        if (!marks)
            return marks.error();
        const bool takesShortLogs = std::chrono::steady_clock::now() - begun > shortLogWait;
        const auto hidden = std::find_if(marks->begin(), marks->end(), [&](const auto &m) {
            return m.second.stable < asked->at(m.first).high && !(takesShortLogs && m.second.stable == m.second.high);
        });
        waitingFor(hidden == marks->end() ? std::string() : openTransactionAt(hidden->first, hidden->second.stable));
        if (hidden == marks->end())
            break;
        if (!pauseFor(250ms, stop))
            return Error{.code = ErrorCode::Cancelled};
    }
    bool isMore = false;
    for (const auto &[topic, ofTopic] : ranges) {
        const Domain::Status scanned = scanTarget(target, ofTopic, stop, [&](const Domain::Record &record) {
            isMore = provenanceOf(record, runId).has_value();
            return !isMore;
        });
        if (!scanned)
            return scanned.error();
        if (isMore)
            break;
    }
    return isMore;
}

} // namespace Replay
