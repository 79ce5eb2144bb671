// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/mainwindow/tabbar.h"

#include "views/appearance.h"
#include "views/icons.h"
#include "views/widgets/badge.h"

#include <QAbstractButton>
#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QVariant>

namespace Views {

namespace {

constexpr int padding = 10;
constexpr int tabIconSize = 16;
constexpr int gap = 6;
constexpr int closeSize = 22;
constexpr int longestTitle = 26; ///< in average characters; the tooltip has it whole
constexpr const char *iconProperty = "icons";

/// Small, flat, and without the style sheet's minimum sizes.
class CloseButton final : public QAbstractButton
{
public:
    CloseButton(const Appearance &appearance, QWidget *parent)
        : QAbstractButton(parent), m_appearance(appearance)
    {
        setFixedSize(closeSize, closeSize);
        setFocusPolicy(Qt::NoFocus);
        setAttribute(Qt::WA_Hover);
        setAccessibleName(TabBar::tr("Close tab"));
        setToolTip(TabBar::tr("Close tab (%1)").arg(QKeySequence(Qt::CTRL | Qt::Key_W).toString(QKeySequence::NativeText)));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = m_appearance.theme();
        if (underMouse()) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(isDown() ? theme.accentFill : theme.line);
            painter.drawRoundedRect(rect().adjusted(2, 2, -2, -2), 4, 4);
        }
        painter.drawPixmap((width() - 14) / 2, (height() - 14) / 2, iconPixmap(QStringLiteral("close"), underMouse() ? theme.text : theme.text3, 14, devicePixelRatioF()));
    }

private:
    const Appearance &m_appearance;
};

} // namespace

TabBar::TabBar(const Appearance &appearance, QWidget *parent)
    : QTabBar(parent), m_appearance(appearance)
{
    setObjectName(QStringLiteral("pageTabBar"));
    setAccessibleName(tr("Open pages"));
    setMovable(true);
    setExpanding(false);
    setDrawBase(false);
    setElideMode(Qt::ElideRight);
    setUsesScrollButtons(true);
    setMouseTracking(true);
    connect(&appearance, &Appearance::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void TabBar::setIconName(int index, const QString &iconName)
{
    // Kept on the close button: it travels with its tab when that is moved.
    tabButton(index, RightSide)->setProperty(iconProperty, iconName);
    update();
}

void TabBar::tabInserted(int index)
{
    auto *close = new CloseButton(m_appearance, this);
    setTabButton(index, RightSide, close);
    connect(close, &QAbstractButton::clicked, this, [this, close] {
        for (int i = 0; i < count(); ++i) {
            if (tabButton(i, RightSide) == close) {
                emit closeWanted(i);
                return;
            }
        }
    });
    QTabBar::tabInserted(index);
}

QSize TabBar::tabSizeHint(int index) const
{
    const QFontMetrics metrics(m_appearance.uiFont());
    const int text = std::min(metrics.horizontalAdvance(tabText(index)) + 2, metrics.averageCharWidth() * longestTitle);
    return {padding + tabIconSize + gap + text + gap + closeSize + 4, m_appearance.controlHeight() + 4};
}

QSize TabBar::minimumTabSizeHint(int index) const
{
    const int text = QFontMetrics(m_appearance.uiFont()).averageCharWidth() * 8;
    return {std::min(tabSizeHint(index).width(), padding + tabIconSize + gap + text + gap + closeSize + 4), m_appearance.controlHeight() + 4};
}

void TabBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = m_appearance.theme();
    painter.fillRect(rect(), theme.window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.line);
    for (int i = 0; i < count(); ++i) {
        if (i != currentIndex())
            paintTab(painter, i);
    }
    if (currentIndex() >= 0)
        paintTab(painter, currentIndex());
}

void TabBar::paintTab(QPainter &painter, int index) const
{
    const Theme &theme = m_appearance.theme();
    const QRect tab = tabRect(index);
    const bool current = index == currentIndex();
    const bool hovered = tab.contains(mapFromGlobal(QCursor::pos())) && underMouse();
    painter.fillRect(current ? tab : tab.adjusted(0, 0, 0, -1), current ? theme.base : hovered ? theme.hover : theme.window);
    painter.fillRect(QRect(tab.right(), tab.top(), 1, tab.height()), theme.line);
    QColor edge = tabData(index).isValid() ? environmentColor(static_cast<Domain::Environment>(tabData(index).toInt()), theme) : theme.control;
    if (!current)
        edge.setAlphaF(0.55f);
    painter.fillRect(QRect(tab.left(), tab.top(), tab.width() - 1, current ? 3 : 2), edge);

    QRect area = tab.adjusted(padding, 2, -(closeSize + gap + 2), 0);
    const QString iconName = tabButton(index, RightSide) ? tabButton(index, RightSide)->property(iconProperty).toString() : QString();
    if (!iconName.isEmpty())
        painter.drawPixmap(area.left(), area.top() + (area.height() - tabIconSize) / 2, iconPixmap(iconName, current ? theme.text : theme.text3, tabIconSize, devicePixelRatioF()));
    area.setLeft(area.left() + tabIconSize + gap);
    QFont font = m_appearance.uiFont();
    painter.setFont(font);
    painter.setPen(current ? theme.text : theme.text2);
    painter.drawText(area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, painter.fontMetrics().elidedText(tabText(index), Qt::ElideMiddle, area.width()));
    if (current && hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(tab.adjusted(2, 5, -4, -3));
    }
}

void TabBar::mouseReleaseEvent(QMouseEvent *event)
{
    const int index = tabAt(event->position().toPoint());
    if (event->button() == Qt::MiddleButton && index >= 0) {
        emit closeWanted(index);
        return;
    }
    QTabBar::mouseReleaseEvent(event);
}

void TabBar::contextMenuEvent(QContextMenuEvent *event)
{
    const int index = event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : tabAt(event->pos());
    if (index >= 0)
        emit menuWanted(index, event->globalPos());
}

} // namespace Views
