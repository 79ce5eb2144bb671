// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QTreeView>

class QMenu;

namespace Views {

class Appearance;

/// The tree of fields. Reads further pages of the array or object whose end comes into sight (QTreeView does so for the top level
/// only). Owned by ValuePane.
class FieldTreeView final : public QTreeView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FieldTreeView)
public:
    explicit FieldTreeView(const Appearance &appearance, QWidget *parent = nullptr);

    void copy() const; ///< the current cell, exactly
    /// What expressions call what is shown: "value" or "key".
    void setRoot(const QString &root) { m_root = root; }

signals:
    void conditionWanted(const QString &condition); ///< filter by this, exclude this
    void columnWanted(const QString &path);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;

private:
    void applyLook();
    void readOn();
    void fillMenu(QMenu *menu, const QModelIndex &index);
    void arrangeColumns();
    const Appearance &m_appearance;
    QString m_root = QStringLiteral("value");
    bool m_isArranging = false;
    bool m_hasOwnWidths = false; ///< the user moved a border
};

} // namespace Views
