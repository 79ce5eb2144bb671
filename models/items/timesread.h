// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"

#include <QtGlobal>

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace Session {
class ReadSession;
class Timeline;
}

namespace Items {

/// The times of the records a ReadSession has loaded, by partition, so that a timeline can count them instead of offsets. Taken
/// piece by piece, never all in one go. GUI thread; a value of the record page's timeline.
class TimesRead
{
public:
    static constexpr quint64 MostRows = 1'000'000; ///< of more, a look-up tells as much as a screen can show

    void restart();
    /// Takes the next rows, at most `most`; false: nothing is left to take, or there are too many.
    bool take(const Session::ReadSession &session, quint64 most);
    bool isComplete(const Session::ReadSession &session) const;

    /// From and until: every record of these times has been read, as far as records are in order. None: not even one instant.
    std::optional<std::pair<qint64, qint64>> span(const Session::ReadSession &session, const Session::Timeline &timeline) const;
    /// Parallel to the timeline's partitions, rising.
    std::vector<std::vector<qint64>> byPartition(const Session::Timeline &timeline) const;
    quint64 datedAfter(qint64 ms) const;

private:
    std::map<Domain::TopicPartition, std::vector<qint64>> m_times; ///< as they came
    quint64 m_taken = 0;
};

} // namespace Items
