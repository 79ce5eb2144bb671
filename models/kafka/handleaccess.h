// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/handles.h"

#include <condition_variable>
#include <mutex>

namespace Kafka {

/// Lends the service thread's handle to the request lanes, and lets the service thread wait until it has it back before it
/// destroys it.
class HandleAccess
{
public:
    /// One use of the handle; false when there is none (any more).
    class Loan
    {
    public:
        explicit Loan(HandleAccess &access) : m_access(access), m_handle(access.borrow()) {}
        ~Loan()
        {
            if (m_handle)
                m_access.giveBack();
        }
        Loan(const Loan &) = delete;
        Loan &operator=(const Loan &) = delete;
        explicit operator bool() const { return m_handle != nullptr; }
        rd_kafka_t *handle() const { return m_handle; }

    private:
        HandleAccess &m_access;
        rd_kafka_t *m_handle;
    };

    void open(rd_kafka_t *handle)
    {
        const std::lock_guard lock(m_mutex);
        m_handle = handle;
    }

    /// No more loans from here on; returns when the last one is over.
    void close()
    {
        std::unique_lock lock(m_mutex);
        m_handle = nullptr;
        m_returned.wait(lock, [this] { return m_loans == 0; });
    }

private:
    rd_kafka_t *borrow()
    {
        const std::lock_guard lock(m_mutex);
        m_loans += m_handle ? 1 : 0;
        return m_handle;
    }
    void giveBack()
    {
        const std::lock_guard lock(m_mutex);
        --m_loans;
        m_returned.notify_all();
    }

    std::mutex m_mutex;
    std::condition_variable m_returned;
    rd_kafka_t *m_handle = nullptr;
    int m_loans = 0;
};

} // namespace Kafka
