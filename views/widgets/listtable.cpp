// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/widgets/listtable.h"

#include "items/itemroles.h"
#include "views/appearance.h"
#include "views/widgets/celldelegate.h"
#include "views/widgets/listheader.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>

namespace Views {

ListTable::ListTable(const Appearance &appearance, const QString &accessibleName, QWidget *parent)
    : QTreeView(parent), m_appearance(appearance), m_delegate(new CellDelegate(appearance, this))
{
    setAccessibleName(accessibleName);
    setItemDelegate(m_delegate);
    setHeader(new ListHeader(appearance, this));
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setItemsExpandable(false);
    setExpandsOnDoubleClick(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerItem);
    setHorizontalScrollMode(ScrollPerPixel);
    setTextElideMode(Qt::ElideRight);
    header()->setAccessibleName(tr("Columns of %1").arg(accessibleName));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ListTable::visibleRowsChanged);
    connect(&appearance, &Appearance::changed, this, &ListTable::applyMeasures);
}

void ListTable::setModel(QAbstractItemModel *model)
{
    QTreeView::setModel(model);
    if (!model)
        return;
    connect(model, &QAbstractItemModel::rowsInserted, this, &ListTable::visibleRowsChanged);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &ListTable::visibleRowsChanged);
    connect(model, &QAbstractItemModel::layoutChanged, this, &ListTable::visibleRowsChanged);
}

void ListTable::setExtraRowHeight(int pixels)
{
    m_delegate->setExtraHeight(pixels);
    scheduleDelayedItemsLayout();
}

void ListTable::setColumnWidths(const QList<int> &characters, int stretched)
{
    m_widths = characters;
    m_stretched = stretched;
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(QHeaderView::Interactive);
    connect(header(), &QHeaderView::sectionResized, this, [this] { m_userSized = m_userSized || !m_fitting; });
    applyMeasures();
}

void ListTable::applyMeasures()
{
    header()->setMinimumSectionSize(QFontMetrics(m_appearance.uiFont()).averageCharWidth() * 4);
    fitColumns();
    scheduleDelayedItemsLayout();
}

/// Every column gets what it wants, the stretched one the rest. Where that is not there, all give way alike, to six tenths;
/// after that the table scrolls. Once the user has set a width, widths are his.
void ListTable::fitColumns()
{
    if (m_userSized || m_widths.isEmpty())
        return;
    const int character = QFontMetrics(m_appearance.uiFont()).averageCharWidth();
    const auto wanted = [this, character](int column) { return header()->isSectionHidden(column) ? 0 : m_widths[column] * character + 16; };
    int total = 0;
    for (int i = 0; i < m_widths.size(); ++i)
        total += wanted(i);
    const int room = viewport()->width();
    const double factor = std::clamp(total > 0 ? double(room) / total : 1.0, 0.6, 1.0);
    m_fitting = true;
    int taken = 0;
    for (int i = 0; i < m_widths.size(); ++i) {
        if (i == m_stretched || header()->isSectionHidden(i))
            continue;
        header()->resizeSection(i, int(wanted(i) * factor));
        taken += header()->sectionSize(i);
    }
    header()->resizeSection(m_stretched, std::max(int(wanted(m_stretched) * factor), room - taken));
    m_fitting = false;
}

void ListTable::setColumnShown(int column, bool shown)
{
    if (header()->isSectionHidden(column) != shown)
        return;
    m_fitting = true; // not a width the user chose
    header()->setSectionHidden(column, !shown);
    m_fitting = false;
    fitColumns();
}

void ListTable::makeSortable(int column, Qt::SortOrder order)
{
    header()->setSortIndicator(column, order);
    setSortingEnabled(true);
}

void ListTable::copySelection() const
{
    QModelIndexList rows = selectionModel() ? selectionModel()->selectedRows() : QModelIndexList();
    if (rows.isEmpty())
        return;
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    QStringList lines;
    for (const QModelIndex &row : std::as_const(rows)) {
        QStringList cells;
        for (int visual = 0; visual < header()->count(); ++visual) {
            const int column = header()->logicalIndex(visual);
            if (!header()->isSectionHidden(column))
                cells.append(row.siblingAtColumn(column).data(Items::CopyRole).toString());
        }
        lines.append(cells.join(u'\t'));
    }
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

void ListTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        emit opened(currentIndex(), event->modifiers().testFlag(Qt::ControlModifier));
        return;
    }
    QTreeView::keyPressEvent(event);
}

void ListTable::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::LeftButton && index.isValid())
        emit opened(index, event->modifiers().testFlag(Qt::ControlModifier));
}

void ListTable::mouseReleaseEvent(QMouseEvent *event)
{
    const QModelIndex index = indexAt(event->position().toPoint());
    if (event->button() == Qt::MiddleButton && index.isValid())
        emit opened(index, true);
    const int inCell = event->position().toPoint().x() - visualRect(index).left();
    if (event->button() == Qt::LeftButton && index.isValid() && index.column() == 0 && inCell >= 0 && inCell < CellDelegate::iconEnd
        && event->modifiers() == Qt::NoModifier)
        emit iconClicked(index);
    QTreeView::mouseReleaseEvent(event);
}

void ListTable::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    fitColumns();
    emit visibleRowsChanged();
}

void ListTable::focusInEvent(QFocusEvent *event)
{
    QTreeView::focusInEvent(event);
    if (!currentIndex().isValid() && model() && model()->rowCount() > 0)
        selectionModel()->setCurrentIndex(model()->index(0, 0), QItemSelectionModel::NoUpdate);
    viewport()->update();
}

void ListTable::focusOutEvent(QFocusEvent *event)
{
    QTreeView::focusOutEvent(event);
    viewport()->update();
}

} // namespace Views
