// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/timelineticks.h"

#include "items/numbertext.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace Items {

namespace {

constexpr qint64 SecondMs = 1000;
constexpr qint64 MinuteMs = 60 * SecondMs;
constexpr qint64 HourMs = 60 * MinuteMs;
constexpr qint64 DayMs = 24 * HourMs;
constexpr std::size_t MostTicks = 200;

constexpr std::array<qint64, 31> Steps{1, 2, 5, 10, 20, 50, 100, 200, 500, SecondMs, 2 * SecondMs, 5 * SecondMs, 6 * SecondMs, 10 * SecondMs, 15 * SecondMs, 30 * SecondMs,
                                       MinuteMs, 2 * MinuteMs, 5 * MinuteMs, 10 * MinuteMs, 15 * MinuteMs, 30 * MinuteMs, HourMs, 2 * HourMs, 3 * HourMs, 6 * HourMs, 12 * HourMs,
                                       DayMs, 2 * DayMs, 7 * DayMs, 14 * DayMs};
constexpr std::array<int, 12> MonthSteps{1, 2, 3, 6, 12, 24, 60, 120, 600, 1200, 6000, 12000};

QDateTime timeOf(qint64 ms, bool utc)
{
    return QDateTime::fromMSecsSinceEpoch(ms, utc ? Qt::UTC : Qt::LocalTime);
}

QString dayText(const QDateTime &time, bool withYear)
{
    return QLocale().toString(time.date(), withYear ? QStringLiteral("d MMM yyyy") : QStringLiteral("d MMM"));
}

QString clockLabel(const QDateTime &time, qint64 step)
{
    if (time.time() == QTime(0, 0))
        return dayText(time, false);
    return time.toString(step < SecondMs ? QStringLiteral("HH:mm:ss.zzz") : step < MinuteMs ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

/// Times of a day: a step of the clock, so a change to summer time shows as a longer or shorter gap.
void addClockTicks(std::vector<TimelineTick> &ticks, qint64 from, qint64 to, qint64 step, bool utc)
{
    const qint64 zone = utc ? 0 : qint64(timeOf(from, utc).offsetFromUtc()) * 1000;
    qint64 at = (from + zone) / step * step - zone;
    for (; at <= to && ticks.size() < MostTicks; at += step)
        if (at >= from)
            ticks.push_back({at, clockLabel(timeOf(at, utc), step)});
}

/// Days, by the calendar: midnight of the zone, whatever the length of a day.
void addDayTicks(std::vector<TimelineTick> &ticks, qint64 from, qint64 to, qint64 days, bool utc)
{
    QDate day = timeOf(from, utc).date();
    day = day.addDays(-(day.toJulianDay() % days));
    int year = timeOf(from, utc).date().year();
    for (; ticks.size() < MostTicks; day = day.addDays(days)) {
        const QDateTime time = day.startOfDay(utc ? Qt::UTC : Qt::LocalTime);
        const qint64 at = time.toMSecsSinceEpoch();
        if (at > to || !time.isValid())
            return;
        if (at < from)
            continue;
        ticks.push_back({at, dayText(time, day.year() != year)});
        year = day.year();
    }
}

void addMonthTicks(std::vector<TimelineTick> &ticks, qint64 from, qint64 to, int months, bool utc)
{
    const QDate first = timeOf(from, utc).date();
    const int count = first.year() * 12 + first.month() - 1;
    int year = first.year();
    for (int month = count / months * months; ticks.size() < MostTicks; month += months) {
        const QDate day(month / 12, month % 12 + 1, 1);
        const QDateTime time = day.startOfDay(utc ? Qt::UTC : Qt::LocalTime);
        if (!time.isValid() || time.toMSecsSinceEpoch() > to)
            return;
        if (time.toMSecsSinceEpoch() < from)
            continue;
        const bool isNewYear = day.year() != year;
        year = day.year();
        ticks.push_back({time.toMSecsSinceEpoch(),
                         QLocale().toString(day, months >= 12 ? QStringLiteral("yyyy") : isNewYear ? QStringLiteral("MMM yyyy") : QStringLiteral("MMM"))});
    }
}

} // namespace

std::vector<TimelineTick> timelineTicks(qint64 from, qint64 to, double pixels, double leastPixels, bool utc)
{
    std::vector<TimelineTick> ticks;
    if (to <= from || pixels <= 0)
        return ticks;
    const double least = leastPixels * static_cast<double>(to - from) / pixels;
    const auto step = std::find_if(Steps.begin(), Steps.end(), [least](qint64 s) { return static_cast<double>(s) >= least; });
    if (step != Steps.end() && *step < DayMs) {
        addClockTicks(ticks, from, to, *step, utc);
    } else if (step != Steps.end()) {
        addDayTicks(ticks, from, to, *step / DayMs, utc);
    } else {
        const auto months = std::find_if(MonthSteps.begin(), MonthSteps.end(), [least](int m) { return m * 29.5 * DayMs >= least; });
        addMonthTicks(ticks, from, to, months == MonthSteps.end() ? MonthSteps.back() : *months, utc);
    }
    return ticks;
}

std::vector<TimelineTick> offsetTicks(qint64 from, qint64 to, double pixels, double leastPixels)
{
    std::vector<TimelineTick> ticks;
    if (to <= from || pixels <= 0)
        return ticks;
    const double least = std::max(1.0, leastPixels * static_cast<double>(to - from) / pixels);
    const double power = std::pow(10.0, std::floor(std::log10(least)));
    const double factor = least <= power ? 1 : least <= 2 * power ? 2 : least <= 5 * power ? 5 : 10;
    const auto step = std::max<qint64>(1, qRound64(power * factor));
    for (qint64 at = (from + step - 1) / step * step; at <= to && ticks.size() < MostTicks; at += step)
        ticks.push_back({at, countText(static_cast<quint64>(at))});
    return ticks;
}

} // namespace Items
