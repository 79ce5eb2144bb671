// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/timeline/timelinescene.h"

class QPainter;

namespace Views {

class Appearance;

/// Draws a timeline. It knows nothing but the scene, and costs what is on the screen. Used by TimelineChart.
class TimelinePainter
{
public:
    static constexpr double TickArea = 13;   ///< match ticks, above the bars
    static constexpr double HandleWidth = 5; ///< of a range
    static constexpr double CapHeight = 10;  ///< of the playhead
    static constexpr double CapHalfWidth = 5.5;
    static constexpr int MostLanes = 48;

    explicit TimelinePainter(const Appearance &appearance) : m_appearance(appearance) {}

    void paint(QPainter &painter, const TimelineScene &scene, const QRect &area) const;

    /// The flag's place for a playhead at `x`: inside the chart's width.
    QRectF flagRect(const TimelineScene &scene, double width) const;

private:
    void paintGrid(QPainter &painter, const TimelineScene &scene) const;
    void paintBars(QPainter &painter, const TimelineScene &scene) const;
    void paintLanes(QPainter &painter, const TimelineScene &scene) const;
    void paintPast(QPainter &painter, const QRectF &area) const;
    void paintRange(QPainter &painter, const TimelineScene &scene) const;
    void paintRangeEdges(QPainter &painter, const TimelineScene &scene) const;
    void paintBand(QPainter &painter, const TimelineScene &scene) const;
    void paintMatches(QPainter &painter, const TimelineScene &scene) const;
    void paintAxis(QPainter &painter, const TimelineScene &scene, const QRect &area) const;
    void paintEdge(QPainter &painter, const TimelineScene &scene) const;
    void paintHover(QPainter &painter, const TimelineScene &scene) const;
    void paintPlayhead(QPainter &painter, const TimelineScene &scene, const QRect &area) const;
    void paintMessage(QPainter &painter, const TimelineScene &scene) const;

    const Appearance &m_appearance;
};

} // namespace Views
