// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "store/recordingboard.h"

namespace Store {

Domain::ReadStatus RecordingBoard::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void RecordingBoard::pause()
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused.store(true, std::memory_order_relaxed);
        ++m_wishes;
    }
    m_wished.notify_all();
}

void RecordingBoard::resume()
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused.store(false, std::memory_order_relaxed);
        ++m_wishes;
    }
    m_wished.notify_all();
}

void RecordingBoard::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_status.state == Domain::ReadState::Connecting) {
            m_status.state = Domain::ReadState::Stopped;
            m_generation.fetch_add(1, std::memory_order_acq_rel);
        }
    }
    m_stop.request_stop(); // outside the lock: it wakes the thread
}

bool RecordingBoard::publish(const Domain::ReadStatus &status)
{
    const std::lock_guard lock(m_mutex);
    if (Domain::isFinal(m_status.state))
        return false;
    m_status = status;
    m_generation.fetch_add(1, std::memory_order_acq_rel);
    return true;
}

std::uint64_t RecordingBoard::wishes() const
{
    const std::lock_guard lock(m_mutex);
    return m_wishes;
}

void RecordingBoard::waitForWish(std::uint64_t seen)
{
    std::unique_lock lock(m_mutex);
    m_wished.wait(lock, m_stop.get_token(), [this, seen] { return m_wishes != seen; });
}

} // namespace Store
