// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/connectgate.h"

namespace Kafka {

ConnectGate::State ConnectGate::state() const
{
    const std::lock_guard lock(m_mutex);
    return m_state;
}

ConnectGate::State ConnectGate::wait(const std::stop_token &stop, std::chrono::milliseconds patience) const
{
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, stop, patience, [this] { return m_state != State::Waiting; });
    return m_state;
}

void ConnectGate::open()
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_state == State::Refused)
            return;
        m_state = State::Open;
        m_error.reset();
    }
    m_changed.notify_all();
}

void ConnectGate::refuse(Domain::Error error)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_state == State::Refused)
            return;
        m_state = State::Refused;
        m_error = std::move(error);
    }
    m_changed.notify_all();
}

void ConnectGate::setTrouble(std::optional<Domain::Error> error)
{
    const std::lock_guard lock(m_mutex);
    if (m_state == State::Waiting)
        m_error = std::move(error);
}

std::optional<Domain::Error> ConnectGate::error() const
{
    const std::lock_guard lock(m_mutex);
    return m_error;
}

} // namespace Kafka
