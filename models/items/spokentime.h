// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

#include <optional>

namespace Items {

/// A moment as people write it (see parseGoto()), without numbers alone; none: it is not one. → Unix milliseconds.
std::optional<qint64> parseSpokenTime(const QString &text, qint64 nowMs, bool utc);

/// "15m", "1d 12h", "90 s" → milliseconds; none: it is no duration, or one of more than 300 years.
std::optional<qint64> parseDuration(const QString &text);

} // namespace Items
