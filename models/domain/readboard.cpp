// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "domain/readboard.h"

namespace Domain {

ReadStatus ReadBoard::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void ReadBoard::pause()
{
    wish(true);
}

void ReadBoard::resume()
{
    wish(false);
}

void ReadBoard::wish(bool toPause)
{
    {
        const std::lock_guard lock(m_mutex);
        m_paused.store(toPause, std::memory_order_release);
        m_wishes.fetch_add(1, std::memory_order_acq_rel);
    }
    m_wished.notify_all();
}

void ReadBoard::stop()
{
    const std::lock_guard lock(m_mutex);
    if (m_status.state != ReadState::Connecting)
        return;
    m_status.state = ReadState::Stopped;
    m_generation.fetch_add(1, std::memory_order_acq_rel);
}

bool ReadBoard::publish(const ReadStatus &status)
{
    const std::lock_guard lock(m_mutex);
    if (isFinal(m_status.state))
        return false;
    m_status = status;
    m_generation.fetch_add(1, std::memory_order_acq_rel);
    return true;
}

void ReadBoard::waitForWish(const std::stop_token &stop, std::uint64_t seen, std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    m_wished.wait_for(lock, stop, patience, [this, seen] { return m_wishes.load(std::memory_order_relaxed) != seen; });
}

} // namespace Domain
