// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/theme.h"

#include <QFont>
#include <QObject>
#include <QPalette>

class QWidget;

namespace Session {
class Preferences;
}

namespace Views {

class SystemTheme;

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
    int headerHeight() const { return rowHeight() + 3; }
    int controlHeight() const; ///< fm.height() + 10

    /// Gives a widget this font now and after every change of zoom or system font; ends with the widget.
    void useFont(QWidget *widget, double factor, QFont::Weight weight = QFont::Normal) const;
    void useFixedFont(QWidget *widget, double factor = 0.92) const;

signals:
    void changed(); ///< theme, font or zoom; palette and style sheet are already set on the application

private:
    void apply();
    bool wantsDark();
    Session::Preferences &m_preferences;
    SystemTheme *m_system = nullptr; ///< only while the choice is "System"
    const QPalette m_systemPalette;  ///< as the platform gave it, before ours covers it
    const QFont m_systemFont;
    const QFont m_systemFixedFont;
    double m_zoom = 1.0;
    int m_appliedZoom = 0;
    bool m_applied = false;
    Theme m_theme;
};

} // namespace Views
