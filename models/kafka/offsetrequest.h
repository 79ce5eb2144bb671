// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"
#include "kafka/callscope.h"
#include "kafka/handles.h"
#include "kafka/metadatamemory.h"

#include <cstddef>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace Kafka {

/// One request for offsets: any number of queries in ListOffsets calls of a few hundred partitions at most, several of them under way at
/// once. Lives on a request lane for the time of run().
///
/// A missing topic makes the whole call fail and a leaderless partition makes it wait, so metadata is asked first and such
/// queries are answered from it; what fails all the same is asked again, topic by topic.
class OffsetRequest
{
public:
    OffsetRequest(rd_kafka_t *handle, const std::vector<Domain::OffsetQuery> &queries, Domain::IsolationLevel isolation,
                  bool canLookUpTimes, MetadataMemory &memory, const CallScope &scope);

    /// One answer a query, in their order; those not reached by the deadline with DeadlineExceeded.
    std::vector<Domain::OffsetAnswer> run();

private:
    using Index = std::size_t;
    struct Chunk
    {
        std::vector<Index> queries; // sorted by topic and partition
        bool isOneTopic = false;
    };

    void checkArguments();
    void checkMetadata(bool fresh);
    std::shared_ptr<const Domain::ClusterSnapshot> metadata(bool fresh);
    void checkTopic(const Domain::Topic *topic, const std::string &name, std::vector<Index> &left);
    void cutChunks(bool byTopic);
    void askChunks();
    void ask(Chunk chunk);
    void takeResult(rd_kafka_event_t *event);
    void takeAnswers(const Chunk &chunk, const rd_kafka_ListOffsets_result_t *result);
    void answer(Index index, Domain::Error error);
    bool sameTopic(Index a, Index b) const { return m_queries[a].topic == m_queries[b].topic; }
    bool before(Index a, Index b) const;

    rd_kafka_t *m_handle;
    const std::vector<Domain::OffsetQuery> &m_queries;
    Domain::IsolationLevel m_isolation;
    bool m_canLookUpTimes;
    MetadataMemory &m_memory;
    const CallScope &m_scope;

    std::vector<Domain::OffsetAnswer> m_answers;
    std::vector<Index> m_pending; // to be asked in this round
    std::vector<Index> m_again;   // to be asked in the next one; m_answers holds why
    std::deque<Chunk> m_chunks;
    Queue m_queue;
    std::map<std::uintptr_t, Chunk> m_underWay; // by the opaque of its call
    std::uintptr_t m_lastCall = 0;
};

} // namespace Kafka
