// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/cluster.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace Kafka {

/// The requests of a cluster that have not been answered. Whoever takes a request out of it answers it, so every request is
/// answered at most once: by its lane, by its deadline, or never after cancel(). Thread-safe.
class RequestBook
{
public:
    using Clock = std::chrono::steady_clock;

    struct Entry
    {
        std::string what; ///< "metadata", "offsets" …, for the error
        Clock::time_point asked;
        Clock::time_point deadline;
        std::function<void(Domain::Error)> fail;
    };

    Domain::RequestId add(Entry entry);
    /// True: the caller, and nobody else, answers now.
    bool take(Domain::RequestId id);
    bool holds(Domain::RequestId id) const;
    void cancel(Domain::RequestId id) { take(id); }
    /// Takes a request and answers it with this error.
    void fail(Domain::RequestId id, const Domain::Error &error);
    /// Answers those whose deadline is over; with `trouble` also those that have waited for it to pass for `patience`.
    void expire(Clock::time_point now, const std::optional<Domain::Error> &trouble, std::chrono::milliseconds patience);
    /// Drops all of them.
    void clear();

private:
    std::optional<Entry> remove(Domain::RequestId id);

    mutable std::mutex m_mutex;
    std::map<Domain::RequestId, Entry> m_entries;
    std::atomic<Domain::RequestId> m_last = 0;
};

} // namespace Kafka
