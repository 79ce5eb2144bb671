// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

// How TextView draws its lines; the rest is in textview.cpp.

#include "views/inspector/textview.h"

#include "views/appearance.h"

#include <QPaintEvent>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace Views {

namespace {

constexpr qreal rangeRadius = 2;
constexpr qreal unlimited = 1 << 24; ///< pixels: a line is never broken

} // namespace

/// The columns of the line that show bytes of the range: from the first to behind the last.
std::pair<int, int> TextView::selectedColumns(const Line &line) const
{
    if (m_range.isEmpty() || line.range.begin >= m_range.end)
        return {0, 0};
    const auto inRange = [this](std::size_t byte) { return byte != Line::noByte && m_range.contains(byte); };
    const auto first = std::find_if(line.bytes.begin(), line.bytes.end(), inRange);
    if (first == line.bytes.end())
        return {0, 0};
    const auto last = std::find_if(line.bytes.rbegin(), line.bytes.rend(), inRange).base();
    return {static_cast<int>(first - line.bytes.begin()), static_cast<int>(last - line.bytes.begin())};
}

QColor TextView::color(Items::Syntax syntax, bool isSelected) const
{
    const Theme &t = m_appearance.theme();
    switch (syntax) {
    case Items::Syntax::Key:
        return t.synKey;
    case Items::Syntax::String:
        return t.synStr;
    case Items::Syntax::Number:
        return t.synNum;
    case Items::Syntax::Literal:
        return t.synLit;
    case Items::Syntax::Punctuation:
        return isSelected ? t.onAccentFill : t.synPunct;
    case Items::Syntax::Plain:
        break;
    }
    return isSelected ? t.onAccentFill : t.text;
}

void TextView::paintEvent(QPaintEvent *event)
{
    const Theme &t = m_appearance.theme();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), t.base);
    painter.setFont(m_font);
    for (std::size_t i = 0; i < m_lines.size(); ++i)
        paintLine(painter, m_lines[i], static_cast<int>(i) * m_rowHeight, event->rect());
    if (hasFocus()) {
        if (const Line *line = lineAt(m_caret.line); line && line->isAscii)
            painter.fillRect(qRound(columnX(m_caret.column)), (m_caret.line - m_firstLine) * m_rowHeight + 1, 1, m_rowHeight - 2, t.accent);
        painter.fillRect(0, 0, 2, viewport()->height(), t.accent);
    }
}

void TextView::paintLine(QPainter &painter, const Line &line, int top, const QRect &clip) const
{
    if (top + m_rowHeight < clip.top() || top > clip.bottom())
        return;
    if (line.isContinuation) {
        painter.setPen(m_appearance.theme().text3);
        painter.drawText(textLeft() - margin, top + m_ascent, QString(QChar(0x21AA))); // ↪: goes on from the line above
    }
    if (line.isAscii)
        paintAscii(painter, line, top, clip);
    else
        paintShaped(painter, line, top);
}

void TextView::paintAscii(QPainter &painter, const Line &line, int top, const QRect &clip) const
{
    const int left = textLeft();
    const int first = std::max(0, static_cast<int>((clip.left() - left) / m_cell) - 1);
    const int end = std::min(static_cast<int>(line.text.size()), static_cast<int>((clip.right() - left) / m_cell) + 2);
    const auto [selectedFirst, selectedEnd] = selectedColumns(line);
    if (selectedEnd > selectedFirst) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_appearance.theme().accentFill);
        painter.drawRoundedRect(QRectF(columnX(selectedFirst), top, (selectedEnd - selectedFirst) * m_cell, m_rowHeight), rangeRadius, rangeRadius);
    }
    const auto draw = [&](int from, int to, const QColor &ink) {
        from = std::max(from, first);
        to = std::min(to, end);
        if (from >= to)
            return;
        painter.setPen(ink);
        painter.drawText(QPointF(columnX(from), top + m_ascent), line.text.mid(from, to - from));
    };
    for (const auto &span : line.spans) {
        const int spanEnd = span.start + span.length;
        const int inFrom = std::clamp(selectedFirst, span.start, spanEnd);
        const int inTo = std::clamp(selectedEnd, inFrom, spanEnd);
        draw(span.start, inFrom, color(span.syntax, false));
        draw(inFrom, inTo, color(span.syntax, true));
        draw(inTo, spanEnd, color(span.syntax, false));
    }
}

std::unique_ptr<QTextLayout> TextView::shaped(const Line &line) const
{
    QFont font = m_font;
    font.setStyleStrategy(m_appearance.fixedFont().styleStrategy());
    auto layout = std::make_unique<QTextLayout>(line.text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(Qt::LeftToRight);
    layout->setTextOption(option);
    layout->setCacheEnabled(true);
    layout->beginLayout();
    layout->createLine().setLineWidth(unlimited);
    layout->endLayout();
    return layout;
}

void TextView::paintShaped(QPainter &painter, const Line &line, int top) const
{
    const auto layout = shaped(line);
    const auto [selectedFirst, selectedEnd] = selectedColumns(line);
    QList<QTextLayout::FormatRange> formats;
    for (const auto &span : line.spans) {
        QTextCharFormat format;
        format.setForeground(color(span.syntax, false));
        formats.append({span.start, span.length, format});
    }
    if (selectedEnd > selectedFirst) {
        QTextCharFormat format;
        format.setBackground(m_appearance.theme().accentFill);
        formats.append({selectedFirst, selectedEnd - selectedFirst, format});
    }
    painter.setPen(m_appearance.theme().text);
    layout->draw(&painter, QPointF(textLeft(), top + 1), formats);
}

} // namespace Views
