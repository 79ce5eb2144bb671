// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTreeView>

namespace Views {

class Appearance;
class CellDelegate;

/// A table of up to some 100,000 rows (topics, partitions, brokers, connections). Rows are selected whole; Enter or a double click
/// opens; Ctrl+C copies the selected rows, columns by tabs, numbers ungrouped.
class ListTable final : public QTreeView
{
    Q_OBJECT
public:
    ListTable(const Appearance &appearance, const QString &accessibleName, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    /// Pixels over the normal row height; such tables have lines instead of stripes.
    void setExtraRowHeight(int pixels);
    /// Column widths in average characters; `stretched` takes what is left.
    void setColumnWidths(const QList<int> &characters, int stretched);
    /// Hides or shows a column; the others share the width anew.
    void setColumnShown(int column, bool shown);
    void makeSortable(int column, Qt::SortOrder order);
    void copySelection() const;

signals:
    void opened(const QModelIndex &index, bool inNewTab);
    void iconClicked(const QModelIndex &index); ///< the icon of a row's first column
    void visibleRowsChanged(); ///< scrolled, resized, or rows came and went

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void applyMeasures();
    void fitColumns();
    const Appearance &m_appearance;
    CellDelegate *m_delegate;
    QList<int> m_widths;
    int m_stretched = 0;
    bool m_fitting = false;
    bool m_userSized = false;
};

} // namespace Views
