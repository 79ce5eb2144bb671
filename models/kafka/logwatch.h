// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/readrun.h"
#include "kafka/refusals.h"
#include "kafka/topicwatch.h"

#include <string>
#include <vector>

namespace Kafka {

/// Everything about a running read that is not a record: start offsets, ends, offsets that fell out of the log, deleted and
/// re-created topics, brokers that do not answer. Never waits for a broker while records may flow: questions are sent, and
/// answers taken when they come; metadata is asked for only when something is missing or silent.
class LogWatch
{
public:
    explicit LogWatch(ReadRun &run) : m_run(run), m_topics(run), m_refusals(run) {}

    /// The leaders of all partitions of a topic, from metadata.
    void noteTopic(std::uint16_t index, const Domain::Topic &topic) { m_topics.note(index, topic); }
    /// Asks for the offsets of all partitions that have none yet and whose time has come.
    void startPending(Clock::time_point now);
    /// Takes what was answered, waiting at most `patience` when something is under way. True: something was.
    bool takeAnswers(std::chrono::milliseconds patience, Clock::time_point now);

    /// A record came from the slot. False: it is stale, from before the slot was moved.
    bool admitRecord(Slot &slot, Clock::time_point now);
    /// A message with an error: end of log, or trouble with the slot.
    void takeError(const rd_kafka_message_t &message, Slot &slot, Clock::time_point now);
    /// An error event of the connection.
    void takeTrouble(const ConsumerClient::Trouble &trouble);

    /// To be called some times a second, with the time when polling last found nothing more.
    void tick(Clock::time_point now, Clock::time_point lastDrained);

private:
    void applyStart(Slot &slot, const LogReport &report, Clock::time_point now);
    void applyReposition(Slot &slot, const LogReport &report, Clock::time_point now);
    void applyCheck(Slot &slot, const LogReport &report, Clock::time_point now);
    void noteEnd(Slot &slot, const LogReport &report);
    void suspectShortLog(Slot &slot);
    void retryLater(Slot &slot, const Domain::Error &error, Clock::time_point now);
    void giveUpPending(Clock::time_point now);
    void send(LogInquiry::Purpose purpose, const std::vector<Domain::TopicPartition> &places);
    void check(Clock::time_point now, const std::vector<Slot *> &silent);
    void updateLogEnds(Clock::time_point now);
    static std::string namesOf(const ReadRun &run, const std::vector<Slot *> &silent);

    ReadRun &m_run;
    TopicWatch m_topics;
    Refusals m_refusals;
    Clock::time_point m_lastCheck = {};
    Clock::time_point m_lastEnds = {};
};

} // namespace Kafka
