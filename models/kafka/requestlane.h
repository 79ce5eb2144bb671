// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/callscope.h"
#include "kafka/clustercore.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

namespace Kafka {

/// A queue of requests and the thread that works through it, first come, first served. The thread may block in librdkafka;
/// whoever waits behind it is answered by its deadline all the same (ServiceThread sees to that).
class RequestLane
{
public:
    struct Job
    {
        Domain::RequestId id = 0;
        std::chrono::steady_clock::time_point deadline;
        int seconds = 0;
        std::function<void(rd_kafka_t *, const CallScope &)> run; ///< answers through the book, or not at all
    };

    explicit RequestLane(std::shared_ptr<ClusterCore> core) : m_core(std::move(core)) {}

    void add(Job job);
    /// The body of its thread.
    void work(const std::stop_token &stop);

private:
    std::optional<Job> next(const std::stop_token &stop);
    void serve(Job job, const std::stop_token &stop);
    bool waitForContact(const Job &job, const std::stop_token &stop);

    std::shared_ptr<ClusterCore> m_core;
    std::mutex m_mutex;
    std::condition_variable_any m_added;
    std::deque<Job> m_jobs;
};

} // namespace Kafka
