// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "kafka/handles.h"

#include <chrono>

namespace Kafka {

/// One question that is asked now and answered later, so that a reading thread never waits for it. Part of who asks it, in the
/// thread of its handle.
class AdminQuestion
{
public:
    AdminQuestion(rd_kafka_t *handle, rd_kafka_admin_op_t operation);

    bool isAsked() const { return m_isAsked; } ///< its answer has not been taken yet
    /// `send` is called with the handle, the options and the queue for the answer.
    template<typename Send>
    void ask(Send send)
    {
        const AdminOptions options = makeOptions();
        send(m_handle, options.get(), m_answers.get());
        m_isAsked = true;
    }
    /// The answer, waited for at most `patience`. Null: nothing was asked, or it has not come yet.
    Event take(std::chrono::milliseconds patience);

private:
    AdminOptions makeOptions() const;

    rd_kafka_t *m_handle;
    rd_kafka_admin_op_t m_operation;
    Queue m_answers;
    bool m_isAsked = false;
};

} // namespace Kafka
