// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/badge.h"

#include "views/appearance.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>

namespace Views {

namespace {

constexpr int badgePadding = 6;
constexpr qreal badgeRadius = 3;

} // namespace

QColor environmentColor(Domain::Environment environment, const Theme &theme)
{
    switch (environment) {
    case Domain::Environment::Production: return theme.prod;
    case Domain::Environment::Staging: return theme.stage;
    case Domain::Environment::Development: break;
    }
    return theme.dev;
}

QColor onEnvironmentColor(Domain::Environment environment, const Theme &theme)
{
    switch (environment) {
    case Domain::Environment::Production: return theme.onProd;
    case Domain::Environment::Staging: return theme.onStage;
    case Domain::Environment::Development: break;
    }
    return theme.onDev;
}

QString environmentWord(Domain::Environment environment)
{
    switch (environment) {
    case Domain::Environment::Production: return QCoreApplication::translate("Environment", "Production");
    case Domain::Environment::Staging: return QCoreApplication::translate("Environment", "Staging");
    case Domain::Environment::Development: break;
    }
    return QCoreApplication::translate("Environment", "Development");
}

QString environmentBadgeText(Domain::Environment environment)
{
    return environmentWord(environment).toUpper();
}

QString environmentShortText(Domain::Environment environment)
{
    switch (environment) {
    case Domain::Environment::Production: return QCoreApplication::translate("Environment", "PROD");
    case Domain::Environment::Staging: return QCoreApplication::translate("Environment", "STAGING");
    case Domain::Environment::Development: break;
    }
    return QCoreApplication::translate("Environment", "DEV");
}

QFont badgeFont(const Appearance &appearance)
{
    QFont font = appearance.uiFont(0.85);
    font.setWeight(QFont::Bold);
    return font;
}

int badgeWidth(const QString &text, const QFont &font)
{
    return QFontMetrics(font).horizontalAdvance(text) + 2 * badgePadding;
}

int paintBadge(QPainter &painter, const QRect &within, Qt::Alignment alignment, const QString &text, const QColor &fill,
               const QColor &ink, const QFont &font)
{
    const QFontMetrics metrics(font);
    const int width = badgeWidth(text, font);
    const int height = std::min(within.height(), metrics.height() + 2);
    const int x = alignment & Qt::AlignRight ? within.right() - width + 1 : within.left();
    const QRect box(x, within.top() + (within.height() - height) / 2, width, height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(fill);
    painter.drawRoundedRect(box, badgeRadius, badgeRadius);
    painter.setPen(ink);
    painter.setFont(font);
    painter.drawText(box, Qt::AlignCenter, text);
    painter.restore();
    return width;
}

Badge::Badge(const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_appearance(appearance)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&appearance, &Appearance::changed, this, [this] {
        updateGeometry();
        update();
    });
    setEnvironment(m_environment);
}

void Badge::setEnvironment(Domain::Environment environment)
{
    m_environment = environment;
    setAccessibleName(tr("Environment: %1").arg(environmentWord(environment)));
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    const QFont font = badgeFont(m_appearance);
    return {badgeWidth(text(), font), QFontMetrics(font).height() + 4};
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_appearance.theme();
    paintBadge(painter, rect(), Qt::AlignLeft, text(), environmentColor(m_environment, theme), onEnvironmentColor(m_environment, theme),
               badgeFont(m_appearance));
}

} // namespace Views
