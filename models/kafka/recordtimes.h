// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "kafka/callscope.h"
#include "kafka/clustercore.h"
#include "kafka/consumerclient.h"

#include <deque>
#include <map>
#include <memory>
#include <vector>

namespace Kafka {

/// One request for record times: fetches the first record at or after each offset, partitions side by side, the offsets of one
/// partition one after the other. Lives in a thread of its own for the time of run().
class RecordTimes
{
public:
    static constexpr std::size_t maxQueries = 4096;

    RecordTimes(ClusterCore &core, const std::vector<Domain::RecordTimeQuery> &queries, const CallScope &scope);

    /// One answer a query, in their order; those not reached by the deadline with DeadlineExceeded.
    Domain::Result<std::vector<Domain::RecordTimeAnswer>> run();

private:
    using Index = std::size_t;
    /// A partition and what is still to be asked there, by rising offset.
    struct Place
    {
        std::deque<Index> waiting = {};
        Domain::Offset end = {};
        Domain::Offset low = {};
    };

    void sortQueries();
    bool open();
    void findTopics();
    void takeBounds(const LogInquiry &inquiry);
    void serve();
    /// Answers what needs no fetch and starts fetching for the next offset.
    void goOn(Domain::TopicPartition place);
    void take(const rd_kafka_message_t &message);
    void answer(Domain::TopicPartition place, std::optional<Domain::Offset> offset, const Domain::Timestamp &timestamp);
    void fail(Domain::TopicPartition place, const Domain::Error &error);
    Domain::Offset wanted(Index index) const;

    ClusterCore &m_core;
    const std::vector<Domain::RecordTimeQuery> &m_queries;
    const CallScope &m_scope;
    std::vector<Domain::RecordTimeAnswer> m_answers;
    std::vector<std::string> m_topics;
    std::map<Domain::TopicPartition, Place> m_places; ///< those with something to ask
    std::optional<Domain::Error> m_failure;
    std::unique_ptr<ConsumerClient> m_client;
};

} // namespace Kafka
