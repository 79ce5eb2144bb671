// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/theme.h"

#include <QIcon>
#include <QPixmap>
#include <QString>

namespace Views {

/// An icon of resources/icons, coloured from the theme: text2, text3 when disabled, onAccentFill when selected. Take a new one
/// when the theme changes. Sharp at every device ratio.
QIcon icon(const QString &name, const Theme &theme);
/// The same in a colour of the caller's choice (state icons: ok, warn, danger, accent).
QIcon icon(const QString &name, const QColor &color, const Theme &theme);

/// For delegates: one pixmap of `size` × `size` logical pixels, cached.
QPixmap iconPixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio);

} // namespace Views
