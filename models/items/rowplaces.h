// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"

#include <QStringList>

#include <optional>
#include <utility>
#include <vector>

namespace Session {
class RecordRows;
}

namespace Items {

// Where records are among the rows that are shown, by their columns alone: nothing is decoded. GUI thread; each bounded.

/// The row of this record, or of the first one behind it in its partition; none: not among the first `MostLookedThrough` rows.
std::optional<quint64> rowOfRecord(const Session::RecordRows &rows, Domain::TopicPartition partition, Domain::Offset offset);

/// The row whose record is nearest in time; none: no record has a time.
std::optional<quint64> rowNearestInTime(const Session::RecordRows &rows, qint64 ms);

/// Earliest and latest time among up to 512 rows spread over all: of a long list nearly, of a short one exactly.
std::optional<std::pair<qint64, qint64>> timesCovered(const Session::RecordRows &rows);

/// Times of the records in `count` rows from `first` on.
std::vector<qint64> timesOf(const Session::RecordRows &rows, quint64 first, quint64 count);

/// JSON paths that occur in some of the rows, sorted.
QStringList pathsSeen(const Session::RecordRows &rows);

/// What an expression may name, for completion: names of the language and paths seen.
QStringList filterWords(const Session::RecordRows &rows);

constexpr quint64 MostLookedThrough = 2'000'000;

} // namespace Items
