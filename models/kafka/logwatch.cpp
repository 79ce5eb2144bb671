// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/logwatch.h"

#include "domain/unixtime.h"
#include "kafka/kafkaerrors.h"

#include <algorithm>
#include <map>
#include <set>

namespace Kafka {

using Domain::ErrorCode;
using Domain::Offset;
using Domain::PartitionId;
using Domain::TopicPartition;
using State = Domain::PartitionProgress::State;
using namespace std::chrono_literals;

namespace {

constexpr auto silentAfter = 2s;
constexpr auto retryAfter = 500ms;
constexpr auto giveUpAfter = 10s;         ///< a bounded read does not wait longer for a partition that never started
constexpr auto checkWhileWaiting = 5s;
constexpr auto checkInTrouble = 1s;
constexpr int sureAfter = 2;

} // namespace

void LogWatch::startPending(Clock::time_point now)
{
    giveUpPending(now);
    std::vector<TopicPartition> fresh;
    std::vector<TopicPartition> lost;
    std::set<std::uint16_t> leaderless;
    for (Slot &slot : m_run.slots) {
        const bool waits = slot.reader.state() == State::Pending || (slot.isLost && !slot.reader.isOver());
        if (!waits || slot.isAsked || now < slot.nextTry)
            continue;
        if (slot.pendingSince == Clock::time_point())
            slot.pendingSince = now;
        if (!slot.leader) {
            leaderless.insert(slot.reader.place().topic);
            slot.nextTry = now + retryAfter;
            continue;
        }
        slot.isAsked = true;
        (slot.isLost ? lost : fresh).push_back(slot.reader.place());
    }
    send(LogInquiry::Purpose::Start, fresh);
    send(LogInquiry::Purpose::Reposition, lost);
    for (const std::uint16_t topic : leaderless)
        m_run.topics[topic].isSuspect = true;
    if (!leaderless.empty())
        m_topics.ask(now);
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

void LogWatch::send(LogInquiry::Purpose purpose, const std::vector<TopicPartition> &places)
{
    // One inquiry a broker: an answer comes when its last broker has answered, and a dead one must not hold up the others. One a
    // topic: a missing one makes the whole call fail.
    std::map<std::pair<Domain::BrokerId, std::uint16_t>, LogInquiry> inquiries;
    for (const TopicPartition place : places) {
        LogInquiry &inquiry = inquiries[{m_run.find(place)->leader.value_or(Domain::BrokerId(-1)), place.topic}];
        inquiry.partitions.push_back(place);
        if (purpose != LogInquiry::Purpose::Start)
            continue;
        if (const auto ms = Domain::timeToLookUp(m_run.plan, place, m_run.canLookUpTimes))
            inquiry.times[place] = *ms;
        if (const auto ms = Domain::endTimeToLookUp(m_run.plan, place, m_run.canLookUpTimes, Domain::unixNowMs()))
            inquiry.untilTimes[place] = *ms;
    }
    for (auto &[key, inquiry] : inquiries) {
        inquiry.purpose = purpose;
        inquiry.isolation = m_run.plan.isolation;
        m_run.client->send(std::move(inquiry));
    }
}

bool LogWatch::takeAnswers(std::chrono::milliseconds patience, Clock::time_point now)
{
    const std::vector<LogInquiry> answered = m_run.client->takeAnswered(patience);
    for (const LogInquiry &inquiry : answered)
        for (const auto &[place, report] : inquiry.reports) {
            Slot *slot = m_run.find(place);
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
        m_run.failTopic(slot.reader.place().topic, error);
    else
        m_run.topics[slot.reader.place().topic].isSuspect = true; // a leader that moved, or a topic that is gone: metadata tells
}

void LogWatch::applyStart(Slot &slot, const LogReport &report, Clock::time_point now)
{
    if (report.error || !report.low || !report.end) {
        retryLater(slot, report.error.value_or(TopicWatch::noLeader(m_run.topicName(slot), slot.reader.id())), now);
        return;
    }
    slot.logEnd = report.high;
    Domain::LogBounds bounds{.low = *report.low, .end = *report.end, .high = report.high, .atTime = report.atTime};
    if (report.atUntilMs <= Domain::unixNowMs()) // what is dated later than now does not end a read
        bounds.atUntil = report.atUntil;
    slot.trouble.reset();
    const auto given = m_run.given.find(slot.reader.place());
    m_run.strategy->begin(slot,
                          given != m_run.given.end() ? given->second
                                                     : Domain::resolvePartition(m_run.plan, slot.reader.place(), bounds, m_run.canLookUpTimes),
                          now);
    noteEnd(slot, report);
}

void LogWatch::noteEnd(Slot &slot, const LogReport &report)
{
    // librdkafka tells the end of the log only when the position meets it, which does not happen behind the last stable
    // offset, inside an open transaction.
    if (m_run.plan.isLive() && !slot.reader.isOver() && report.end && slot.reader.position() >= *report.end)
        slot.reader.endOfLog(slot.reader.position());
}

void LogWatch::applyReposition(Slot &slot, const LogReport &report, Clock::time_point now)
{
    if (report.error || !report.low || !report.high) {
        retryLater(slot, report.error.value_or(TopicWatch::noLeader(m_run.topicName(slot), slot.reader.id())), now);
        return;
    }
    slot.logEnd = report.high;
    if (slot.reader.position() > *report.high) {
        slot.nextTry = now + retryAfter;
        suspectShortLog(slot);
        return;
    }
    if (slot.reader.position() < *report.low)
        m_run.strategy->removedBelow(slot, *report.low);
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
    const Domain::Error error = TopicWatch::recreated(m_run.topicName(slot), slot.reader.id());
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
        Domain::Error denied = errorOfPartition(message.err, m_run.topicName(slot), slot.reader.id());
        denied.args["operation"] = "READ"; // metadata and offsets have come, they need DESCRIBE only
        m_run.failTopic(slot.reader.place().topic, denied);
    } else if (Refusals::isDamage(message.err)) {
        m_refusals.damaged(slot, offset, message.err, now);
    } else {
        slot.trouble = errorOfPartition(message.err, m_run.topicName(slot), slot.reader.id());
        m_run.topics[slot.reader.place().topic].isSuspect = true;
    }
}

void LogWatch::takeTrouble(const ConsumerClient::Trouble &trouble)
{
    if (trouble.tooLarge) {
        Domain::Error error = trouble.error;
        error.code = ErrorCode::RecordTooLarge;
        if (m_run.topics.size() == 1)
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
        m_topics.askIdentities();
    }
    startPending(now);
    takeAnswers(0ms, now);
    m_topics.takeIdentities();
    if (m_run.failure)
        return;

    std::vector<Slot *> silent;
    bool isTroubled = false;
    for (Slot &slot : m_run.slots) {
        isTroubled |= slot.trouble.has_value() && !slot.reader.isOver();
        const bool expects = slot.reader.state() == State::Pending || slot.reader.state() == State::Reading || slot.isLost
            || (slot.reader.state() == State::AtEnd && slot.reader.end().has_value());
        // While the queue never ran dry, a partition may only be waiting for its turn.
        const Clock::time_point since = slot.lastSign == Clock::time_point() ? slot.pendingSince : slot.lastSign;
        if (expects && slot.isAwaited && since != Clock::time_point() && std::min(now, lastDrained) - since > silentAfter)
            silent.push_back(&slot);
    }
    m_run.waitingFor = namesOf(m_run, silent);

    const auto interval = !silent.empty() || isTroubled || m_topics.isAnySuspect() ? Clock::duration(checkInTrouble) : checkWhileWaiting;
    if (now - m_lastCheck > interval)
        check(now, silent);
    updateLogEnds(now);
    m_refusals.tick(now, lastDrained);
}

std::string LogWatch::namesOf(const ReadRun &run, const std::vector<Slot *> &silent)
{
    std::vector<std::string> names;
    for (const Slot *slot : silent) {
        const std::string name = slot->leader ? "broker " + std::to_string(slot->leader->value())
                                              : (run.topics.size() > 1 ? run.topicName(*slot) + " " : std::string()) + "partition "
                                                    + std::to_string(slot->reader.id().value());
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
    m_topics.askIdentities();
    std::vector<TopicPartition> places;
    for (Slot &slot : m_run.slots) {
        const bool isSilent = std::find(silent.begin(), silent.end(), &slot) != silent.end();
        const bool waits = slot.reader.state() == State::AtEnd || slot.trouble || isSilent;
        if (!waits || slot.reader.isOver())
            continue;
        if (slot.leader && m_run.client->isStarted(slot.reader.place()) && !slot.isAsked) {
            slot.isAsked = true;
            places.push_back(slot.reader.place());
        }
        if (isSilent || slot.reader.state() == State::AtEnd)
            m_run.topics[slot.reader.place().topic].isSuspect = true;
    }
    send(LogInquiry::Purpose::Check, places);
    m_topics.ask(now);
}

void LogWatch::updateLogEnds(Clock::time_point now)
{
    if (now - m_lastEnds < 250ms + std::chrono::microseconds(10) * m_run.slots.size())
        return;
    m_lastEnds = now;
    for (Slot &slot : m_run.slots)
        if (!slot.reader.isOver() && m_run.client->isStarted(slot.reader.place()))
            if (const auto end = m_run.client->cachedEnd(slot.reader.place()))
                slot.logEnd = end;
}

} // namespace Kafka
