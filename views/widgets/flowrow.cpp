// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/flowrow.h"

#include <QWidget>

#include <algorithm>

namespace Views {

FlowRow::FlowRow(QWidget *parent) : QLayout(parent) {}

FlowRow::~FlowRow()
{
    for (const Item &entry : std::as_const(m_items))
        delete entry.item;
}

void FlowRow::addItem(QLayoutItem *item)
{
    m_items.append({item, m_addsRight});
}

void FlowRow::addRight(QWidget *widget)
{
    m_addsRight = true;
    addWidget(widget);
    m_addsRight = false;
}

QLayoutItem *FlowRow::itemAt(int index) const
{
    return index >= 0 && index < m_items.size() ? m_items[index].item : nullptr;
}

QLayoutItem *FlowRow::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index).item : nullptr;
}

QSize FlowRow::sizeHint() const
{
    int width = 0;
    for (const Item &entry : m_items) {
        if (!entry.item->isEmpty())
            width += entry.item->sizeHint().width() + std::max(0, spacing());
    }
    const QMargins margins = contentsMargins();
    width += margins.left() + margins.right();
    return {width, heightForWidth(width)};
}

QSize FlowRow::minimumSize() const
{
    QSize size;
    for (const Item &entry : m_items) {
        if (!entry.item->isEmpty())
            size = size.expandedTo(entry.item->minimumSize());
    }
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

void FlowRow::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    place(rect, true);
    // Splitters and parents without height for width would give a second line no room.
    if (QWidget *owner = parentWidget(); owner && owner->layout() == this && owner->minimumHeight() != heightForWidth(rect.width()))
        owner->setMinimumHeight(heightForWidth(rect.width()));
}

int FlowRow::placeLine(const QList<Item> &line, const QRect &area, int top, bool apply) const
{
    int height = m_rowHeight;
    int rightWidth = 0;
    for (const Item &entry : line) {
        height = std::max(height, entry.item->sizeHint().height());
        if (entry.isRight)
            rightWidth += entry.item->sizeHint().width() + spacing();
    }
    int left = area.left();
    int right = std::max(left, area.right() + 1 - rightWidth + spacing());
    for (const Item &entry : line) {
        const QSize size(std::min(entry.item->sizeHint().width(), area.width()), entry.item->sizeHint().height());
        int &x = entry.isRight ? right : left;
        if (apply)
            entry.item->setGeometry(QRect(QPoint(x, top + (height - size.height()) / 2), size));
        x += size.width() + spacing();
    }
    return height;
}

int FlowRow::place(const QRect &rect, bool apply) const
{
    const QMargins margins = contentsMargins();
    const QRect area = rect.marginsRemoved(margins);
    int top = area.top();
    int used = 0;
    QList<Item> line;
    for (const Item &entry : m_items) {
        if (entry.item->isEmpty())
            continue;
        const int width = entry.item->sizeHint().width();
        if (!line.isEmpty() && used + width > area.width()) {
            top += placeLine(line, area, top, apply) + spacing();
            line.clear();
            used = 0;
        }
        line.append(entry);
        used += width + spacing();
    }
    if (!line.isEmpty())
        top += placeLine(line, area, top, apply);
    return top - area.top() + margins.top() + margins.bottom();
}

} // namespace Views
