// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordview/recordviewaccessible.h"

#include "views/recordview/recordheader.h"
#include "views/recordview/recordview.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QHash>
#include <QPointer>

#include <algorithm>
#include <limits>

namespace Views {

namespace {

using Items::RecordTable;

constexpr int MostCells = 2000; ///< kept for the reader; beyond that, old ones are made anew when asked for

/// One cell of the table, found again by row and column.
class CellInterface final : public QAccessibleInterface, public QAccessibleTableCellInterface
{
public:
    CellInterface(RecordView *view, int row, int column) : m_view(view), m_row(row), m_column(column) {}

    bool isValid() const override { return m_view && m_view->table() && m_row < m_view->table()->rowCount(); }
    QObject *object() const override { return nullptr; }
    QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    QAccessibleInterface *parent() const override { return QAccessible::queryAccessibleInterface(m_view); }
    QAccessibleInterface *child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    QAccessible::Role role() const override { return QAccessible::Cell; }
    void setText(QAccessible::Text, const QString &) override {}
    QString text(QAccessible::Text text) const override
    {
        return text == QAccessible::Name && isValid() ? index().data(Qt::AccessibleTextRole).toString() : QString();
    }
    QRect rect() const override
    {
        const QRect cell = isValid() ? m_view->visualRect(index()) : QRect();
        return cell.isNull() ? cell : QRect(m_view->viewport()->mapToGlobal(cell.topLeft()), cell.size());
    }
    QAccessible::State state() const override
    {
        QAccessible::State state;
        if (!isValid())
            return state;
        state.selectable = state.focusable = true;
        state.selected = isSelected();
        state.focused = m_view->hasFocus() && m_view->currentIndex() == index();
        state.invisible = !m_view->viewport()->rect().intersects(m_view->visualRect(index()));
        return state;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableCellInterface ? static_cast<QAccessibleTableCellInterface *>(this) : nullptr;
    }

    bool isSelected() const override { return isValid() && m_view->selectionModel()->isSelected(index()); }
    QList<QAccessibleInterface *> columnHeaderCells() const override { return {}; }
    QList<QAccessibleInterface *> rowHeaderCells() const override { return {}; }
    int columnIndex() const override { return m_column; }
    int rowIndex() const override { return m_row; }
    int columnExtent() const override { return 1; }
    int rowExtent() const override { return 1; }
    QAccessibleInterface *table() const override { return parent(); }

private:
    QModelIndex index() const { return m_view->table()->index(m_row, m_column); }

    QPointer<RecordView> m_view;
    int m_row;
    int m_column;
};

/// The table. Its children are the cells on the screen; any other cell is reached through cellAt().
class ViewInterface final : public QAccessibleWidget, public QAccessibleTableInterface
{
public:
    explicit ViewInterface(RecordView *view) : QAccessibleWidget(view, QAccessible::Table, view->accessibleName()) {}
    ~ViewInterface() override { forget(); }

    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::TableInterface ? static_cast<QAccessibleTableInterface *>(this) : QAccessibleWidget::interface_cast(type);
    }
    int childCount() const override { return shownRows() * columnCount(); }
    QAccessibleInterface *child(int index) const override
    {
        return index < 0 || index >= childCount() ? nullptr : cellAt(view()->topRow() + index / columnCount(), index % columnCount());
    }
    int indexOfChild(const QAccessibleInterface *child) const override
    {
        const auto *cell = dynamic_cast<const CellInterface *>(child);
        return cell ? (cell->rowIndex() - view()->topRow()) * columnCount() + cell->columnIndex() : -1;
    }
    QAccessibleInterface *childAt(int x, int y) const override
    {
        const QModelIndex index = view()->indexAt(view()->viewport()->mapFromGlobal(QPoint(x, y)));
        return index.isValid() ? cellAt(index.row(), index.column()) : nullptr;
    }
    QAccessibleInterface *focusChild() const override
    {
        const QModelIndex current = view()->currentIndex();
        return current.isValid() ? cellAt(current.row(), current.column()) : nullptr;
    }

    QAccessibleInterface *caption() const override { return nullptr; }
    QAccessibleInterface *summary() const override { return nullptr; }
    QAccessibleInterface *cellAt(int row, int column) const override
    {
        if (row < 0 || row >= rowCount() || column < 0 || column >= columnCount())
            return nullptr;
        const std::pair key(row, column);
        if (const auto known = m_cells.constFind(key); known != m_cells.constEnd())
            return QAccessible::accessibleInterface(*known);
        if (m_cells.size() >= MostCells)
            forget();
        auto *cell = new CellInterface(view(), row, column); // registered below, and deleted with its registration
        m_cells.insert(key, QAccessible::registerAccessibleInterface(cell));
        return cell;
    }
    int selectedCellCount() const override { return int(std::min<qint64>(std::numeric_limits<int>::max(), qint64(selectedRowCount()) * columnCount())); }
    QList<QAccessibleInterface *> selectedCells() const override { return {}; }
    QString columnDescription(int column) const override { return view()->table() ? view()->table()->headerData(column, Qt::Horizontal, Qt::AccessibleTextRole).toString() : QString(); }
    QString rowDescription(int) const override { return {}; }
    int selectedColumnCount() const override { return 0; }
    int selectedRowCount() const override
    {
        qint64 rows = 0;
        for (const auto &[first, last] : view()->selectedRanges())
            rows += qint64(last) - first + 1;
        return int(std::min<qint64>(rows, std::numeric_limits<int>::max()));
    }
    int columnCount() const override { return RecordTable::ColumnCount; }
    int rowCount() const override { return view()->table() ? view()->table()->rowCount() : 0; }
    QList<int> selectedColumns() const override { return {}; }
    QList<int> selectedRows() const override
    {
        QList<int> rows; // a reader names a few; two thousand million are not listed
        for (const auto &[first, last] : view()->selectedRanges())
            for (int row = first; row <= last && rows.size() < MostCells; ++row)
                rows.append(row);
        return rows;
    }
    bool isColumnSelected(int) const override { return false; }
    bool isRowSelected(int row) const override { return row >= 0 && row < rowCount() && view()->selectionModel()->isSelected(view()->table()->index(row, 0)); }
    bool selectRow(int row) override
    {
        view()->selectRow(row);
        return isRowSelected(row);
    }
    bool selectColumn(int) override { return false; }
    bool unselectRow(int row) override
    {
        view()->selectionModel()->select(view()->table()->index(row, 0), QItemSelectionModel::Deselect | QItemSelectionModel::Rows);
        return !isRowSelected(row);
    }
    bool unselectColumn(int) override { return false; }
    void modelChange(QAccessibleTableModelChangeEvent *) override { forget(); }

private:
    RecordView *view() const { return static_cast<RecordView *>(object()); }
    int shownRows() const { return std::clamp(rowCount() - view()->topRow(), 0, view()->visibleRows()); }
    void forget() const
    {
        for (const QAccessible::Id id : std::as_const(m_cells))
            QAccessible::deleteAccessibleInterface(id);
        m_cells.clear();
    }

    mutable QHash<std::pair<int, int>, QAccessible::Id> m_cells;
};

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    auto *view = className == QLatin1String("Views::RecordView") ? qobject_cast<RecordView *>(object) : nullptr;
    return view ? new ViewInterface(view) : nullptr; // Qt owns it
}

} // namespace

void installRecordViewAccessibility()
{
    QAccessible::installFactory(makeInterface); // the same factory again is not added twice
}

} // namespace Views
