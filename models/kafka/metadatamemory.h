// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"

#include <chrono>
#include <memory>
#include <mutex>

namespace Kafka {

/// The newest metadata of all topics, for a few seconds. Listing 100,000 partitions takes many offset requests in a row; each
/// must know which topics exist and which partitions are led, and fetching that anew for each would cost more than the
/// offsets themselves. A stale answer does no harm: what it gets wrong fails at the broker and is asked again with fresh
/// metadata. Any thread.
class MetadataMemory
{
public:
    using Clock = std::chrono::steady_clock;

    void keep(std::shared_ptr<const Domain::ClusterSnapshot> all)
    {
        const std::lock_guard lock(m_mutex);
        m_all.swap(all); // the old one is freed after the lock, by `all`
        m_kept = Clock::now();
    }

    /// Null when there is none or it is older than `maxAge`.
    std::shared_ptr<const Domain::ClusterSnapshot> recent(std::chrono::milliseconds maxAge) const
    {
        const std::lock_guard lock(m_mutex);
        return m_all && Clock::now() - m_kept <= maxAge ? m_all : nullptr;
    }

private:
    mutable std::mutex m_mutex;
    std::shared_ptr<const Domain::ClusterSnapshot> m_all;
    Clock::time_point m_kept;
};

} // namespace Kafka
