// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/fieldtreeview.h"

#include "items/fieldfilter.h"
#include "items/fieldtreemodel.h"
#include "views/appearance.h"
#include "views/icons.h"
#include "views/inspector/inspectordelegate.h"
#include "views/widgets/listheader.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>

namespace Views {

namespace {

constexpr int chevron = 12;

} // namespace

FieldTreeView::FieldTreeView(const Appearance &appearance, QWidget *parent) : QTreeView(parent), m_appearance(appearance)
{
    setFrameShape(QFrame::NoFrame);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setIndentation(14);
    setItemDelegate(new FieldDelegate(appearance, this));
    setAccessibleName(tr("Fields of the value"));
    setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    setHeader(new ListHeader(appearance, this));
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(false);
    header()->setSectionsClickable(false);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &FieldTreeView::readOn);
    connect(this, &QTreeView::expanded, this, &FieldTreeView::readOn);
    connect(header(), &QHeaderView::sectionResized, this, [this] { m_hasOwnWidths = m_hasOwnWidths || (!m_isArranging && QGuiApplication::mouseButtons()); });
    connect(&appearance, &Appearance::changed, this, &FieldTreeView::applyLook);
    applyLook();
}

void FieldTreeView::applyLook()
{
    const int cell = QFontMetrics(m_appearance.fixedFont()).horizontalAdvance(QLatin1Char('0'));
    header()->setMinimumSectionSize(cell * 5);
    doItemsLayout();
}

void FieldTreeView::resizeEvent(QResizeEvent *event)
{
    QTreeView::resizeEvent(event);
    arrangeColumns();
}

/// Shares the width out until the user does.
void FieldTreeView::arrangeColumns()
{
    if (!model() || m_hasOwnWidths)
        return;
    const QScopedValueRollback<bool> arranging(m_isArranging, true);
    header()->setSectionResizeMode(Items::FieldTreeModel::TypeColumn, QHeaderView::Stretch);
    const int width = viewport()->width();
    header()->resizeSection(Items::FieldTreeModel::FieldColumn, width * 33 / 100);
    header()->resizeSection(Items::FieldTreeModel::ValueColumn, width * 46 / 100);
}

void FieldTreeView::readOn()
{
    if (!model())
        return;
    // The end of a list may be in sight with other fields below it, where QTreeView does not look.
    for (QModelIndex i = indexAt(QPoint(0, 0)); i.isValid() && visualRect(i).top() < viewport()->height(); i = indexBelow(i)) {
        const QModelIndex parent = i.parent();
        if (i.row() == model()->rowCount(parent) - 1 && model()->canFetchMore(parent)) {
            model()->fetchMore(parent);
            return;
        }
    }
}

void FieldTreeView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const Theme &t = m_appearance.theme();
    const bool isSelected = selectionModel()->isSelected(index);
    if (isSelected)
        painter->fillRect(rect, t.accentFill);
    if (isSelected && hasFocus())
        painter->fillRect(0, rect.top(), 2, rect.height(), t.accent);
    if (!model()->hasChildren(index))
        return;
    const QString name = isExpanded(index) ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right");
    const QPixmap pixmap = iconPixmap(name, isSelected ? t.onAccentFill : t.text2, chevron, devicePixelRatioF());
    painter->drawPixmap(rect.right() - chevron, rect.top() + (rect.height() - chevron) / 2, pixmap);
}

void FieldTreeView::copy() const
{
    if (currentIndex().isValid())
        QGuiApplication::clipboard()->setText(currentIndex().siblingAtColumn(Items::FieldTreeModel::ValueColumn).data(Items::FieldTreeModel::CopyRole).toString());
}

void FieldTreeView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QTreeView::keyPressEvent(event);
}

void FieldTreeView::fillMenu(QMenu *menu, const QModelIndex &index)
{
    for (const bool exclude : {false, true}) {
        const QString condition = Items::treeCondition(index, m_root, exclude);
        QAction *action = menu->addAction(exclude ? tr("Exclude this") : tr("Filter by this"));
        action->setEnabled(!condition.isEmpty());
        connect(action, &QAction::triggered, this, [this, condition] { emit conditionWanted(condition); });
    }
    const QString path = Items::treePath(index, m_root);
    QAction *column = menu->addAction(tr("Show as column"));
    column->setEnabled(!path.isEmpty());
    connect(column, &QAction::triggered, this, [this, path] { emit columnWanted(path); });
    menu->addSeparator();
    menu->addAction(tr("Copy value"), this, &FieldTreeView::copy);
    connect(menu->addAction(tr("Copy field name")), &QAction::triggered, this, [index] {
        QGuiApplication::clipboard()->setText(index.siblingAtColumn(Items::FieldTreeModel::FieldColumn).data(Items::FieldTreeModel::CopyRole).toString());
    });
    connect(menu->addAction(tr("Copy path")), &QAction::triggered, this, [path] { QGuiApplication::clipboard()->setText(path); });
}

void FieldTreeView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index = currentIndex();
    if (!index.isValid())
        return;
    QMenu menu;
    menu.setObjectName(QStringLiteral("fieldMenu"));
    fillMenu(&menu, index);
    menu.exec(event->globalPos());
}

} // namespace Views
