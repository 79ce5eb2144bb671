// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/refusals.h"

#include "kafka/kafkaerrors.h"

#include <algorithm>

namespace Kafka {

using Domain::Offset;

namespace {

constexpr int sureAfter = 2; ///< the same damage at the same position, without progress in between

} // namespace

bool Refusals::isDamage(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR__BAD_MSG || code == RD_KAFKA_RESP_ERR__BAD_COMPRESSION
        || code == RD_KAFKA_RESP_ERR__NOT_IMPLEMENTED || code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE
        || code == RD_KAFKA_RESP_ERR_INVALID_MSG || code == RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE
        || code == RD_KAFKA_RESP_ERR_INVALID_RECORD || code == RD_KAFKA_RESP_ERR_UNSUPPORTED_COMPRESSION_TYPE;
}

void Refusals::damaged(Slot &slot, Offset offset, rd_kafka_resp_err_t code, Clock::time_point now)
{
    slot.trouble = errorFor(slot, offset, code);
    if (slot.probe) {
        slot.probe->failed();
        continueProbe(slot, now);
        return;
    }
    const Offset position = slot.reader.position();
    if (slot.damages > 0 && slot.damagedAt == position) {
        slot.damageFrom = std::min(slot.damageFrom, std::max(offset, position));
        ++slot.damages;
    } else {
        slot.damagedAt = position;
        slot.damageFrom = std::max(offset, position);
        slot.damages = 1;
    }
    // librdkafka leaves out a batch with a wrong checksum and goes on when the same answer holds more behind it.
    if (code == RD_KAFKA_RESP_ERR__BAD_MSG)
        slot.reader.damagedFrom(slot.damageFrom);
    if (slot.damages >= sureAfter)
        beginProbe(slot, slot.damageFrom, now);
}

bool Refusals::admit(Slot &slot, Clock::time_point now)
{
    if (m_onTrial == slot.reader.id() && !slot.probe)
        endTrial(now);
    if (!slot.probe)
        return true;
    const Offset tried = slot.probe->next();
    slot.probe->worked();
    if (slot.probe->isFound() && slot.probe->end() == tried) {
        // Fetching stands where it should: go on without asking again.
        slot.reader.refused(slot.probe->bad(), tried);
        slot.probe.reset();
        m_run.settle(slot);
        if (m_onTrial == slot.reader.id())
            endTrial(now);
        return true;
    }
    continueProbe(slot, now);
    return false;
}

void Refusals::beginProbe(Slot &slot, Offset bad, Clock::time_point now)
{
    slot.damages = 0;
    slot.overlongResponses = 0;
    slot.probe.emplace(bad, knownEnd(slot));
    continueProbe(slot, now);
}

void Refusals::continueProbe(Slot &slot, Clock::time_point now)
{
    if (!slot.probe->isFound()) {
        m_run.startAt(slot, slot.probe->next(), now);
        return;
    }
    const Offset end = slot.probe->end();
    slot.reader.refused(slot.probe->bad(), end);
    slot.probe.reset();
    m_run.settle(slot);
    if (!slot.reader.isOver())
        m_run.startAt(slot, end, now);
    if (m_onTrial == slot.reader.id())
        endTrial(now);
}

void Refusals::overlong(std::optional<Domain::BrokerId> broker, const Domain::Error &error, Clock::time_point now)
{
    std::vector<Slot *> candidates;
    for (Slot &slot : m_run.slots) {
        if (!mayHoldOverlong(slot, broker))
            continue;
        slot.trouble = error;
        if (slot.probe) {
            slot.probe->failed();
            continueProbe(slot, now);
            return;
        }
        ++slot.overlongResponses;
        candidates.push_back(&slot);
    }
    if (candidates.size() == 1 && candidates.front()->overlongResponses >= sureAfter) {
        Slot &slot = *candidates.front();
        slot.trouble = errorFor(slot, slot.reader.position(), RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE);
        beginProbe(slot, slot.reader.position(), now);
        return;
    }
    // The broker serves its partitions in turn: those that can be read make progress between the failures.
    const int patience = sureAfter + int(candidates.size());
    std::erase_if(candidates, [&](const Slot *slot) { return slot->overlongResponses < patience; });
    if (!candidates.empty())
        beginTrial(candidates, now);
}

bool Refusals::mayHoldOverlong(const Slot &slot, std::optional<Domain::BrokerId> broker) const
{
    return m_run.client->isStarted(slot.reader.id()) && (!broker || slot.leader == broker)
        && (slot.probe || slot.reader.position() < knownEnd(slot));
}

void Refusals::beginTrial(const std::vector<Slot *> &candidates, Clock::time_point now)
{
    Slot &suspect = *candidates.front();
    m_onTrial = suspect.reader.id();
    for (Slot &slot : m_run.slots)
        if (&slot != &suspect && slot.leader == suspect.leader && m_run.client->isStarted(slot.reader.id())) {
            m_suspended.push_back(slot.reader.id());
            m_run.client->stop(slot.reader.id());
            slot.mutedBatch = m_run.batch;
        }
    suspect.overlongResponses = 0;
    m_run.startAt(suspect, suspect.reader.position(), now);
}

void Refusals::endTrial(Clock::time_point now)
{
    m_onTrial.reset();
    for (const Domain::PartitionId id : std::exchange(m_suspended, {})) {
        Slot *slot = m_run.find(id.value());
        if (slot && !slot->reader.isOver())
            m_run.startAt(*slot, slot->reader.position(), now);
    }
}

Offset Refusals::knownEnd(const Slot &slot) const
{
    const Offset logEnd = std::max(slot.logEnd.value_or(Offset()), m_run.client->cachedEnd(slot.reader.id()).value_or(Offset()));
    return slot.reader.end().value_or(logEnd);
}

Domain::Error Refusals::errorFor(const Slot &slot, Offset offset, rd_kafka_resp_err_t code) const
{
    Domain::Error error = errorOfPartition(code, m_run.plan.topic, slot.reader.id());
    const bool tooLarge = code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE || code == RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE;
    error.code = tooLarge ? Domain::ErrorCode::RecordTooLarge : Domain::ErrorCode::BadBatch;
    error.args["topic"] = m_run.plan.topic;
    error.args["partition"] = std::to_string(slot.reader.id().value());
    error.args["offset"] = std::to_string(offset.value());
    if (tooLarge)
        error.args["limit"] = std::to_string(m_run.client->receiveLimit());
    return error;
}

} // namespace Kafka
