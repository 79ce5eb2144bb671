// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/produceplan.h"

#include "codec/jsonl.h"
#include "produce/requestreader.h"

#include <algorithm>

namespace App {

namespace {

using Produce::Finding;

constexpr std::size_t maxShownBytes = 1024 * 1024; // of a record; a larger one is told by its size

const char *findingWord(Finding::Kind kind)
{
    switch (kind) {
    case Finding::Kind::TooLarge: return "too-large";
    case Finding::Kind::NearLimit: return "too-large-unless-compressed";
    case Finding::Kind::TimestampZero: return "timestamp-zero";
    case Finding::Kind::TimestampReplaced: return "timestamp-replaced";
    case Finding::Kind::TimestampRefused: return "timestamp-refused";
    case Finding::Kind::OlderThanRetention: return "older-than-retention";
    case Finding::Kind::NoKeyOnCompacted: return "no-key-on-compacted";
    case Finding::Kind::NoSuchPartition: return "no-such-partition";
    case Finding::Kind::NotAcknowledged: return "not-acknowledged";
    case Finding::Kind::FactsUnknown: break;
    }
    return "topic-configuration-unknown";
}

std::string findingJson(const Finding &finding)
{
    std::string out = std::string("{\"finding\":\"") + findingWord(finding.kind) + "\",\"blocks\":" + (finding.blocks ? "true" : "false")
        + ",\"records\":" + std::to_string(finding.records);
    if (finding.value != 0 || finding.limit != 0)
        out += ",\"value\":" + std::to_string(finding.value) + ",\"limit\":" + std::to_string(finding.limit);
    return out + '}';
}

} // namespace

ProducePlan::ProducePlan(const Produce::ProduceRequest &request, Domain::TopicFacts facts, std::int32_t partitionCount, std::int64_t nowMs)
    : m_request(request), m_facts(facts), m_partitionCount(partitionCount), m_nowMs(nowMs)
{
    if (request.acks == Domain::Acks::None)
        m_findings.push_back({.kind = Finding::Kind::NotAcknowledged});
}

void ProducePlan::add(const Produce::MadeRecord &record)
{
    const Domain::OutgoingRecord outgoing = record.borrow(m_request.topic, m_scratch);
    Produce::mergeFindings(m_findings, Produce::preflight(outgoing, m_facts, m_partitionCount, m_request.compression, m_nowMs));
    std::optional<Domain::PartitionId> partition = record.partition;
    if (!partition && m_partitionCount > 0)
        partition = Domain::partitionOfKey(m_request.partitioner, outgoing.key, m_partitionCount);
    if (partition)
        ++m_perPartition[partition->value()];
    else
        ++m_anyPartition;
    m_bytes += record.payloadSize();
    if (m_records++ >= shownRecords)
        return;
    m_first += m_first.empty() ? "{\"partition\":" : ",{\"partition\":";
    m_first += partition ? std::to_string(partition->value()) : "null";
    m_first += ",\"timestamp\":" + (record.timestampMs ? std::to_string(*record.timestampMs) : "null");
    if (record.payloadSize() > maxShownBytes) {
        m_first += ",\"size\":" + std::to_string(record.payloadSize()) + '}';
        return;
    }
    m_first += ",\"key\":";
    Codec::appendJsonValue(m_first, outgoing.key);
    m_first += ",\"value\":";
    Codec::appendJsonValue(m_first, outgoing.value);
    m_first += ",\"headers\":";
    Codec::appendJsonHeaders(m_first, outgoing.headers);
    m_first += '}';
}

bool ProducePlan::hasTrouble() const
{
    return m_badLines > 0 || std::any_of(m_findings.begin(), m_findings.end(), [](const Finding &finding) { return finding.blocks; });
}

std::string ProducePlan::json(const std::string &locked) const
{
    std::string out = "{\"dryRun\":true,\"topic\":";
    Codec::appendJsonValue(out, std::string_view(m_request.topic));
    out += ",\"records\":" + std::to_string(m_records) + ",\"bytes\":" + std::to_string(m_bytes) + ",\"complete\":" + (m_isComplete ? "true" : "false")
        + ",\"badLines\":" + std::to_string(m_badLines) + ",\"partitions\":{";
    bool isFirst = true;
    for (const auto &[partition, count] : m_perPartition) {
        out += (isFirst ? "\"" : ",\"") + std::to_string(partition) + "\":" + std::to_string(count);
        isFirst = false;
    }
    out += "},\"anyPartition\":" + std::to_string(m_anyPartition) + ",\"transaction\":\"";
    out += Produce::requestWord(Produce::transactions, m_request.transaction);
    out += "\",\"locked\":";
    Codec::appendJsonValue(out, locked.empty() ? std::optional<std::string_view>() : std::optional<std::string_view>(locked));
    out += ",\"findings\":[";
    for (std::size_t i = 0; i < m_findings.size(); ++i)
        out += (i == 0 ? "" : ",") + findingJson(m_findings[i]);
    return out + "],\"first\":[" + m_first + "]}\n";
}

} // namespace App
