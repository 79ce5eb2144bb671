// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>

#include <utility>
#include <vector>

namespace Items {

/// What differs between two short texts: start and length in each, in rising order.
struct TextDiff
{
    std::vector<std::pair<int, int>> removed; ///< in the first
    std::vector<std::pair<int, int>> added;   ///< in the second
    bool isSame() const { return removed.empty() && added.empty(); }
};

/// Compares word by word (a JSON string or number is one word). Bounded: where too much differs, all between the first and the last
/// difference counts as different.
TextDiff textDiff(const QString &before, const QString &after);

/// Both in one text for the clipboard, where colours do not go: "a [−1−] b [+2+]".
QString diffText(const QString &before, const QString &after);

} // namespace Items
