// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/spokentime.h"

#include "items/readplantext.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

namespace Items {

namespace {

constexpr qint64 LongestMs = 300LL * 366 * 24 * 3600 * 1000;

QDateTime moment(const QDate &date, const QTime &time, bool utc)
{
    return QDateTime(date, time, utc ? Qt::UTC : Qt::LocalTime);
}

/// "14:32", "9:30:07.5"; empty: midnight.
std::optional<QTime> clockTime(const QString &text)
{
    if (text.isEmpty())
        return QTime(0, 0);
    static const QRegularExpression clock(QStringLiteral("^(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?$"));
    const QRegularExpressionMatch m = clock.match(text);
    if (!m.hasMatch())
        return std::nullopt;
    const int ms = m.captured(4).isEmpty() ? 0 : m.captured(4).leftJustified(3, u'0').left(3).toInt();
    const QTime time(m.captured(1).toInt(), m.captured(2).toInt(), m.captured(3).toInt(), ms);
    return time.isValid() ? std::optional(time) : std::nullopt;
}

int monthOf(const QString &word)
{
    for (int month = 1; month <= 12; ++month) {
        if (word.size() >= 3 && QLocale::c().monthName(month).startsWith(word, Qt::CaseInsensitive))
            return month;
    }
    return 0;
}

int weekdayOf(const QString &word)
{
    for (int day = 1; day <= 7; ++day) {
        if (word.size() >= 3 && QLocale::c().dayName(day).startsWith(word, Qt::CaseInsensitive))
            return day;
    }
    return 0;
}

/// A day without a year is the last such day that has begun.
QDate dayOf(int year, int month, int day, const QDate &today)
{
    if (year > 0)
        return {year, month, day};
    const QDate date(today.year(), month, day);
    return date > today ? date.addYears(-1) : date;
}

std::optional<QDate> namedDay(const QString &word, const QDate &today)
{
    if (word.compare(u"today", Qt::CaseInsensitive) == 0)
        return today;
    if (word.compare(u"yesterday", Qt::CaseInsensitive) == 0)
        return today.addDays(-1);
    if (const int weekday = weekdayOf(word))
        return today.addDays(-((today.dayOfWeek() - weekday + 7) % 7));
    return std::nullopt;
}

/// Splits the day off the front of "21 Nov 2026 14:32"; what is left is the clock time.
std::optional<QDate> leadingDay(QString &text, const QDate &today)
{
    static const QRegularExpression dayMonth(QStringLiteral("^(?:[A-Za-z]{3,9},?\\s+)?(\\d{1,2})\\.?\\s+([A-Za-z]{3,9})\\.?,?(?:\\s+(\\d{4}))?(?:\\s+(?=\\d)|$)"));
    static const QRegularExpression monthDay(QStringLiteral("^(?:[A-Za-z]{3,9},?\\s+)?([A-Za-z]{3,9})\\.?\\s+(\\d{1,2})(?:,?\\s+(\\d{4}))?(?:,?\\s+(?=\\d)|$)"));
    static const QRegularExpression dotted(QStringLiteral("^(\\d{1,2})\\.(\\d{1,2})\\.(\\d{4})?(?:\\s+|$)"));
    static const QRegularExpression slashed(QStringLiteral("^(\\d{4})/(\\d{1,2})/(\\d{1,2})(?:\\s+|$)"));
    static const QRegularExpression named(QStringLiteral("^([A-Za-z]{3,9})(?:\\s+(?=\\d)|$)"));
    std::optional<QDate> day;
    QRegularExpressionMatch m;
    if ((m = dayMonth.match(text)).hasMatch() && monthOf(m.captured(2)))
        day = dayOf(m.captured(3).toInt(), monthOf(m.captured(2)), m.captured(1).toInt(), today);
    else if ((m = monthDay.match(text)).hasMatch() && monthOf(m.captured(1)))
        day = dayOf(m.captured(3).toInt(), monthOf(m.captured(1)), m.captured(2).toInt(), today);
    else if ((m = dotted.match(text)).hasMatch())
        day = dayOf(m.captured(3).toInt(), m.captured(2).toInt(), m.captured(1).toInt(), today);
    else if ((m = slashed.match(text)).hasMatch())
        day = QDate(m.captured(1).toInt(), m.captured(2).toInt(), m.captured(3).toInt());
    else if ((m = named.match(text)).hasMatch())
        day = namedDay(m.captured(1), today);
    if (day)
        text = text.mid(m.capturedLength()).trimmed();
    return day && day->isValid() ? day : std::nullopt;
}

/// "-15m", "now-2h", "now", "2 h ago".
std::optional<qint64> relativeTime(const QString &text, qint64 nowMs)
{
    static const QRegularExpression relative(QStringLiteral("^(?:now)?\\s*([-+\u2212])\\s*(\\S.*)$"), QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression ago(QStringLiteral("^(.*\\S)\\s+ago$"), QRegularExpression::CaseInsensitiveOption);
    if (text.compare(u"now", Qt::CaseInsensitive) == 0)
        return nowMs;
    if (const auto m = ago.match(text); m.hasMatch()) {
        const auto span = parseDuration(m.captured(1));
        return span ? std::optional(nowMs - *span) : std::nullopt;
    }
    const auto m = relative.match(text);
    const auto span = m.hasMatch() ? parseDuration(m.captured(2)) : std::nullopt;
    if (!span)
        return std::nullopt;
    return m.captured(1) == u"+" ? nowMs + *span : nowMs - *span;
}

} // namespace

std::optional<qint64> parseDuration(const QString &text)
{
    static const QRegularExpression part(QStringLiteral("\\G\\s*(\\d{1,12})\\s*(ms|milliseconds?|s|sec|secs|seconds?|m|min|mins|minutes?|h|hours?|d|days?|w|weeks?)(?=\\s|\\d|$)\\s*"),
                                         QRegularExpression::CaseInsensitiveOption);
    static const std::pair<QLatin1String, qint64> units[] = {
        {QLatin1String("ms"), 1}, {QLatin1String("mil"), 1}, {QLatin1String("s"), 1000}, {QLatin1String("m"), 60'000},
        {QLatin1String("h"), 3'600'000}, {QLatin1String("d"), 86'400'000}, {QLatin1String("w"), 7 * 86'400'000LL}};
    qint64 total = 0;
    qsizetype at = 0;
    while (at < text.size()) {
        const QRegularExpressionMatch m = part.match(text, at);
        if (!m.hasMatch())
            return std::nullopt;
        const QString unit = m.captured(2).toLower();
        qint64 length = 0;
        for (const auto &[word, ms] : units) {
            if (unit.startsWith(word)) {
                length = ms;
                break;
            }
        }
        const qint64 count = m.captured(1).toLongLong();
        if (count > LongestMs / length || total > LongestMs - count * length)
            return std::nullopt;
        total += count * length;
        at = m.capturedEnd();
    }
    return text.isEmpty() ? std::nullopt : std::optional(total);
}

std::optional<qint64> parseSpokenTime(const QString &text, qint64 nowMs, bool utc)
{
    QString rest = text.simplified();
    if (const auto relative = relativeTime(rest, nowMs))
        return relative;
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(nowMs, utc ? Qt::UTC : Qt::LocalTime);
    if (const auto day = leadingDay(rest, now.date())) {
        const auto time = clockTime(rest);
        return time ? std::optional(moment(*day, *time, utc).toMSecsSinceEpoch()) : std::nullopt;
    }
    if (const auto time = rest.isEmpty() ? std::nullopt : clockTime(rest)) {
        const QDateTime today = moment(now.date(), *time, utc);
        return (today > now ? moment(now.date().addDays(-1), *time, utc) : today).toMSecsSinceEpoch(); // the log holds what was
    }
    static const QRegularExpression iso(QStringLiteral("^\\d{4}-"));
    if (!iso.match(rest).hasMatch())
        return std::nullopt;
    const auto ms = parseTime(rest, utc);
    return ms ? std::optional(ms.value()) : std::nullopt;
}

} // namespace Items
