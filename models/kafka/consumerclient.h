// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"
#include "domain/readplan.h"
#include "kafka/cleanuppolicy.h"
#include "kafka/clientconf.h"
#include "kafka/loginquiry.h"
#include "kafka/topicidentity.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace Kafka {

/// librdkafka's simple consumer on one topic, as a reading thread needs it: no group, no commit, numeric offsets only.
/// Made, used and destroyed in that thread (architecture T3, T4); only wake() may come from elsewhere, while it lives.
class ConsumerClient
{
public:
    static Domain::Result<std::unique_ptr<ConsumerClient>> open(const Domain::ConnectionProfile &profile,
                                                                const Domain::Secrets &secrets, const std::string &topic,
                                                                const ClientOptions &options);
    ~ConsumerClient();
    ConsumerClient(const ConsumerClient &) = delete;
    ConsumerClient &operator=(const ConsumerClient &) = delete;

    /// The topic as the cluster tells it now; waits at most `patience`. A call error is a Result error; what the broker
    /// says about the topic (unknown, denied) is Topic::error.
    Domain::Result<Domain::Topic> askTopic(std::chrono::milliseconds patience);

    /// Sends the requests of an inquiry; takeAnswered() gives it back with the answers.
    void send(LogInquiry inquiry);
    /// Inquiries that are answered by now, waiting at most `patience` for the first.
    std::vector<LogInquiry> takeAnswered(std::chrono::milliseconds patience);

    bool isAsking() const { return !m_inquiries.empty(); }

    void start(Domain::PartitionId id, Domain::Offset offset); ///< also moves a started one
    void stop(Domain::PartitionId id);
    bool isStarted(Domain::PartitionId id) const { return m_started.contains(id); }

    /// Waits for the first message at most `patience`, takes what else is there. Each must be destroyed at once.
    std::size_t poll(std::span<rd_kafka_message_t *> messages, std::chrono::milliseconds patience);
    /// The high watermark as of the last fetch; none: nothing fetched yet. Asks nobody.
    std::optional<Domain::Offset> cachedEnd(Domain::PartitionId id) const;

    TopicIdentity &identity() { return m_identity; }
    CleanupPolicy &policy() { return m_policy; }
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
    ConsumerClient(Client client, std::string topic);
    void takeAnswer(const rd_kafka_event_t *event);

    std::string m_topic;
    Client m_client;
    TopicHandle m_topicHandle;
    Queue m_mainQueue;
    Queue m_records;
    Queue m_answers;
    TopicIdentity m_identity;
    CleanupPolicy m_policy;
    std::set<Domain::PartitionId> m_started;
    std::vector<LogInquiry> m_inquiries;
    std::uintptr_t m_nextTag = 1;
};

} // namespace Kafka
