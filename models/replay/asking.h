// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>

namespace Replay {

/// Puts a question to a cluster and waits for its answer: for a run's own thread. Cancelled: stopped; DeadlineExceeded: none came.
///
///     ask<Domain::TopicFacts>(cluster, 5s, stop, [&](auto reply) { return cluster.requestTopicFacts(topic, 5s, reply); });
template<typename T>
Domain::Result<T> ask(Domain::Cluster &cluster, std::chrono::milliseconds wait, const std::stop_token &stop,
                      const std::function<Domain::RequestId(Domain::Reply<T>)> &question)
{
    struct Box
    {
        std::mutex mutex;
        std::condition_variable_any came;
        std::optional<Domain::Result<T>> answer;
    };
    const auto box = std::make_shared<Box>();
    const Domain::RequestId request = question([box](Domain::Result<T> answer) {
        const std::lock_guard lock(box->mutex);
        box->answer = std::move(answer);
        box->came.notify_all();
    });
    std::unique_lock lock(box->mutex);
    if (box->came.wait_for(lock, stop, wait, [&box] { return box->answer.has_value(); }))
        return std::move(*box->answer);
    lock.unlock();
    cluster.cancel(request);
    if (stop.stop_requested())
        return Domain::Error{.code = Domain::ErrorCode::Cancelled};
    return Domain::Error{.code = Domain::ErrorCode::DeadlineExceeded,
                         .args = {{"what", "answer of the cluster"}, {"seconds", std::to_string(wait.count() / 1000)}},
                         .retriable = true};
}

} // namespace Replay
