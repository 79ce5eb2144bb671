// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QtGlobal>

#include <vector>

namespace Session {

/// The edges of a timeline's bars. `bars` equal bars cover `span` from `origin`; level k has bars of half the width for each k > 0,
/// of twice the width for each k < 0, on the same edges: every edge of a level is one of the next finer level too, so what is
/// known of one zoom serves the others. Edges are whole numbers, rounded down.
struct TimelineGrid
{
    qint64 origin = 0;
    qint64 span = 1; ///< ≥ bars
    int bars = 1;

    qint64 edge(int level, qint64 index) const;
    /// The last edge at or before a position.
    qint64 indexBefore(int level, qint64 position) const;
    /// The first edge at or after a position.
    qint64 indexAfter(int level, qint64 position) const;
    double barWidth(int level) const;
    /// The finest level that shows `viewSpan` in at most `mostBars` bars, each at least 1 wide.
    int levelFor(qint64 viewSpan, int mostBars) const;
};

/// In which order the edges 0 … `bars` of a view are asked.
struct TimelineEdgeOrder
{
    std::vector<int> coarse; ///< both ends and what makes about `first` bars; all at once
    std::vector<int> fine;   ///< the rest: coarse bars nearest to the focus first, each halved again and again
};
TimelineEdgeOrder timelineEdgeOrder(int bars, int first, double focus);

/// Bars that a view may have: at most `edgeLimit` edges × partitions, at least one bar.
int timelineBars(int mostBars, int edgeLimit, std::size_t partitions);

} // namespace Session
