// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/theme.h"

#include <QString>

namespace Views {

/// Sizes the style sheet needs, in pixels, from font metrics so that large text works.
struct StyleMeasures
{
    int control = 26; ///< height of buttons and fields
    int header = 24;  ///< height of a table header
};

/// The one style sheet of the program: buttons, fields, headers, tab bars, scroll bars. Item views are painted by delegates.
/// Widgets choose a variant by dynamic property: kind="primary|destructive|flat" on buttons, tone="second|third|danger|warn|ok"
/// on labels, invalid=true on fields.
QString styleSheet(const Theme &theme, const StyleMeasures &measures);

} // namespace Views
