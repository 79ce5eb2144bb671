// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/numbertext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <array>
#include <chrono>
#include <cmath>

namespace Items {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Items", text);
}

/// The user's locale, with groups also where it would leave them out (the C locale does).
QLocale groupedLocale()
{
    QLocale locale;
    locale.setNumberOptions(locale.numberOptions() & ~QLocale::OmitGroupSeparator);
    return locale;
}

QString unknownText()
{
    return tr("unknown");
}

/// `value` with as many decimals as give three digits.
QString threeDigits(double value)
{
    const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
    return groupedLocale().toString(value, 'f', decimals);
}

/// Times that a calendar of four-digit years can show.
constexpr qint64 FirstShownMs = -62'135'596'800'000; // 0001-01-01
constexpr qint64 LastShownMs = 253'402'300'799'999;  // 9999-12-31 23:59:59.999
constexpr qint64 DayMs = 86'400'000;

bool isShown(qint64 ms)
{
    return ms >= FirstShownMs && ms <= LastShownMs;
}

/// "2026-11-21T14:32:07.418" of a wall clock time given as ms; `separator` between date and time.
QString wallClock(qint64 ms, QChar separator)
{
    qint64 days = ms / DayMs;
    qint64 rest = ms % DayMs;
    if (rest < 0) {
        --days;
        rest += DayMs;
    }
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
    std::array<char16_t, 23> out{};
    const auto put = [&out](std::size_t at, int width, qint64 value) {
        for (int i = width - 1; i >= 0; --i, value /= 10)
            out[at + static_cast<std::size_t>(i)] = static_cast<char16_t>(u'0' + value % 10);
    };
    put(0, 4, int(date.year()));
    put(5, 2, unsigned(date.month()));
    put(8, 2, unsigned(date.day()));
    put(11, 2, rest / 3'600'000);
    put(14, 2, rest / 60'000 % 60);
    put(17, 2, rest / 1000 % 60);
    put(20, 3, rest % 1000);
    out[4] = out[7] = u'-';
    out[10] = separator.unicode();
    out[13] = out[16] = u':';
    out[19] = u'.';
    return QString::fromUtf16(out.data(), static_cast<qsizetype>(out.size()));
}

qint64 localOffsetMs(qint64 msUtc)
{
    return qint64(QDateTime::fromMSecsSinceEpoch(msUtc).offsetFromUtc()) * 1000;
}

QString zoneText(qint64 offsetMs)
{
    const qint64 minutes = std::abs(offsetMs) / 60'000;
    return QStringLiteral("%1%2:%3").arg(QLatin1Char(offsetMs < 0 ? '-' : '+'))
        .arg(minutes / 60, 2, 10, QLatin1Char('0')).arg(minutes % 60, 2, 10, QLatin1Char('0'));
}

QString twoUnits(quint64 first, const char *firstUnit, quint64 second, const char *secondUnit)
{
    const QString head = groupedLocale().toString(first) + u' ' + tr(firstUnit);
    return second == 0 ? head : head + u' ' + groupedLocale().toString(second) + u' ' + tr(secondUnit);
}

QString positiveDuration(quint64 ms)
{
    if (ms < 1000)
        return groupedLocale().toString(ms) + u' ' + tr("ms");
    if (ms < 59'950)
        return groupedLocale().toString(double(ms) / 1000, 'f', 1) + u' ' + tr("s");
    const quint64 seconds = ms / 1000 + (ms % 1000 >= 500 ? 1 : 0);
    if (seconds < 3600)
        return twoUnits(seconds / 60, "min", seconds % 60, "s");
    if (seconds < 86'400)
        return twoUnits(seconds / 3600, "h", seconds / 60 % 60, "min");
    return twoUnits(seconds / 86'400, "d", seconds / 3600 % 24, "h");
}

} // namespace

QString countText(quint64 n)
{
    return groupedLocale().toString(n);
}

QString shortCountText(quint64 n)
{
    if (n < 100'000)
        return countText(n);
    constexpr std::array<const char *, 6> units{"k", "M", "G", "T", "P", "E"};
    double value = double(n) / 1000;
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    return groupedLocale().toString(value, 'f', value < 99.95 ? 1 : 0) + u' ' + QLatin1String(units[unit]);
}

QString offsetText(Domain::Offset offset)
{
    return groupedLocale().toString(qint64(offset.value()));
}

QString spanText(std::optional<Domain::OffsetSpan> span)
{
    if (!span || span->value() < 0)
        return unknownText();
    return QStringLiteral("≈ ") + countText(quint64(span->value()));
}

QString bytesText(quint64 n)
{
    if (n < 1000)
        return groupedLocale().toString(n) + QStringLiteral(" B");
    constexpr std::array<const char *, 6> units{"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = double(n) / 1000;
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    return threeDigits(value) + u' ' + QLatin1String(units[unit]);
}

QString rateText(double recordsPerSecond)
{
    if (!std::isfinite(recordsPerSecond) || recordsPerSecond < 0)
        return unknownText();
    double shown = recordsPerSecond;
    if (shown >= 10'000) { // four digits are what a rate over two seconds is good for
        const double step = std::pow(10.0, std::floor(std::log10(shown)) - 3);
        shown = std::round(shown / step) * step;
    }
    const int decimals = shown > 0 && shown < 9.95 ? 1 : 0;
    return tr("%1 rec/s").arg(groupedLocale().toString(shown, 'f', decimals));
}

QString durationText(qint64 ms)
{
    if (ms >= 0)
        return positiveDuration(quint64(ms));
    return QChar(0x2212) + positiveDuration(~quint64(ms) + 1); // also the magnitude of the lowest number
}

QString timeText(qint64 msUtc, bool utc)
{
    if (!isShown(msUtc))
        return tr("%1 ms since 1970").arg(msUtc);
    const qint64 wall = msUtc + (utc ? 0 : localOffsetMs(msUtc));
    return isShown(wall) ? wallClock(wall, u' ') : tr("%1 ms since 1970").arg(msUtc);
}

QString isoTimeText(qint64 msUtc, bool utc)
{
    if (!isShown(msUtc))
        return QString::number(msUtc);
    const qint64 offset = utc ? 0 : localOffsetMs(msUtc);
    if (!isShown(msUtc + offset))
        return QString::number(msUtc);
    return wallClock(msUtc + offset, u'T') + (utc ? QStringLiteral("Z") : zoneText(offset));
}

} // namespace Items
