// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/hexview.h"

#include "items/numbertext.h"
#include "items/recordcopy.h"
#include "views/appearance.h"

#include <QAccessible>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QScrollBar>
#include <QtMath>

#include <algorithm>
#include <limits>

namespace Views {

namespace {

constexpr int margin = 8;
constexpr qreal rangeRadius = 2;
constexpr std::size_t maxHexCopy = 16 * 1024 * 1024; ///< three characters a byte: above, only the bytes themselves can be copied

QChar asciiOf(char c)
{
    return c >= 0x20 && c < 0x7F ? QChar::fromLatin1(c) : QChar(0xB7);
}

QString hexOf(std::size_t number, int digits)
{
    return QString::number(qulonglong(number), 16).rightJustified(digits, QLatin1Char('0'));
}

} // namespace

HexView::HexView(const Appearance &appearance, QWidget *parent) : QAbstractScrollArea(parent), m_appearance(appearance)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Bytes of the value"));
    connect(&appearance, &Appearance::changed, this, &HexView::applyLook);
    applyLook();
}

void HexView::applyLook()
{
    m_font = m_appearance.fixedFont(0.85);
    m_font.setStyleStrategy(QFont::StyleStrategy(m_font.styleStrategy() | QFont::PreferNoShaping));
    const QFontMetricsF metrics(m_font);
    constexpr int sample = 64;
    m_rowHeight = qCeil(metrics.height()) + 3;
    m_cell = std::max<qreal>(1, metrics.horizontalAdvance(QString(sample, QLatin1Char('0'))) / sample);
    m_ascent = qRound(metrics.ascent()) + 1;
    updateScrollBars();
    viewport()->update();
}

void HexView::setValue(Items::SharedBytes bytes)
{
    m_bytes = std::move(bytes);
    m_range = {};
    m_caret = 0;
    m_anchor = 0;
    updateScrollBars();
    verticalScrollBar()->setValue(0);
    viewport()->update();
}

int HexView::rowCount() const
{
    const std::size_t rows = m_bytes ? (m_bytes->size() + bytesPerRow - 1) / bytesPerRow : 0;
    return static_cast<int>(std::min<std::size_t>(rows, std::numeric_limits<int>::max()));
}

int HexView::offsetDigits() const
{
    return m_bytes && m_bytes->size() > 0x10000 ? 8 : 4;
}

int HexView::hexColumn(int byte) const
{
    return offsetDigits() + 2 + byte * 3 + (byte >= bytesPerRow / 2 ? 1 : 0);
}

int HexView::asciiColumn(int byte) const
{
    return hexColumn(bytesPerRow - 1) + 4 + byte;
}

qreal HexView::columnX(int column) const
{
    return margin - horizontalScrollBar()->value() + column * m_cell;
}

int HexView::columnAt(int x) const
{
    return static_cast<int>((x - margin + horizontalScrollBar()->value()) / m_cell);
}

int HexView::contentWidth() const
{
    return qCeil((asciiColumn(bytesPerRow - 1) + 1) * m_cell) + 2 * margin;
}

QSize HexView::sizeHint() const
{
    return {contentWidth() + verticalScrollBar()->sizeHint().width(), m_rowHeight * 12};
}

void HexView::updateScrollBars()
{
    const int page = std::max(1, viewport()->height() / m_rowHeight);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, rowCount() - page));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(qRound(m_cell * 4));
    horizontalScrollBar()->setRange(0, std::max(0, contentWidth() - viewport()->width()));
}

void HexView::resizeEvent(QResizeEvent *)
{
    updateScrollBars();
}

void HexView::scrollContentsBy(int, int)
{
    viewport()->update();
}

void HexView::setRange(Items::ByteRange range, bool reveal)
{
    m_range = range;
    m_anchor = range.begin;
    m_caret = range.begin;
    if (QAccessible::isActive())
        setAccessibleDescription(range.isEmpty() ? QString() : tr("%1 bytes selected at 0x%2").arg(Items::countText(range.size()), hexOf(range.begin, 4)));
    if (reveal && !range.isEmpty()) {
        const int row = static_cast<int>(range.begin / bytesPerRow);
        const int page = std::max(1, viewport()->height() / m_rowHeight);
        if (row < verticalScrollBar()->value() || row >= verticalScrollBar()->value() + page)
            verticalScrollBar()->setValue(std::max(0, row - page / 3));
    }
    viewport()->update();
}

void HexView::paintEvent(QPaintEvent *event)
{
    const Theme &t = m_appearance.theme();
    QPainter painter(viewport());
    painter.fillRect(event->rect(), t.base);
    painter.setFont(m_font);
    const int first = verticalScrollBar()->value();
    const int last = std::min(rowCount(), first + viewport()->height() / m_rowHeight + 1);
    for (int row = first; row < last; ++row)
        paintRow(painter, static_cast<std::size_t>(row), (row - first) * m_rowHeight);
    if (hasFocus())
        painter.fillRect(0, 0, 2, viewport()->height(), t.accent);
}

void HexView::paintRange(QPainter &painter, int first, int end, int top) const
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_appearance.theme().accentFill);
    const qreal hexLeft = columnX(hexColumn(first));
    const qreal hexRight = columnX(hexColumn(end - 1) + 2);
    const qreal pad = m_cell / 3;
    painter.drawRoundedRect(QRectF(hexLeft - pad, top, hexRight - hexLeft + 2 * pad, m_rowHeight), rangeRadius, rangeRadius);
    painter.drawRoundedRect(QRectF(columnX(asciiColumn(first)), top, (end - first) * m_cell, m_rowHeight), rangeRadius, rangeRadius);
}

void HexView::paintRow(QPainter &painter, std::size_t row, int top) const
{
    const Theme &t = m_appearance.theme();
    const std::size_t begin = row * bytesPerRow;
    const int count = static_cast<int>(std::min<std::size_t>(bytesPerRow, m_bytes->size() - begin));
    const int selectedFirst = static_cast<int>(std::clamp(m_range.begin, begin, begin + bytesPerRow) - begin);
    const int selectedEnd = static_cast<int>(std::clamp(m_range.end, begin, begin + static_cast<std::size_t>(count)) - begin);
    const bool hasSelected = !m_range.isEmpty() && selectedFirst < selectedEnd;
    if (hasSelected)
        paintRange(painter, selectedFirst, selectedEnd, top);

    const int baseline = top + m_ascent + 1;
    painter.setPen(t.text3);
    painter.drawText(QPointF(columnX(0), baseline), hexOf(begin, offsetDigits()));
    for (int i = 0; i < count; ++i) {
        const char c = (*m_bytes)[begin + static_cast<std::size_t>(i)];
        const bool isSelected = hasSelected && i >= selectedFirst && i < selectedEnd;
        painter.setPen(isSelected ? t.onAccentFill : t.text2);
        painter.drawText(QPointF(columnX(hexColumn(i)), baseline), hexOf(static_cast<unsigned char>(c), 2));
        const bool isPrintable = c >= 0x20 && c < 0x7F;
        painter.setPen(isSelected ? t.onAccentFill : isPrintable ? t.text : t.text3);
        painter.drawText(QPointF(columnX(asciiColumn(i)), baseline), asciiOf(c));
    }
    if (hasFocus() && m_caret >= begin && m_caret < begin + static_cast<std::size_t>(count)) {
        const int column = static_cast<int>(m_caret - begin);
        const qreal x = columnX(m_inAscii ? asciiColumn(column) : hexColumn(column));
        painter.fillRect(QRectF(x, top + m_rowHeight - 2, (m_inAscii ? 1 : 2) * m_cell, 2), t.accent);
    }
}

QString HexView::visibleText() const
{
    if (!m_bytes)
        return {};
    const std::size_t begin = static_cast<std::size_t>(verticalScrollBar()->value()) * bytesPerRow;
    const std::size_t size = static_cast<std::size_t>(viewport()->height() / m_rowHeight + 1) * bytesPerRow;
    return Items::hexDumpText(std::string_view(*m_bytes).substr(std::min(begin, m_bytes->size()), size), begin);
}

std::size_t HexView::byteAt(const QPoint &position) const
{
    if (!m_bytes || m_bytes->empty())
        return 0;
    const int cell = columnAt(position.x());
    int column = 0;
    if (cell >= asciiColumn(0) - 1)
        column = cell - asciiColumn(0);
    else
        while (column + 1 < bytesPerRow && hexColumn(column + 1) <= cell)
            ++column;
    column = std::clamp(column, 0, bytesPerRow - 1);
    const int row = std::clamp(verticalScrollBar()->value() + position.y() / m_rowHeight, 0, std::max(0, rowCount() - 1));
    return std::min(static_cast<std::size_t>(row) * bytesPerRow + static_cast<std::size_t>(column), m_bytes->size() - 1);
}

void HexView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_bytes || m_bytes->empty())
        return;
    const QPoint position = event->position().toPoint();
    m_inAscii = columnAt(position.x()) >= asciiColumn(0) - 1;
    moveCaret(byteAt(position), event->modifiers() & Qt::ShiftModifier);
}

void HexView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton) || !m_bytes || m_bytes->empty())
        return;
    const QPoint position = event->position().toPoint();
    if (position.y() < 0 || position.y() > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + (position.y() < 0 ? -1 : 1));
    const std::size_t byte = byteAt(position);
    if (byte != m_caret)
        moveCaret(byte, true);
}

void HexView::moveCaret(std::size_t byte, bool extend)
{
    if (extend) {
        m_range = {std::min(m_anchor, byte), std::max(m_anchor, byte) + 1};
        m_caret = byte;
        emit rangeSelected(m_range);
    } else {
        emit byteClicked(byte); // the owner answers with setRange()
        m_anchor = byte;
        m_caret = byte;
    }
    viewport()->update();
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    if (!m_bytes || m_bytes->empty())
        return QAbstractScrollArea::keyPressEvent(event);
    if (event->matches(QKeySequence::Copy))
        return m_inAscii ? copyText() : copyHex();
    if (event->matches(QKeySequence::SelectAll)) {
        m_range = {0, m_bytes->size()};
        viewport()->update();
        emit rangeSelected(m_range);
        return;
    }
    const auto page = static_cast<std::int64_t>(std::max(1, viewport()->height() / m_rowHeight - 1)) * bytesPerRow;
    const auto last = static_cast<std::int64_t>(m_bytes->size()) - 1;
    auto to = static_cast<std::int64_t>(m_caret);
    switch (event->key()) {
    case Qt::Key_Left:
        to -= 1;
        break;
    case Qt::Key_Right:
        to += 1;
        break;
    case Qt::Key_Up:
        to -= bytesPerRow;
        break;
    case Qt::Key_Down:
        to += bytesPerRow;
        break;
    case Qt::Key_PageUp:
        to -= page;
        break;
    case Qt::Key_PageDown:
        to += page;
        break;
    case Qt::Key_Home:
        to = 0;
        break;
    case Qt::Key_End:
        to = last;
        break;
    default:
        return QAbstractScrollArea::keyPressEvent(event);
    }
    to = std::clamp<std::int64_t>(to, 0, last);
    const int row = static_cast<int>(to / bytesPerRow);
    const int rows = std::max(1, viewport()->height() / m_rowHeight);
    if (row < verticalScrollBar()->value())
        verticalScrollBar()->setValue(row);
    else if (row >= verticalScrollBar()->value() + rows)
        verticalScrollBar()->setValue(row - rows + 1);
    moveCaret(static_cast<std::size_t>(to), event->modifiers() & Qt::ShiftModifier);
}

std::string_view HexView::selectedBytes() const
{
    return m_bytes && !m_range.isEmpty() ? std::string_view(*m_bytes).substr(m_range.begin, m_range.size()) : std::string_view();
}

bool HexView::canCopyHex() const
{
    return !selectedBytes().empty() && selectedBytes().size() <= maxHexCopy;
}

void HexView::copyHex() const
{
    if (canCopyHex())
        QGuiApplication::clipboard()->setText(Items::hexText(selectedBytes()));
}

void HexView::copyText() const
{
    if (!selectedBytes().empty())
        QGuiApplication::clipboard()->setMimeData(Items::exactBytes(selectedBytes()).release());
}

void HexView::copyDump() const
{
    if (canCopyHex())
        QGuiApplication::clipboard()->setText(Items::hexDumpText(selectedBytes(), m_range.begin));
}

void HexView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    menu.addAction(tr("Copy as hex"), this, &HexView::copyHex)->setEnabled(canCopyHex());
    menu.addAction(tr("Copy as text"), this, &HexView::copyText)->setEnabled(!selectedBytes().empty());
    menu.addAction(tr("Copy as hex dump"), this, &HexView::copyDump)->setEnabled(canCopyHex());
    menu.exec(event->globalPos());
}

} // namespace Views
