// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/readboard.h"

namespace Kafka {

Domain::ReadStatus ReadBoard::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void ReadBoard::pause()
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused.store(true, std::memory_order_release);
    }
    m_wished.notify_all();
}

void ReadBoard::resume()
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused.store(false, std::memory_order_release);
        m_resumes.fetch_add(1, std::memory_order_acq_rel);
    }
    m_wished.notify_all();
}

void ReadBoard::stop()
{
    const std::lock_guard lock(m_mutex);
    if (m_status.state != Domain::ReadState::Connecting)
        return;
    m_status.state = Domain::ReadState::Stopped;
    m_generation.fetch_add(1, std::memory_order_acq_rel);
}

bool ReadBoard::publish(const Domain::ReadStatus &status)
{
    const std::lock_guard lock(m_mutex);
    if (Domain::isFinal(m_status.state))
        return false;
    m_status = status;
    m_generation.fetch_add(1, std::memory_order_acq_rel);
    return true;
}

void ReadBoard::waitForWish(const std::stop_token &stop, std::uint64_t seen, bool paused, std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    m_wished.wait_for(lock, stop, patience, [&] {
        return m_resumes.load(std::memory_order_relaxed) != seen || m_paused.load(std::memory_order_relaxed) != paused;
    });
}

} // namespace Kafka
