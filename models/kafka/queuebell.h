// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace Kafka {

/// Lets one thread wait for several queues: each rings when it has something again. A ring before wait() is not lost.
class QueueBell
{
public:
    void ring()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_hasRung = true;
        }
        m_rung.notify_one();
    }
    /// True: it has rung since the last wait().
    bool wait(std::chrono::milliseconds patience)
    {
        std::unique_lock lock(m_mutex);
        m_rung.wait_for(lock, patience, [this] { return m_hasRung; });
        return std::exchange(m_hasRung, false);
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_rung;
    bool m_hasRung = false;
};

} // namespace Kafka
