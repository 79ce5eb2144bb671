// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/jsonwriter.h"
#include "domain/topicfacts.h"
#include "produce/preflight.h"
#include "produce/recordmaker.h"

#include <map>
#include <string>
#include <vector>

namespace App {

/// What a dry run of `playhead produce` tells: which records there would be and what the topic would do with them. Nothing is sent. A value
/// of the command.
class ProducePlan
{
public:
    static constexpr std::uint64_t shownRecords = 3;

    ProducePlan(const Produce::ProduceRequest &request, Domain::TopicFacts facts, std::int32_t partitionCount, std::int64_t nowMs);

    void add(const Produce::MadeRecord &record);
    void addBadLine() { ++m_badLines; }
    void setIncomplete() { m_isComplete = false; } ///< there are more records than were looked at

    /// Something would fail for certain.
    bool hasTrouble() const;
    /// One line of JSON, LF included: {"dryRun","topic","records","bytes","complete","badLines","partitions","anyPartition","transaction",
    /// "findings","first"}. `locked`: why nothing can be written there now; empty: it can.
    std::string json(const std::string &locked) const;

private:
    struct Shown
    {
        Produce::MadeRecord record;
        std::optional<Domain::PartitionId> partition;
        std::size_t size = 0; ///< one that is too large to be shown is told by it alone
    };
    void writeRecord(Codec::JsonWriter &out, const Shown &shown) const;

    const Produce::ProduceRequest m_request;
    const Domain::TopicFacts m_facts;
    const std::int32_t m_partitionCount;
    const std::int64_t m_nowMs;
    std::uint64_t m_records = 0;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_badLines = 0;
    bool m_isComplete = true;
    std::uint64_t m_anyPartition = 0;
    std::map<std::int32_t, std::uint64_t> m_perPartition;
    std::vector<Produce::Finding> m_findings;
    std::vector<Shown> m_first;
    std::vector<Domain::Header> m_scratch;
};

} // namespace App
