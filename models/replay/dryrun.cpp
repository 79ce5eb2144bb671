// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/dryrun.h"

#include "domain/unixtime.h"
#include "replay/dryrunner.h"

#include <algorithm>
#include <charconv>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;
using std::chrono::milliseconds;
using namespace std::chrono_literals;

namespace {

constexpr auto progressInterval = 50ms;
constexpr auto boundsPatience = 30s;
constexpr std::size_t runIdLength = 26;

Error refusal(const char *problem, const std::string &topic, std::string detail)
{
    return {.code = ErrorCode::ReplayRefused, .args = {{"problem", problem}, {"topic", topic}, {"detail", std::move(detail)}}};
}

int stepOf(const Error &failed)
{
    const std::string text = failed.arg("step");
    int step = 0;
    std::from_chars(text.data(), text.data() + text.size(), step);
    return step;
}

bool hasOriginalPlace(const Plan &plan)
{
    return std::ranges::any_of(plan.steps, [](const Step &step) { return step.isOn && std::holds_alternative<OriginalPlaceStep>(step.what); });
}

} // namespace

DryRunner::DryRunner(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const std::stop_token &stop, OnProgress progress)
    : m_source(source), m_plan(plan), m_stop(stop), m_progress(std::move(progress)), m_targets(target, stop), m_isRecording(target.isRecording()),
      m_runId(runIdLength, '0'), m_nowMs(Domain::unixNowMs())
{
    m_report.planHash = planHash(plan);
    for (std::size_t i = 0; i < plan.steps.size(); ++i)
        if (plan.steps[i].isOn)
            m_stepNumbers.push_back(static_cast<int>(i) + 1);
}

DryRunReport DryRunner::run()
{
    const auto started = std::chrono::steady_clock::now();
    auto error = checkBounds();
    for (const auto &next : {&DryRunner::open, &DryRunner::checkTargets, &DryRunner::read})
        if (!error)
            error = (this->*next)();
    if (m_stop.stop_requested())
        error.reset(); // it was given up, nothing is wrong
    m_report.error = error;
    m_report.complete = !error && m_reading && m_reading->complete() && !m_stop.stop_requested();
    if (m_reading)
        addUnevaluated();
    m_reading.reset(); // nothing more is read while groups are asked
    addTargets();
    if (!error && !m_stop.stop_requested())
        addGroups();
    m_report.estimate = estimate(std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - started));
    return std::move(m_report);
}

/// An end that does not exist yet would let a replay into the same topic feed itself, and a second read find more.
std::optional<Error> DryRunner::checkBounds()
{
    const auto &bounds = m_plan.source.read.untilPerPartition;
    if (bounds.empty())
        return std::nullopt;
    const auto now = fixBounds(m_source, m_plan.source, boundsPatience, m_stop);
    if (!now)
        return now.error();
    for (const auto &[place, until] : bounds) {
        const auto there = now->read.untilPerPartition.find(place);
        if (there == now->read.untilPerPartition.end() || there->second >= until || until <= beginOf(place))
            continue;
        const std::string &topic = m_plan.source.read.topics[place.topic];
        Error error = refusal("beyond-the-end", topic, "partition " + std::to_string(place.partition.value()) + " of " + topic + " ends at offset " + std::to_string(there->second.value())
                                                           + ", it cannot be read up to " + std::to_string(until.value()));
        error.args["partition"] = std::to_string(place.partition.value());
        return error;
    }
    return std::nullopt;
}

std::optional<Error> DryRunner::open()
{
    if (m_isRecording)
        return refusal("recording", m_plan.target.topic, "the target is a recording; nothing is ever written to one");
    auto chain = StepChain::compile(m_plan.steps);
    if (!chain)
        return chain.error();
    m_chain = *chain;
    m_application = m_chain->application(std::make_shared<const std::vector<std::string>>(m_plan.source.read.topics));
    for (const auto &[place, until] : m_plan.source.read.untilPerPartition)
        m_total += static_cast<std::uint64_t>(std::max<std::int64_t>((until - beginOf(place)).value(), 0));
    const bool isTimed = std::holds_alternative<OriginalGaps>(m_plan.tempo);
    auto reading = SourceReading::open(m_source, m_plan.source, {.order = isTimed ? Domain::ReadOrder::Time : Domain::ReadOrder::Arrival});
    if (!reading)
        return reading.error();
    m_reading = std::move(reading).value();
    return std::nullopt;
}

Domain::Offset DryRunner::beginOf(const Domain::TopicPartition &place) const
{
    const auto from = m_plan.source.read.fromPerPartition.find(place);
    const auto *at = from == m_plan.source.read.fromPerPartition.end() ? nullptr : std::get_if<Domain::AtOffset>(&from->second);
    return at ? at->offset : Domain::Offset(0);
}

/// What can be told before a record is read.
std::optional<Error> DryRunner::checkTargets()
{
    if (hasOriginalPlace(m_plan))
        return std::nullopt; // the records tell where they go
    const std::vector<std::string> &topics = m_plan.source.read.topics;
    TargetTopics sources(m_source, m_stop);
    for (std::size_t i = 0; i < topics.size(); ++i) {
        const std::string &name = m_plan.target.topicFor(topics[i]);
        const TargetTopics::Topic &topic = m_targets.find(name);
        const std::int32_t sourceCount = sources.find(topics[i]).partitions;
        m_sourcePartitions.push_back(sourceCount);
        if (topic.error)
            return topic.error;
        if (topic.isMissing || topic.partitions == 0)
            continue;
        if (m_plan.target.partitioning == Target::Partitioning::Fixed && m_plan.target.fixed.value() >= topic.partitions)
            return refusal("no-such-partition", name, name + " has " + std::to_string(topic.partitions) + " partitions, there is no " + std::to_string(m_plan.target.fixed.value()));
        if (m_plan.target.partitioning != Target::Partitioning::Same)
            continue;
        if (const auto highest = highestPartition(i); highest && *highest >= topic.partitions)
            return refusal("fewer-partitions", name,
                           name + " has " + std::to_string(topic.partitions) + " partitions: partition " + std::to_string(*highest) + " of " + topics[i] + " cannot keep its number");
        m_report.morePartitions = m_report.morePartitions || (sourceCount > 0 && topic.partitions > sourceCount);
    }
    return std::nullopt;
}

/// Of those from which something is read.
std::optional<std::int32_t> DryRunner::highestPartition(std::size_t topic) const
{
    std::optional<std::int32_t> highest;
    for (const auto &[place, until] : m_plan.source.read.untilPerPartition)
        if (place.topic == topic && until > beginOf(place))
            highest = std::max(highest.value_or(0), place.partition.value());
    return highest;
}

std::optional<Error> DryRunner::read()
{
    auto told = std::chrono::steady_clock::time_point();
    while (!m_stop.stop_requested()) {
        const auto next = m_reading->next(50ms);
        if (next == SourceReading::Next::Block)
            takeBlock(m_reading->block());
        if (const auto now = std::chrono::steady_clock::now(); m_progress && (now - told >= progressInterval || next == SourceReading::Next::End)) {
            told = now;
            m_progress({.read = offsetsRead(), .total = m_total});
        }
        if (next == SourceReading::Next::End)
            return m_reading->complete() ? std::nullopt : m_reading->error();
    }
    return std::nullopt;
}

std::uint64_t DryRunner::offsetsRead() const
{
    std::uint64_t offsets = 0;
    for (const Domain::PartitionProgress &partition : m_reading->status().partitions)
        offsets += static_cast<std::uint64_t>(std::max<std::int64_t>((partition.position - partition.begin).value(), 0));
    return std::min(offsets, m_total);
}

void DryRunner::takeBlock(const RecordBlock &block)
{
    for (const RecordBlock::PlacedGap &placed : block.gaps())
        m_report.gapOffsets += static_cast<std::uint64_t>(std::max<std::int64_t>(placed.gap.span().value(), 0));
    for (const Domain::Record &record : block.records()) {
        if (m_stop.stop_requested())
            return;
        m_report.gapOffsets += record.missingBefore;
        takeRecord(record);
    }
}

void DryRunner::takeRecord(const Domain::Record &source)
{
    ++m_report.read;
    m_record.take(source);
    const Domain::Status applied = m_application->apply(m_record, source);
    const int last = applied ? m_record.droppedBy : stepOf(applied.error());
    for (const int number : m_stepNumbers)
        if (last == 0 || number <= last)
            ++m_report.touched[number];
    if (!applied) {
        ++m_report.failed;
        return addProblem(source, applied.error());
    }
    if (m_record.droppedBy > 0) {
        ++m_report.dropped[m_record.droppedBy];
        return addSample(source, {}, {}, {});
    }
    send(source);
}

void DryRunner::send(const Domain::Record &source)
{
    static const std::string none;
    const std::string &sourceTopic = source.topic < m_plan.source.read.topics.size() ? m_plan.source.read.topics[source.topic] : none;
    const Route route = routeOf(m_record, m_plan.target, sourceTopic, source.partition);
    const TargetTopics::Topic &topic = m_targets.find(*route.topic);
    if (auto refused = refuse(source, *route.topic)) {
        ++m_report.refused;
        if (refused->code == ErrorCode::SendTimestamp)
            addFindings(*route.topic, {{Produce::Finding::Kind::TimestampZero, true}}, topic.isMissing);
        return addProblem(source, *refused);
    }
    // A missing topic would be made with the source's partition count.
    const std::int32_t sourceCount = source.topic < m_sourcePartitions.size() ? m_sourcePartitions[source.topic] : 0;
    const std::int32_t count = topic.isMissing ? sourceCount : topic.partitions;
    std::optional<Domain::PartitionId> partition = route.partition;
    if (!partition && count > 0)
        partition = Domain::partitionOfKey(m_plan.target.partitioner, m_record.key, count);

    const Domain::OutgoingRecord outgoing = outgoingOf(source, sourceTopic, *route.topic, route.partition);
    const auto size = static_cast<std::int64_t>(outgoing.payloadSize());
    addFindings(*route.topic, Produce::preflight(outgoing, topic.facts, count, m_plan.target.compression, m_nowMs), topic.isMissing);
    ++m_report.sent;
    m_report.bytes += static_cast<std::uint64_t>(size);
    m_report.largest = std::max(m_report.largest, size);
    countTarget(*route.topic, partition.value_or(Domain::PartitionId(-1)));
    if (source.timestamp.type != Domain::TimestampType::None) {
        m_firstMs = std::min(m_firstMs.value_or(source.timestamp.ms), source.timestamp.ms);
        m_lastMs = std::max(m_lastMs.value_or(source.timestamp.ms), source.timestamp.ms);
    }
    addSample(source, *route.topic, partition, {});
}

std::optional<Error> DryRunner::refuse(const Domain::Record &source, const std::string &topic) const
{
    if (runsOf(m_record.headers) >= mostRuns) {
        Error error = refusal("loop", topic, "the record has been through " + std::to_string(mostRuns) + " replays already: it goes round in a circle");
        error.args["partition"] = std::to_string(source.partition.value());
        error.args["offset"] = std::to_string(source.offset.value());
        return error;
    }
    if (m_record.timestampMs == 0 && !m_record.isNow)
        return Error{.code = ErrorCode::SendTimestamp, .args = {{"topic", topic}, {"timestamp", "0"}}};
    return std::nullopt;
}

/// As a run would send it: with the headers that a verified one adds.
Domain::OutgoingRecord DryRunner::outgoingOf(const Domain::Record &source, const std::string &sourceTopic, const std::string &topic,
                                             std::optional<Domain::PartitionId> partition)
{
    m_headers.assign(m_record.headers.begin(), m_record.headers.end());
    if (m_plan.mode == Mode::VerifiedOnce) {
        m_provenance = sourceTopic;
        (m_provenance += '/') += std::to_string(source.partition.value());
        (m_provenance += '/') += std::to_string(source.offset.value());
        m_headers.push_back({runHeader, m_runId});
        m_headers.push_back({sourceHeader, m_provenance});
    }
    return {.topic = topic,
            .partition = partition,
            .timestampMs = m_record.timestampMs,
            .key = m_record.key,
            .value = m_record.value,
            .headers = m_headers};
}

/// One lookup for a run of records that go to the same place.
void DryRunner::countTarget(const std::string &topic, Domain::PartitionId partition)
{
    if (!m_counted || m_counted->first.partition != partition || m_counted->first.topic != topic)
        m_counted = &*m_report.perTarget.try_emplace({topic, partition}, 0).first;
    ++m_counted->second;
}

void DryRunner::addFindings(const std::string &topic, const std::vector<Produce::Finding> &found, bool isMissing)
{
    for (const Produce::Finding &finding : found) {
        if (isMissing && finding.kind == Produce::Finding::Kind::FactsUnknown)
            continue; // it is listed as missing
        Produce::mergeFindings(m_findings[topic], {finding});
    }
}

} // namespace Replay
