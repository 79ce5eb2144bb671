// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/recordshaper.h"

#include "domain/unixtime.h"
#include "replay/refusal.h"
#include "replay/targetscan.h"

#include <charconv>

namespace Replay {

using Domain::Error;
using Domain::ErrorCode;

namespace {

std::vector<const std::string *> targetsOf(const Target &target, const std::vector<std::string> &topics)
{
    std::vector<const std::string *> targets;
    for (const std::string &topic : topics)
        targets.push_back(&target.topicFor(topic));
    return targets;
}

template<typename Number>
void appendNumber(std::string &out, Number number)
{
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, static_cast<std::size_t>(end - digits));
}

} // namespace

Domain::Result<std::unique_ptr<RecordShaper>> RecordShaper::make(const Plan &plan, const std::string &runId)
{
    const auto chain = StepChain::compile(plan.steps);
    if (!chain)
        return chain.error();
    return std::unique_ptr<RecordShaper>(new RecordShaper(plan, runId, **chain));
}

RecordShaper::RecordShaper(const Plan &plan, std::string runId, const StepChain &chain)
    : m_target(plan.target), m_mode(plan.mode), m_runId(std::move(runId)), m_topics(std::make_shared<const std::vector<std::string>>(plan.source.read.topics)),
      m_targetOf(targetsOf(m_target, *m_topics)), m_steps(chain.application(m_topics))
{
}

RecordShaper::Shape RecordShaper::refuse(Error error, const Domain::Record &source)
{
    m_error = std::move(error);
    m_error.args.try_emplace("topic", (*m_topics)[source.topic]);
    m_error.args.try_emplace("partition", std::to_string(source.partition.value()));
    m_error.args.try_emplace("offset", std::to_string(source.offset.value()));
    return Shape::Refused;
}

RecordShaper::Shape RecordShaper::shape(const Domain::Record &source)
{
    if (source.topic >= m_targetOf.size())
        return Shape::Dropped;
    if (runsOf(source.headers) >= mostRuns)
        return refuse(refusal("loop"), source);
    m_record.take(source);
    if (const Domain::Status applied = m_steps->apply(m_record, source); !applied) {
        m_error = applied.error();
        return Shape::Refused;
    }
    if (m_record.droppedBy != 0)
        return Shape::Dropped;
    m_topic = m_record.topic != nullptr ? m_record.topic : m_targetOf[source.topic];
    if (m_topic->empty())
        return refuse(refusal("no-target"), source);
    m_outgoing.topic = *m_topic;
    m_outgoing.partition = m_record.partition;
    if (!m_outgoing.partition && m_target.partitioning == Target::Partitioning::Same)
        m_outgoing.partition = source.partition;
    if (!m_outgoing.partition && m_target.partitioning == Target::Partitioning::Fixed)
        m_outgoing.partition = m_target.fixed;
    m_isTimeOfSource = m_record.timestampMs && !m_record.isNow;
    // Told here rather than left to the client: what was sent is then known to the verification.
    m_outgoing.timestampMs = m_isTimeOfSource ? *m_record.timestampMs : Domain::unixNowMs();
    if (m_outgoing.timestampMs == 0)
        return refuse({.code = ErrorCode::SendTimestamp, .args = {{"timestamp", "0"}}}, source);
    m_outgoing.key = m_record.key;
    m_outgoing.value = m_record.value;
    m_added = 0;
    if (m_mode == Mode::VerifiedOnce)
        addProvenance(source);
    m_outgoing.headers = m_record.headers;
    return Shape::Send;
}

void RecordShaper::addProvenance(const Domain::Record &source)
{
    m_place.assign((*m_topics)[source.topic]);
    m_place += '/';
    appendNumber(m_place, source.partition.value());
    m_place += '/';
    appendNumber(m_place, source.offset.value());
    m_record.headers.push_back({runHeader, m_runId});
    m_record.headers.push_back({sourceHeader, m_place});
    m_added = 2;
}

} // namespace Replay
