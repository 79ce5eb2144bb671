// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTableView>

namespace Views {

class Appearance;

/// A short list about one record (headers, details): whole rows, copy by Ctrl+C and menu, columns that keep their width. Owned by
/// Inspector.
class RecordTableView final : public QTableView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RecordTableView)
public:
    /// `copyRole`: the model's role for what is copied.
    RecordTableView(const Appearance &appearance, int copyRole, QWidget *parent = nullptr);
    void setModel(QAbstractItemModel *model) override;
    void copy() const; ///< the current cell; several selected rows: tab separated lines

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void applyLook();
    void fitColumns();
    const Appearance &m_appearance;
    const int m_copyRole;
    bool m_hasOwnWidths = false;
    bool m_fitting = false;
};

} // namespace Views
