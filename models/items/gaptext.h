// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/readplan.h"
#include "domain/record.h"

#include <QString>

namespace Items {

// The words for offsets that gave no record, and for records that were let go. What is not known is said to be unknown.

QString gapText(const Domain::Gap &gap); ///< "offsets 100–4,217 removed by retention (4,118 offsets)"
/// What the reason means, in full sentences, for "Why?".
QString gapExplanation(const Domain::Gap &gap, Domain::IsolationLevel isolation);

/// "2 offsets before it hold no record": what the mark in an offset cell says.
QString missingText(quint64 offsets);

QString releasedText(quint64 records); ///< "1,204 records released to stay within the memory budget"
QString releasedExplanation();

} // namespace Items
