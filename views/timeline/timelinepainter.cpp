// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/timeline/timelinepainter.h"

#include "views/appearance.h"
#include "views/timeline/timelineview.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace Views {

namespace {

constexpr double LeastBarHeight = 1.5;
constexpr double LeastBarWidth = 2;
constexpr double PaleOpacity = 0.35;
constexpr double RangeOpacity = 0.13;
constexpr double HatchStep = 6;

QColor withOpacity(QColor color, double opacity)
{
    color.setAlphaF(static_cast<float>(opacity));
    return color;
}

/// To the pixel grid, so that bars have sharp sides and even gaps.
double snapped(double value, double ratio)
{
    return std::round(value * ratio) / ratio;
}

struct BarStyle
{
    QColor plain;
    QColor selected;
    double left = 0; ///< of the range, in pixels
    double right = -1;
};

/// Draws `count` of each bar of a bucket into an area whose full height is `highest`.
class BarRow
{
public:
    BarRow(QPainter &painter, const TimelineScale &scale, const QRectF &area, double highest, BarStyle style)
        : m_painter(painter), m_scale(scale), m_area(area), m_highest(highest), m_style(std::move(style)), m_ratio(painter.device()->devicePixelRatioF())
    {
    }

    void draw(const Session::TimelineBucket &bucket, double perBar) const
    {
        if (perBar <= 0)
            return;
        const double height = std::max(LeastBarHeight, perBar / m_highest * m_area.height());
        const double top = snapped(m_area.bottom() - height, m_ratio);
        const double span = static_cast<double>(bucket.to - bucket.from);
        for (int i = 0; i < bucket.bars; ++i) {
            const double from = m_scale.x(bucket.from + static_cast<qint64>(span * i / bucket.bars));
            const double to = m_scale.x(bucket.from + static_cast<qint64>(span * (i + 1) / bucket.bars));
            if (to < m_area.left() || from > m_area.right())
                continue;
            drawOne(snapped(std::max(from, m_area.left()), m_ratio), snapped(std::min(to, m_area.right()), m_ratio), top, bucket.isFinal);
        }
    }

private:
    void drawOne(double left, double right, double top, bool isFinal) const
    {
        const double gap = right - left >= 3 ? 1 : 0;
        const double width = std::max(LeastBarWidth, right - left - gap);
        const double middle = left + width / 2;
        const QColor &color = middle >= m_style.left && middle <= m_style.right ? m_style.selected : m_style.plain;
        m_painter.fillRect(QRectF(left, top, width, m_area.bottom() - top), isFinal ? color : withOpacity(color, PaleOpacity));
    }

    QPainter &m_painter;
    const TimelineScale &m_scale;
    QRectF m_area;
    double m_highest;
    BarStyle m_style;
    double m_ratio;
};

BarStyle styleOf(const TimelineScene &scene, const Theme &theme)
{
    BarStyle style{.plain = theme.bar, .selected = theme.barSel};
    if (scene.range) {
        style.left = scene.scale.x(scene.range->first);
        style.right = scene.scale.x(scene.range->second);
    }
    return style;
}

} // namespace

void TimelinePainter::paint(QPainter &painter, const TimelineScene &scene, const QRect &area) const
{
    const Theme &theme = m_appearance.theme();
    painter.fillRect(area, theme.base);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!scene.timeline || scene.timeline->buckets().empty()) {
        paintMessage(painter, scene);
        return;
    }
    paintGrid(painter, scene);
    paintRange(painter, scene);
    if (scene.showsLanes)
        paintLanes(painter, scene);
    else
        paintBars(painter, scene);
    if (!scene.scale.past.isEmpty())
        paintPast(painter, scene.scale.past);
    paintBand(painter, scene);
    paintMatches(painter, scene);
    paintRangeEdges(painter, scene);
    paintAxis(painter, scene, area);
    paintEdge(painter, scene);
    paintMessage(painter, scene);
    paintHover(painter, scene);
    paintPlayhead(painter, scene, area);
    if (scene.hasFocus) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(area).adjusted(1, 1, -1, -1));
    }
}

void TimelinePainter::paintMessage(QPainter &painter, const TimelineScene &scene) const
{
    if (scene.message.isEmpty())
        return;
    const Theme &theme = m_appearance.theme();
    painter.setFont(m_appearance.uiFont());
    painter.setPen(scene.isMessageProblem ? theme.danger : theme.text3);
    painter.drawText(scene.scale.bars, Qt::AlignCenter, painter.fontMetrics().elidedText(scene.message, Qt::ElideRight, static_cast<int>(scene.scale.bars.width()) - 16));
}

void TimelinePainter::paintGrid(QPainter &painter, const TimelineScene &scene) const
{
    painter.setPen(QPen(m_appearance.theme().line, 1, Qt::DotLine));
    for (const Items::TimelineTick &tick : scene.ticks) {
        const double x = std::floor(scene.scale.x(tick.position)) + 0.5;
        painter.drawLine(QPointF(x, scene.scale.bars.top()), QPointF(x, scene.scale.bars.bottom()));
    }
}

void TimelinePainter::paintBars(QPainter &painter, const TimelineScene &scene) const
{
    double highest = 1;
    for (const Session::TimelineBucket &bucket : scene.timeline->buckets())
        highest = std::max(highest, bucket.perBar());
    const BarRow row(painter, scene.scale, scene.scale.bars, highest, styleOf(scene, m_appearance.theme()));
    for (const Session::TimelineBucket &bucket : scene.timeline->buckets())
        row.draw(bucket, bucket.perBar());
}

/// One row for each partition, all to one measure: skew is what they are for.
void TimelinePainter::paintLanes(QPainter &painter, const TimelineScene &scene) const
{
    const Theme &theme = m_appearance.theme();
    const auto &partitions = scene.timeline->partitions();
    const std::size_t count = std::min<std::size_t>(partitions.size(), MostLanes);
    if (count == 0)
        return;
    double highest = 1;
    for (const Session::TimelineBucket &bucket : scene.timeline->buckets())
        for (std::size_t p = 0; p < count; ++p)
            highest = std::max(highest, static_cast<double>(bucket.counts[p]) / bucket.bars);
    const QRectF &area = scene.scale.bars;
    const double height = area.height() / static_cast<double>(count);
    painter.setFont(m_appearance.uiFont(0.85));
    for (std::size_t p = 0; p < count; ++p) {
        const double top = area.top() + height * static_cast<double>(p);
        const QRectF lane(area.left(), top + 1, area.width(), std::max(2.0, height - 2));
        BarStyle style = styleOf(scene, theme);
        style.plain = theme.partition(partitions[p].id.value());
        const BarRow row(painter, scene.scale, lane, highest, style);
        for (const Session::TimelineBucket &bucket : scene.timeline->buckets())
            row.draw(bucket, static_cast<double>(bucket.counts[p]) / bucket.bars);
        painter.fillRect(QRectF(area.left(), lane.bottom(), area.width(), 1), theme.line);
        if (height >= painter.fontMetrics().height() * 0.8) {
            painter.setPen(partitions[p].isCounted() ? theme.text2 : theme.danger);
            painter.drawText(QRectF(area.right() + 6, top, 200, height), Qt::AlignLeft | Qt::AlignVCenter, scene.laneNames.value(static_cast<int>(p)));
        }
    }
}

/// What retention has removed, left of the first record.
void TimelinePainter::paintPast(QPainter &painter, const QRectF &area) const
{
    painter.save();
    painter.setClipRect(area);
    painter.setPen(QPen(withOpacity(m_appearance.theme().text3, 0.55), 1));
    for (double x = area.left() - area.height(); x < area.right(); x += HatchStep)
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x + area.height(), area.top()));
    painter.restore();
}

void TimelinePainter::paintRange(QPainter &painter, const TimelineScene &scene) const
{
    if (!scene.range)
        return;
    const double left = std::max(scene.scale.bars.left(), scene.scale.x(scene.range->first));
    const double right = std::min(scene.scale.bars.right(), scene.scale.x(scene.range->second));
    if (right > left)
        painter.fillRect(QRectF(left, 0, right - left, scene.scale.bars.bottom()), withOpacity(m_appearance.theme().accent, RangeOpacity));
}

void TimelinePainter::paintRangeEdges(QPainter &painter, const TimelineScene &scene) const
{
    if (!scene.range)
        return;
    const QColor &color = m_appearance.theme().accent;
    for (const qint64 edge : {scene.range->first, scene.range->second}) {
        const double x = scene.scale.x(edge);
        if (x < scene.scale.bars.left() - 1 || x > scene.scale.bars.right() + 1)
            continue;
        painter.setPen(QPen(color, 1.5));
        painter.drawLine(QPointF(x, 0), QPointF(x, scene.scale.bars.bottom()));
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(QRectF(x - HandleWidth / 2, scene.scale.bars.center().y() - 8, HandleWidth, 16), 2, 2);
    }
}

void TimelinePainter::paintBand(QPainter &painter, const TimelineScene &scene) const
{
    const Theme &theme = m_appearance.theme();
    painter.fillRect(scene.scale.band, theme.line);
    for (const auto &[from, to] : scene.readBand) {
        const double left = std::max(scene.scale.band.left(), scene.scale.x(from));
        const double right = std::min(scene.scale.band.right(), scene.scale.x(to));
        if (right >= left)
            painter.fillRect(QRectF(left, scene.scale.band.top(), std::max(2.0, right - left), scene.scale.band.height()), theme.accent);
    }
}

/// A tick of two pixels wherever there is a match; its height tells how many. Costs the pixels, not the matches.
void TimelinePainter::paintMatches(QPainter &painter, const TimelineScene &scene) const
{
    if (scene.matches.empty())
        return;
    const Theme &theme = m_appearance.theme();
    const QColor &color = theme.matchTick;
    const QRectF &area = scene.scale.bars;
    auto at = std::lower_bound(scene.matches.begin(), scene.matches.end(), scene.scale.from);
    while (at != scene.matches.end() && *at <= scene.scale.to) {
        const double left = area.left() + 2 * std::floor((scene.scale.x(*at) - area.left()) / 2);
        const auto next = std::upper_bound(at, scene.matches.end(), std::max(*at, scene.scale.position(left + 2) - 1));
        const double height = std::min(12.0, 3 + std::log2(static_cast<double>(next - at)));
        painter.fillRect(QRectF(left, TickArea - height, 2, height), color);
        at = next;
    }
}

void TimelinePainter::paintAxis(QPainter &painter, const TimelineScene &scene, const QRect &area) const
{
    const Theme &theme = m_appearance.theme();
    painter.setFont(m_appearance.uiFont(0.92));
    painter.setPen(theme.text2);
    const QFontMetrics metrics = painter.fontMetrics();
    const QRectF flag = scene.playhead && scene.scale.shows(*scene.playhead) ? flagRect(scene, area.width()) : QRectF();
    const bool isOffset = scene.timeline->axis() == Session::Timeline::Axis::Offset;
    const bool showsEnd = !scene.timeline->isRecording() && scene.scale.to >= scene.timeline->end() && (isOffset || scene.timeline->isLive());
    const QString endWord = showsEnd ? isOffset ? TimelineView::tr("end") : TimelineView::tr("now") : QString();
    double freeFrom = area.left();
    double freeTo = area.right();
    const auto draw = [&](double x, const QString &label) {
        const double width = metrics.horizontalAdvance(label);
        const double left = std::clamp(x - width / 2, scene.scale.bars.left() - 8, std::max(scene.scale.bars.left(), area.right() - width - 4));
        const QRectF place(left, scene.scale.axis.top(), width, scene.scale.axis.height());
        if (left < freeFrom || left + width > freeTo || (!flag.isNull() && place.adjusted(-6, 0, 6, 0).intersects(flag)))
            return;
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, label);
        freeFrom = left + width + 8;
    };
    if (!endWord.isEmpty()) {
        draw(scene.scale.x(scene.timeline->end()), endWord);
        freeFrom = area.left();
        freeTo = scene.scale.x(scene.timeline->end()) - metrics.horizontalAdvance(endWord) / 2.0 - 8;
    }
    for (const Items::TimelineTick &tick : scene.ticks)
        draw(scene.scale.x(tick.position), tick.label);
}

/// The end of the log.
void TimelinePainter::paintEdge(QPainter &painter, const TimelineScene &scene) const
{
    if (scene.timeline->isRecording() || scene.scale.to < scene.timeline->end())
        return;
    const Theme &theme = m_appearance.theme();
    const double x = scene.scale.x(scene.timeline->end()) + 0.5;
    painter.setPen(QPen(theme.ok, 1.5));
    painter.drawLine(QPointF(x, 5), QPointF(x, scene.scale.band.bottom()));
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.ok);
    painter.drawEllipse(QPointF(x, 5), 3, 3);
    QFont font = m_appearance.uiFont(0.85);
    font.setWeight(QFont::Bold);
    painter.setFont(font);
    painter.setPen(theme.ok);
    const QString word = scene.timeline->isLive() && scene.timeline->axis() == Session::Timeline::Axis::Time ? TimelineView::tr("LIVE") : TimelineView::tr("END");
    painter.drawText(QPointF(x + 7, 5 + painter.fontMetrics().capHeight() / 2.0), word);
    if (scene.datedAfterNow.isEmpty())
        return;
    painter.setFont(m_appearance.uiFont(0.85));
    painter.setPen(theme.warn);
    const double width = painter.fontMetrics().horizontalAdvance(scene.datedAfterNow);
    painter.drawText(QPointF(x - 6 - width, 5 + painter.fontMetrics().capHeight() / 2.0), scene.datedAfterNow);
}

void TimelinePainter::paintHover(QPainter &painter, const TimelineScene &scene) const
{
    if (!scene.hoverX)
        return;
    painter.setPen(QPen(m_appearance.theme().text2, 1, Qt::DashLine));
    const double x = std::floor(*scene.hoverX) + 0.5;
    painter.drawLine(QPointF(x, 0), QPointF(x, scene.scale.bars.bottom()));
}

QRectF TimelinePainter::flagRect(const TimelineScene &scene, double width) const
{
    QFont font = m_appearance.uiFont(0.92);
    font.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(font);
    const double flagWidth = metrics.horizontalAdvance(scene.flag) + 12;
    const double left = std::clamp(scene.scale.x(*scene.playhead) - flagWidth / 2, 2.0, std::max(2.0, width - flagWidth - 2));
    return {std::round(left), scene.scale.axis.top() + 1, flagWidth, std::min<double>(metrics.height() + 2, scene.scale.axis.height() - 2)};
}

void TimelinePainter::paintPlayhead(QPainter &painter, const TimelineScene &scene, const QRect &area) const
{
    if (!scene.playhead || !scene.scale.shows(*scene.playhead))
        return;
    const Theme &theme = m_appearance.theme();
    const double x = scene.scale.x(*scene.playhead);
    painter.setPen(QPen(theme.accent, 1.8));
    painter.drawLine(QPointF(x, 2), QPointF(x, scene.scale.axis.top() + 2));
    QPainterPath cap(QPointF(x - CapHalfWidth, 0));
    cap.lineTo(x + CapHalfWidth, 0);
    cap.lineTo(x + CapHalfWidth, CapHeight - CapHalfWidth);
    cap.lineTo(x, CapHeight);
    cap.lineTo(x - CapHalfWidth, CapHeight - CapHalfWidth);
    cap.closeSubpath();
    painter.fillPath(cap, theme.accent);
    const QRectF flag = flagRect(scene, area.width());
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.primary);
    painter.drawRoundedRect(flag, 3, 3);
    QFont font = m_appearance.uiFont(0.92);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(theme.onPrimary);
    painter.drawText(flag, Qt::AlignCenter, scene.flag);
}

} // namespace Views
