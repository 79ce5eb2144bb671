// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/recordview/cellpaint.h"

#include "items/numbertext.h"
#include "views/appearance.h"
#include "views/icons.h"

#include <QCoreApplication>
#include <QPainter>
#include <QTextLayout>

#include <array>

namespace Views {

namespace {

constexpr QChar Ellipsis(0x2026);
constexpr int BarWidth = 5;
constexpr int ChipPadding = 5;
constexpr int ChipGap = 6;
constexpr qreal ChipRadius = 3;
constexpr qreal MatchRadius = 2;
constexpr std::size_t SyntaxCount = std::size_t(Items::Syntax::Punctuation) + 1;

QString tr(const char *text)
{
    return QCoreApplication::translate("RecordView", text);
}

int baseline(const QRect &cell, const QFontMetrics &metrics)
{
    return cell.top() + (cell.height() - metrics.height()) / 2 + metrics.ascent();
}

/// Draws the first `length` characters in the colours of the spans, all that have one colour at once.
void drawGridRuns(QPainter &painter, const QPoint &place, const QString &text, int length, const std::vector<Items::SyntaxSpan> &spans, const CellInk &ink, const GridText &grid)
{
    std::array<GridText::Signs, SyntaxCount> signs;
    const auto gather = [&](int from, int to, Items::Syntax syntax) { grid.gather(text, from, to, signs[std::size_t(syntax)]); };
    int at = 0;
    for (const Items::SyntaxSpan &span : spans) {
        if (span.start >= length)
            break;
        gather(at, std::min(span.start, length), Items::Syntax::Plain);
        at = std::min(span.start + span.length, length);
        gather(span.start, at, span.syntax);
    }
    gather(at, length, Items::Syntax::Plain);
    for (std::size_t syntax = 0; syntax < signs.size(); ++syntax) {
        if (signs[syntax].glyphs.isEmpty())
            continue;
        painter.setPen(ink.syntax(Items::Syntax(syntax)));
        grid.draw(painter, place, signs[syntax]);
    }
}

/// What the filter looks for, over the text that is drawn already.
void drawGridMatches(QPainter &painter, const QRect &cell, const QPoint &place, const QString &text, int length, const std::vector<std::pair<int, int>> &matches, const CellInk &ink,
                     const GridText &grid)
{
    for (const auto &[start, count] : matches) {
        const int end = std::min(start + count, length);
        if (start >= end)
            continue;
        const QRectF area(place.x() + grid.width(start), cell.top() + 2, grid.width(end - start), cell.height() - 4);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink.theme.matchBg);
        painter.drawRoundedRect(area.adjusted(-1, 0, 1, 0), MatchRadius, MatchRadius);
        painter.restore();
        GridText::Signs signs;
        grid.gather(text, start, end, signs);
        painter.setPen(ink.theme.onMatchBg);
        grid.draw(painter, place, signs);
    }
}

/// Text with foreign characters: shaped as a whole, from left to right whatever is in it.
void drawShaped(QPainter &painter, const QRect &cell, const Items::PreviewCell &preview, const CellInk &ink, const QFont &font, const QFontMetrics &metrics)
{
    const QString &text = preview.text;
    const bool isCut = preview.isCut;
    const auto layOut = [&](QTextLayout &layout) {
        QTextOption option;
        option.setWrapMode(QTextOption::NoWrap);
        option.setTextDirection(Qt::LeftToRight);
        layout.setTextOption(option);
        QList<QTextLayout::FormatRange> formats;
        for (const Items::SyntaxSpan &span : preview.spans) {
            QTextCharFormat format;
            format.setForeground(ink.syntax(span.syntax));
            formats.append({span.start, span.length, format});
        }
        for (const auto &[start, count] : preview.matches) {
            QTextCharFormat format;
            format.setForeground(ink.theme.onMatchBg);
            format.setBackground(ink.theme.matchBg);
            formats.append({start, count, format});
        }
        layout.setFormats(formats);
        layout.beginLayout();
        QTextLine line = layout.createLine();
        line.setLineWidth(1 << 20);
        layout.endLayout();
        return line;
    };
    QTextLayout layout(text, font);
    QTextLine line = layOut(layout);
    const int room = cell.width() - metrics.horizontalAdvance(Ellipsis);
    const bool fits = line.naturalTextWidth() <= (isCut ? room : cell.width());
    const int length = fits ? int(text.size()) : line.xToCursor(room, QTextLine::CursorOnCharacter);
    QTextLayout shown(text.left(length) + (fits && !isCut ? QString() : QString(Ellipsis)), font);
    line = layOut(shown);
    painter.setPen(ink.text());
    line.draw(&painter, QPointF(cell.left(), baseline(cell, metrics) - line.ascent()));
}

void drawPreviewText(QPainter &painter, const QRect &cell, const Items::PreviewCell &preview, const CellInk &ink, const CellFonts &fonts)
{
    const int columns = fonts.grid.columns(cell.width());
    // One more character than fits: what is beyond can change neither the cut nor the way.
    const QStringView seen = QStringView(preview.text).left(columns + 1);
    painter.setFont(fonts.fixed);
    if (!fonts.grid.covers(seen)) {
        drawShaped(painter, cell, preview, ink, fonts.fixed, fonts.fixedMetrics);
        return;
    }
    const bool isCut = preview.text.size() > columns || (preview.isCut && preview.text.size() + 1 > columns);
    const int length = isCut ? std::max(0, columns - 1) : int(preview.text.size());
    const QPoint place(cell.left(), baseline(cell, fonts.fixedMetrics));
    drawGridRuns(painter, place, preview.text, length, preview.spans, ink, fonts.grid);
    drawGridMatches(painter, cell, place, preview.text, length, preview.matches, ink, fonts.grid);
    if (isCut || preview.isCut) {
        painter.setPen(ink.third());
        painter.drawText(QPointF(place.x() + fonts.grid.width(length), place.y()), QString(Ellipsis));
    }
}

} // namespace

CellFonts::CellFonts(const Appearance &appearance)
    : fixed(appearance.fixedFont()), small(appearance.uiFont(0.92)), chip(appearance.uiFont(0.85)), italic(appearance.uiFont()),
      fixedMetrics(fixed), smallMetrics(small), chipMetrics(chip), italicMetrics(italic), grid(fixed)
{
    italic.setItalic(true);
    italicMetrics = QFontMetrics(italic);
}

QColor CellInk::syntax(Items::Syntax syntax) const
{
    switch (syntax) {
    case Items::Syntax::Key:
        return theme.synKey;
    case Items::Syntax::String:
        return theme.synStr;
    case Items::Syntax::Number:
        return theme.synNum;
    case Items::Syntax::Literal:
        return theme.synLit;
    case Items::Syntax::Punctuation:
        return isSelected ? theme.onAccentFill : theme.synPunct;
    case Items::Syntax::Plain:
        break;
    }
    return text();
}

void paintPartition(QPainter &painter, const QRect &cell, int partition, const CellInk &ink, const CellFonts &fonts)
{
    const int height = cell.height() - 7;
    const QRect bar(cell.left(), cell.top() + (cell.height() - height) / 2, BarWidth, height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink.theme.partition(partition));
    const auto piece = [&](const QRect &rect) {
        painter.drawRoundedRect(rect, 1.5, 1.5);
        if (!ink.isSelected)
            return;
        QColor outline = ink.theme.onAccentFill;
        outline.setAlphaF(0.75F);
        painter.setPen(QPen(outline, 1));
        painter.drawRoundedRect(QRectF(rect).adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2);
        painter.setPen(Qt::NoPen);
    };
    if (partition >= 8) { // notched: 3 and 11 differ without colour
        const int notch = std::max(3, height / 5);
        const int half = (height - notch) / 2;
        piece(QRect(bar.left(), bar.top(), BarWidth, half));
        piece(QRect(bar.left(), bar.bottom() - half + 1, BarWidth, half));
    } else {
        piece(bar);
    }
    painter.restore();
    paintFixed(painter, cell.adjusted(BarWidth + 4, 0, 0, 0), QString::number(partition), fonts, ink.text());
}

int paintChip(QPainter &painter, const QRect &cell, const QString &word, const QColor &color, bool isFilled, const CellFonts &fonts)
{
    const int width = fonts.chipMetrics.horizontalAdvance(word) + 2 * ChipPadding;
    const int height = std::min(cell.height() - 4, fonts.chipMetrics.height() + 2);
    const QRect chip(cell.left(), cell.top() + (cell.height() - height) / 2, width, height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(color, 1);
    if (isFilled) {
        QColor fill = color;
        fill.setAlphaF(0.18F);
        painter.setBrush(fill);
    } else {
        pen.setDashPattern({3, 2});
    }
    painter.setPen(pen);
    painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), ChipRadius, ChipRadius);
    painter.restore();
    painter.setFont(fonts.chip);
    painter.setPen(color);
    painter.drawText(chip, Qt::AlignCenter, word);
    return chip.right() + 1;
}

void paintText(QPainter &painter, const QRect &cell, const QString &text, const QFont &font, const QFontMetrics &metrics,
               const QColor &color, Qt::Alignment alignment)
{
    const int width = metrics.horizontalAdvance(text);
    const QString shown = width <= cell.width() ? text : metrics.elidedText(text, Qt::ElideRight, cell.width());
    const int left = alignment & Qt::AlignRight ? cell.right() + 1 - std::min(width, metrics.horizontalAdvance(shown)) : cell.left();
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(left, baseline(cell, metrics), shown);
}

void paintFixed(QPainter &painter, const QRect &cell, const QString &text, const CellFonts &fonts, const QColor &color, Qt::Alignment alignment)
{
    const int width = qRound(fonts.grid.width(text.size()));
    if (width > cell.width() || !fonts.grid.covers(text)) {
        paintText(painter, cell, text, fonts.fixed, fonts.fixedMetrics, color, alignment);
        return;
    }
    painter.setPen(color);
    fonts.grid.draw(painter, QPointF(alignment & Qt::AlignRight ? cell.right() + 1 - width : cell.left(), baseline(cell, fonts.fixedMetrics)), text);
}

void paintPreview(QPainter &painter, const QRect &cell, const Items::PreviewCell &preview, const CellInk &ink, const CellFonts &fonts)
{
    using Kind = Items::PreviewCell::Kind;
    if (cell.width() <= 0)
        return;
    switch (preview.kind) {
    case Kind::Text:
        drawPreviewText(painter, cell, preview, ink, fonts);
        break;
    case Kind::Null:
        paintChip(painter, cell, tr("null"), ink.second(), false, fonts);
        break;
    case Kind::Empty:
        paintChip(painter, cell, tr("empty"), ink.second(), false, fonts);
        break;
    case Kind::Tombstone: {
        const int right = paintChip(painter, cell, tr("tombstone"), ink.theme.mark, true, fonts) + ChipGap;
        paintText(painter, QRect(right, cell.top(), cell.right() - right + 1, cell.height()), tr("deletes key %1 on compaction").arg(preview.text),
                  fonts.italic, fonts.italicMetrics, ink.second());
        break;
    }
    case Kind::Undecodable: {
        const int size = std::min(14, cell.height() - 4);
        painter.drawPixmap(cell.left(), cell.top() + (cell.height() - size) / 2,
                           iconPixmap(QStringLiteral("warning"), ink.theme.warn, size, painter.device()->devicePixelRatio()));
        paintText(painter, cell.adjusted(size + ChipGap, 0, 0, 0), preview.reason + QStringLiteral("  ·  ") + preview.text + (preview.isCut ? QString(Ellipsis) : QString()),
                  fonts.small, fonts.smallMetrics, ink.text());
        break;
    }
    }
}

void paintMissingMark(QPainter &painter, const QRect &cell, quint64 missing, const CellInk &ink, const CellFonts &fonts, const QString &offsetText)
{
    constexpr int dot = 2;
    const QColor color = ink.isSelected ? ink.theme.onAccentFill : ink.theme.mark;
    const int left = cell.left() - dot;
    const int middle = cell.center().y();
    for (const int y : {middle - 4, middle, middle + 4})
        painter.fillRect(left, y, dot, dot, color);
    const QString count = Items::shortCountText(missing);
    const int from = left + dot + 3;
    const int width = fonts.chipMetrics.horizontalAdvance(count);
    if (from + width + 4 <= cell.right() - fonts.fixedMetrics.horizontalAdvance(offsetText))
        paintText(painter, QRect(from, cell.top(), width + 1, cell.height()), count, fonts.chip, fonts.chipMetrics, color);
}

void paintHatch(QPainter &painter, const QRect &area, const QColor &color)
{
    constexpr int Step = 7;
    if (area.isEmpty())
        return;
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1));
    // Lines meet those of the row above: the pattern hangs on the window, not on the row.
    const int first = area.left() - (area.left() + area.bottom()) % Step - area.height() - Step;
    for (int x = first; x <= area.right() + area.height(); x += Step)
        painter.drawLine(QPointF(x, area.bottom() + 1), QPointF(x + area.height(), area.top()));
    painter.restore();
}

} // namespace Views
