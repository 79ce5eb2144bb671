// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/readplan.h"

#include <QString>

#include <map>
#include <vector>

namespace Items {

// What a user or a command line writes for the parts of a read plan, and back. One grammar for both.
// Errors are BadTime or BadArgument with the value as written and what was expected.

/// ISO 8601 ("2026-11-21", "2026-11-21T14:20", "… 14:20:07.5", with "Z" or "+01:00") or Unix milliseconds ("1763735400000").
/// Without a zone it is UTC when `utc`, else local time. → Unix milliseconds.
Domain::Result<qint64> parseTime(const QString &text, bool utc);

/// "0,3-5" → 0, 3, 4, 5: sorted, each once, at most 100,000 of them.
Domain::Result<std::vector<Domain::PartitionId>> parsePartitions(const QString &text);

/// beginning | end | tail:N | offset:N | time:…
Domain::Result<Domain::SeekTarget> parseSeekTarget(const QString &text, bool utc);

/// end | live | offset:N | time:…
Domain::Result<Domain::ReadUntil> parseUntil(const QString &text, bool utc);

/// A whole number from `low` on, with or without grouping; `argument` names it in the error.
Domain::Result<qint64> parseCount(const QString &text, qint64 low, const QString &argument);

/// "0:1200, 3:77" → offset per partition.
Domain::Result<std::map<Domain::PartitionId, Domain::SeekTarget>> parsePartitionOffsets(const QString &text);

/// "0, 3–5" for eyes; ids as given, sorted.
QString partitionsText(const std::vector<Domain::PartitionId> &partitions);

} // namespace Items
