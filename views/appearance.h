// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/theme.h"

#include <QFont>
#include <QObject>

namespace Session {
class Preferences;
}

namespace Views {

/// How everything looks now: theme, fonts, measures. One object, made in app/, handed to widgets by reference; they repaint on
/// changed(). Follows the settings (theme, zoom) and, for "System", the desktop portal, else the palette. GUI thread.
class Appearance final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Appearance)
public:
    explicit Appearance(Session::Preferences &preferences, QObject *parent = nullptr);

    const Theme &theme() const { return m_theme; }
    QFont uiFont(double factor = 1.0) const;         ///< factors: ui.md §2 Type
    QFont fixedFont(double factor = 0.92) const;
    int rowHeight() const;     ///< fm.height() + 5
    int controlHeight() const; ///< fm.height() + 10

signals:
    void changed(); ///< theme, font or zoom; palette and style sheet are already set on the application

private:
    void apply();
    Session::Preferences &m_preferences;
    Theme m_theme;
};

} // namespace Views
