// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/timelinetext.h"

#include "items/errortext.h"
#include "items/numbertext.h"
#include "items/safetext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>

namespace Items {

using Session::Timeline;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("TimelineText", text);
}

QString partitionCountText(std::size_t n)
{
    return n == 1 ? tr("1 partition") : tr("%1 partitions").arg(countText(n));
}

constexpr qint64 SecondMs = 1000;
constexpr qint64 MinuteMs = 60 * SecondMs;
constexpr qint64 DayMs = 1440 * MinuteMs;
constexpr qsizetype MostNamed = 3;

/// How finely a moment of a span is told.
qint64 precisionOf(qint64 span)
{
    return span < 5 * SecondMs ? 1 : span < 5 * MinuteMs ? SecondMs : span < 90 * DayMs ? MinuteMs : DayMs;
}

quint64 unsignedCount(qint64 n)
{
    return static_cast<quint64>(std::max<qint64>(0, n));
}

} // namespace

QString TimelineText::moment(qint64 ms, qint64 precision, const std::optional<qint64> &after) const
{
    const auto timeOf = [this](qint64 at) { return QDateTime::fromMSecsSinceEpoch(at, m_utc ? Qt::UTC : Qt::LocalTime); };
    const QDateTime time = timeOf(ms);
    if (!time.isValid() || time.date().year() > 9999 || time.date().year() < 1)
        return timeText(ms, m_utc);
    const bool isOtherYear = time.date().year() != timeOf(QDateTime::currentMSecsSinceEpoch()).date().year();
    const QString day = QLocale().toString(time.date(), isOtherYear ? QStringLiteral("d MMM yyyy") : QStringLiteral("d MMM"));
    if (precision >= DayMs)
        return day;
    const QString clock = time.toString(precision >= MinuteMs ? QStringLiteral("HH:mm") : precision >= SecondMs ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm:ss.zzz"));
    return after && timeOf(*after).date() == time.date() ? clock : day + u' ' + clock;
}

QString TimelineText::span(qint64 from, qint64 to) const
{
    if (isOffsetAxis())
        return QStringLiteral("+%1 → +%2").arg(countText(unsignedCount(from)), countText(unsignedCount(to)));
    const qint64 precision = precisionOf(to - from);
    const bool endsNow = m_timeline.isLive() && to >= m_timeline.end();
    return moment(from, precision) + QStringLiteral(" → ") + (endsNow ? tr("now") : moment(to, precision, from));
}

QString TimelineText::flag(qint64 position) const
{
    if (isOffsetAxis())
        return position >= m_timeline.end() ? tr("end") : tr("offset +%1").arg(countText(unsignedCount(position)));
    if (position >= m_timeline.end() && m_timeline.isLive())
        return tr("end");
    // Inside one day the axis tells which.
    const bool isOneDay = moment(m_timeline.viewFrom(), DayMs) == moment(m_timeline.viewTo(), DayMs);
    return isOneDay ? moment(position, 1, m_timeline.viewFrom()) : moment(position, 1);
}

QString TimelineText::count(qint64 n, bool exact) const
{
    const QString sign = m_timeline.isTotalLowerBound() ? QStringLiteral("≥ ") : exact ? QString() : QStringLiteral("≈ ");
    const QString number = sign + countText(unsignedCount(n));
    return isOffsetAxis() ? tr("%1 offsets").arg(number) : n == 1 ? tr("%1 record").arg(number) : tr("%1 records").arg(number);
}

QString TimelineText::partition(std::size_t index) const
{
    const Session::TimelinePartition &partition = m_timeline.partitions()[index];
    const QString name = QStringLiteral("P%1").arg(partition.id.value());
    return m_timeline.topics().size() < 2 ? name : safeText(m_timeline.topics()[partition.topic], 60) + u' ' + name;
}

QString TimelineText::partitions(const std::vector<std::size_t> &indexes) const
{
    if (static_cast<qsizetype>(indexes.size()) > MostNamed)
        return partitionCountText(indexes.size());
    QStringList names;
    for (const std::size_t index : indexes)
        names += partition(index);
    return names.join(QStringLiteral(", "));
}

QString TimelineText::leftOut() const
{
    QStringList names;
    for (const auto &[topic, error] : m_timeline.topicErrors())
        names += safeText(m_timeline.topics()[topic], 60);
    std::vector<std::size_t> without;
    for (std::size_t p = 0; p < m_timeline.partitions().size(); ++p)
        if (!m_timeline.partitions()[p].isCounted())
            without.push_back(p);
    if (!without.empty())
        names += partitions(without);
    return names.join(QStringLiteral(", "));
}

QStringList TimelineText::oddities(const TimelineMarks &marks) const
{
    QStringList all;
    std::vector<std::size_t> sampled;
    for (std::size_t p = 0; p < m_timeline.partitions().size(); ++p)
        if (m_timeline.partitions()[p].sampledFrom)
            sampled.push_back(p);
    if (sampled.size() == 1)
        all += tr("%1 sampled from offset %2 on: a record there is dated after now")
                   .arg(partition(sampled.front()), offsetText(*m_timeline.partitions()[sampled.front()].sampledFrom));
    else if (!sampled.empty())
        all += tr("%1 partly sampled: they hold records dated after now").arg(partitions(sampled));
    if (m_timeline.datedBefore2000() > 0)
        all += tr("%1 offsets dated before 2000 stand in the first bar").arg(countText(unsignedCount(m_timeline.datedBefore2000())));
    if (marks.datedAfterNow > 0)
        all += tr("%1 dated after now").arg(countText(marks.datedAfterNow));
    return all;
}

QString TimelineText::origin(const TimelineMarks &marks, bool &isProblem) const
{
    if (!m_timeline.waitingFor().empty()) {
        isProblem = true;
        return tr("Waiting for %1").arg(partitions(m_timeline.waitingFor()));
    }
    if (m_timeline.error()) {
        isProblem = true;
        return errorText(*m_timeline.error()).what;
    }
    if (const QString without = leftOut(); !without.isEmpty()) {
        isProblem = true;
        return tr("Counted without %1").arg(without);
    }
    if (marks.matches > 0) {
        const QString number = marks.matches == 1 ? tr("1 match") : tr("%1 matches").arg(countText(marks.matches));
        const QString soFar = marks.isSearchOver ? number : tr("%1 so far").arg(number);
        return marks.densest && marks.matches > 1 ? tr("%1, densest %2").arg(soFar, span(marks.densest->first, marks.densest->second).replace(QStringLiteral(" → "), QStringLiteral("–"))) : soFar;
    }
    if (const QStringList odd = oddities(marks); !odd.isEmpty())
        return odd.join(QStringLiteral("; "));
    if (isOffsetAxis())
        return tr("Records carry no time");
    if (m_timeline.total() == 0)
        return QString();
    if (m_timeline.origin() == Timeline::Origin::Read)
        return m_timeline.isRecording() ? tr("Exact: a recording") : tr("Exact: fewer than 1,000 records are simply read");
    if (m_timeline.isViewExact())
        return tr("Exact: this range has been read");
    if (m_timeline.origin() == Timeline::Origin::Sampled)
        return tr("Sampled at evenly spaced offsets, log not read");
    if (m_timeline.state() == Timeline::State::Counting)
        return tr("Counting from offsets, %1 of %2 boundaries").arg(m_timeline.edgesKnown()).arg(m_timeline.edgesWanted());
    return tr("Counted from offsets by time, log not read");
}

TimelineHead TimelineText::head(const TimelineMarks &marks) const
{
    TimelineHead head;
    head.origin = origin(marks, head.isProblem);
    if (m_timeline.buckets().empty()) {
        head.count = m_timeline.state() == Timeline::State::Failed ? tr("No timeline") : tr("Timeline");
        return head;
    }
    const bool exact = m_timeline.isViewExact() || isOffsetAxis();
    const qint64 from = marks.range ? std::max(marks.range->first, m_timeline.begin()) : m_timeline.viewFrom();
    const qint64 to = marks.range ? std::min(marks.range->second, m_timeline.end()) : m_timeline.viewTo();
    const bool isPart = marks.range || !m_timeline.isWhole();
    const qint64 shown = isPart || exact ? m_timeline.countBetween(from, to) : m_timeline.total();
    head.count = m_timeline.total() == 0 ? tr("No records") : marks.range ? tr("%1 selected").arg(count(shown, exact)) : count(shown, exact);
    const QString partitionCount = partitionCountText(m_timeline.partitions().size());
    if (isOffsetAxis()) {
        head.facts += tr("Axis: offset after log start, summed over %1").arg(partitionCount);
        return head;
    }
    head.facts += isPart ? tr("%1, of %2").arg(span(from, to), shortCountText(unsignedCount(m_timeline.total()))) : span(from, to);
    if (m_timeline.topics().size() > 1)
        head.facts += tr("%1 topics").arg(m_timeline.topics().size());
    head.facts += partitionCount;
    if (m_timeline.total() == 0)
        return head;
    qint64 highest = 0;
    for (const Session::TimelineBucket &bucket : m_timeline.buckets())
        highest = std::max(highest, qRound64(bucket.perBar()));
    head.facts += tr("1 bar = %1").arg(durationText(m_timeline.barWidth()));
    if (!marks.range)
        head.facts += tr("highest %1").arg(shortCountText(unsignedCount(highest)));
    return head;
}

QString TimelineText::tip(const Session::TimelineBucket &bucket, quint64 matches) const
{
    QStringList parts{span(bucket.from, bucket.to).replace(QStringLiteral(" → "), QStringLiteral("–"))};
    parts += count(bucket.total, !bucket.isApproximate);
    if (matches > 0)
        parts += matches == 1 ? tr("1 match") : tr("%1 matches").arg(countText(matches));
    if (!bucket.isFinal && bucket.bars > 1)
        parts += tr("not counted finely yet");
    if (bucket.isJumpedInto)
        parts += tr("may hold records of the empty bars before");
    return parts.join(QStringLiteral(", "));
}

QString TimelineText::accessible(const TimelineMarks &marks) const
{
    if (const QString why = problem(); !why.isEmpty())
        return tr("Timeline, %1").arg(why);
    QStringList parts{tr("Timeline")};
    parts += span(m_timeline.viewFrom(), m_timeline.viewTo()).replace(QStringLiteral(" → "), tr(" to "));
    const bool exact = m_timeline.isViewExact() || isOffsetAxis();
    QString number = count(m_timeline.isWhole() && !exact ? m_timeline.total() : m_timeline.countBetween(m_timeline.viewFrom(), m_timeline.viewTo()), exact);
    parts += number.replace(QStringLiteral("≈ "), tr("about ")).replace(QStringLiteral("≥ "), tr("at least "));
    if (marks.playhead)
        parts += tr("playhead %1").arg(flag(*marks.playhead));
    if (marks.range)
        parts += tr("range %1").arg(span(marks.range->first, marks.range->second).replace(QStringLiteral(" → "), tr(" to ")));
    if (marks.matches > 0)
        parts += marks.matches == 1 ? tr("1 match") : tr("%1 matches").arg(countText(marks.matches));
    if (const QString without = leftOut(); !without.isEmpty())
        parts += tr("counted without %1").arg(without);
    return parts.join(QStringLiteral(", "));
}

QString TimelineText::copied(qint64 position) const
{
    return isOffsetAxis() ? QString::number(position) : isoTimeText(position, m_utc);
}

QString TimelineText::copiedOffsets(qint64 position) const
{
    QString text;
    const std::vector<std::optional<Domain::Offset>> offsets = m_timeline.offsetsAt(position);
    for (std::size_t p = 0; p < offsets.size(); ++p) {
        const Session::TimelinePartition &partition = m_timeline.partitions()[p];
        if (offsets[p])
            text += safeText(m_timeline.topics()[partition.topic]) + u'\t' + QString::number(partition.id.value()) + u'\t' + QString::number(offsets[p]->value()) + u'\n';
    }
    return text;
}

QString TimelineText::problem() const
{
    if (!m_timeline.buckets().empty())
        return m_timeline.total() == 0 ? tr("No records") : QString();
    if (m_timeline.error())
        return errorText(*m_timeline.error()).what;
    return m_timeline.state() == Timeline::State::Closed ? QString() : tr("Asking where the log begins and ends");
}

} // namespace Items
