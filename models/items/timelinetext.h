// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "session/timeline.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <utility>

namespace Items {

/// What stands on a timeline besides the log: by the page, not by the timeline.
struct TimelineMarks
{
    std::optional<qint64> playhead = {};
    std::optional<std::pair<qint64, qint64>> range = {};
    quint64 matches = 0;
    bool isSearchOver = true;
    std::optional<std::pair<qint64, qint64>> densest = {}; ///< the bar with most matches
    quint64 datedAfterNow = 0;  ///< records, once reading has shown them
};

/// The header line.
struct TimelineHead
{
    QString count;     ///< "≈ 41,208,311 records"
    QStringList facts; ///< "15 Nov 00:00 → now", "12 partitions", "1 bar = 36 min", …, the least needed last
    QString origin;    ///< "Counted from offsets by time, log not read"
    bool isProblem = false; ///< the origin tells of something that is missing
};

/// Words of the timeline, in the zone chosen. Times shorten to what matters for the span.
class TimelineText
{
public:
    TimelineText(const Session::Timeline &timeline, bool utc) : m_timeline(timeline), m_utc(utc) {}

    TimelineHead head(const TimelineMarks &marks) const;
    QString flag(qint64 position) const;                 ///< the playhead's, with the full time
    QString tip(const Session::TimelineBucket &bucket, quint64 matches) const;
    QString accessible(const TimelineMarks &marks) const;
    QString span(qint64 from, qint64 to) const;          ///< "16 Nov 12:55 → 18 Nov 09:43"
    QString copied(qint64 position) const;               ///< ISO 8601, or the offset
    QString copiedOffsets(qint64 position) const;        ///< topic, partition, offset by tabs, one a line
    QString partition(std::size_t index) const;          ///< "P7", with the topic where there are several
    QString problem() const;                             ///< why there is no chart, or none yet; empty: there is one

private:
    QString moment(qint64 ms, qint64 precision, const std::optional<qint64> &after = {}) const;
    QString count(qint64 n, bool exact) const;
    QString origin(const TimelineMarks &marks, bool &isProblem) const;
    QString leftOut() const;
    QStringList oddities(const TimelineMarks &marks) const;
    QString partitions(const std::vector<std::size_t> &indexes) const;
    bool isOffsetAxis() const { return m_timeline.axis() == Session::Timeline::Axis::Offset; }

    const Session::Timeline &m_timeline;
    bool m_utc;
};

} // namespace Items
