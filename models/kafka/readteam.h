// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readboard.h"
#include "domain/readrange.h"
#include "domain/recordsource.h"
#include "kafka/readcontext.h"

#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace Kafka {

/// Partitions that a further thread of a read takes over, with the ranges they were found to have.
struct ReadShare
{
    using Ranges = std::map<Domain::TopicPartition, Domain::PartitionRange>;
    Ranges ranges = {};
    std::shared_ptr<Domain::ReadBoard> wishes = {}; ///< where the user's pause and resume are seen
};

/// The further threads of one read, each with a handle and a sink of its own. Owned by the read's first thread, which starts and
/// joins them and tells their progress with its own.
class ReadTeam
{
public:
    ~ReadTeam(); ///< asks them to stop and joins them

    /// The ranges in shares of about the same length; one share when they hold fewer offsets than are `worthSplitting`.
    static std::vector<ReadShare::Ranges> split(std::vector<Domain::PartitionRange> ranges, int threads, std::int64_t worthSplitting);

    void start(const ReadContext &context, const Domain::ReadPlan &plan, const Domain::RecordSinkFactory &sinkFactory,
               const std::shared_ptr<Domain::ReadBoard> &wishes, std::vector<ReadShare::Ranges> shares,
               const std::vector<Domain::PartitionProgress> &progress);
    void requestStop(); ///< any thread
    void stop();        ///< and waits

    bool isEmpty() const { return m_members.empty(); }
    bool isOver() const;
    bool isLimitReached() const;
    /// Reading, or what keeps all that are not over from it.
    Domain::ReadState state() const;
    /// Adds what they have done so far.
    void addTo(Domain::ReadStatus &status) const;

private:
    struct Member
    {
        std::shared_ptr<Domain::ReadBoard> board;
        std::vector<Domain::PartitionProgress> progress; ///< as it was when they took over
        std::jthread thread;
    };

    std::vector<Member> m_members; ///< changed in the owner's thread only
    std::mutex m_mutex;            ///< keeps requestStop() and start() apart
    bool m_isStopping = false;
};

} // namespace Kafka
