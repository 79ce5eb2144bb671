// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/appearance.h"

#include "session/preferences.h"
#include "views/stylesheet.h"
#include "views/systemtheme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QStyle>
#include <QStyleFactory>
#include <QWidget>

namespace Views {

namespace {

/// The platform's size, or 10 pt where it names none.
QFont scaled(QFont font, double factor)
{
    if (font.pixelSize() > 0)
        font.setPixelSize(std::max(1, qRound(font.pixelSize() * factor)));
    else
        font.setPointSizeF(std::max(1.0, (font.pointSizeF() > 0 ? font.pointSizeF() : 10.0) * factor));
    return font;
}

QPalette paletteOf(const Theme &t)
{
    QPalette p;
    const auto all = [&p](QPalette::ColorRole role, const QColor &color) { p.setColor(role, color); };
    all(QPalette::Window, t.window);
    all(QPalette::WindowText, t.text);
    all(QPalette::Base, t.base);
    all(QPalette::AlternateBase, t.altBase);
    all(QPalette::Text, t.text);
    all(QPalette::Button, t.raised);
    all(QPalette::ButtonText, t.text);
    all(QPalette::BrightText, t.danger);
    all(QPalette::Highlight, t.accentFill);
    all(QPalette::HighlightedText, t.onAccentFill);
    all(QPalette::PlaceholderText, t.text3);
    all(QPalette::Link, t.accent);
    all(QPalette::LinkVisited, t.accent);
    all(QPalette::Light, t.raised);
    all(QPalette::Midlight, t.raised);
    all(QPalette::Mid, t.line);
    all(QPalette::Dark, t.line);
    all(QPalette::Shadow, t.window);
    all(QPalette::ToolTipBase, t.raised);
    all(QPalette::ToolTipText, t.text);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.text3);
    return p;
}

} // namespace

Appearance::Appearance(Session::Preferences &preferences, QObject *parent)
    : QObject(parent)
    , m_preferences(preferences)
    , m_systemPalette(QGuiApplication::palette())
    , m_systemFont(QFontDatabase::systemFont(QFontDatabase::GeneralFont))
    , m_systemFixedFont(QFontDatabase::systemFont(QFontDatabase::FixedFont))
{
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    connect(&m_preferences, &Session::Preferences::changed, this, &Appearance::apply);
    apply();
}

bool Appearance::wantsDark()
{
    if (m_preferences.theme() != Session::ThemeChoice::System) {
        delete m_system;
        m_system = nullptr;
        return m_preferences.theme() == Session::ThemeChoice::Dark;
    }
    if (!m_system) {
        m_system = new SystemTheme(this);
        connect(m_system, &SystemTheme::changed, this, &Appearance::apply);
    }
    if (m_system->scheme() != SystemTheme::Scheme::Unknown)
        return m_system->scheme() == SystemTheme::Scheme::Dark;
    return m_systemPalette.color(QPalette::Window).lightness() < m_systemPalette.color(QPalette::WindowText).lightness();
}

void Appearance::apply()
{
    // Preferences announce every change, also those of favourites and columns: nothing to do then.
    const bool dark = wantsDark();
    const int zoom = m_preferences.zoomSteps();
    if (m_applied && dark == m_theme.isDark && zoom == m_appliedZoom)
        return;
    m_applied = true;
    m_appliedZoom = zoom;
    m_theme = dark ? Theme::dark() : Theme::light();
    m_zoom = 1.0 + 0.1 * zoom;
    QApplication::setFont(uiFont());
    QApplication::setPalette(paletteOf(m_theme));
    qApp->setStyleSheet(styleSheet(m_theme, StyleMeasures{controlHeight(), headerHeight()}));
    emit changed();
}

QFont Appearance::uiFont(double factor) const
{
    return scaled(m_systemFont, m_zoom * factor);
}

QFont Appearance::fixedFont(double factor) const
{
    // Sized from the general font: the two system fonts may differ, and columns stand beside each other.
    QFont font = m_systemFixedFont;
    if (m_systemFont.pixelSize() > 0)
        font.setPixelSize(m_systemFont.pixelSize());
    else if (m_systemFont.pointSizeF() > 0)
        font.setPointSizeF(m_systemFont.pointSizeF());
    font = scaled(font, m_zoom * factor);
    // Data must not be drawn with ligatures: "==" has to look like two signs. Scripts that need shaping still get it.
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

int Appearance::rowHeight() const
{
    return QFontMetrics(uiFont()).height() + 5;
}

int Appearance::controlHeight() const
{
    return QFontMetrics(uiFont()).height() + 10;
}

void Appearance::useFont(QWidget *widget, double factor, QFont::Weight weight) const
{
    const auto set = [this, widget, factor, weight] {
        QFont font = uiFont(factor);
        font.setWeight(weight);
        widget->setFont(font);
    };
    set();
    connect(this, &Appearance::changed, widget, set);
}

void Appearance::useFixedFont(QWidget *widget, double factor) const
{
    const auto set = [this, widget, factor] { widget->setFont(fixedFont(factor)); };
    set();
    connect(this, &Appearance::changed, widget, set);
}

} // namespace Views
