// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "items/timelinetext.h"
#include "views/timeline/timelinepainter.h"

#include <QPointF>
#include <QWidget>

class QNativeGestureEvent;
class QPinchGesture;

namespace Views {

/// The chart itself (`timeline`): bars, playhead, range, marks; mouse and keys of ui.md §6. Owned by TimelineView.
class TimelineChart final : public QWidget
{
    Q_OBJECT
public:
    TimelineChart(Session::Timeline &timeline, const Appearance &appearance, QWidget *parent = nullptr);

    void setUtc(bool utc);
    void setPlayhead(std::optional<qint64> position);
    void setRange(std::optional<std::pair<qint64, qint64>> range);
    void setReadBand(std::vector<std::pair<qint64, qint64>> parts);
    void setMatches(std::vector<qint64> positions, bool isFinal); ///< rising
    void setDatedAfterNow(quint64 records);
    void showLanes(bool lanes);

    bool isUtc() const { return m_utc; }
    bool showsLanes() const { return m_scene.showsLanes; }
    const Items::TimelineMarks &marks() const { return m_marks; }
    std::vector<qint64> takeMatches() { return std::exchange(m_scene.matches, {}); } ///< to be set again at once
    const TimelineScale &scale() const { return m_scene.scale; }
    /// The words over a place of the chart; empty outside the bars.
    QString tipAt(const QPointF &place) const;

    void zoomBy(double factor, qint64 around); ///< < 1: in
    void zoomIn();
    void zoomOut();
    void dropRange();
    void stepMatch(int direction);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void playheadMoved(qint64 position, bool released);
    void rangeChosen(qint64 from, qint64 until);
    void rangeDropped();
    void readRequested(qint64 position);
    void matchRequested(qint64 position);
    void datedAfterNowRequested();
    void menuRequested(qint64 position, const QPoint &globalPlace);
    void marksChanged(); ///< what the header and readers tell of

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    enum class Drag { None, Pressed, Playhead, Range, RangeFrom, RangeUntil };

    void layOut();
    void takeTimeline();
    void describe();
    void refreshDensest();
    bool hasAxis() const { return !m_timeline.buckets().empty(); }
    qint64 positionAt(double x) const; ///< inside the axis
    Drag dragAt(const QPointF &place) const;
    std::optional<qint64> matchAt(const QPointF &place) const;
    void movePlayhead(qint64 position, bool released);
    void dragTo(double x);
    void updateCursor(const QPointF &place);
    const Session::TimelineBucket *bucketAt(qint64 position) const;
    quint64 matchesIn(qint64 from, qint64 to) const;
    void pan(double pixels);
    void moveByKey(qint64 position, bool extends);
    bool keyMoves(const QKeyEvent &event);
    void speakBar(qint64 position);
    bool nativeGesture(const QNativeGestureEvent &event);
    void pinch(const QPinchGesture &gesture);

    Session::Timeline &m_timeline;
    const Appearance &m_appearance;
    TimelinePainter m_painter;
    TimelineScene m_scene;
    Items::TimelineMarks m_marks;
    bool m_utc = false;
    Drag m_drag = Drag::None;
    QPointF m_pressed;
    qint64 m_anchor = 0;                    ///< where a range began
    std::optional<qint64> m_keyAnchor;      ///< the same, by keys
    int m_wheelRest = 0;
};

} // namespace Views
