// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/ids.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace Views {

/// A record as a place in the log.
struct Position
{
    QString topic;
    Domain::PartitionId partition = {};
    Domain::Offset offset = {};
    qint64 ms = -1; ///< its time, −1 unknown
    bool isSameRecord(const Position &other) const { return topic == other.topic && partition == other.partition && offset == other.offset; }
};

/// Where the page is and has been: the one place that stores it; current row, playhead, inspector and Back all follow it. Steps
/// along the table move the newest entry; jumps add one. Owned by the page; GUI thread.
class Positions final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    std::optional<Position> current() const { return m_current; }
    /// The table's current row is another one, by a step. After a jump was announced the first one is its goal.
    void step(const Position &position);
    /// The next step is the goal of a jump: where the page is now is kept to come back to.
    void beginJump();

    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_visited.size(); }
    /// Makes it the current one and tells it; none: there is none.
    std::optional<Position> back();
    std::optional<Position> forward();

    static constexpr std::size_t Most = 200;

signals:
    void changed();

private:
    std::optional<Position> go(std::size_t at);

    std::vector<Position> m_visited;
    std::size_t m_at = 0;
    std::optional<Position> m_current;
    bool m_jumping = false;
};

} // namespace Views
