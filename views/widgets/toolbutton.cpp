// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/toolbutton.h"

#include "views/appearance.h"
#include "views/icons.h"

#include <QKeySequence>
#include <QPainter>

namespace Views {

namespace {

constexpr int fieldPadding = 8;
constexpr int fieldGap = 5;
constexpr int chevronSize = 14;
constexpr int fieldIconSize = 16;
constexpr int longestValue = 42; ///< characters: a longer one is cut, the tooltip has it whole

QString withoutMnemonic(QString text)
{
    return text.remove(u'&');
}

} // namespace

ToolButton::ToolButton(const Appearance &appearance, const QString &iconName, const QString &name, QWidget *parent)
    : QToolButton(parent), m_appearance(appearance), m_iconName(iconName)
{
    setIconSize(QSize(16, 16));
    setAutoRaise(true);
    setFocusPolicy(Qt::TabFocus);
    setAccessibleName(name);
    setToolTip(name.toHtmlEscaped());
    connect(&appearance, &Appearance::changed, this, &ToolButton::applyTheme);
    applyTheme();
}

void ToolButton::setIconName(const QString &iconName)
{
    m_iconName = iconName;
    applyTheme();
}

void ToolButton::applyTheme()
{
    setIcon(Views::icon(m_iconName, m_appearance.theme()));
}

FieldButton::FieldButton(const Appearance &appearance, const QString &label, QWidget *parent)
    : QToolButton(parent), m_appearance(appearance)
{
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&appearance, &Appearance::changed, this, [this] {
        updateGeometry();
        update();
    });
    setLabel(label);
}

void FieldButton::setLabel(const QString &label)
{
    m_label = withoutMnemonic(label);
    setShortcut(QKeySequence::mnemonic(label));
    describe();
}

void FieldButton::setValue(const QString &value)
{
    if (value == m_value)
        return;
    m_value = value;
    describe();
}

void FieldButton::setIconName(const QString &iconName)
{
    m_iconName = iconName;
    updateGeometry();
    update();
}

void FieldButton::setProblem(const QString &problem)
{
    m_problem = problem;
    describe();
}

void FieldButton::describe()
{
    const QString all = m_label.isEmpty() ? m_value : m_label + u' ' + m_value;
    setAccessibleName(m_problem.isEmpty() ? all : all + QStringLiteral(", ") + m_problem);
    setToolTip((m_problem.isEmpty() ? all : m_problem).toHtmlEscaped());
    updateGeometry();
    update();
}

QSize FieldButton::sizeHint() const
{
    const QFontMetrics small(m_appearance.uiFont(0.92));
    const QFontMetrics normal(m_appearance.uiFont());
    int width = 2 * fieldPadding + chevronSize + 4;
    if (!m_iconName.isEmpty())
        width += fieldIconSize + fieldGap;
    if (!m_label.isEmpty())
        width += small.horizontalAdvance(m_label) + fieldGap;
    width += normal.horizontalAdvance(m_value.size() > longestValue ? m_value.left(longestValue) + u'…' : m_value);
    return {width, m_appearance.controlHeight()};
}

void FieldButton::paintEvent(QPaintEvent *)
{
    const Theme &theme = m_appearance.theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = hasFocus();
    const QColor border = !m_problem.isEmpty() ? theme.danger : focused ? theme.accent : theme.control;
    const qreal pen = focused || !m_problem.isEmpty() ? 2 : 1;
    painter.setPen(QPen(isEnabled() ? border : theme.line, pen));
    painter.setBrush(!isEnabled() ? theme.window : underMouse() || isDown() ? theme.hover : theme.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2), 4, 4);

    QRect area = rect().adjusted(fieldPadding, 0, -fieldPadding, 0);
    const qreal ratio = devicePixelRatioF();
    const QColor ink = isEnabled() ? theme.text : theme.text3;
    if (!m_iconName.isEmpty()) {
        painter.drawPixmap(area.left(), (height() - fieldIconSize) / 2, iconPixmap(m_iconName, isEnabled() ? theme.text2 : theme.text3, fieldIconSize, ratio));
        area.setLeft(area.left() + fieldIconSize + fieldGap);
    }
    if (!m_label.isEmpty()) {
        painter.setFont(m_appearance.uiFont(0.92));
        painter.setPen(isEnabled() ? theme.text2 : theme.text3);
        painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft, m_label);
        area.setLeft(area.left() + painter.fontMetrics().horizontalAdvance(m_label) + fieldGap);
    }
    painter.setFont(m_appearance.uiFont());
    painter.setPen(ink);
    const QRect valueArea = area.adjusted(0, 0, -chevronSize - 2, 0);
    painter.drawText(valueArea, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(m_value, Qt::ElideRight, valueArea.width()));
    painter.drawPixmap(area.right() - chevronSize + 3, (height() - chevronSize) / 2, iconPixmap(QStringLiteral("chevron-down"), theme.text3, chevronSize, ratio));
}

} // namespace Views
