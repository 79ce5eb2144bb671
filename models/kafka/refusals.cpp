// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/refusals.h"

#include "kafka/kafkaerrors.h"
#include "kafka/refusalprobe.h"

#include <algorithm>
#include <array>
#include <vector>

namespace Kafka {

using Domain::Offset;
using namespace std::chrono_literals;

namespace {

constexpr int sureAfter = 2;            ///< the same failure at the same position, without progress in between
constexpr auto probePatience = 10s;     ///< a broker that is silent that long tells nothing about the batch
constexpr auto tryAgainAfter = 5s;
constexpr auto silentAfter = 500ms;

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
    const Offset position = slot.reader.position();
    const Offset from = std::max(offset, position);
    const bool isAgain = slot.damages > 0 && slot.damagedAt == position;
    slot.damages = isAgain ? slot.damages + 1 : 1;
    slot.damageFrom = isAgain ? std::min(slot.damageFrom, from) : from;
    slot.damagedAt = position;
    slot.trouble = errorFor(slot, slot.damageFrom, code);
    // librdkafka leaves out a batch with a wrong checksum and goes on when the same answer holds more behind it.
    if (code == RD_KAFKA_RESP_ERR__BAD_MSG)
        slot.reader.damagedFrom(slot.damageFrom);
    if (slot.damages >= sureAfter && now >= slot.nextProbe)
        skip(slot, slot.damageFrom);
}

void Refusals::overlong(std::optional<Domain::BrokerId> broker, const Domain::Error &error)
{
    m_isOverlongSeen = true;
    for (Slot &slot : m_run.slots)
        if (isBehind(slot) && (!broker || slot.leader == broker)) {
            slot.trouble = error;
            slot.trouble->args["topic"] = m_run.topicName(slot);
        }
}

void Refusals::tick(Clock::time_point now, Clock::time_point lastDrained)
{
    if (!m_isOverlongSeen)
        return;
    // A broker serves its partitions in turn: those that can be read make progress between the failures.
    for (Slot &slot : m_run.slots) {
        if (!slot.isAwaited || std::min(now, lastDrained) - slot.lastSign < silentAfter || now < slot.nextProbe || !isBehind(slot))
            continue;
        if (examine(slot) == Outcome::Unknown || m_run.stop.stop_requested())
            return;
    }
}

bool Refusals::isBehind(const Slot &slot) const
{
    return m_run.client->isStarted(slot.reader.place()) && slot.reader.position() < knownEnd(slot);
}

Refusals::Outcome Refusals::examine(Slot &slot)
{
    const Offset position = slot.reader.position();
    m_run.client->stop(slot.reader.place());
    const Outcome outcome = tryAt(slot, position);
    if (outcome == Outcome::Fails) {
        slot.trouble = errorFor(slot, position, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE);
        skip(slot, position);
    } else {
        m_prober.reset();
        m_run.startAt(slot, position, Clock::now());
    }
    slot.nextProbe = Clock::now() + (outcome == Outcome::Fails ? silentAfter : tryAgainAfter);
    return outcome;
}

void Refusals::skip(Slot &slot, Offset bad)
{
    m_run.client->stop(slot.reader.place());
    const std::optional<Offset> end = findEnd(slot, bad);
    m_prober.reset();
    slot.damages = 0;
    if (end) {
        slot.reader.refused(bad, *end);
        m_run.settle(slot);
    } else {
        slot.nextProbe = Clock::now() + tryAgainAfter;
    }
    if (!slot.reader.isOver())
        m_run.startAt(slot, slot.reader.position(), Clock::now());
}

std::optional<Offset> Refusals::findEnd(const Slot &slot, Offset bad)
{
    RefusalProbe probe(bad, knownEnd(slot));
    while (!probe.isFound()) {
        switch (tryAt(slot, probe.next())) {
        case Outcome::Works: probe.worked(); break;
        case Outcome::Fails: probe.failed(); break;
        case Outcome::Unknown: return std::nullopt;
        }
    }
    return probe.end();
}

Refusals::Outcome Refusals::tryAt(const Slot &slot, Offset offset)
{
    if (!m_prober) {
        auto opened = m_run.openAnotherClient();
        if (!opened)
            return Outcome::Unknown;
        m_prober = std::move(opened).value();
        if (!m_prober->askTopic(slot.reader.place().topic, 2s)) // known leaders save half a second at the start
            return Outcome::Unknown;
    }
    m_prober->start(slot.reader.place(), offset);
    const Outcome outcome = awaitOutcome();
    if (outcome == Outcome::Works)
        m_prober->stop(slot.reader.place());
    else
        m_prober.reset(); // it may have requests under way, or wait before it connects again
    return outcome;
}

Refusals::Outcome Refusals::awaitOutcome()
{
    const Clock::time_point until = Clock::now() + probePatience;
    std::array<rd_kafka_message_t *, 1> messages{};
    while (Clock::now() < until && !m_run.stop.stop_requested()) {
        if (m_prober->poll(messages, 20ms) > 0) {
            const Message message(messages[0]);
            if (!message->err || message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
                return Outcome::Works;
            return isDamage(message->err) ? Outcome::Fails : Outcome::Unknown;
        }
        for (const ConsumerClient::Trouble &trouble : m_prober->takeTroubles())
            if (trouble.tooLarge)
                return Outcome::Fails;
    }
    return Outcome::Unknown;
}

Offset Refusals::knownEnd(const Slot &slot) const
{
    const Offset logEnd = std::max(slot.logEnd.value_or(Offset()), m_run.client->cachedEnd(slot.reader.place()).value_or(Offset()));
    return slot.reader.end().value_or(logEnd);
}

Domain::Error Refusals::errorFor(const Slot &slot, Offset offset, rd_kafka_resp_err_t code) const
{
    Domain::Error error = errorOfPartition(code, m_run.topicName(slot), slot.reader.id());
    const bool tooLarge = code == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE || code == RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE;
    error.code = tooLarge ? Domain::ErrorCode::RecordTooLarge : Domain::ErrorCode::BadBatch;
    error.args["topic"] = m_run.topicName(slot);
    error.args["partition"] = std::to_string(slot.reader.id().value());
    error.args["offset"] = std::to_string(offset.value());
    if (tooLarge)
        error.args["limit"] = std::to_string(m_run.client->receiveLimit());
    return error;
}

} // namespace Kafka
