// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

namespace Views {

/// Makes RecordView a table of cells for screen readers, from now on. Qt knows only its own item views. Once is enough; more
/// calls do nothing. Rows are told as they are asked for: nothing is made for rows that nobody reads.
void installRecordViewAccessibility();

} // namespace Views
