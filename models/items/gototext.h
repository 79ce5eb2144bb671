// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/ids.h"

#include <QString>

#include <map>
#include <variant>

namespace Items {

struct GotoBeginning { bool operator==(const GotoBeginning &) const = default; };
/// `before` offsets before the end of each partition; 0: the end.
struct GotoEnd { qint64 before = 0; bool operator==(const GotoEnd &) const = default; };
/// The same offset in every partition.
struct GotoOffset { Domain::Offset offset; bool operator==(const GotoOffset &) const = default; };
/// One offset in each of these partitions.
struct GotoOffsets { std::map<Domain::PartitionId, Domain::Offset> offsets; bool operator==(const GotoOffsets &) const = default; };
struct GotoTime { qint64 ms = 0; bool operator==(const GotoTime &) const = default; };
/// Where a consumer group has committed.
struct GotoGroup { QString group; bool operator==(const GotoGroup &) const = default; };

using GotoTarget = std::variant<GotoBeginning, GotoEnd, GotoOffset, GotoOffsets, GotoTime, GotoGroup>;

/// What a place in words is relative to.
struct GotoContext
{
    qint64 nowMs = 0;
    bool utc = false;          ///< the zone of times without one
    qint64 highestOffset = -1; ///< of the topic, −1 unknown: a number up to it is an offset, even where it could be a time
};

/// A place in the log as people write it:
/// - `1200` (every partition), `3:1200`, `0:1200, 3:77`, `offset 1200`
/// - `2026-11-21 14:32`, `21 Nov 14:32`, `Nov 21 2026`, `21.11.2026 14:32`, `14:32`, `yesterday 14:00`, `monday 9:30`
/// - `-15m`, `now-2h`, `now - 1d 12h`, `2 h ago`
/// - seconds (10 digits) or milliseconds (13 digits) since 1970, `time 1763735400000`
/// - `beginning`, `end`, `end-100`, `group billing`
/// Error: BadArgument with value and expected.
Domain::Result<GotoTarget> parseGoto(const QString &text, const GotoContext &context);

/// What going there means, for the line below the field: "Offset 1,200 of every partition".
QString gotoText(const GotoTarget &target, bool utc);

} // namespace Items
