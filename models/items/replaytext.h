// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/dryrun.h"
#include "replay/replayrun.h"
#include "replay/runjournal.h"

#include <QString>
#include <QStringList>

#include <utility>
#include <vector>

namespace Items {

// The words of a replay: what is read, what is done with it, what came of it. All of it is safe text.

/// Lines of a card: label and value.
using TextLines = std::vector<std::pair<QString, QString>>;

/// What a source reads: topic, range, filter. `utc`: the zone of times.
TextLines sourceLines(const Replay::Source &source, bool utc);
/// "22 Nov 09:10 → 11:40", "whole log", "12 records".
QString sourceRangeText(const Replay::Source &source, bool utc);

/// What a mode promises, in one sentence.
QString modeText(Replay::Mode mode);
QString modeSentence(Replay::Mode mode);
QString tempoText(const Replay::Tempo &tempo);

/// "12,480 read · 12,291 would be sent · 189 dropped · 0 errors · largest 611 B".
QString dryRunText(const Replay::DryRunReport &report);
QString dryRunProgressText(const Replay::DryRunProgress &progress);

/// Something to be known before the run.
struct FindingLine
{
    enum class Kind { Fact, Warning, Blocking };
    Kind kind = Kind::Fact;
    QString text;
    bool operator==(const FindingLine &) const = default;
};
/// Blocking ones first, then warnings, then facts: counts per target partition, groups, estimate.
std::vector<FindingLine> dryRunFindings(const Replay::DryRunReport &report, const Replay::Plan &plan);
/// Why these settings cannot be run; empty: they can.
QString dryRunRefusal(const Replay::DryRunReport &report);

QString runStateText(const Replay::RunStatus &status);
/// "Done", "Failed", "Unknown".
QString outcomeText(Domain::Outcome outcome);
/// What a finished run has to say before it is verified: "12,291 sent in 24.9 s".
TextLines runLines(const Replay::RunStatus &status);

/// A verdict in words.
struct VerdictText
{
    QString title;  ///< "Verified. 12,291 records read back …"
    QString detail;
};
VerdictText verdictText(const Replay::Verdict &verdict);
/// "PASS", "FAIL", "INCOMPLETE".
QString verdictWord(Replay::Verdict::Kind kind);
/// "Record 5 of orders, partition 0 was sent but is not there".
QString differenceText(const Replay::Difference &difference);

/// "orders → orders.replayed" of a run's plan.
QString planText(const Replay::Plan &plan);

} // namespace Items
