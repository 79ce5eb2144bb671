// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "replay/replayrun.h"

namespace Replay {

RunStatus RunBoard::status() const
{
    const std::lock_guard lock(m_mutex);
    return m_status;
}

void RunBoard::update(const std::function<void(RunStatus &)> &change)
{
    const std::lock_guard lock(m_mutex);
    change(m_status);
    m_generation.fetch_add(1, std::memory_order_release);
}

} // namespace Replay
