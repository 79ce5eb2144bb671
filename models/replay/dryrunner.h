// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/dryrun.h"
#include "replay/routing.h"
#include "replay/sourcereading.h"
#include "replay/stepchain.h"
#include "replay/targetscan.h"
#include "replay/targettopics.h"

#include <functional>

namespace Replay {

/// One dry run; dryRun() makes it and drops it. One thread.
class DryRunner
{
public:
    using OnProgress = std::function<void(const DryRunProgress &)>;

    DryRunner(Domain::Cluster &source, Domain::Cluster &target, const Plan &plan, const std::stop_token &stop, OnProgress progress);
    DryRunReport run();

private:
    std::optional<Domain::Error> checkBounds();
    std::optional<Domain::Error> open();
    std::optional<Domain::Error> checkTargets();
    std::optional<Domain::Error> read();
    Domain::Offset beginOf(const Domain::TopicPartition &place) const;
    std::optional<std::int32_t> highestPartition(std::size_t topic) const;
    std::uint64_t offsetsRead() const;

    void takeBlock(const RecordBlock &block);
    void takeRecord(const Domain::Record &source);
    void send(const Domain::Record &source);
    std::optional<Domain::Error> refuse(const Domain::Record &source, const std::string &topic) const;
    Domain::OutgoingRecord outgoingOf(const Domain::Record &source, const std::string &sourceTopic, const std::string &topic,
                                      std::optional<Domain::PartitionId> partition);
    void countTarget(const std::string &topic, Domain::PartitionId partition);

    // The report (dryrunreport.cpp)
    void addFindings(const std::string &topic, const std::vector<Produce::Finding> &found, bool isMissing);
    void addSample(const Domain::Record &source, const std::string &topic, std::optional<Domain::PartitionId> partition, std::optional<Domain::Error> error);
    void addProblem(const Domain::Record &source, const Domain::Error &error);
    Sample sampleOf(const Domain::Record &source, const std::string &topic, std::optional<Domain::PartitionId> partition, std::optional<Domain::Error> error);
    void keep(std::vector<Sample> &list, Sample sample);
    void addUnevaluated();
    void addTargets();
    void addGroups();
    std::chrono::milliseconds estimate(std::chrono::milliseconds reading) const;

    Domain::Cluster &m_source;
    const Plan &m_plan;
    const std::stop_token &m_stop;
    OnProgress m_progress;
    TargetTopics m_targets;
    const bool m_isRecording;
    const std::string m_runId; ///< as long as a real one
    const std::int64_t m_nowMs;

    std::shared_ptr<const StepChain> m_chain;
    std::unique_ptr<StepChain::Application> m_application;
    std::unique_ptr<SourceReading> m_reading;
    std::vector<int> m_stepNumbers;               ///< of those that are on
    std::vector<std::int32_t> m_sourcePartitions; ///< by topic
    std::uint64_t m_total = 0;

    StepRecord m_record;                   // used again for each record
    std::vector<Domain::Header> m_headers;
    std::string m_provenance;
    std::pair<const Domain::PartitionName, std::uint64_t> *m_counted = nullptr;
    std::map<std::string, std::vector<Produce::Finding>> m_findings; ///< by target topic
    std::size_t m_sampleBytes = 0;
    std::optional<std::int64_t> m_firstMs;
    std::optional<std::int64_t> m_lastMs;
    DryRunReport m_report;
};

} // namespace Replay
