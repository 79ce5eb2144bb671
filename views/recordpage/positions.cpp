// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordpage/positions.h"

#include <utility>

namespace Views {

void Positions::step(const Position &position)
{
    if (m_current && m_current->isSameRecord(position))
        return; // a jump under way is still to come
    const bool isNew = std::exchange(m_jumping, false);
    m_current = position;
    if (m_visited.empty()) {
        m_visited.push_back(position);
    } else if (isNew) {
        m_visited.resize(m_at + 1); // what was ahead is another story now
        m_visited.push_back(position);
        if (m_visited.size() > Most)
            m_visited.erase(m_visited.begin());
        m_at = m_visited.size() - 1;
    } else {
        m_visited[m_at] = position;
    }
    emit changed();
}

void Positions::beginJump()
{
    m_jumping = true;
}

std::optional<Position> Positions::go(std::size_t at)
{
    m_jumping = false;
    m_at = at;
    m_current = m_visited[at];
    emit changed();
    return m_current;
}

std::optional<Position> Positions::back()
{
    return canGoBack() ? go(m_at - 1) : std::nullopt;
}

std::optional<Position> Positions::forward()
{
    return canGoForward() ? go(m_at + 1) : std::nullopt;
}

} // namespace Views
