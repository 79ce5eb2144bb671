// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/readplantext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

namespace Items {

namespace {

using Domain::Error;
using Domain::ErrorCode;

constexpr qsizetype maxPartitions = 100'000;

Error badArgument(const QString &argument, const QString &value, const QString &expected)
{
    return Error{.code = ErrorCode::BadArgument,
                 .args = {{"argument", argument.toStdString()}, {"value", value.left(200).toStdString()}, {"expected", expected.toStdString()}}};
}

Error badTime(const QString &value)
{
    return Error{.code = ErrorCode::BadTime, .args = {{"value", value.left(200).toStdString()}}};
}

QString afterColon(const QString &text)
{
    return text.mid(text.indexOf(u':') + 1).trimmed();
}

} // namespace

Domain::Result<qint64> parseTime(const QString &text, bool utc)
{
    const QString trimmed = text.trimmed();
    static const QRegularExpression epoch(QStringLiteral("^-?[0-9]{1,19}$"));
    // A year alone ("2026") would read as 2 s after 1970; nobody means that.
    if (trimmed.size() != 4 && epoch.match(trimmed).hasMatch()) {
        bool ok = false;
        const qint64 ms = trimmed.toLongLong(&ok);
        return ok ? Domain::Result<qint64>(ms) : Domain::Result<qint64>(badTime(trimmed));
    }
    static const QRegularExpression iso(QStringLiteral(
        "^(\\d{4})-(\\d{2})-(\\d{2})(?:[T ](\\d{2}):(\\d{2})(?::(\\d{2})(?:[.,](\\d{1,9}))?)?)?\\s*(Z|z|[+-]\\d{2}(?::?\\d{2})?)?$"));
    const QRegularExpressionMatch m = iso.match(trimmed);
    if (!m.hasMatch())
        return badTime(trimmed);
    const QDate date(m.captured(1).toInt(), m.captured(2).toInt(), m.captured(3).toInt());
    const int ms = m.captured(7).isEmpty() ? 0 : m.captured(7).leftJustified(3, u'0').left(3).toInt();
    const QTime time(m.captured(4).toInt(), m.captured(5).toInt(), m.captured(6).toInt(), ms);
    if (!date.isValid() || !time.isValid())
        return badTime(trimmed);
    const QString zone = m.captured(8);
    if (zone.isEmpty() && !utc)
        return QDateTime(date, time, Qt::LocalTime).toMSecsSinceEpoch();
    qint64 offset = 0;
    if (zone.size() > 1) {
        const int hours = zone.mid(1, 2).toInt();
        const int minutes = zone.size() > 3 ? zone.right(2).toInt() : 0;
        if (hours > 18 || minutes > 59)
            return badTime(trimmed);
        offset = (zone.startsWith(u'-') ? -1 : 1) * (hours * 3600LL + minutes * 60LL) * 1000;
    }
    return QDateTime(date, time, Qt::UTC).toMSecsSinceEpoch() - offset;
}

Domain::Result<qint64> parseCount(const QString &text, qint64 low, const QString &argument)
{
    QString digits = text.trimmed();
    static const QRegularExpression grouping(QStringLiteral("(?<=\\d)[,_' \u00a0\u202f](?=\\d{3}(\\D|$))"));
    digits.remove(grouping);
    bool ok = false;
    const qint64 n = digits.toLongLong(&ok);
    if (!ok || n < low)
        return badArgument(argument, text, QCoreApplication::translate("Items", "a whole number from %1 on").arg(low));
    return n;
}

Domain::Result<std::vector<Domain::PartitionId>> parsePartitions(const QString &text)
{
    const QString expected = QCoreApplication::translate("Items", "partition numbers such as 0,3-5");
    std::vector<Domain::PartitionId> ids;
    static const QRegularExpression part(QStringLiteral("^\\s*(\\d{1,9})\\s*(?:[-\u2013]\\s*(\\d{1,9})\\s*)?$"));
    for (const QString &piece : text.split(u',')) {
        const QRegularExpressionMatch m = part.match(piece);
        if (!m.hasMatch())
            return badArgument(QStringLiteral("partition"), text, expected);
        const int first = m.captured(1).toInt();
        const int last = m.captured(2).isEmpty() ? first : m.captured(2).toInt();
        if (last < first || static_cast<qsizetype>(ids.size()) + last - first >= maxPartitions)
            return badArgument(QStringLiteral("partition"), text, expected);
        for (int id = first; id <= last; ++id)
            ids.emplace_back(id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

Domain::Result<Domain::SeekTarget> parseSeekTarget(const QString &text, bool utc)
{
    const QString t = text.trimmed();
    if (t == u"beginning")
        return Domain::SeekTarget(Domain::Beginning{});
    if (t == u"end")
        return Domain::SeekTarget(Domain::End{});
    if (t.startsWith(u"tail:")) {
        const auto n = parseCount(afterColon(t), 1, QStringLiteral("from tail"));
        return n ? Domain::Result<Domain::SeekTarget>(Domain::Tail{n.value()}) : n.error();
    }
    if (t.startsWith(u"offset:")) {
        const auto n = parseCount(afterColon(t), 0, QStringLiteral("from offset"));
        return n ? Domain::Result<Domain::SeekTarget>(Domain::AtOffset{Domain::Offset(n.value())}) : n.error();
    }
    if (t.startsWith(u"time:")) {
        const auto ms = parseTime(afterColon(t), utc);
        return ms ? Domain::Result<Domain::SeekTarget>(Domain::AtTime{ms.value()}) : ms.error();
    }
    return badArgument(QStringLiteral("from"), text, QStringLiteral("beginning, end, tail:N, offset:N or time:ISO8601"));
}

Domain::Result<Domain::ReadUntil> parseUntil(const QString &text, bool utc)
{
    const QString t = text.trimmed();
    if (t == u"end")
        return Domain::ReadUntil(Domain::UntilEnd{});
    if (t == u"live")
        return Domain::ReadUntil(Domain::UntilLive{});
    if (t.startsWith(u"offset:")) {
        const auto n = parseCount(afterColon(t), 0, QStringLiteral("until offset"));
        return n ? Domain::Result<Domain::ReadUntil>(Domain::UntilOffset{Domain::Offset(n.value())}) : n.error();
    }
    if (t.startsWith(u"time:")) {
        const auto ms = parseTime(afterColon(t), utc);
        return ms ? Domain::Result<Domain::ReadUntil>(Domain::UntilTime{.ms = ms.value()}) : ms.error();
    }
    return badArgument(QStringLiteral("until"), text, QStringLiteral("end, live, offset:N or time:ISO8601"));
}

Domain::Result<std::map<Domain::PartitionId, Domain::SeekTarget>> parsePartitionOffsets(const QString &text)
{
    const QString expected = QCoreApplication::translate("Items", "partition:offset pairs such as 0:1200, 3:77");
    std::map<Domain::PartitionId, Domain::SeekTarget> offsets;
    static const QRegularExpression pair(QStringLiteral("^\\s*(\\d{1,9})\\s*:\\s*(\\d{1,19})\\s*$"));
    for (const QString &piece : text.split(u',')) {
        const QRegularExpressionMatch m = pair.match(piece);
        bool ok = m.hasMatch();
        const qint64 offset = ok ? m.captured(2).toLongLong(&ok) : 0;
        if (!ok || static_cast<qsizetype>(offsets.size()) >= maxPartitions)
            return badArgument(QStringLiteral("offset"), text, expected);
        offsets[Domain::PartitionId(m.captured(1).toInt())] = Domain::AtOffset{Domain::Offset(offset)};
    }
    return offsets;
}

QString partitionsText(const std::vector<Domain::PartitionId> &partitions)
{
    QString text;
    for (std::size_t i = 0; i < partitions.size();) {
        std::size_t j = i;
        while (j + 1 < partitions.size() && partitions[j + 1].value() == partitions[j].value() + 1)
            ++j;
        if (!text.isEmpty())
            text += QStringLiteral(", ");
        text += QString::number(partitions[i].value());
        if (j > i)
            text += (j == i + 1 ? QStringLiteral(", ") : QStringLiteral("\u2013")) + QString::number(partitions[j].value());
        i = j + 1;
    }
    return text;
}

} // namespace Items
