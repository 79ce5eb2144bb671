// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/adminquestion.h"

namespace Kafka {

namespace {

constexpr int deadlineMs = 10'000;

} // namespace

AdminQuestion::AdminQuestion(rd_kafka_t *handle, rd_kafka_admin_op_t operation)
    : m_handle(handle), m_operation(operation), m_answers(rd_kafka_queue_new(handle))
{
}

Event AdminQuestion::take(std::chrono::milliseconds patience)
{
    if (!m_isAsked)
        return {};
    Event event(rd_kafka_queue_poll(m_answers.get(), int(patience.count())));
    m_isAsked = event == nullptr;
    return event;
}

AdminOptions AdminQuestion::makeOptions() const
{
    AdminOptions options(rd_kafka_AdminOptions_new(m_handle, m_operation));
    rd_kafka_AdminOptions_set_request_timeout(options.get(), deadlineMs, nullptr, 0);
    return options;
}

} // namespace Kafka
