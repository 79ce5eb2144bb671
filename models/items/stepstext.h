// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "replay/replayplan.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace Items {

/// The kinds of steps, in the order of the menu that adds one; the order of Replay::Step's variant.
enum class StepKind { Keep, Drop, SetHeader, RemoveHeader, Patch, Rekey, OriginalPlace, Timestamp, Redact };
inline constexpr int stepKinds = 9;

StepKind stepKind(const Replay::Step &step);
/// "Drop", "Set header", "Patch value", …
QString stepName(StepKind kind);
/// What it does, in one sentence: for the menu's tooltip and the ear.
QString stepSentence(StepKind kind);
/// A new step of that kind, to be filled in.
Replay::Step newStep(StepKind kind);
/// All of it on one line: "value.amount == 0", "\"x-retry\" = \"1\"".
QString stepText(const Replay::Step &step);

/// What is wrong with a step that was typed.
struct StepCheck
{
    QString problem;   ///< "Column 5: unknown name “vale”. Did you mean value?"; empty: none
    int position = -1; ///< in characters of the expression or patch; −1: nowhere
    int length = 0;
    bool isOk() const { return problem.isEmpty(); }
};
/// Compiles it alone. Bounded in time for any input.
StepCheck checkStep(const Replay::Step &step);

} // namespace Items
