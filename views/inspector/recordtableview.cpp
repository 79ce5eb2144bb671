// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/recordtableview.h"

#include "views/appearance.h"
#include "views/widgets/listheader.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>

#include <algorithm>

namespace Views {

RecordTableView::RecordTableView(const Appearance &appearance, int copyRole, QWidget *parent)
    : QTableView(parent), m_appearance(appearance), m_copyRole(copyRole)
{
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setAlternatingRowColors(true);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setTabKeyNavigation(false);
    setWordWrap(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setHorizontalHeader(new ListHeader(appearance, this));
    horizontalHeader()->setSectionsMovable(false);
    horizontalHeader()->setSectionsClickable(false);
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this](int column) {
        const bool byUser = !m_fitting && column != 1 && QGuiApplication::mouseButtons() != Qt::NoButton;
        m_hasOwnWidths = m_hasOwnWidths || byUser;
    });
    connect(&appearance, &Appearance::changed, this, &RecordTableView::applyLook);
    applyLook();
}

void RecordTableView::setModel(QAbstractItemModel *model)
{
    QTableView::setModel(model);
    applyLook();
}

void RecordTableView::applyLook()
{
    verticalHeader()->setDefaultSectionSize(m_appearance.rowHeight());
    if (!model())
        return;
    horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch); // the value, in both lists
    m_hasOwnWidths = false;
    fitColumns();
}

/// What the columns usually hold, and less where that would leave the value no room, until the user sets a width.
void RecordTableView::fitColumns()
{
    if (!model() || m_hasOwnWidths)
        return;
    const int cell = QFontMetrics(m_appearance.fixedFont()).horizontalAdvance(QLatin1Char('0'));
    const int room = viewport()->width();
    const QScopedValueRollback<bool> fitting(m_fitting, true);
    for (int column = 0; column < model()->columnCount(); ++column)
        horizontalHeader()->resizeSection(column, column == 0 ? std::min(cell * 28, room * 35 / 100) : std::min(cell * 14, room * 18 / 100));
}

void RecordTableView::resizeEvent(QResizeEvent *event)
{
    fitColumns();
    QTableView::resizeEvent(event);
}

void RecordTableView::copy() const
{
    QModelIndexList rows = selectionModel() ? selectionModel()->selectedRows() : QModelIndexList();
    if (rows.size() <= 1) {
        if (currentIndex().isValid())
            QGuiApplication::clipboard()->setText(currentIndex().data(m_copyRole).toString());
        return;
    }
    std::sort(rows.begin(), rows.end());
    QStringList lines;
    for (const QModelIndex &row : rows) {
        QStringList cells;
        for (int column = 0; column < model()->columnCount(); ++column)
            cells << row.siblingAtColumn(column).data(m_copyRole).toString();
        lines << cells.join(QLatin1Char('\t'));
    }
    QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
}

void RecordTableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QTableView::keyPressEvent(event);
}

void RecordTableView::contextMenuEvent(QContextMenuEvent *event)
{
    if (!currentIndex().isValid())
        return;
    QMenu menu;
    menu.addAction(tr("Copy"), this, &RecordTableView::copy);
    menu.exec(event->globalPos());
}

} // namespace Views
