// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

#include <vector>

namespace Items {

/// A place on the axis of a timeline and what is written there: only the part that changes ("21 Nov", "14:31:06", "Jan 2026").
struct TimelineTick
{
    qint64 position = 0;
    QString label;
};

/// Ticks of a time axis at round times of the zone, at most one in `leastPixels` pixels. Few, whatever the span.
std::vector<TimelineTick> timelineTicks(qint64 fromMs, qint64 toMs, double pixels, double leastPixels, bool utc);
/// Ticks of an axis of offsets since the log start.
std::vector<TimelineTick> offsetTicks(qint64 from, qint64 to, double pixels, double leastPixels);

} // namespace Items
