// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/ids.h"

#include <QString>

#include <optional>

namespace Items {

// How numbers are written (ui.md §7). Grouping follows QLocale; copies are ungrouped (value roles).

QString countText(quint64 n);                            ///< "41,208,311"
QString shortCountText(quint64 n);                       ///< "41.2 M", "812 k": tree and menus only
QString offsetText(Domain::Offset offset);               ///< grouped; 64-bit digits never rounded
QString spanText(std::optional<Domain::OffsetSpan> span);///< "≈ 41,208,311" or "unknown"
QString bytesText(quint64 n);                            ///< B, kB, MB, GB (1000), three digits: "1.96 GB"
QString rateText(double recordsPerSecond);               ///< "2,941,000 rec/s"
QString durationText(qint64 ms);                         ///< "340 ms", "2.1 s", "22 min 57 s": two units at most
QString timeText(qint64 msUtc, bool utc);                ///< yyyy-MM-dd HH:mm:ss.zzz in the chosen zone; never throws for any qint64
QString isoTimeText(qint64 msUtc, bool utc);             ///< ISO 8601 with zone, for copying

} // namespace Items
