// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/logwatch.h"

#include "kafka/kafkaerrors.h"

#include <algorithm>
#include <map>

namespace Kafka {

using Domain::ErrorCode;
using Domain::Offset;
using Domain::PartitionId;
using State = Domain::PartitionProgress::State;
using namespace std::chrono_literals;

namespace {

constexpr auto silentAfter = 2s;
constexpr auto retryAfter = 500ms;
constexpr auto giveUpAfter = 10s;         ///< a bounded read does not wait longer for a partition that never started
constexpr auto metadataPatience = 300ms;  ///< blocks the reading thread; only when something is silent anyway
constexpr auto checkWhileWaiting = 5s;
constexpr auto checkInTrouble = 1s;
constexpr int sureAfter = 2;

Domain::Error recreated(const std::string &topic, std::optional<PartitionId> id)
{
    Domain::Error error{.code = ErrorCode::TopicRecreated, .args = {{"topic", topic}}, .fatal = true};
    if (id)
        error.args["partition"] = std::to_string(id->value());
    return error;
}

Domain::Error noLeader(const std::string &topic, PartitionId id)
{
    return {.code = ErrorCode::NoLeader,
            .args = {{"topic", topic}, {"partition", std::to_string(id.value())}},
            .retriable = true};
}

} // namespace

void LogWatch::noteTopic(const Domain::Topic &topic)
{
    m_missing = 0;
    for (const Domain::Partition &partition : topic.partitions)
        if (Slot *slot = m_run.find(partition.id.value())) {
            slot->leader = partition.leader;
            if (!partition.leader && !slot->reader.isOver())
                slot->trouble = noLeader(m_run.plan.topic(), partition.id);
        }
}

void LogWatch::startPending(Clock::time_point now)
{
    giveUpPending(now);
    std::vector<PartitionId> fresh;
    std::vector<PartitionId> lost;
    bool isLeaderless = false;
    for (Slot &slot : m_run.slots) {
        const bool waits = slot.reader.state() == State::Pending || (slot.isLost && !slot.reader.isOver());
        if (!waits || slot.isAsked || now < slot.nextTry)
            continue;
        if (slot.pendingSince == Clock::time_point())
            slot.pendingSince = now;
        if (!slot.leader) {
            isLeaderless = true;
            slot.nextTry = now + retryAfter;
            continue;
        }
        slot.isAsked = true;
        (slot.isLost ? lost : fresh).push_back(slot.reader.id());
    }
    send(LogInquiry::Purpose::Start, fresh);
    send(LogInquiry::Purpose::Reposition, lost);
    if (isLeaderless)
        askTopic(now);
}

void LogWatch::giveUpPending(Clock::time_point now)
{
    if (m_run.plan.isLive())
        return;
    for (Slot &slot : m_run.slots)
        if (slot.reader.state() == State::Pending && slot.pendingSince != Clock::time_point()
            && now - slot.pendingSince > giveUpAfter && slot.trouble)
            slot.reader.fail(*slot.trouble);
}

void LogWatch::send(LogInquiry::Purpose purpose, const std::vector<PartitionId> &ids)
{
    // One inquiry a broker: an answer comes when its last broker has answered, and a dead one must not hold up the others.
    std::map<Domain::BrokerId, LogInquiry> inquiries;
    for (const PartitionId id : ids) {
        LogInquiry &inquiry = inquiries[m_run.find(id.value())->leader.value_or(Domain::BrokerId(-1))];
        inquiry.partitions.push_back(id);
        if (purpose == LogInquiry::Purpose::Start)
            if (const auto ms = timeToLookUp(m_run.plan, id, m_run.canLookUpTimes))
                inquiry.times[id] = *ms;
    }
    for (auto &[broker, inquiry] : inquiries) {
        inquiry.purpose = purpose;
        inquiry.isolation = m_run.plan.isolation;
        m_run.client->send(std::move(inquiry));
    }
}

bool LogWatch::takeAnswers(std::chrono::milliseconds patience, Clock::time_point now)
{
    const std::vector<LogInquiry> answered = m_run.client->takeAnswered(patience);
    for (const LogInquiry &inquiry : answered)
        for (const auto &[id, report] : inquiry.reports) {
            Slot *slot = m_run.find(id.value());
            if (!slot)
                continue;
            slot->isAsked = false;
            if (slot->reader.isOver())
                continue;
            switch (inquiry.purpose) {
            case LogInquiry::Purpose::Start: applyStart(*slot, report, now); break;
            case LogInquiry::Purpose::Reposition: applyReposition(*slot, report, now); break;
            case LogInquiry::Purpose::Check: applyCheck(*slot, report, now); break;
            }
        }
    return !answered.empty();
}

void LogWatch::retryLater(Slot &slot, const Domain::Error &error, Clock::time_point now)
{
    slot.trouble = error;
    slot.nextTry = now + retryAfter;
    if (error.code == ErrorCode::NotAuthorized)
        m_run.failAll(error);
    else
        m_isTopicSuspect = true; // a leader that moved, or a topic that is gone: metadata tells
}

void LogWatch::applyStart(Slot &slot, const LogReport &report, Clock::time_point now)
{
    if (report.error || !report.low || !report.end) {
        retryLater(slot, report.error.value_or(noLeader(m_run.plan.topic(), slot.reader.id())), now);
        return;
    }
    slot.logEnd = report.high;
    const LogBounds bounds{.low = *report.low, .end = *report.end, .high = report.high, .atTime = report.atTime};
    const PartitionRange range = resolvePartition(m_run.plan, slot.reader.id(), bounds, m_run.canLookUpTimes);
    slot.reader.begin(range, m_run.plan.until);
    m_run.settle(slot);
    slot.trouble.reset();
    if (slot.reader.isOver())
        return;
    m_run.startAt(slot, range.begin, now);
    noteEnd(slot, report);
}

void LogWatch::noteEnd(Slot &slot, const LogReport &report)
{
    // librdkafka tells the end of the log only when the position meets it, which does not happen behind the last stable
    // offset, inside an open transaction.
    if (m_run.plan.isLive() && report.end && slot.reader.position() >= *report.end)
        slot.reader.endOfLog(slot.reader.position());
}

void LogWatch::applyReposition(Slot &slot, const LogReport &report, Clock::time_point now)
{
    if (report.error || !report.low || !report.high) {
        retryLater(slot, report.error.value_or(noLeader(m_run.plan.topic(), slot.reader.id())), now);
        return;
    }
    slot.logEnd = report.high;
    if (slot.reader.position() > *report.high) {
        slot.nextTry = now + retryAfter;
        suspectShortLog(slot);
        return;
    }
    if (slot.reader.position() < *report.low)
        slot.reader.removedBelow(*report.low);
    slot.isLost = false;
    m_run.settle(slot);
    if (!slot.reader.isOver())
        m_run.startAt(slot, slot.reader.position(), now);
}

void LogWatch::applyCheck(Slot &slot, const LogReport &report, Clock::time_point now)
{
    if (report.error || !report.high) {
        if (report.error)
            retryLater(slot, *report.error, now);
        return;
    }
    slot.logEnd = report.high;
    const Offset position = slot.reader.position();
    const bool isShort = position > *report.high || (slot.reader.end() && *slot.reader.end() > *report.high && position == *report.high);
    if (isShort) {
        suspectShortLog(slot);
        return;
    }
    slot.suspicions = 0;
    noteEnd(slot, report);
    if (slot.reader.state() == State::AtEnd)
        m_run.noteSign(slot, now);
}

void LogWatch::suspectShortLog(Slot &slot)
{
    // A new leader may know a lower end for a moment; an end that stays low means that records are gone.
    if (++slot.suspicions < sureAfter)
        return;
    const Domain::Error error = recreated(m_run.plan.topic(), slot.reader.id());
    slot.reader.fail(error);
    m_run.settle(slot);
    if (std::all_of(m_run.slots.begin(), m_run.slots.end(), [](const Slot &s) { return s.reader.state() == State::Failed; }))
        m_run.failure = error; // nothing is left to follow
}

bool LogWatch::admitRecord(Slot &slot, Clock::time_point now)
{
    if (slot.mutedBatch == m_run.batch)
        return false;
    m_run.noteSign(slot, now);
    return true;
}

void LogWatch::takeError(const rd_kafka_message_t &message, Slot &slot, Clock::time_point now)
{
    if (slot.reader.isOver() || slot.mutedBatch == m_run.batch)
        return;
    const Offset offset(std::max<std::int64_t>(message.offset, 0));
    if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
        m_run.noteSign(slot, now);
        slot.logEnd = std::max(slot.logEnd.value_or(offset), offset);
        slot.reader.endOfLog(offset);
        m_run.settle(slot);
    } else if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET || message.err == RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE
               || message.err == RD_KAFKA_RESP_ERR__LOG_TRUNCATION) {
        slot.isLost = true;
        slot.nextTry = now;
    } else if (message.err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED) {
        Domain::Error denied = errorOfPartition(message.err, m_run.plan.topic(), slot.reader.id());
        denied.args["operation"] = "READ"; // metadata and offsets have come, they need DESCRIBE only
        m_run.failAll(denied);
    } else if (Refusals::isDamage(message.err)) {
        m_refusals.damaged(slot, offset, message.err, now);
    } else {
        slot.trouble = errorOfPartition(message.err, m_run.plan.topic(), slot.reader.id());
        m_isTopicSuspect = true;
    }
}

void LogWatch::takeTrouble(const ConsumerClient::Trouble &trouble)
{
    if (trouble.tooLarge) {
        Domain::Error error = trouble.error;
        error.code = ErrorCode::RecordTooLarge;
        error.args["topic"] = m_run.plan.topic();
        error.args["limit"] = std::to_string(m_run.client->receiveLimit());
        m_run.trouble = error;
        m_refusals.overlong(trouble.broker, error);
        return;
    }
    // Other brokers, and addresses of the bootstrap list, may come and go: only a leader keeps records from coming.
    bool isLeading = false;
    for (Slot &slot : m_run.slots)
        if (!slot.reader.isOver() && trouble.broker && slot.leader == trouble.broker) {
            slot.trouble = trouble.error;
            isLeading = true;
        }
    if (isLeading)
        m_run.trouble = trouble.error;
}

void LogWatch::tick(Clock::time_point now, Clock::time_point lastDrained)
{
    if (m_lastCheck == Clock::time_point()) {
        m_lastCheck = now; // everything is fresh but the identity
        m_run.client->identity().ask();
    }
    startPending(now);
    takeAnswers(0ms, now);
    if (m_run.client->identity().hasChanged()) {
        m_run.failAll(recreated(m_run.plan.topic(), std::nullopt));
        return;
    }

    std::vector<Slot *> silent;
    bool isTroubled = false;
    for (Slot &slot : m_run.slots) {
        isTroubled |= slot.trouble.has_value() && !slot.reader.isOver();
        const bool expects = slot.reader.state() == State::Pending || slot.reader.state() == State::Reading || slot.isLost
            || (slot.reader.state() == State::AtEnd && slot.reader.end().has_value());
        // While the queue never ran dry, a partition may only be waiting for its turn.
        const Clock::time_point since = slot.lastSign == Clock::time_point() ? slot.pendingSince : slot.lastSign;
        if (expects && since != Clock::time_point() && std::min(now, lastDrained) - since > silentAfter)
            silent.push_back(&slot);
    }
    m_run.waitingFor = namesOf(silent);

    const auto interval = !silent.empty() || isTroubled || m_isTopicSuspect ? Clock::duration(checkInTrouble) : checkWhileWaiting;
    if (now - m_lastCheck > interval)
        check(now, silent);
    updateLogEnds(now);
    m_refusals.tick(now, lastDrained);
}

std::string LogWatch::namesOf(const std::vector<Slot *> &silent)
{
    std::vector<std::string> names;
    for (const Slot *slot : silent) {
        const std::string name = slot->leader ? "broker " + std::to_string(slot->leader->value())
                                              : "partition " + std::to_string(slot->reader.id().value());
        if (std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(name);
        if (names.size() == 8)
            break;
    }
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

void LogWatch::check(Clock::time_point now, const std::vector<Slot *> &silent)
{
    m_lastCheck = now;
    m_run.client->identity().ask();
    std::vector<PartitionId> ids;
    for (Slot &slot : m_run.slots) {
        const bool waits = slot.reader.state() == State::AtEnd || slot.trouble
            || std::find(silent.begin(), silent.end(), &slot) != silent.end();
        if (waits && slot.leader && m_run.client->isStarted(slot.reader.id()) && !slot.isAsked) {
            slot.isAsked = true;
            ids.push_back(slot.reader.id());
        }
    }
    send(LogInquiry::Purpose::Check, ids);
    if (!ids.empty() || m_isTopicSuspect || !silent.empty())
        askTopic(now);
}

void LogWatch::askTopic(Clock::time_point now)
{
    if (now - m_lastTopic < retryAfter)
        return;
    m_lastTopic = now;
    const Domain::Result<Domain::Topic> topic = m_run.client->askTopic(metadataPatience);
    const std::optional<Domain::Error> error = topic ? topic->error : topic.error();
    if (!error) {
        m_isTopicSuspect = false;
        noteTopic(*topic);
        return;
    }
    if (error->code == ErrorCode::NotAuthorized) {
        m_run.failAll(*error);
    } else if (error->code == ErrorCode::UnknownTopic) {
        m_isTopicSuspect = true;
        if (++m_missing >= sureAfter) // a broker that just started may not know it yet
            m_run.failAll({.code = ErrorCode::TopicDeleted, .args = {{"topic", m_run.plan.topic()}}, .fatal = true});
    }
}

void LogWatch::updateLogEnds(Clock::time_point now)
{
    if (now - m_lastEnds < 250ms + std::chrono::microseconds(10) * m_run.slots.size())
        return;
    m_lastEnds = now;
    for (Slot &slot : m_run.slots)
        if (!slot.reader.isOver() && m_run.client->isStarted(slot.reader.id()))
            if (const auto end = m_run.client->cachedEnd(slot.reader.id()))
                slot.logEnd = end;
}

} // namespace Kafka
