// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/topicsoutput.h"

#include "codec/jsonl.h"
#include "items/numbertext.h"
#include "items/safetext.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace App {

namespace {

void appendNumber(std::string &out, const std::optional<Domain::Offset> &offset)
{
    out += offset ? std::to_string(offset->value()) : "null";
}

void appendIds(std::string &out, const std::vector<Domain::BrokerId> &ids)
{
    out += '[';
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i > 0)
            out += ',';
        out += std::to_string(ids[i].value());
    }
    out += ']';
}

} // namespace

TopicsOutput::TopicsOutput(const Domain::ClusterSnapshot &snapshot, const std::vector<Domain::OffsetAnswer> &answers)
    : m_snapshot(snapshot), m_answers(answers)
{
    for (const Domain::Topic &topic : snapshot.topics)
        m_partitions += topic.partitions.size();
}

std::optional<Domain::Offset> TopicsOutput::low(std::size_t partition) const
{
    return partition < m_answers.size() ? m_answers[partition].offset : std::nullopt;
}

std::optional<Domain::Offset> TopicsOutput::high(std::size_t partition) const
{
    return m_partitions + partition < m_answers.size() ? m_answers[m_partitions + partition].offset : std::nullopt;
}

bool TopicsOutput::complete() const
{
    for (std::size_t i = 0; i < m_partitions; ++i)
        if (!low(i) || !high(i))
            return false;
    return std::none_of(m_snapshot.topics.begin(), m_snapshot.topics.end(), [](const Domain::Topic &t) { return t.error.has_value(); });
}

std::string TopicsOutput::json() const
{
    std::string out = R"({"clusterId":)";
    if (m_snapshot.clusterId.empty())
        out += "null";
    else
        Codec::appendJsonValue(out, std::string_view(m_snapshot.clusterId));
    out += R"(,"brokers":[)";
    for (std::size_t i = 0; i < m_snapshot.brokers.size(); ++i) {
        const Domain::Broker &broker = m_snapshot.brokers[i];
        out += (i > 0 ? R"(,{"id":)" : R"({"id":)") + std::to_string(broker.id.value()) + R"(,"host":)";
        Codec::appendJsonValue(out, std::string_view(broker.host));
        out += R"(,"port":)" + std::to_string(broker.port) + '}';
    }
    out += R"(],"topics":[)";
    std::size_t index = 0;
    for (std::size_t t = 0; t < m_snapshot.topics.size(); ++t) {
        const Domain::Topic &topic = m_snapshot.topics[t];
        out += t > 0 ? R"(,{"name":)" : R"({"name":)";
        Codec::appendJsonValue(out, std::string_view(topic.name));
        out += R"(,"partitions":[)";
        for (std::size_t p = 0; p < topic.partitions.size(); ++p, ++index) {
            const Domain::Partition &partition = topic.partitions[p];
            out += (p > 0 ? R"(,{"id":)" : R"({"id":)") + std::to_string(partition.id.value());
            out += R"(,"leader":)" + std::to_string(partition.leader ? partition.leader->value() : -1) + R"(,"replicas":)";
            appendIds(out, partition.replicas);
            out += R"(,"isr":)";
            appendIds(out, partition.isr);
            out += R"(,"low":)";
            appendNumber(out, low(index));
            out += R"(,"high":)";
            appendNumber(out, high(index));
            out += '}';
        }
        out += "]}";
    }
    out += "]}\n";
    return out;
}

std::string TopicsOutput::table() const
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("TopicsCommand", text); };
    QStringList rows;
    std::size_t index = 0;
    qsizetype width = tr("Topic").size();
    for (const Domain::Topic &topic : m_snapshot.topics)
        width = std::max(width, Items::safeText(topic.name, 100).size());
    rows += tr("Topic").leftJustified(width) + QStringLiteral("  ") + tr("Partitions").rightJustified(10) + QStringLiteral("  ") + tr("Span").rightJustified(18);
    for (const Domain::Topic &topic : m_snapshot.topics) {
        std::optional<Domain::OffsetSpan> span = Domain::OffsetSpan(0);
        for (std::size_t p = 0; p < topic.partitions.size(); ++p, ++index) {
            const auto from = low(index);
            const auto to = high(index);
            span = span && from && to ? std::optional(*span + (*to - *from)) : std::nullopt;
        }
        if (topic.error)
            span.reset();
        rows += Items::safeText(topic.name, 100).leftJustified(width) + QStringLiteral("  ") + Items::countText(topic.partitions.size()).rightJustified(10)
            + QStringLiteral("  ") + Items::spanText(span).rightJustified(18);
    }
    return rows.join(u'\n').toStdString() + '\n';
}

} // namespace App
