// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/inspector/textview.h"

#include "items/recordcopy.h"
#include "views/appearance.h"

#include <QAccessible>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QScrollBar>
#include <QTextLayout>
#include <QtMath>

#include <algorithm>

namespace Views {

namespace {

constexpr int maxPixels = 1 << 24; ///< of a scroll bar; the longest line has some 10,000 characters

} // namespace

TextView::TextView(const Appearance &appearance, QWidget *parent) : QAbstractScrollArea(parent), m_appearance(appearance)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Text of the value"));
    viewport()->setCursor(Qt::IBeamCursor);
    connect(&appearance, &Appearance::changed, this, &TextView::applyLook);
    applyLook();
}

TextView::~TextView() = default;

void TextView::applyLook()
{
    m_font = m_appearance.fixedFont();
    m_font.setStyleStrategy(QFont::StyleStrategy(m_font.styleStrategy() | QFont::PreferNoShaping));
    const QFontMetricsF metrics(m_font);
    constexpr int sample = 64;
    m_rowHeight = qCeil(metrics.height()) + 2;
    m_cell = std::max<qreal>(1, metrics.horizontalAdvance(QString(sample, QLatin1Char('0'))) / sample);
    m_ascent = qRound(metrics.ascent()) + 1;
    updateScrollBars();
    loadLines();
}

void TextView::setValue(Items::SharedBytes bytes, Items::Format format)
{
    m_document.reset();
    m_bytes = std::move(bytes);
    m_range = {};
    m_caret = {};
    m_isDragging = false;
    if (m_bytes) {
        m_document = std::make_unique<Items::ValueDocument>(m_bytes, format);
        connect(m_document.get(), &Items::ValueDocument::grown, this, &TextView::documentGrew);
    }
    horizontalScrollBar()->setValue(0);
    verticalScrollBar()->setValue(0);
    updateScrollBars();
    loadLines();
}

void TextView::documentGrew()
{
    updateScrollBars();
    if (m_lines.size() < static_cast<std::size_t>(visibleRows()))
        loadLines();
    if (m_document->problem())
        emit problemFound();
}

Codec::Problem TextView::problem() const
{
    return m_document ? m_document->problem() : Codec::Problem{};
}

QSize TextView::sizeHint() const
{
    return {qRound(m_cell * 52), m_rowHeight * 12};
}

int TextView::visibleRows() const
{
    return viewport()->height() / m_rowHeight + 2;
}

int TextView::textLeft() const
{
    return margin - horizontalScrollBar()->value();
}

void TextView::updateScrollBars()
{
    const int lines = m_document ? m_document->lineCount() : 0;
    const int page = std::max(1, viewport()->height() / m_rowHeight);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(0, lines - page));
    const qint64 width = m_document ? qint64(m_document->longestLine() * m_cell) + 2 * margin : 0;
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(qRound(m_cell * 4));
    horizontalScrollBar()->setRange(0, static_cast<int>(std::clamp<qint64>(width - viewport()->width(), 0, maxPixels)));
}

void TextView::loadLines()
{
    m_firstLine = verticalScrollBar()->value();
    m_lines = m_document ? m_document->lines(m_firstLine, visibleRows()) : std::vector<Line>();
    if (QAccessible::isActive())
        setAccessibleDescription(visibleText());
    viewport()->update();
}

void TextView::resizeEvent(QResizeEvent *)
{
    updateScrollBars();
    loadLines();
}

void TextView::scrollContentsBy(int, int dy)
{
    if (dy != 0)
        loadLines();
    viewport()->update();
}

const TextView::Line *TextView::lineAt(int number) const
{
    const int i = number - m_firstLine;
    return i >= 0 && i < static_cast<int>(m_lines.size()) ? &m_lines[static_cast<std::size_t>(i)] : nullptr;
}

QString TextView::visibleText() const
{
    QStringList texts;
    for (const Line &line : m_lines)
        texts << line.text;
    return texts.join(QLatin1Char('\n'));
}

void TextView::setRange(Items::ByteRange range, bool reveal)
{
    m_range = range;
    m_anchor = range.begin;
    m_anchorEnd = range.begin;
    if (reveal && m_document && !range.isEmpty()) {
        const int line = m_document->lineOf(range.begin);
        const int page = std::max(1, viewport()->height() / m_rowHeight);
        if (line < m_firstLine || line >= m_firstLine + page)
            verticalScrollBar()->setValue(std::max(0, line - page / 3));
        if (const Line *shown = lineAt(line)) {
            const int column = selectedColumns(*shown).first;
            m_caret = {line, column};
            const qreal x = columnX(column);
            if (x < 0 || x > viewport()->width() - m_cell)
                horizontalScrollBar()->setValue(std::max(0, qRound(column * m_cell) - viewport()->width() / 3));
        }
    }
    viewport()->update();
}

TextView::Place TextView::placeAt(const QPoint &position) const
{
    Place place{m_firstLine + std::max(0, position.y()) / m_rowHeight, 0};
    place.line = std::min(place.line, m_firstLine + std::max(0, static_cast<int>(m_lines.size()) - 1));
    const Line *line = lineAt(place.line);
    if (!line)
        return place;
    const int x = position.x() - textLeft();
    const auto size = static_cast<int>(line->text.size());
    place.column = line->isAscii ? static_cast<int>(x / m_cell) : shaped(*line)->lineAt(0).xToCursor(x, QTextLine::CursorOnCharacter);
    place.column = std::clamp(place.column, 0, std::max(0, size - 1));
    return place;
}

/// The byte shown at the place, or the next shown one on the line.
std::size_t TextView::byteAt(const Place &place) const
{
    const Line *line = lineAt(place.line);
    if (!line)
        return 0;
    const auto from = line->bytes.begin() + std::min<std::ptrdiff_t>(place.column, static_cast<std::ptrdiff_t>(line->bytes.size()));
    const auto shown = std::find_if(from, line->bytes.end(), [](std::size_t byte) { return byte != Line::noByte; });
    return shown != line->bytes.end() ? *shown : line->range.begin;
}

std::size_t TextView::endOfCharacterAt(const Place &place) const
{
    const Line *line = lineAt(place.line);
    if (!line)
        return 0;
    const std::size_t byte = byteAt(place);
    const auto next = std::find_if(line->bytes.begin(), line->bytes.end(), [byte](std::size_t b) { return b != Line::noByte && b > byte; });
    return next != line->bytes.end() ? std::min(*next, line->range.end) : std::max(line->range.end, byte);
}

void TextView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !m_document)
        return;
    m_isDragging = true;
    moveCaret(placeAt(event->position().toPoint()), event->modifiers() & Qt::ShiftModifier);
}

void TextView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton) || !m_isDragging)
        return;
    const QPoint position = event->position().toPoint();
    if (position.y() < 0 || position.y() > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + (position.y() < 0 ? -1 : 1));
    const Place place = placeAt(position);
    if (place.line != m_caret.line || place.column != m_caret.column)
        extendTo(place);
}

void TextView::moveCaret(Place place, bool extend)
{
    if (extend) {
        extendTo(place);
        return;
    }
    m_caret = place;
    const std::size_t byte = byteAt(place);
    const std::size_t end = endOfCharacterAt(place);
    emit byteClicked(byte); // the owner answers with setRange()
    m_anchor = byte;
    m_anchorEnd = end;
    viewport()->update();
}

void TextView::extendTo(const Place &place)
{
    m_caret = place;
    const Items::ByteRange range{std::min(m_anchor, byteAt(place)), std::max(m_anchorEnd, endOfCharacterAt(place))};
    m_range = range;
    viewport()->update();
    emit rangeSelected(range);
}

bool TextView::moveCaretBy(QKeyEvent *event)
{
    Place place = m_caret;
    const int page = std::max(1, viewport()->height() / m_rowHeight - 1);
    const int lines = m_document->lineCount();
    const bool control = event->modifiers() & Qt::ControlModifier;
    const Line *line = lineAt(place.line);
    const int last = line ? std::max(0, static_cast<int>(line->text.size()) - 1) : 0;
    switch (event->key()) {
    case Qt::Key_Left:
        place.column = std::max(0, place.column - 1);
        break;
    case Qt::Key_Right:
        place.column = std::min(last, place.column + 1);
        break;
    case Qt::Key_Up:
        --place.line;
        break;
    case Qt::Key_Down:
        ++place.line;
        break;
    case Qt::Key_PageUp:
        place.line -= page;
        break;
    case Qt::Key_PageDown:
        place.line += page;
        break;
    case Qt::Key_Home:
        place.column = 0;
        place.line = control ? 0 : place.line;
        break;
    case Qt::Key_End:
        place.column = last;
        place.line = control ? lines - 1 : place.line;
        break;
    default:
        return false;
    }
    place.line = std::clamp(place.line, 0, std::max(0, lines - 1));
    if (place.line < m_firstLine)
        verticalScrollBar()->setValue(place.line);
    else if (place.line > m_firstLine + page)
        verticalScrollBar()->setValue(place.line - page);
    moveCaret(place, event->modifiers() & Qt::ShiftModifier);
    return true;
}

void TextView::keyPressEvent(QKeyEvent *event)
{
    if (!m_document)
        return QAbstractScrollArea::keyPressEvent(event);
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        m_range = {0, m_bytes->size()};
        viewport()->update();
        emit rangeSelected(m_range);
    } else if (!moveCaretBy(event)) {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void TextView::copy() const
{
    if (!m_document || m_range.isEmpty())
        return;
    if (const auto text = m_document->text(m_range))
        QGuiApplication::clipboard()->setText(*text);
    else // too long to lay out: the bytes as they are
        QGuiApplication::clipboard()->setMimeData(Items::exactBytes(std::string_view(*m_bytes).substr(m_range.begin, m_range.size())).release());
}

void TextView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu;
    QAction *copyAction = menu.addAction(tr("Copy"), this, &TextView::copy);
    copyAction->setShortcut(QKeySequence::Copy);
    copyAction->setEnabled(!m_range.isEmpty());
    menu.exec(event->globalPos());
}

bool TextView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        viewport()->update();
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace Views
