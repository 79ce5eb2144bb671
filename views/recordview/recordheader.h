// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/widgets/listheader.h"

class QMenu;

namespace Items {
class RecordTable;
}

namespace Views {

class Appearance;

/// The columns of a RecordView: shown, hidden, moved, resized. The value column takes the room the others leave until the user
/// gives it a width of its own. Owned by its view.
class RecordHeader final : public ListHeader
{
    Q_OBJECT
public:
    RecordHeader(const Appearance &appearance, QWidget *parent);

    /// Widths that fit what the columns usually hold.
    void setDefaultWidths();
    /// Gives the value column the rest of `viewportWidth`.
    void fit(int viewportWidth);

    QByteArray columnState() const;
    /// False and unchanged when it is not of this program.
    bool restoreColumnState(const QByteArray &state);

    /// An entry with a check mark for each column, and one that brings everything back.
    void fillMenu(QMenu *menu);
    /// Refuses to hide the last one.
    void setColumnShown(int column, bool shown);

signals:
    void columnsChanged(); ///< by the user: hidden, shown, moved or resized
    void sortAsked(int column);
    void pathRemovalAsked(const QString &path);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    const Items::RecordTable *table() const;
    void noteCount(int oldCount, int newCount);
    void placeTopic();
    void noteResize(int column, int oldSize, int newSize);
    int defaultWidth(int column) const;
    int roomLeft() const;

    const Appearance &m_appearance;
    int m_viewportWidth = 0;
    bool m_valueFollows = true;
    bool m_fitting = false;
};

} // namespace Views
