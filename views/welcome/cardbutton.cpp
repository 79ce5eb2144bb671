// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/welcome/cardbutton.h"

#include "views/appearance.h"
#include "views/icons.h"

#include <QPainter>

namespace Views {

namespace {

constexpr int padding = 14;
constexpr int cardIconSize = 18;

} // namespace

CardButton::CardButton(const Appearance &appearance, const QString &iconName, const QString &title, const QString &detail, QWidget *parent)
    : QPushButton(title, parent), m_appearance(appearance), m_iconName(iconName), m_detail(detail)
{
    setAccessibleName(title);
    setAccessibleDescription(detail);
    setAutoDefault(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_Hover);
    connect(&appearance, &Appearance::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void CardButton::setShortcutText(const QString &text)
{
    m_shortcutText = text;
    update();
}

QSize CardButton::sizeHint() const
{
    const int lines = QFontMetrics(m_appearance.uiFont()).height() + QFontMetrics(m_appearance.uiFont(0.92)).height();
    return {280, lines + 15};
}

void CardButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = m_appearance.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal pen = hasFocus() ? 2 : 1;
    painter.setPen(QPen(hasFocus() ? theme.accent : theme.line, pen));
    painter.setBrush(isDown() ? theme.accentFill : underMouse() ? theme.hover : theme.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), 5, 5);

    painter.drawPixmap(padding, (height() - cardIconSize) / 2, iconPixmap(m_iconName, hasFocus() ? theme.accent : theme.text2, cardIconSize, devicePixelRatioF()));
    QRect area = rect().adjusted(padding + cardIconSize + 12, 7, -padding, -7);
    QFont bold = m_appearance.uiFont();
    bold.setWeight(QFont::DemiBold);
    painter.setFont(m_appearance.uiFont(0.92));
    if (!m_shortcutText.isEmpty()) {
        painter.setPen(theme.text3);
        painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight, m_shortcutText);
        area.setRight(area.right() - painter.fontMetrics().horizontalAdvance(m_shortcutText) - 8);
    }
    painter.setPen(isDown() ? theme.onAccentFill : theme.text2);
    painter.drawText(area, Qt::AlignBottom | Qt::AlignLeft, painter.fontMetrics().elidedText(m_detail, Qt::ElideRight, area.width()));
    painter.setFont(bold);
    painter.setPen(isDown() ? theme.onAccentFill : theme.text);
    painter.drawText(area, Qt::AlignTop | Qt::AlignLeft, painter.fontMetrics().elidedText(text(), Qt::ElideRight, area.width()));
}

} // namespace Views
