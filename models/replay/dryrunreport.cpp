// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/dryrunner.h"

#include <algorithm>

/// What a dry run tells: samples, findings, groups, and how long a run would take.
namespace Replay {

using std::chrono::milliseconds;

namespace {

constexpr std::size_t keptValue = 64 * 1024;
constexpr std::size_t mostSampleBytes = 32 * 1024 * 1024; ///< of all samples together
constexpr std::size_t mostHeaders = 100;                  ///< of one sample
constexpr std::int64_t longest = 365LL * 24 * 3600 * 1000;

std::optional<std::string> cut(const std::optional<Domain::BytesView> &bytes)
{
    return bytes ? std::optional<std::string>(bytes->substr(0, keptValue)) : std::nullopt;
}

std::vector<std::pair<std::string, std::optional<std::string>>> cut(std::span<const Domain::Header> headers)
{
    std::vector<std::pair<std::string, std::optional<std::string>>> kept;
    for (const Domain::Header &header : headers.first(std::min(headers.size(), mostHeaders)))
        kept.emplace_back(std::string(header.name.substr(0, keptValue)), cut(header.value));
    return kept;
}

std::size_t weightOf(const Sample &sample)
{
    std::size_t weight = sizeof(Sample);
    for (const auto *text : {&sample.keyBefore, &sample.keyAfter, &sample.valueBefore, &sample.valueAfter})
        weight += *text ? (*text)->size() : 0;
    for (const auto *headers : {&sample.headersBefore, &sample.headersAfter})
        for (const auto &[name, value] : *headers)
            weight += sizeof(Domain::Header) + name.size() + (value ? value->size() : 0);
    return weight;
}

} // namespace

Sample DryRunner::sampleOf(const Domain::Record &source, const std::string &topic, std::optional<Domain::PartitionId> partition, std::optional<Domain::Error> error)
{
    Sample sample;
    if (source.topic < m_plan.source.read.topics.size())
        sample.topic = m_plan.source.read.topics[source.topic];
    sample.partition = source.partition;
    sample.offset = source.offset;
    sample.keyBefore = cut(source.key);
    sample.valueBefore = cut(source.value);
    sample.headersBefore = cut(source.headers);
    if (source.timestamp.type != Domain::TimestampType::None)
        sample.timestampBefore = source.timestamp.ms;
    sample.keyAfter = cut(m_record.key);
    sample.valueAfter = cut(m_record.value);
    sample.headersAfter = cut(m_record.headers);
    sample.timestampAfter = m_record.timestampMs;
    sample.targetTopic = topic;
    sample.targetPartition = partition;
    sample.sizeBefore = static_cast<std::int64_t>(source.payloadSize());
    sample.sizeAfter = static_cast<std::int64_t>(Domain::OutgoingRecord{.key = m_record.key, .value = m_record.value, .headers = m_record.headers}.payloadSize());
    sample.droppedBy = m_record.droppedBy;
    sample.error = std::move(error);
    return sample;
}

void DryRunner::keep(std::vector<Sample> &list, Sample sample)
{
    m_sampleBytes += weightOf(sample);
    list.push_back(std::move(sample));
}

void DryRunner::addSample(const Domain::Record &source, const std::string &topic, std::optional<Domain::PartitionId> partition, std::optional<Domain::Error> error)
{
    if (m_report.samples.size() < DryRunReport::mostSamples && m_sampleBytes < mostSampleBytes)
        keep(m_report.samples, sampleOf(source, topic, partition, std::move(error)));
}

void DryRunner::addProblem(const Domain::Record &source, const Domain::Error &error)
{
    addSample(source, {}, {}, error);
    if (m_report.problems.size() < DryRunReport::mostSamples && m_sampleBytes < 2 * mostSampleBytes)
        keep(m_report.problems, sampleOf(source, {}, {}, error));
}

/// Records for which the source's own filter gave no answer would not be sent, and are no misses.
void DryRunner::addUnevaluated()
{
    const Search::ScanCounters *const counters = m_reading->counters();
    if (!counters)
        return;
    m_report.failed += counters->totals().errors;
    for (const Search::ScanCounters::Failure &failure : counters->failures()) {
        if (m_report.problems.size() >= DryRunReport::mostSamples)
            return;
        Sample sample;
        sample.topic = failure.topic < m_plan.source.read.topics.size() ? m_plan.source.read.topics[failure.topic] : std::string();
        sample.partition = failure.partition;
        sample.offset = failure.offset;
        sample.error = Domain::Error{.code = Domain::ErrorCode::BadFilter, .args = {{"problem", failure.problem}}};
        m_report.problems.push_back(std::move(sample));
    }
}

void DryRunner::addTargets()
{
    for (const auto &[name, topic] : m_targets.all()) {
        if (topic.isMissing)
            m_report.missingTopics.push_back(name);
        else if (topic.partitions > 0)
            m_report.targetPartitions[name] = topic.partitions;
        else if (topic.error && !m_report.error)
            m_report.error = topic.error;
    }
    for (const auto &[topic, findings] : m_findings)
        for (const Produce::Finding &finding : findings)
            m_report.findings.emplace_back(topic, finding);
}

void DryRunner::addGroups()
{
    TargetTopics::Groups groups = m_targets.findGroups();
    m_report.groups = std::move(groups.names);
    m_report.groupsAsked = groups.asked;
    m_report.groupsTotal = groups.total;
    m_report.groupsError = groups.error;
}

/// From the tempo; else as long as reading took: sending costs about as much, in transactions about twice as much.
milliseconds DryRunner::estimate(milliseconds reading) const
{
    double ms = static_cast<double>(reading.count()) * (m_plan.mode == Mode::VerifiedOnce ? 2 : 1);
    if (const auto *rate = std::get_if<Rate>(&m_plan.tempo); rate && rate->perSecond > 0)
        ms = static_cast<double>(m_report.sent) * 1000 / rate->perSecond;
    else if (const auto *gaps = std::get_if<OriginalGaps>(&m_plan.tempo); gaps && gaps->factor > 0 && m_firstMs)
        ms = (static_cast<double>(*m_lastMs) - static_cast<double>(*m_firstMs)) / gaps->factor;
    return milliseconds(static_cast<std::int64_t>(std::clamp(ms, 0.0, static_cast<double>(longest))));
}

DryRunReport dryRun(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const std::stop_token &stop,
                    const std::function<void(const DryRunProgress &)> &progress)
{
    return DryRunner(source, target, plan, stop, progress).run();
}

} // namespace Replay
