// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/timeline/timelinechart.h"

#include <QAccessible>
#include <QApplication>
#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QNativeGestureEvent>
#include <QPinchGesture>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace Views {

namespace {

// A pointer is less exact than what is drawn.
constexpr double HandleReach = TimelinePainter::HandleWidth;
constexpr double CapReach = TimelinePainter::CapHalfWidth + 2.5;
constexpr double CapReachDown = TimelinePainter::CapHeight + 2;
constexpr double TickReach = 2;
constexpr double ZoomStep = 0.5;
constexpr double WheelStep = 0.7; ///< of one notch
constexpr double PanShare = 0.1;
constexpr int Notch = 120;

} // namespace

qint64 TimelineChart::positionAt(double x) const
{
    const QRectF &bars = m_scene.scale.bars;
    const qint64 last = m_timeline.isLive() ? m_timeline.end() : std::max(m_timeline.begin(), m_timeline.end() - 1);
    return std::clamp(m_scene.scale.position(std::clamp(x, bars.left(), bars.right())), m_timeline.begin(), last);
}

/// What a press there would drag; Pressed: nothing yet, a click moves the playhead and a pull selects.
TimelineChart::Drag TimelineChart::dragAt(const QPointF &place) const
{
    const TimelineScale &scale = m_scene.scale;
    if (place.y() >= scale.band.top())
        return Drag::Playhead; // the axis
    const bool isPlayheadShown = m_scene.playhead && scale.shows(*m_scene.playhead);
    if (isPlayheadShown && place.y() <= CapReachDown && std::abs(place.x() - scale.x(*m_scene.playhead)) <= CapReach)
        return Drag::Playhead;
    if (m_scene.range && std::abs(place.x() - scale.x(m_scene.range->first)) <= HandleReach)
        return Drag::RangeFrom;
    if (m_scene.range && std::abs(place.x() - scale.x(m_scene.range->second)) <= HandleReach)
        return Drag::RangeUntil;
    return Drag::Pressed;
}

std::optional<qint64> TimelineChart::matchAt(const QPointF &place) const
{
    if (place.y() > TimelinePainter::TickArea || m_scene.matches.empty())
        return std::nullopt;
    const auto it = std::lower_bound(m_scene.matches.begin(), m_scene.matches.end(), m_scene.scale.position(place.x() - TickReach));
    if (it == m_scene.matches.end() || m_scene.scale.x(*it) > place.x() + TickReach)
        return std::nullopt;
    return *it;
}

void TimelineChart::movePlayhead(qint64 position, bool released)
{
    m_scene.playhead = m_marks.playhead = position;
    m_scene.flag = Items::TimelineText(m_timeline, m_utc).flag(position);
    m_timeline.setPlayhead(position);
    describe();
    update();
    emit playheadMoved(position, released);
}

void TimelineChart::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !hasAxis())
        return QWidget::mousePressEvent(event);
    m_pressed = event->position();
    const bool isOddPlace = !m_scene.datedAfterNow.isEmpty() && m_pressed.y() <= TimelinePainter::TickArea && m_pressed.x() > m_scene.scale.bars.right() - 90
        && m_pressed.x() < m_scene.scale.bars.right();
    if (isOddPlace)
        return emit datedAfterNowRequested();
    if (const std::optional<qint64> match = matchAt(m_pressed))
        return emit matchRequested(*match);
    m_drag = dragAt(m_pressed);
    m_keyAnchor.reset();
    if (m_drag == Drag::Playhead)
        movePlayhead(positionAt(m_pressed.x()), false);
    else if (m_drag == Drag::RangeFrom || m_drag == Drag::RangeUntil)
        m_anchor = m_drag == Drag::RangeFrom ? m_scene.range->second : m_scene.range->first;
    else
        m_anchor = positionAt(m_pressed.x());
}

void TimelineChart::mouseMoveEvent(QMouseEvent *event)
{
    m_scene.hoverX.reset();
    if (m_drag == Drag::None) {
        if (hasAxis() && event->position().x() >= m_scene.scale.bars.left() && event->position().x() <= m_scene.scale.bars.right())
            m_scene.hoverX = event->position().x();
        updateCursor(event->position());
        return update();
    }
    if (m_drag == Drag::Pressed && (event->position() - m_pressed).manhattanLength() >= QApplication::startDragDistance())
        m_drag = Drag::Range;
    dragTo(event->position().x());
}

void TimelineChart::dragTo(double x)
{
    if (m_drag == Drag::Playhead)
        return movePlayhead(positionAt(x), false);
    if (m_drag == Drag::Pressed || m_drag == Drag::None)
        return;
    const qint64 position = x >= m_scene.scale.bars.right() ? m_timeline.viewTo() : positionAt(x);
    const auto [from, to] = std::minmax(m_anchor, position);
    m_scene.range = m_marks.range = std::pair(from, std::max(from + 1, to));
    emit marksChanged();
    update();
}

void TimelineChart::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mouseReleaseEvent(event);
    const Drag drag = std::exchange(m_drag, Drag::None);
    if (drag == Drag::Pressed || drag == Drag::Playhead) {
        movePlayhead(positionAt(event->position().x()), true);
    } else if (drag != Drag::None && m_scene.range) {
        describe();
        emit rangeChosen(m_scene.range->first, m_scene.range->second);
    }
    updateCursor(event->position());
}

void TimelineChart::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !hasAxis())
        return;
    const Session::TimelineBucket *bucket = bucketAt(positionAt(event->position().x()));
    if (bucket && event->position().y() < m_scene.scale.band.top())
        m_timeline.zoom(bucket->from, bucket->to);
}

void TimelineChart::updateCursor(const QPointF &place)
{
    const Drag drag = hasAxis() ? dragAt(place) : Drag::None;
    setCursor(matchAt(place) ? Qt::PointingHandCursor : drag == Drag::RangeFrom || drag == Drag::RangeUntil ? Qt::SizeHorCursor
              : drag == Drag::Playhead ? Qt::OpenHandCursor : Qt::ArrowCursor);
}

void TimelineChart::leaveEvent(QEvent *)
{
    m_scene.hoverX.reset();
    update();
}

bool TimelineChart::event(QEvent *event)
{
    switch (event->type()) {
    case QEvent::ToolTip: {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), tipAt(help->pos()).toHtmlEscaped(), this);
        return true;
    }
    case QEvent::NativeGesture:
        if (nativeGesture(*static_cast<QNativeGestureEvent *>(event)))
            return true;
        break;
    case QEvent::Gesture:
        if (const auto *gesture = static_cast<QPinchGesture *>(static_cast<QGestureEvent *>(event)->gesture(Qt::PinchGesture))) {
            pinch(*gesture);
            return true;
        }
        break;
    case QEvent::ShortcutOverride:
        // Plain keys of ours that the window may know as shortcuts: Escape, Ctrl+0.
        if (const auto *key = static_cast<QKeyEvent *>(event); (key->key() == Qt::Key_Escape && m_scene.range) || (key->key() == Qt::Key_0 && key->modifiers() == Qt::ControlModifier)) {
            event->accept();
            return true;
        }
        break;
    default:
        break;
    }
    return QWidget::event(event);
}

bool TimelineChart::nativeGesture(const QNativeGestureEvent &event)
{
    if (event.gestureType() != Qt::ZoomNativeGesture || !hasAxis())
        return false;
    zoomBy(1 / std::max(0.1, 1 + event.value()), m_scene.scale.position(event.position().x()));
    return true;
}

void TimelineChart::pinch(const QPinchGesture &gesture)
{
    if (hasAxis() && gesture.scaleFactor() > 0)
        zoomBy(1 / gesture.scaleFactor(), m_scene.scale.position(mapFromGlobal(gesture.centerPoint()).x()));
}

void TimelineChart::zoomBy(double factor, qint64 around)
{
    const qint64 from = m_timeline.viewFrom();
    const qint64 to = m_timeline.viewTo();
    const qint64 centre = std::clamp(around, from, to);
    m_timeline.zoom(centre - static_cast<qint64>(static_cast<double>(centre - from) * factor), centre + static_cast<qint64>(static_cast<double>(to - centre) * factor));
}

void TimelineChart::zoomIn()
{
    zoomBy(ZoomStep, m_scene.playhead && m_scene.scale.shows(*m_scene.playhead) ? *m_scene.playhead : (m_timeline.viewFrom() + m_timeline.viewTo()) / 2);
}

void TimelineChart::zoomOut()
{
    zoomBy(1 / ZoomStep, m_scene.playhead && m_scene.scale.shows(*m_scene.playhead) ? *m_scene.playhead : (m_timeline.viewFrom() + m_timeline.viewTo()) / 2);
}

void TimelineChart::pan(double pixels)
{
    const auto moved = static_cast<qint64>(pixels / m_scene.scale.bars.width() * static_cast<double>(m_timeline.viewTo() - m_timeline.viewFrom()));
    m_timeline.zoom(m_timeline.viewFrom() + moved, m_timeline.viewTo() + moved);
}

void TimelineChart::wheelEvent(QWheelEvent *event)
{
    if (!hasAxis())
        return event->ignore();
    const QPoint delta = event->angleDelta();
    event->accept();
    if (delta.x() != 0 || (event->modifiers() & (Qt::ShiftModifier | Qt::AltModifier)))
        return pan(-(delta.x() != 0 ? delta.x() : delta.y()) / double(Notch) * PanShare * m_scene.scale.bars.width());
    zoomBy(std::pow(WheelStep, delta.y() / double(Notch)), m_scene.scale.position(event->position().x()));
}

void TimelineChart::contextMenuEvent(QContextMenuEvent *event)
{
    if (!hasAxis())
        return;
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const qint64 position = byKey ? m_scene.playhead.value_or(m_timeline.viewFrom()) : positionAt(event->pos().x());
    emit menuRequested(position, byKey ? mapToGlobal(QPoint(static_cast<int>(m_scene.scale.x(position)), height() / 2)) : event->globalPos());
}

void TimelineChart::dropRange()
{
    m_keyAnchor.reset();
    if (!m_scene.range)
        return;
    m_scene.range.reset();
    m_marks.range.reset();
    describe();
    emit marksChanged();
    update();
    emit rangeDropped();
}

void TimelineChart::stepMatch(int direction)
{
    const auto &all = m_scene.matches;
    if (all.empty())
        return;
    const qint64 from = m_scene.playhead.value_or(m_timeline.viewFrom());
    auto it = direction > 0 ? std::upper_bound(all.begin(), all.end(), from) : std::lower_bound(all.begin(), all.end(), from);
    if (direction < 0) {
        if (it == all.begin())
            return;
        --it;
    } else if (it == all.end()) {
        return;
    }
    emit matchRequested(*it);
}

/// What a reader says after an arrow key.
void TimelineChart::speakBar(qint64 position)
{
    const Session::TimelineBucket *bucket = bucketAt(position);
    setAccessibleDescription(bucket ? Items::TimelineText(m_timeline, m_utc).tip(*bucket, matchesIn(bucket->from, bucket->to)) : QString());
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

void TimelineChart::moveByKey(qint64 position, bool extends)
{
    const qint64 from = m_scene.playhead.value_or(m_timeline.viewTo());
    if (extends) {
        if (!m_keyAnchor)
            m_keyAnchor = from;
        const auto [low, high] = std::minmax(*m_keyAnchor, position);
        m_scene.range = m_marks.range = std::pair(low, std::max(low + 1, high));
        emit marksChanged();
        emit rangeChosen(low, std::max(low + 1, high));
    } else {
        m_keyAnchor.reset();
    }
    const qint64 span = m_timeline.viewTo() - m_timeline.viewFrom();
    if (position < m_timeline.viewFrom())
        m_timeline.zoom(position, position + span);
    else if (position > m_timeline.viewTo())
        m_timeline.zoom(position - span, position);
    movePlayhead(position, false);
    speakBar(position);
}

bool TimelineChart::keyMoves(const QKeyEvent &event)
{
    const qint64 from = m_scene.playhead.value_or(m_timeline.viewTo());
    const qint64 last = m_timeline.isLive() ? m_timeline.end() : std::max(m_timeline.begin(), m_timeline.end() - 1);
    const qint64 step = event.modifiers() & Qt::ControlModifier ? std::max<qint64>(1, (m_timeline.viewTo() - m_timeline.viewFrom()) / 10) : m_timeline.barWidth();
    qint64 position = from;
    switch (event.key()) {
    case Qt::Key_Left: position = from - step; break;
    case Qt::Key_Right: position = from + step; break;
    case Qt::Key_Home: position = m_timeline.viewFrom() == from ? m_timeline.begin() : m_timeline.viewFrom(); break;
    case Qt::Key_End: position = m_timeline.viewTo() <= from ? last : m_timeline.viewTo(); break;
    default: return false;
    }
    moveByKey(std::clamp(position, m_timeline.begin(), last), event.modifiers() & Qt::ShiftModifier);
    return true;
}

void TimelineChart::keyPressEvent(QKeyEvent *event)
{
    if (!hasAxis())
        return QWidget::keyPressEvent(event);
    if (keyMoves(*event))
        return;
    const bool isPlain = !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        if (isPlain)
            return zoomIn();
        break;
    case Qt::Key_Minus:
        if (isPlain)
            return zoomOut();
        break;
    case Qt::Key_0:
        if (event->modifiers() == Qt::ControlModifier)
            return m_timeline.zoomWhole();
        break;
    case Qt::Key_N:
        if (isPlain)
            return stepMatch(event->modifiers() & Qt::ShiftModifier ? -1 : 1);
        break;
    case Qt::Key_Escape:
        if (m_scene.range)
            return dropRange();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return emit readRequested(m_scene.playhead.value_or(m_timeline.viewFrom()));
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

} // namespace Views
