// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/timelineticks.h"
#include "session/timeline.h"

#include <QRectF>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace Views {

/// Where things stand on the chart: positions of the axis in pixels and back, and the heights of its rows. Plain value.
struct TimelineScale
{
    qint64 from = 0;
    qint64 to = 1;
    QRectF bars;  ///< the bars' area; its left and right edge are `from` and `to`
    QRectF band;  ///< the read band, under the bars
    QRectF axis;  ///< labels and flag, the whole width
    QRectF past;  ///< hatched: what retention has removed; empty: nothing

    double x(qint64 position) const { return bars.left() + static_cast<double>(position - from) / static_cast<double>(to - from) * bars.width(); }
    qint64 position(double x) const
    {
        return from + static_cast<qint64>((x - bars.left()) / std::max(1.0, bars.width()) * static_cast<double>(to - from));
    }
    bool shows(qint64 position) const { return position >= from && position <= to; }
};

/// Everything a painting of the timeline shows.
struct TimelineScene
{
    const Session::Timeline *timeline = nullptr;
    TimelineScale scale;
    std::vector<Items::TimelineTick> ticks;
    std::optional<qint64> playhead;
    QString flag;
    std::optional<std::pair<qint64, qint64>> range;
    std::vector<std::pair<qint64, qint64>> readBand;
    std::vector<qint64> matches; ///< rising
    QString datedAfterNow;       ///< words at the right end; empty: none
    QString message;             ///< instead of bars
    bool isMessageProblem = false;
    std::optional<double> hoverX;
    bool hasFocus = false;
    bool showsLanes = false;
    QStringList laneNames;
};

} // namespace Views
