// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/replaypage/dragdots.h"

#include "views/appearance.h"

#include <QMouseEvent>
#include <QPainter>

namespace Views {

DragDots::DragDots(const Appearance &appearance, QWidget *parent) : QWidget(parent), m_appearance(appearance)
{
    setObjectName(QStringLiteral("stepHandle"));
    setCursor(Qt::OpenHandCursor);
    setToolTip(tr("Drag to another place (Alt+Up, Alt+Down)"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
}

void DragDots::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    constexpr int step = 4;
    const int left = width() / 2 - step + 1;
    const int top = height() / 2 - step - 1;
    for (int row = 0; row < 3; ++row)
        for (int column = 0; column < 2; ++column)
            painter.fillRect(left + column * step, top + row * step, 2, 2, m_appearance.theme().text3);
}

void DragDots::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        setCursor(Qt::ClosedHandCursor);
}

void DragDots::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton)
        emit dragged(event->globalPosition().toPoint().y());
}

void DragDots::mouseReleaseEvent(QMouseEvent *)
{
    setCursor(Qt::OpenHandCursor);
    emit dropped();
}

} // namespace Views
