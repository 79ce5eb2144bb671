// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/recordtable.h"
#include "views/recordview/recordpainter.h"

#include <QAbstractItemView>
#include <QBasicTimer>
#include <QPersistentModelIndex>
#include <QTimer>

namespace Views {

class Appearance;
class RecordHeader;

/// The record table. Rows have one height and no state of their own, and it scrolls in rows, so every operation costs the rows on
/// the screen, whether the model has ten or two thousand million. Takes RecordTable models only. Owned by the record page.
class RecordView final : public QAbstractItemView
{
    Q_OBJECT
public:
    explicit RecordView(const Appearance &appearance, QWidget *parent = nullptr);
    ~RecordView() override;

    void setModel(QAbstractItemModel *model) override;
    Items::RecordTable *table() const { return m_table; }
    RecordHeader *header() const { return m_header; }

    /// Whether the view keeps the last row in sight as rows come.
    bool isFollowing() const { return m_following; }
    void setFollowing(bool following);
    /// Rows that come before the first one leave the screen as it is, also while the first one is on its top. On until set; off
    /// where what is new comes first.
    void setKeepsFirstRow(bool keeps) { m_keepsFirstRow = keeps; }

    int rowHeight() const { return m_rowHeight; }
    int topRow() const;
    int visibleRows() const; ///< that fit whole

    /// Selected rows as ranges, in rising order: never one entry a row.
    std::vector<std::pair<int, int>> selectedRanges() const;
    /// Makes a row current and the only selected one, and shows it.
    void selectRow(int row);
    /// Shows why a gap is there, beside its link; for a released row asks to read again.
    void followLink(int row);

    QRect visualRect(const QModelIndex &index) const override;
    void scrollTo(const QModelIndex &index, ScrollHint hint = EnsureVisible) override;
    QModelIndex indexAt(const QPoint &point) const override;
    void reset() override;
    void selectAll() override;

signals:
    void followingChanged(bool following); ///< by the user: scrolled up, or back to the end
    void pauseToggleRequested();           ///< Space
    void endRequested();                   ///< the End key
    void readAgainRequested();
    void copyRequested();
    void currentRowChanged(int row);       ///< −1: none
    void columnsChanged();

protected:
    void updateGeometries() override;
    int horizontalOffset() const override;
    int verticalOffset() const override;
    bool isIndexHidden(const QModelIndex &index) const override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command) override;
    QRegion visualRegionForSelection(const QItemSelection &selection) const override;
    void scrollContentsBy(int dx, int dy) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight, const QList<int> &roles) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end) override;

    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    int rowCount() const { return m_table ? m_table->rowCount() : 0; }
    int rowAt(int y) const;
    bool isInFront(int start, int end) const;
    QRect rowRect(int row) const;
    void updateScrollBars();
    void scrollToRow(int row);
    void applyAppearance();
    void noteRowsRemoved(const QModelIndex &parent, int start, int end);
    void noteScrolled();
    /// Repaints, but not sooner after the time before than the eye can follow: for rows that stream by. What the user does is
    /// painted at once.
    void updateForStream();
    void hover(int row);

    enum class Pick { Alone, Toggle, Extend };
    void pick(int row, int column, Pick pick);
    bool moveByKey(QKeyEvent *event);
    void moveColumn(int step);
    bool linkAt(const QPoint &point) const;
    void showTip();
    QString tipText(int row, int column) const;

    const Appearance &m_appearance;
    RecordHeader *m_header;
    Items::RecordTable *m_table = nullptr;
    RecordPainter m_painter;
    mutable Items::RecordCells m_cells; ///< filled again for each row painted
    int m_rowHeight = 21;
    bool m_following = false;
    bool m_keepsFirstRow = true;
    bool m_ownScroll = false; ///< the scroll bar moves by our hand, not the user's
    bool m_showColumn = false;
    int m_hoverRow = -1;
    QPersistentModelIndex m_anchor; ///< where a range selection starts
    QTimer m_streamTimer;          ///< runs while rows stream by
    bool m_streamMoved = false;    ///< the screen shows what was there at the timer's last tick
    bool m_paintIsDue = false;     ///< asked for by the stream, not yet done
    QBasicTimer m_tipTimer;
    QBasicTimer m_dragTimer;
    QPoint m_mouse;
};

} // namespace Views
