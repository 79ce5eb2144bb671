// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/readplan.h"

#include <QString>

#include <string>
#include <vector>

namespace Items {

// A read plan in the words of the page bar, short enough for a button.

QString fromText(const Domain::ReadPlan &plan, bool utc);  ///< "beginning", "last 42 of each", "offset 3,400,000", "2026-11-21 14:20:00.000"
QString untilText(const Domain::ReadPlan &plan, bool utc); ///< "live", "end", "offset 900", a time, "1,000 records"
/// "all 12"; "0, 3–5"; "40 of 100" when that gets long. `count`: partitions of the topic, 0 unknown.
QString planPartitionsText(const Domain::ReadPlan &plan, int count);
QString isolationText(Domain::IsolationLevel isolation);   ///< Kafka's own word: "read_committed"

/// "arrival", "offset", "time ↑", "time ↓"; "…, newest first".
QString orderText(Domain::ReadOrder order, bool newestFirst);

/// Why what was typed into a field of the page bar cannot be taken: one sentence, without a way to the command line's help.
QString inputProblemText(const Domain::Error &error);

/// What to begin with when topics are opened: the last ⌈500 / partitions⌉ offsets of each partition, at least 20; then live.
Domain::ReadPlan openingPlan(std::vector<std::string> topics, int partitions);

} // namespace Items
