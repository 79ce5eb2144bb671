// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordview/recordview.h"

#include "views/appearance.h"
#include "views/recordview/recordheader.h"
#include "views/recordview/recordviewaccessible.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

#include <algorithm>

namespace Views {

using Items::RecordTable;

namespace {

constexpr int StreamPaintMs = 33;

} // namespace

RecordView::RecordView(const Appearance &appearance, QWidget *parent)
    : QAbstractItemView(parent), m_appearance(appearance), m_header(new RecordHeader(appearance, this)), m_painter(appearance, *m_header)
{
    installRecordViewAccessibility();
    setObjectName(QStringLiteral("recordTable"));
    setAccessibleName(tr("Records"));
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    connect(m_header, &QHeaderView::sectionResized, this, [this] {
        updateScrollBars();
        viewport()->update();
    });
    connect(m_header, &QHeaderView::sectionMoved, viewport(), qOverload<>(&QWidget::update));
    connect(m_header, &RecordHeader::columnsChanged, this, &RecordView::columnsChanged);
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, m_header, &QHeaderView::setOffset);
    connect(&appearance, &Appearance::changed, this, &RecordView::applyAppearance);
    m_streamTimer.setInterval(StreamPaintMs);
    connect(&m_streamTimer, &QTimer::timeout, this, [this] {
        m_paintIsDue = m_streamMoved;
        if (m_streamMoved)
            viewport()->update();
        else
            m_streamTimer.stop();
        m_streamMoved = false;
    });
    applyAppearance();
}

RecordView::~RecordView() = default;

void RecordView::applyAppearance()
{
    m_painter.refresh();
    const int before = m_rowHeight;
    m_rowHeight = m_appearance.rowHeight();
    if (m_table && before != m_rowHeight)
        m_header->setDefaultWidths();
    updateGeometries();
    viewport()->update();
}

void RecordView::setModel(QAbstractItemModel *model)
{
    if (m_table)
        disconnect(m_table, &QAbstractItemModel::rowsRemoved, this, &RecordView::noteRowsRemoved);
    m_table = qobject_cast<RecordTable *>(model);
    Q_ASSERT_X(!model || m_table, "RecordView", "takes RecordTable models only");
    QAbstractItemView::setModel(m_table);
    m_header->setModel(m_table);
    m_header->setDefaultWidths();
    if (m_table)
        connect(m_table, &QAbstractItemModel::rowsRemoved, this, &RecordView::noteRowsRemoved);
    updateGeometries();
}

int RecordView::topRow() const
{
    return verticalScrollBar()->value();
}

int RecordView::visibleRows() const
{
    return std::max(1, viewport()->height() / m_rowHeight);
}

int RecordView::rowAt(int y) const
{
    const qint64 row = qint64(topRow()) + (y >= 0 ? y / m_rowHeight : -1);
    return row >= 0 && row < rowCount() ? int(row) : -1;
}

QRect RecordView::rowRect(int row) const
{
    // A row far away still gets a place a few screens off, where int pixels do not overflow.
    constexpr qint64 FarAway = 1 << 24;
    const qint64 y = std::clamp((qint64(row) - topRow()) * m_rowHeight, -FarAway, FarAway);
    return {0, int(y), viewport()->width(), m_rowHeight};
}

QRect RecordView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid() || m_header->isSectionHidden(index.column()))
        return {};
    const QRect row = rowRect(index.row());
    return {m_header->sectionViewportPosition(index.column()), row.top(), m_header->sectionSize(index.column()), row.height()};
}

QModelIndex RecordView::indexAt(const QPoint &point) const
{
    const int row = rowAt(point.y());
    const int column = m_header->logicalIndexAt(point.x());
    return row < 0 || column < 0 ? QModelIndex() : m_table->index(row, column);
}

void RecordView::updateGeometries()
{
    const int height = m_appearance.headerHeight();
    setViewportMargins(0, height, 0, 0);
    const QRect area = viewport()->geometry();
    m_header->setGeometry(area.left(), area.top() - height, area.width(), height);
    m_header->fit(area.width());
    updateScrollBars();
    QAbstractItemView::updateGeometries();
}

void RecordView::updateScrollBars()
{
    const QScopedValueRollback own(m_ownScroll, true);
    const int page = visibleRows();
    verticalScrollBar()->setSingleStep(1);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, rowCount() - page));
    if (m_following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
    horizontalScrollBar()->setSingleStep(20);
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, m_header->length() - viewport()->width()));
}

void RecordView::setFollowing(bool following)
{
    m_following = following;
    if (!following)
        return;
    updateScrollBars();
    viewport()->update();
}

void RecordView::scrollContentsBy(int, int dy)
{
    if (m_ownScroll) {
        updateForStream();
        return;
    }
    viewport()->update();
    if (dy != 0)
        noteScrolled();
}

void RecordView::updateForStream()
{
    if (m_paintIsDue) // and will show this, too
        return;
    m_streamMoved = m_streamTimer.isActive();
    if (m_streamMoved)
        return;
    m_paintIsDue = true;
    viewport()->update();
    m_streamTimer.start();
}

void RecordView::noteScrolled()
{
    const bool atEnd = verticalScrollBar()->value() == verticalScrollBar()->maximum();
    if (atEnd == m_following)
        return;
    m_following = atEnd;
    emit followingChanged(atEnd);
}

void RecordView::scrollToRow(int row)
{
    const int top = topRow();
    const int page = visibleRows();
    if (row < top)
        verticalScrollBar()->setValue(row);
    else if (row >= qint64(top) + page)
        verticalScrollBar()->setValue(row - page + 1);
}

void RecordView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    const int page = visibleRows();
    switch (hint) {
    case EnsureVisible:
        scrollToRow(index.row());
        break;
    case PositionAtTop:
        verticalScrollBar()->setValue(index.row());
        break;
    case PositionAtBottom:
        verticalScrollBar()->setValue(index.row() - page + 1);
        break;
    case PositionAtCenter:
        verticalScrollBar()->setValue(index.row() - page / 2);
        break;
    }
}

void RecordView::reset()
{
    QAbstractItemView::reset();
    m_anchor = QPersistentModelIndex();
    m_hoverRow = -1;
    updateScrollBars();
    viewport()->update();
}

void RecordView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &)
{
    if (bottomRight.row() >= topRow() && topLeft.row() <= qint64(topRow()) + visibleRows())
        viewport()->update();
}

void RecordView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    if (parent.isValid())
        return;
    const int top = topRow();
    const bool isAbove = !m_following && (top > 0 ? start <= top : isInFront(start, end));
    updateScrollBars();
    if (isAbove) { // what is on the screen stays where it is
        const QScopedValueRollback own(m_ownScroll, true);
        verticalScrollBar()->setValue(top + (end - start + 1));
    }
    if (start <= qint64(topRow()) + visibleRows())
        updateForStream();
}

/// Rows that come before the first one: with it on the top of the screen, they stay above. A row for released records stays first.
bool RecordView::isInFront(int start, int end) const
{
    if (!m_keepsFirstRow || rowCount() <= end - start + 1)
        return false;
    return start == 0 || (start == 1 && m_table->index(0, 0).data(RecordTable::KindRole).toInt() == int(Items::RecordCells::Kind::Released));
}

void RecordView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    // The base class would make a neighbour current; a record that is let go must not turn into another one.
    if (!parent.isValid() && currentIndex().isValid() && currentIndex().row() >= start && currentIndex().row() <= end)
        selectionModel()->clearCurrentIndex();
}

void RecordView::noteRowsRemoved(const QModelIndex &, int start, int end)
{
    const int top = topRow();
    const int above = std::clamp(top - start, 0, end - start + 1);
    const QScopedValueRollback own(m_ownScroll, true);
    if (!m_following && above > 0)
        verticalScrollBar()->setValue(top - above);
    updateScrollBars();
    m_hoverRow = -1;
    updateForStream();
}

int RecordView::horizontalOffset() const
{
    return horizontalScrollBar()->value();
}

int RecordView::verticalOffset() const
{
    return verticalScrollBar()->value();
}

bool RecordView::isIndexHidden(const QModelIndex &index) const
{
    return m_header->isSectionHidden(index.column());
}

QRegion RecordView::visualRegionForSelection(const QItemSelection &) const
{
    return viewport()->rect();
}

void RecordView::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event);
    updateGeometries();
}

void RecordView::paintEvent(QPaintEvent *event)
{
    m_paintIsDue = false;
    QPainter painter(viewport());
    const QRect area = event->rect();
    const int rows = rowCount();
    const int top = topRow();
    const int first = top + area.top() / m_rowHeight;
    const int last = int(std::min<qint64>(rows - 1, qint64(top) + area.bottom() / m_rowHeight));
    const QModelIndex current = currentIndex();
    const QItemSelection selection = selectionModel() ? selectionModel()->selection() : QItemSelection();
    for (int row = first; row <= last; ++row) {
        m_table->fill(row, m_cells);
        RecordPainter::RowState state;
        state.isSelected = selection.contains(m_table->index(row, 0));
        state.isCurrent = row == current.row();
        state.isHovered = row == m_hoverRow;
        state.isOdd = row & 1;
        state.focusColumn = state.isCurrent && m_showColumn && hasFocus() ? current.column() : -1;
        m_painter.paintRow(painter, rowRect(row), m_cells, state);
    }
    const int bottom = rows > top ? int(std::min<qint64>((qint64(rows) - top) * m_rowHeight, viewport()->height())) : 0;
    painter.fillRect(QRect(0, bottom, viewport()->width(), viewport()->height() - bottom), m_appearance.theme().base);
}

} // namespace Views
