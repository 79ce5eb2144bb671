// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/recordtable.h"
#include "views/recordview/gridtext.h"
#include "views/theme.h"

#include <QFont>
#include <QFontMetrics>

class QPainter;

namespace Views {

class Appearance;

/// Fonts and measures for painting rows, made once for each look instead of once a cell.
struct CellFonts
{
    explicit CellFonts(const Appearance &appearance);
    QFont fixed;
    QFont small;  ///< labels, gap texts
    QFont chip;   ///< in chips
    QFont italic; ///< remarks of the program's own
    QFontMetrics fixedMetrics;
    QFontMetrics smallMetrics;
    QFontMetrics chipMetrics;
    QFontMetrics italicMetrics;
    GridText grid; ///< ASCII in `fixed`
};

/// Ink on the row: on a selected one, second-rank tokens become onAccentFill (ui.md §2).
struct CellInk
{
    const Theme &theme;
    bool isSelected = false;
    QColor text() const { return isSelected ? theme.onAccentFill : theme.text; }
    QColor second() const { return isSelected ? theme.onAccentFill : theme.text2; }
    QColor third() const { return isSelected ? theme.onAccentFill : theme.text3; }
    QColor syntax(Items::Syntax syntax) const;
};

/// The bar of a partition, notched from 8 on, and its number.
void paintPartition(QPainter &painter, const QRect &cell, int partition, const CellInk &ink, const CellFonts &fonts);

/// Dashed chip such as `null`; returns its right edge.
int paintChip(QPainter &painter, const QRect &cell, const QString &word, const QColor &color, bool isFilled, const CellFonts &fonts);

/// One line of text, cut with "…" at the cell's edge.
void paintText(QPainter &painter, const QRect &cell, const QString &text, const QFont &font, const QFontMetrics &metrics,
               const QColor &color, Qt::Alignment alignment = Qt::AlignLeft);

/// The same in the fixed font: ASCII that fits is not laid out, which is much faster.
void paintFixed(QPainter &painter, const QRect &cell, const QString &text, const CellFonts &fonts, const QColor &color,
                Qt::Alignment alignment = Qt::AlignLeft);

/// A key or value: text in its colours, or the chip that says what is there instead.
void paintPreview(QPainter &painter, const QRect &cell, const Items::PreviewCell &preview, const CellInk &ink, const CellFonts &fonts);

/// Offsets without a record right before this one: a violet mark at the cell's left edge, and how many where there is room beside
/// the offset.
void paintMissingMark(QPainter &painter, const QRect &cell, quint64 missing, const CellInk &ink, const CellFonts &fonts, const QString &offsetText);

/// The diagonal lines of offsets that hold no shown record.
void paintHatch(QPainter &painter, const QRect &area, const QColor &color);

} // namespace Views
