// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/timeline/timelinechart.h"

#include "views/appearance.h"

#include <QPainter>
#include <QResizeEvent>

#include <algorithm>

namespace Views {

namespace {

constexpr double Left = 10;
constexpr double Right = 46;      ///< the word LIVE finds room
constexpr double PastWidth = 18;  ///< what retention has removed
constexpr double BandHeight = 3;
constexpr double BandGap = 2;
constexpr int PixelsPerBar = 4;
constexpr int MostBars = 256;
constexpr int BarsHeight = 56;
constexpr int LeastLaneHeight = 6;
constexpr int LaneHeight = 15;
constexpr int MostLanesHeight = 260;
constexpr double TickSpacing = 110;

} // namespace

TimelineChart::TimelineChart(Session::Timeline &timeline, const Appearance &appearance, QWidget *parent)
    : QWidget(parent), m_timeline(timeline), m_appearance(appearance), m_painter(appearance)
{
    setObjectName(QStringLiteral("timeline"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAttribute(Qt::WA_OpaquePaintEvent);
    grabGesture(Qt::PinchGesture);
    m_scene.timeline = &timeline;
    connect(&timeline, &Session::Timeline::changed, this, &TimelineChart::takeTimeline);
    connect(&appearance, &Appearance::changed, this, [this] {
        updateGeometry();
        layOut();
    });
    layOut();
}

QSize TimelineChart::sizeHint() const
{
    const int axis = QFontMetrics(m_appearance.uiFont(0.92)).height() + 6;
    int bars = BarsHeight;
    if (m_scene.showsLanes) {
        const int lanes = std::clamp(static_cast<int>(m_timeline.partitions().size()), 1, TimelinePainter::MostLanes);
        bars = std::min(std::max(BarsHeight, lanes * LaneHeight), std::max(MostLanesHeight, lanes * LeastLaneHeight));
    }
    return {400, static_cast<int>(TimelinePainter::TickArea + 4 + BandGap + BandHeight) + bars + axis};
}

QSize TimelineChart::minimumSizeHint() const
{
    return {200, sizeHint().height()};
}

void TimelineChart::layOut()
{
    TimelineScale &scale = m_scene.scale;
    const double axisHeight = QFontMetrics(m_appearance.uiFont(0.92)).height() + 6;
    const bool showsPast = hasAxis() && m_timeline.hasRemovedPast() && m_timeline.viewFrom() == m_timeline.begin();
    double right = Right;
    if (m_scene.showsLanes) {
        const QFontMetrics metrics(m_appearance.uiFont(0.85));
        for (const QString &name : std::as_const(m_scene.laneNames))
            right = std::max(right, std::min(0.25 * width(), metrics.horizontalAdvance(name) + 12.0));
    }
    const double left = Left + (showsPast ? PastWidth : 0);
    const double top = TimelinePainter::TickArea + 4;
    const double axisTop = height() - axisHeight;
    scale.bars = QRectF(left, top, std::max(16.0, width() - left - right), std::max(8.0, axisTop - BandHeight - BandGap - top));
    scale.band = QRectF(Left, axisTop - BandHeight, scale.bars.right() - Left, BandHeight);
    scale.axis = QRectF(0, axisTop, width(), axisHeight);
    scale.past = showsPast ? QRectF(Left, top, PastWidth - 2, scale.bars.height()) : QRectF();
    scale.from = m_timeline.viewFrom();
    scale.to = std::max(scale.from + 1, m_timeline.viewTo());
    m_scene.ticks.clear();
    if (hasAxis())
        m_scene.ticks = m_timeline.axis() == Session::Timeline::Axis::Offset ? Items::offsetTicks(scale.from, scale.to, scale.bars.width(), TickSpacing)
                                                                              : Items::timelineTicks(scale.from, scale.to, scale.bars.width(), TickSpacing, m_utc);
    update();
}

void TimelineChart::takeTimeline()
{
    const Items::TimelineText text(m_timeline, m_utc);
    m_scene.message = text.problem();
    m_scene.isMessageProblem = m_timeline.state() == Session::Timeline::State::Failed;
    const qsizetype lanes = m_scene.laneNames.size();
    if (m_scene.showsLanes) {
        m_scene.laneNames.clear();
        for (std::size_t p = 0; p < std::min<std::size_t>(m_timeline.partitions().size(), TimelinePainter::MostLanes); ++p)
            m_scene.laneNames += text.partition(p);
    }
    if (m_scene.laneNames.size() != lanes)
        updateGeometry();
    if (m_scene.playhead)
        m_scene.flag = text.flag(*m_scene.playhead);
    layOut();
    refreshDensest();
    describe();
    emit marksChanged();
}

void TimelineChart::describe()
{
    setAccessibleName(Items::TimelineText(m_timeline, m_utc).accessible(m_marks));
}

void TimelineChart::setUtc(bool utc)
{
    if (std::exchange(m_utc, utc) != utc)
        takeTimeline();
}

void TimelineChart::setPlayhead(std::optional<qint64> position)
{
    if (m_drag == Drag::Playhead || position == m_scene.playhead) // while it is dragged it is where the pointer is
        return;
    m_scene.playhead = m_marks.playhead = position;
    if (position) {
        m_scene.flag = Items::TimelineText(m_timeline, m_utc).flag(*position);
        m_timeline.setPlayhead(*position);
    }
    describe();
    update();
}

void TimelineChart::setRange(std::optional<std::pair<qint64, qint64>> range)
{
    if (m_drag == Drag::Range || m_drag == Drag::RangeFrom || m_drag == Drag::RangeUntil || range == m_scene.range)
        return;
    m_scene.range = m_marks.range = range;
    m_keyAnchor.reset();
    describe();
    emit marksChanged();
    update();
}

void TimelineChart::setReadBand(std::vector<std::pair<qint64, qint64>> parts)
{
    if (parts == m_scene.readBand)
        return;
    m_scene.readBand = std::move(parts);
    update();
}

void TimelineChart::setMatches(std::vector<qint64> positions, bool isFinal)
{
    m_scene.matches = std::move(positions);
    m_marks.matches = m_scene.matches.size();
    m_marks.isSearchOver = isFinal;
    refreshDensest();
    describe();
    emit marksChanged();
    update();
}

void TimelineChart::refreshDensest()
{
    m_marks.densest.reset();
    quint64 most = 0;
    if (m_scene.matches.empty())
        return;
    for (const Session::TimelineBucket &bucket : m_timeline.buckets()) {
        const quint64 here = matchesIn(bucket.from, bucket.to);
        if (here > most) {
            most = here;
            m_marks.densest = {bucket.from, bucket.to};
        }
    }
}

void TimelineChart::setDatedAfterNow(quint64 records)
{
    m_marks.datedAfterNow = records;
    m_scene.datedAfterNow = records == 0 ? QString() : tr("dated after now");
    emit marksChanged();
    update();
}

void TimelineChart::showLanes(bool lanes)
{
    if (std::exchange(m_scene.showsLanes, lanes) == lanes)
        return;
    m_scene.laneNames.clear();
    takeTimeline();
    updateGeometry();
}

const Session::TimelineBucket *TimelineChart::bucketAt(qint64 position) const
{
    const auto &buckets = m_timeline.buckets();
    const auto it = std::upper_bound(buckets.begin(), buckets.end(), position, [](qint64 p, const Session::TimelineBucket &b) { return p < b.to; });
    return it == buckets.end() ? nullptr : &*it;
}

quint64 TimelineChart::matchesIn(qint64 from, qint64 to) const
{
    const auto &all = m_scene.matches;
    return static_cast<quint64>(std::lower_bound(all.begin(), all.end(), to) - std::lower_bound(all.begin(), all.end(), from));
}

QString TimelineChart::tipAt(const QPointF &place) const
{
    if (!hasAxis())
        return m_scene.message;
    if (m_scene.scale.past.contains(place))
        return tr("Removed by retention: the log no longer starts at its first offset");
    if (place.x() < m_scene.scale.bars.left() || place.x() > m_scene.scale.bars.right())
        return {};
    const qint64 position = m_scene.scale.position(place.x());
    const Session::TimelineBucket *bucket = bucketAt(position);
    return bucket ? Items::TimelineText(m_timeline, m_utc).tip(*bucket, matchesIn(bucket->from, bucket->to)) : QString();
}

void TimelineChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    m_scene.hasFocus = hasFocus();
    m_painter.paint(painter, m_scene, rect());
}

void TimelineChart::resizeEvent(QResizeEvent *)
{
    layOut();
    m_timeline.setMaxBars(std::clamp(static_cast<int>(m_scene.scale.bars.width()) / PixelsPerBar, 1, MostBars));
}

void TimelineChart::showEvent(QShowEvent *)
{
    m_timeline.setVisible(true);
}

void TimelineChart::hideEvent(QHideEvent *)
{
    m_timeline.setVisible(false);
}

void TimelineChart::focusInEvent(QFocusEvent *)
{
    update();
}

void TimelineChart::focusOutEvent(QFocusEvent *)
{
    update();
}

} // namespace Views
