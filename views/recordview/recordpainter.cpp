// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordview/recordpainter.h"

#include "views/appearance.h"

#include <QCoreApplication>
#include <QHeaderView>
#include <QPainter>

namespace Views {

namespace {

using Items::RecordCells;
using Items::RecordTable;

constexpr int CellPadding = 8;
constexpr int LinkGap = 14;
constexpr int CurrentBar = 2;

QString linkText(const RecordCells &cells)
{
    switch (cells.kind) {
    case RecordCells::Kind::Gap:
        return QCoreApplication::translate("RecordView", "Why?");
    case RecordCells::Kind::Released:
        return QCoreApplication::translate("RecordView", "Read again");
    default:
        return {};
    }
}

} // namespace

RecordPainter::RecordPainter(const Appearance &appearance, const QHeaderView &columns)
    : m_appearance(appearance), m_columns(columns), m_fonts(std::make_unique<CellFonts>(appearance))
{
}

void RecordPainter::refresh()
{
    m_fonts = std::make_unique<CellFonts>(m_appearance);
}

QRect RecordPainter::cellRect(const QRect &row, int column) const
{
    return {m_columns.sectionViewportPosition(column), row.top(), m_columns.sectionSize(column), row.height()};
}

void RecordPainter::paintRow(QPainter &painter, const QRect &row, const RecordCells &cells, const RowState &state) const
{
    const Theme &theme = m_appearance.theme();
    painter.fillRect(row, state.isSelected ? theme.accentFill : state.isHovered ? theme.hover : state.isOdd ? theme.altBase : theme.base);
    const CellInk ink{theme, state.isSelected};
    if (cells.kind == RecordCells::Kind::Record)
        paintRecord(painter, row, cells, ink);
    else
        paintGap(painter, row, cells, ink);
    if (state.focusColumn >= 0) {
        painter.setPen(theme.accent);
        painter.drawRect(cellRect(row, state.focusColumn).adjusted(0, 0, -1, -1));
    }
    if (state.isCurrent)
        painter.fillRect(QRect(row.left(), row.top(), CurrentBar, row.height()), theme.accent);
}

void RecordPainter::paintRecord(QPainter &painter, const QRect &row, const RecordCells &cells, const CellInk &ink) const
{
    for (int visual = 0; visual < m_columns.count(); ++visual) {
        const int column = m_columns.logicalIndex(visual);
        if (m_columns.isSectionHidden(column))
            continue;
        const QRect cell = cellRect(row, column);
        if (cell.right() < row.left() || cell.left() > row.right())
            continue;
        painter.setClipRect(cell);
        paintCell(painter, cell.adjusted(CellPadding, 0, -CellPadding, 0), column, cells, ink);
    }
    painter.setClipping(false);
}

void RecordPainter::paintCell(QPainter &painter, const QRect &cell, int column, const RecordCells &cells, const CellInk &ink) const
{
    const CellFonts &f = *m_fonts;
    switch (column) {
    case RecordTable::PartitionColumn:
        paintPartition(painter, cell, cells.partition, ink, f);
        break;
    case RecordTable::OffsetColumn:
        if (cells.missingBefore > 0)
            paintMissingMark(painter, cell, cells.missingBefore, ink, f, cells.offsetText);
        paintFixed(painter, cell, cells.offsetText, f, ink.text(), Qt::AlignRight);
        break;
    case RecordTable::TimeColumn: {
        paintFixed(painter, cell, cells.timeText, f, cells.isLate ? ink.theme.warn : ink.text());
        if (cells.isLate) {
            const QRect mark = cell.adjusted(f.fixedMetrics.horizontalAdvance(cells.timeText) + 3, 0, CellPadding, 0);
            paintText(painter, mark, QCoreApplication::translate("RecordView", "late"), f.chip, f.chipMetrics, ink.theme.warn);
        }
        if (!cells.timeTypeDiffers)
            break;
        const QRect mark = cell.adjusted(f.fixedMetrics.horizontalAdvance(cells.timeText) + 3, 0, CellPadding, 0);
        const bool isAppend = cells.timestamp.type == Domain::TimestampType::LogAppend;
        paintText(painter, mark, isAppend ? QCoreApplication::translate("RecordView", "A") : QCoreApplication::translate("RecordView", "C"), f.chip, f.chipMetrics, ink.third());
        break;
    }
    case RecordTable::KeyColumn:
        paintPreview(painter, cell, cells.key, ink, f);
        break;
    case RecordTable::ValueColumn:
        paintPreview(painter, cell, cells.value, ink, f);
        break;
    case RecordTable::HeaderColumn:
        paintFixed(painter, cell, QString::number(cells.headerCount), f, ink.second(), Qt::AlignRight);
        break;
    case RecordTable::SizeColumn:
        paintFixed(painter, cell, cells.sizeText, f, cells.valueSize ? ink.second() : ink.third(), Qt::AlignRight);
        break;
    default:
        paintOwnColumn(painter, cell, column, cells, ink);
        break;
    }
}

/// The topic where there are several, and fields that the user made columns.
void RecordPainter::paintOwnColumn(QPainter &painter, const QRect &cell, int column, const RecordCells &cells, const CellInk &ink) const
{
    const auto *table = qobject_cast<const RecordTable *>(m_columns.model());
    if (!table)
        return;
    const int field = table->pathIndex(column);
    if (field < 0) {
        paintText(painter, cell, cells.topic, m_fonts->small, m_fonts->smallMetrics, ink.second());
    } else if (std::size_t(field) < cells.fields.size() && cells.fields[std::size_t(field)].kind != Items::PreviewCell::Kind::Empty) {
        paintPreview(painter, cell, cells.fields[std::size_t(field)], ink, *m_fonts);
    } else {
        paintText(painter, cell, QStringLiteral("—"), m_fonts->small, m_fonts->smallMetrics, ink.third());
    }
}

bool RecordPainter::showsChip(const RecordCells &cells) const
{
    return cells.partition >= 0 && !m_columns.isSectionHidden(RecordTable::PartitionColumn) && m_columns.visualIndex(RecordTable::PartitionColumn) == 0;
}

QString RecordPainter::gapWords(const RecordCells &cells) const
{
    // Without its chip in front, a gap has to say in words whose it is.
    return cells.partition < 0 || showsChip(cells) ? cells.gapText : QCoreApplication::translate("RecordView", "P%1: %2").arg(cells.partition).arg(cells.gapText);
}

QRect RecordPainter::gapTextRect(const QRect &row, const RecordCells &cells) const
{
    int left = m_columns.sectionViewportPosition(m_columns.logicalIndex(0));
    if (!m_columns.isSectionHidden(RecordTable::PartitionColumn) && m_columns.visualIndex(RecordTable::PartitionColumn) == 0)
        left += m_columns.sectionSize(RecordTable::PartitionColumn);
    const int width = m_fonts->smallMetrics.horizontalAdvance(gapWords(cells));
    return {left + CellPadding, row.top(), width, row.height()};
}

QRect RecordPainter::linkRect(const QRect &row, const RecordCells &cells) const
{
    const QString text = linkText(cells);
    if (text.isEmpty())
        return {};
    const QRect before = gapTextRect(row, cells);
    return {before.right() + 1 + LinkGap, row.top(), m_fonts->smallMetrics.horizontalAdvance(text), row.height()};
}

void RecordPainter::paintGap(QPainter &painter, const QRect &row, const RecordCells &cells, const CellInk &ink) const
{
    const Theme &theme = ink.theme;
    const QRect text = gapTextRect(row, cells);
    const QRect link = linkRect(row, cells);
    const QRect words = QRect(text.left() - CellPadding, row.top(), (link.isNull() ? text.right() : link.right()) - text.left() + 2 * CellPadding, row.height());
    if (!ink.isSelected) {
        paintHatch(painter, QRect(row.left(), row.top(), words.left() - row.left(), row.height()), theme.line);
        paintHatch(painter, QRect(words.right() + 1, row.top(), row.right() - words.right(), row.height()), theme.line);
    }
    if (showsChip(cells)) {
        const QRect cell = cellRect(row, RecordTable::PartitionColumn);
        painter.setClipRect(cell);
        const int number = m_fonts->fixedMetrics.horizontalAdvance(QString::number(cells.partition));
        if (!ink.isSelected) // the number must not be read through the lines
            painter.fillRect(QRect(cell.left() + CellPadding - 2, row.top(), number + 14, row.height()), theme.base);
        paintPartition(painter, cell.adjusted(CellPadding, 0, -2, 0), cells.partition, ink, *m_fonts);
        painter.setClipping(false);
    }
    const QRect room(text.left(), row.top(), std::max(0, std::min(text.width(), row.right() - text.left() - CellPadding)), row.height());
    paintText(painter, room, gapWords(cells), m_fonts->small, m_fonts->smallMetrics, ink.second());
    if (!link.isNull())
        paintText(painter, link, linkText(cells), m_fonts->small, m_fonts->smallMetrics, ink.isSelected ? theme.onAccentFill : theme.accent);
}

} // namespace Views
