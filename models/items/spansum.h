// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/clustersnapshot.h"

#include <QString>

#include <vector>

namespace Items {

/// Σ (high − low) of a topic's partitions as far as it is known.
struct SpanSum
{
    std::optional<Domain::OffsetSpan> known; ///< none: no part is known
    bool isComplete = false;
    bool isAnswered = false;                 ///< false: nobody has answered yet, or no more than the ends
    std::optional<Domain::Error> error;      ///< why a part is unknown

    /// "≈ 41,208,311", "≥ 2,320" with an unknown part, "unknown", or nothing before the answer.
    QString text() const;
    QString shortText() const; ///< "≈ 41.2 M": tree and menus only
    bool isUnknown() const { return isAnswered && !known; }
    bool operator==(const SpanSum &) const = default;
};
SpanSum spanSum(const std::vector<Domain::Watermarks> &watermarks);

/// Nothing but the end has been answered: the beginning is still being asked, so what needs both is not unknown but not there yet.
bool isEndAlone(const Domain::Watermarks &marks);

} // namespace Items
