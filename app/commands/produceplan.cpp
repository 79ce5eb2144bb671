// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/produceplan.h"

#include "app/commands/findingjson.h"
#include "codec/jsonwriter.h"
#include "produce/requestwords.h"

#include <algorithm>

namespace App {

namespace {

using Produce::Finding;

constexpr std::size_t maxShownBytes = 1024 * 1024; // of a record; a larger one is told by its size

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
    m_first.push_back({record, partition});
    if (record.payloadSize() > maxShownBytes)
        m_first.back().record = {.timestampMs = record.timestampMs};
    m_first.back().size = record.payloadSize();
}

bool ProducePlan::hasTrouble() const
{
    return m_badLines > 0 || std::any_of(m_findings.begin(), m_findings.end(), [](const Finding &finding) { return finding.blocks; });
}

void ProducePlan::writeRecord(Codec::JsonWriter &out, const Shown &shown) const
{
    out.field("partition", shown.partition ? std::optional(shown.partition->value()) : std::nullopt);
    out.field("timestamp", shown.record.timestampMs);
    if (shown.size > maxShownBytes)
        return out.field("size", shown.size);
    out.field("key", shown.record.key);
    out.field("value", shown.record.value);
    out.list("headers", shown.record.headers, [&](const auto &header) {
        out.open('[');
        out.text(header.first);
        if (header.second)
            out.text(*header.second);
        else
            out.raw("null");
        out.close(']');
    });
}

std::string ProducePlan::json(const std::string &locked) const
{
    Codec::JsonWriter out;
    out.object([&] {
        out.field("dryRun", true);
        out.field("topic", m_request.topic);
        out.field("records", m_records);
        out.field("bytes", m_bytes);
        out.field("complete", m_isComplete);
        out.field("badLines", m_badLines);
        out.object("partitions", [&] {
            for (const auto &[partition, count] : m_perPartition)
                out.field(std::to_string(partition), count);
        });
        out.field("anyPartition", m_anyPartition);
        out.field("transaction", Domain::wordOf(Produce::transactions, m_request.transaction));
        out.field("locked", locked.empty() ? std::nullopt : std::optional(locked));
        out.list("findings", m_findings, [&](const Finding &finding) { out.object([&] { writeFinding(out, finding); }); });
        out.list("first", m_first, [&](const Shown &shown) { out.object([&] { writeRecord(out, shown); }); });
    });
    return out.take() + '\n';
}

} // namespace App
