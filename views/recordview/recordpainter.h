// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "views/recordview/cellpaint.h"

#include <QRect>

#include <memory>

class QHeaderView;
class QPainter;

namespace Views {

class Appearance;

/// Draws the rows of a RecordView. Owned by the view; GUI thread.
class RecordPainter final
{
public:
    struct RowState
    {
        bool isSelected = false;
        bool isCurrent = false;
        bool isHovered = false;
        bool isOdd = false;
        int focusColumn = -1; ///< cell the keyboard is on; −1: none to be shown
    };

    RecordPainter(const Appearance &appearance, const QHeaderView &columns);

    /// Fonts and theme have changed.
    void refresh();
    const CellFonts &fonts() const { return *m_fonts; }

    void paintRow(QPainter &painter, const QRect &row, const Items::RecordCells &cells, const RowState &state) const;
    /// Where the link of a gap row is; null: the row has none.
    QRect linkRect(const QRect &row, const Items::RecordCells &cells) const;

private:
    void paintRecord(QPainter &painter, const QRect &row, const Items::RecordCells &cells, const CellInk &ink) const;
    void paintCell(QPainter &painter, const QRect &cell, int column, const Items::RecordCells &cells, const CellInk &ink) const;
    void paintOwnColumn(QPainter &painter, const QRect &cell, int column, const Items::RecordCells &cells, const CellInk &ink) const;
    void paintGap(QPainter &painter, const QRect &row, const Items::RecordCells &cells, const CellInk &ink) const;
    QRect cellRect(const QRect &row, int column) const;
    QRect gapTextRect(const QRect &row, const Items::RecordCells &cells) const;
    QString gapWords(const Items::RecordCells &cells) const;
    bool showsChip(const Items::RecordCells &cells) const;

    const Appearance &m_appearance;
    const QHeaderView &m_columns;
    std::unique_ptr<const CellFonts> m_fonts;
};

} // namespace Views
