// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// Mouse, keyboard, selection and tooltips of RecordView. Nothing of the base class's is used for them: it goes through pixel
// rectangles, which a row two thousand million rows away does not have, and searches the whole model for a typed letter.

#include "views/recordview/recordview.h"

#include "views/recordview/recordheader.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

#include <algorithm>

namespace Views {

using Items::RecordTable;

namespace {

constexpr int TipDelayMs = 400;
constexpr int TipLineLength = 100;
constexpr int DragScrollMs = 40;

/// Broker text must not become markup, and JSON without blanks must not become a line as wide as three screens.
QString tipMarkup(const QString &text)
{
    QString lines;
    int length = 0;
    for (const QChar c : text) {
        if (c == u'\n')
            length = 0;
        else if (++length > TipLineLength && (c == u' ' || length > TipLineLength + 20)) {
            lines += u'\n';
            length = 0;
        }
        lines += c;
    }
    return QStringLiteral("<p style=\"white-space:pre\">") + lines.toHtmlEscaped() + QStringLiteral("</p>");
}

} // namespace

void RecordView::pick(int row, int column, Pick pick)
{
    const QModelIndex index = m_table->index(row, column);
    const auto rows = QItemSelectionModel::Rows;
    switch (pick) {
    case Pick::Alone:
        m_anchor = index;
        selectionModel()->select(index, QItemSelectionModel::ClearAndSelect | rows);
        break;
    case Pick::Toggle:
        m_anchor = index;
        selectionModel()->select(index, QItemSelectionModel::Toggle | rows);
        break;
    case Pick::Extend: {
        if (!m_anchor.isValid())
            m_anchor = currentIndex().isValid() ? QPersistentModelIndex(currentIndex()) : QPersistentModelIndex(index);
        const auto [low, high] = std::minmax({m_anchor.row(), row}); // a list: the other form refers to arguments that are gone
        selectionModel()->select(QItemSelection(m_table->index(low, 0), m_table->index(high, 0)), QItemSelectionModel::ClearAndSelect | rows);
        break;
    }
    }
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
}

void RecordView::selectRow(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    pick(row, currentIndex().isValid() ? currentIndex().column() : 0, Pick::Alone);
    scrollToRow(row);
}

void RecordView::selectAll()
{
    if (rowCount() > 0)
        selectionModel()->select(QItemSelection(m_table->index(0, 0), m_table->index(rowCount() - 1, 0)), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void RecordView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    const int first = rowAt(std::max(0, rect.top()));
    const int last = rowAt(std::min(rect.bottom(), viewport()->height() - 1));
    if (first >= 0)
        selectionModel()->select(QItemSelection(m_table->index(first, 0), m_table->index(last < 0 ? rowCount() - 1 : last, 0)), command | QItemSelectionModel::Rows);
}

std::vector<std::pair<int, int>> RecordView::selectedRanges() const
{
    std::vector<std::pair<int, int>> ranges;
    if (!selectionModel())
        return ranges;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        ranges.emplace_back(range.top(), range.bottom());
    std::sort(ranges.begin(), ranges.end());
    ranges.erase(std::unique(ranges.begin(), ranges.end()), ranges.end());
    return ranges;
}

void RecordView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    viewport()->update();
    if (current.isValid() && hasFocus() && QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild((current.row() - topRow()) * Items::RecordTable::ColumnCount + current.column());
        QAccessible::updateAccessibility(&event);
    }
    if (current.row() != previous.row() || current.isValid() != previous.isValid())
        emit currentRowChanged(current.isValid() ? current.row() : -1);
}

QModelIndex RecordView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int rows = rowCount();
    if (rows == 0)
        return {};
    const QModelIndex current = currentIndex();
    qint64 row = current.isValid() ? current.row() : topRow();
    switch (action) {
    case MoveUp:
    case MovePrevious:
        row -= current.isValid() ? 1 : 0;
        break;
    case MoveDown:
    case MoveNext:
        row += current.isValid() ? 1 : 0;
        break;
    case MovePageUp:
        row -= visibleRows() - 1;
        break;
    case MovePageDown:
        row += visibleRows() - 1;
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = rows - 1;
        break;
    default:
        break;
    }
    return m_table->index(int(std::clamp<qint64>(row, 0, rows - 1)), current.isValid() ? current.column() : 0);
}

bool RecordView::moveByKey(QKeyEvent *event)
{
    CursorAction action = MoveNext;
    switch (event->key()) {
    case Qt::Key_Up:
        action = MoveUp;
        break;
    case Qt::Key_Down:
        action = MoveDown;
        break;
    case Qt::Key_PageUp:
        action = MovePageUp;
        break;
    case Qt::Key_PageDown:
        action = MovePageDown;
        break;
    case Qt::Key_Home:
        action = MoveHome;
        break;
    case Qt::Key_End:
        action = MoveEnd;
        break;
    default:
        return false;
    }
    if (event->modifiers() & Qt::AltModifier)
        return false;
    const QModelIndex next = moveCursor(action, event->modifiers());
    if (!next.isValid())
        return true;
    if (event->modifiers() & Qt::ControlModifier && !(event->modifiers() & Qt::ShiftModifier) && action != MoveHome && action != MoveEnd)
        selectionModel()->setCurrentIndex(next, QItemSelectionModel::NoUpdate);
    else
        pick(next.row(), next.column(), event->modifiers() & Qt::ShiftModifier ? Pick::Extend : Pick::Alone);
    scrollToRow(next.row());
    if (action == MoveEnd)
        emit endRequested();
    return true;
}

void RecordView::moveColumn(int step)
{
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return;
    int visual = m_header->visualIndex(current.column()) + step;
    while (visual >= 0 && visual < m_header->count() && m_header->isSectionHidden(m_header->logicalIndex(visual)))
        visual += step;
    if (visual < 0 || visual >= m_header->count())
        return;
    m_showColumn = true;
    const QModelIndex next = m_table->index(current.row(), m_header->logicalIndex(visual));
    selectionModel()->setCurrentIndex(next, QItemSelectionModel::NoUpdate);
    const QRect cell = visualRect(next);
    if (cell.left() < 0)
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + cell.left());
    else if (cell.right() > viewport()->width())
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() + std::min(cell.left(), cell.right() - viewport()->width()));
    viewport()->update();
}

void RecordView::keyPressEvent(QKeyEvent *event)
{
    if (!m_table || !selectionModel()) {
        event->ignore();
        return;
    }
    if (moveByKey(event))
        return;
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    const QModelIndex current = currentIndex();
    if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if (event->matches(QKeySequence::Copy))
        emit copyRequested();
    else if (plain && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right))
        moveColumn(event->key() == Qt::Key_Left ? -1 : 1);
    else if (plain && event->key() == Qt::Key_Space)
        emit pauseToggleRequested();
    else if (event->key() == Qt::Key_Space && event->modifiers() == Qt::ControlModifier && current.isValid())
        pick(current.row(), current.column(), Pick::Toggle);
    else if (plain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && current.isValid()) {
        const auto kind = Items::RecordCells::Kind(current.data(RecordTable::KindRole).toInt());
        if (kind == Items::RecordCells::Kind::Record)
            emit activated(current);
        else
            followLink(current.row());
    } else
        event->ignore();
}

bool RecordView::linkAt(const QPoint &point) const
{
    const int row = rowAt(point.y());
    if (row < 0)
        return false;
    m_table->fill(row, m_cells);
    return m_painter.linkRect(rowRect(row), m_cells).contains(point);
}

void RecordView::followLink(int row)
{
    m_table->fill(row, m_cells);
    const QRect link = m_painter.linkRect(rowRect(row), m_cells);
    if (m_cells.kind == Items::RecordCells::Kind::Released) {
        emit readAgainRequested();
        return;
    }
    const QString text = m_table->explanation(row);
    if (!text.isEmpty())
        QToolTip::showText(viewport()->mapToGlobal(QPoint(link.left(), link.bottom())), tipMarkup(text), viewport(), rowRect(row), 60'000);
}

void RecordView::mousePressEvent(QMouseEvent *event)
{
    m_tipTimer.stop();
    const QModelIndex index = m_table ? indexAt(event->position().toPoint()) : QModelIndex();
    if (!index.isValid())
        return;
    const bool showedColumn = std::exchange(m_showColumn, false);
    if (event->button() == Qt::RightButton) {
        if (!selectionModel()->isSelected(index))
            pick(index.row(), index.column(), Pick::Alone);
        else
            selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    if (event->modifiers() & Qt::ShiftModifier)
        pick(index.row(), index.column(), Pick::Extend);
    else
        pick(index.row(), index.column(), event->modifiers() & Qt::ControlModifier ? Pick::Toggle : Pick::Alone);
    if (showedColumn)
        viewport()->update();
    emit pressed(index);
}

void RecordView::mouseMoveEvent(QMouseEvent *event)
{
    m_mouse = event->position().toPoint();
    hover(viewport()->rect().contains(m_mouse) ? rowAt(m_mouse.y()) : -1);
    if (!m_table)
        return;
    if (!(event->buttons() & Qt::LeftButton)) {
        m_tipTimer.start(TipDelayMs, this);
        viewport()->setCursor(linkAt(m_mouse) ? Qt::PointingHandCursor : Qt::ArrowCursor);
        return;
    }
    const int row = rowAt(std::clamp(m_mouse.y(), 0, std::max(0, viewport()->height() - 1)));
    if (row >= 0 && m_anchor.isValid() && row != currentIndex().row())
        pick(row, currentIndex().column(), Pick::Extend);
    const bool outside = m_mouse.y() < 0 || m_mouse.y() >= viewport()->height();
    if (outside && !m_dragTimer.isActive())
        m_dragTimer.start(DragScrollMs, this);
    else if (!outside)
        m_dragTimer.stop();
}

void RecordView::mouseReleaseEvent(QMouseEvent *event)
{
    m_dragTimer.stop();
    const QModelIndex index = m_table ? indexAt(event->position().toPoint()) : QModelIndex();
    if (event->button() != Qt::LeftButton || !index.isValid())
        return;
    if (linkAt(event->position().toPoint()) && event->modifiers() == Qt::NoModifier)
        followLink(index.row()); // on release: a pressed button takes tooltips away
    emit clicked(index);
}

void RecordView::focusInEvent(QFocusEvent *event)
{
    // The base class would make the first row current, and the inspector would open a record nobody chose.
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void RecordView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = m_table ? indexAt(event->position().toPoint()) : QModelIndex();
    if (event->button() != Qt::LeftButton || !index.isValid() || linkAt(event->position().toPoint()))
        return;
    pick(index.row(), index.column(), Pick::Alone);
    emit activated(index);
}

void RecordView::hover(int row)
{
    if (row == m_hoverRow)
        return;
    for (const int changed : {m_hoverRow, row})
        if (changed >= 0)
            viewport()->update(m_streamMoved ? viewport()->rect() : rowRect(changed)); // no new row among old ones
    m_hoverRow = row;
}

void RecordView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() == m_tipTimer.timerId()) {
        m_tipTimer.stop();
        showTip();
    } else if (event->timerId() == m_dragTimer.timerId()) {
        const int step = m_mouse.y() < 0 ? (m_mouse.y() / m_rowHeight) - 1 : (m_mouse.y() - viewport()->height()) / m_rowHeight + 1;
        verticalScrollBar()->setValue(int(std::clamp<qint64>(qint64(topRow()) + step, 0, verticalScrollBar()->maximum())));
        const int row = rowAt(m_mouse.y() < 0 ? 0 : viewport()->height() - 1);
        if (row >= 0)
            pick(row, currentIndex().column(), Pick::Extend);
    } else
        QAbstractItemView::timerEvent(event);
}

bool RecordView::viewportEvent(QEvent *event)
{
    switch (event->type()) {
    case QEvent::Leave:
        hover(-1);
        m_tipTimer.stop();
        return QAbstractScrollArea::viewportEvent(event);
    case QEvent::HoverEnter: // hovering is kept here; the base class would ask the delegate about every cell
    case QEvent::HoverMove:
    case QEvent::HoverLeave:
    case QEvent::ToolTip:
        return true;
    default:
        return QAbstractItemView::viewportEvent(event);
    }
}

QString RecordView::tipText(int row, int column) const
{
    if (linkAt(m_mouse) || QModelIndex(m_table->index(row, column)).data(RecordTable::KindRole).toInt() != int(Items::RecordCells::Kind::Record))
        return m_table->explanation(row);
    return m_table->fullText(row, column);
}

void RecordView::showTip()
{
    const QModelIndex index = indexAt(m_mouse);
    if (!index.isValid() || !underMouse() || QApplication::mouseButtons() != Qt::NoButton)
        return;
    const QString text = tipText(index.row(), index.column());
    if (!text.isEmpty())
        QToolTip::showText(viewport()->mapToGlobal(m_mouse + QPoint(2, 16)), tipMarkup(text), viewport(), visualRect(index), 30'000);
}

} // namespace Views
