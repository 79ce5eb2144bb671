// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"
#include "domain/readplan.h"
#include "kafka/cleanuppolicy.h"
#include "kafka/clientconf.h"
#include "kafka/loginquiry.h"
#include "kafka/queuebell.h"
#include "kafka/topicidentity.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace Kafka {

/// librdkafka's simple consumer on some topics, as a reading thread needs it: no group, no commit, numeric offsets only.
/// Made, used and destroyed in that thread (architecture T3, T4); only wake() may come from elsewhere, while it lives.
/// Topics are named by their place in the list the client was opened with.
class ConsumerClient
{
public:
    static Domain::Result<std::unique_ptr<ConsumerClient>> open(const Domain::ConnectionProfile &profile,
                                                                const Domain::Secrets &secrets, const std::vector<std::string> &topics,
                                                                const ClientOptions &options);
    ~ConsumerClient();
    ConsumerClient(const ConsumerClient &) = delete;
    ConsumerClient &operator=(const ConsumerClient &) = delete;

    /// A topic as the cluster tells it now; waits at most `patience`. A call error is a Result error; what the broker
    /// says about the topic (unknown, denied) is Topic::error.
    Domain::Result<Domain::Topic> askTopic(std::uint16_t topic, std::chrono::milliseconds patience);

    /// Sends the requests of an inquiry; takeAnswered() gives it back with the answers.
    void send(LogInquiry inquiry);
    /// Inquiries that are answered by now, waiting at most `patience` for the first.
    std::vector<LogInquiry> takeAnswered(std::chrono::milliseconds patience);

    bool isAsking() const { return !m_inquiries.empty(); }

    /// From here on each partition is fetched into a queue of its own, to be polled one by one.
    void useOwnQueues() { m_hasOwnQueues = true; }
    void start(Domain::TopicPartition place, Domain::Offset offset); ///< also moves a started one
    void stop(Domain::TopicPartition place);
    bool isStarted(Domain::TopicPartition place) const { return m_started.contains(place); }

    /// Waits for the first message at most `patience`, takes what else is there. Each must be destroyed at once.
    std::size_t poll(std::span<rd_kafka_message_t *> messages, std::chrono::milliseconds patience);
    /// Takes what is there of one partition (useOwnQueues()).
    std::size_t poll(Domain::TopicPartition place, std::span<rd_kafka_message_t *> messages);
    /// Own queues: waits until one that was empty is not any more, or wake(). Look first, then wait.
    bool waitForAny(std::chrono::milliseconds patience) { return m_bell->wait(patience); }
    std::uint16_t topicOf(const rd_kafka_message_t &message) const;

    /// The high watermark as of the last fetch; none: nothing fetched yet. Asks nobody.
    std::optional<Domain::Offset> cachedEnd(Domain::TopicPartition place) const;

    TopicIdentity &identity(std::uint16_t topic) { return m_topics[topic].identity; }
    CleanupPolicy &policy(std::uint16_t topic) { return m_topics[topic].policy; }
    std::int64_t receiveLimit() const; ///< receive.message.max.bytes

    struct Trouble
    {
        Domain::Error error;
        std::optional<Domain::BrokerId> broker;
        bool tooLarge = false; ///< a response above receive.message.max.bytes: the connection was given up
    };
    /// Error events since the last call.
    std::vector<Trouble> takeTroubles();

    void wake(); ///< ends a poll() or takeAnswered() that waits; any thread

private:
    struct TopicOfClient
    {
        TopicOfClient(rd_kafka_t *client, std::uint16_t index, const std::string &topic);
        std::string name;
        TopicHandle handle;
        TopicIdentity identity;
        CleanupPolicy policy;
    };

    ConsumerClient(Client client, const std::vector<std::string> &topics);
    void takeAnswer(const rd_kafka_event_t *event);
    rd_kafka_queue_t *queueOf(Domain::TopicPartition place);
    std::optional<std::uint16_t> indexOf(const char *topic) const;

    std::unique_ptr<QueueBell> m_bell; ///< librdkafka's threads ring it: outlives the handle
    Client m_client;
    std::vector<TopicOfClient> m_topics;
    Queue m_mainQueue;
    Queue m_records;
    Queue m_answers;
    std::map<Domain::TopicPartition, Queue> m_ownQueues;
    bool m_hasOwnQueues = false;
    std::set<Domain::TopicPartition> m_started;
    std::vector<LogInquiry> m_inquiries;
    std::uintptr_t m_nextTag = 1;
};

} // namespace Kafka
