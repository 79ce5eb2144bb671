// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Entry points that are declared and not written yet, so that everything links. Whoever writes one takes it out of here; the file goes with the last.
#include "produce/producerun.h"

namespace Produce {

class ProduceRun::Private
{
};

ProduceRun::ProduceRun(std::shared_ptr<Domain::WriteGate>, ProduceRequest, std::int64_t, OnReport) : m_board(std::make_shared<DeliveryBoard>()) {}
ProduceRun::~ProduceRun() = default;

void ProduceRun::run(const std::stop_token &)
{
    const std::lock_guard lock(m_board->m_mutex);
    m_board->m_status.state = RunState::Ended;
    m_board->m_status.error = Domain::Error{.code = Domain::ErrorCode::Unsupported, .args = {{"what", "produce"}}};
    m_board->m_status.generation = m_board->m_generation.fetch_add(1) + 1;
}

DeliveryBoard::Status DeliveryBoard::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

} // namespace Produce
