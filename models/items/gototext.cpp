// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/gototext.h"

#include "items/numbertext.h"
#include "items/readplantext.h"
#include "items/safetext.h"
#include "items/spokentime.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace Items {

namespace {

constexpr qsizetype LongestGroup = 255; // of Kafka's own, a group id has no limit that anybody reaches
constexpr qsizetype LongestInput = 2000;
constexpr qint64 Year2001Seconds = 1'000'000'000;

QString tr(const char *text)
{
    return QCoreApplication::translate("Items", text);
}

Domain::Error notAPlace(const QString &value)
{
    return {.code = Domain::ErrorCode::BadArgument,
            .args = {{"argument", "goto"},
                     {"value", value.left(200).toStdString()},
                     {"expected", tr("an offset, partition:offset, a time, end-100 or group NAME").toStdString()}}};
}

/// "offset 1200" → "1200"; none: it does not begin with the word.
std::optional<QString> afterWord(const QString &text, const QString &word)
{
    if (!text.startsWith(word, Qt::CaseInsensitive) || text.size() <= word.size())
        return std::nullopt;
    const QChar next = text[word.size()];
    if (!next.isSpace() && next != u':')
        return std::nullopt;
    return text.mid(word.size() + 1).trimmed();
}

Domain::Result<GotoTarget> endMinus(const QString &text)
{
    static const QRegularExpression minus(QStringLiteral("^end\\s*[-\u2212]\\s*(.+)$"), QRegularExpression::CaseInsensitiveOption);
    const auto m = minus.match(text);
    if (!m.hasMatch())
        return notAPlace(text);
    const auto before = parseCount(m.captured(1), 0, tr("number of offsets"));
    return before ? Domain::Result<GotoTarget>(GotoEnd{before.value()}) : before.error();
}

Domain::Result<GotoTarget> offsetOf(const QString &text)
{
    const auto offset = parseCount(text, 0, tr("offset"));
    return offset ? Domain::Result<GotoTarget>(GotoOffset{Domain::Offset(offset.value())}) : offset.error();
}

Domain::Result<GotoTarget> offsetsOf(const QString &text)
{
    const auto pairs = parsePartitionOffsets(text);
    if (!pairs)
        return pairs.error();
    GotoOffsets target;
    for (const auto &[partition, seek] : pairs.value())
        target.offsets[partition] = std::get<Domain::AtOffset>(seek).offset;
    return Domain::Result<GotoTarget>(target);
}

bool isNumber(const QString &text)
{
    static const QRegularExpression number(QStringLiteral("^\\d[\\d,_' \u00a0\u202f]*$"));
    return number.match(text).hasMatch();
}

/// A number alone: an offset, unless no partition reaches so far and it has the digits of a time of this century.
Domain::Result<GotoTarget> numberOf(const QString &text, const GotoContext &context)
{
    const auto offset = offsetOf(text);
    if (!offset)
        return offset;
    const qint64 number = std::get<GotoOffset>(offset.value()).offset.value();
    const bool isPlainDigits = text.size() == 10 || text.size() == 13;
    if (!isPlainDigits || number <= context.highestOffset)
        return offset;
    if (text.size() == 13 && number >= Year2001Seconds * 1000)
        return Domain::Result<GotoTarget>(GotoTime{number});
    if (text.size() == 10 && number >= Year2001Seconds)
        return Domain::Result<GotoTarget>(GotoTime{number * 1000});
    return offset;
}

Domain::Result<GotoTarget> timeOf(const QString &text, const GotoContext &context)
{
    if (const auto ms = parseSpokenTime(text, context.nowMs, context.utc))
        return Domain::Result<GotoTarget>(GotoTime{*ms});
    return notAPlace(text);
}

struct TargetWords
{
    bool utc;
    QString operator()(const GotoBeginning &) const { return tr("The beginning of every partition"); }
    QString operator()(const GotoEnd &end) const
    {
        return end.before == 0 ? tr("The end") : tr("%1 offsets before the end of every partition").arg(countText(quint64(end.before)));
    }
    QString operator()(const GotoOffset &at) const { return tr("Offset %1 of every partition").arg(offsetText(at.offset)); }
    QString operator()(const GotoOffsets &at) const
    {
        const auto &[partition, offset] = *at.offsets.begin();
        const QString first = tr("Offset %1 of partition %2").arg(offsetText(offset)).arg(partition.value());
        return at.offsets.size() == 1 ? first : tr("%1 and %2 more").arg(first, countText(at.offsets.size() - 1));
    }
    QString operator()(const GotoTime &at) const { return tr("Records from %1 on").arg(timeText(at.ms, utc)); }
    QString operator()(const GotoGroup &group) const { return tr("Where group %1 has committed").arg(safeText(group.group.toStdString(), 80)); }
};

} // namespace

Domain::Result<GotoTarget> parseGoto(const QString &text, const GotoContext &context)
{
    const QString place = text.trimmed();
    if (place.isEmpty() || place.size() > LongestInput)
        return notAPlace(place);
    if (const auto group = afterWord(place, QStringLiteral("group"))) {
        if (group->isEmpty() || group->size() > LongestGroup)
            return notAPlace(place);
        return Domain::Result<GotoTarget>(GotoGroup{*group});
    }
    if (const auto offset = afterWord(place, QStringLiteral("offset")))
        return offset->contains(u':') ? offsetsOf(*offset) : offsetOf(*offset);
    if (const auto time = afterWord(place, QStringLiteral("time"))) {
        if (!isNumber(*time))
            return timeOf(*time, context);
        const auto number = parseCount(*time, 0, tr("time"));
        if (!number)
            return number.error();
        return Domain::Result<GotoTarget>(GotoTime{time->size() <= 10 ? number.value() * 1000 : number.value()});
    }
    const QString word = place.toLower();
    if (word == u"beginning" || word == u"start")
        return Domain::Result<GotoTarget>(GotoBeginning{});
    if (word == u"end")
        return Domain::Result<GotoTarget>(GotoEnd{});
    if (word.startsWith(u"end"))
        return endMinus(place);
    if (isNumber(place))
        return numberOf(place, context);
    // "14:32" is a time of day; "3:12", "0:1200" and "3:77, 4:78" are places. "offset 14:32" is a place in any case.
    static const QRegularExpression pairs(QStringLiteral("^\\s*\\d+\\s*:\\s*\\d+\\s*(,\\s*\\d+\\s*:\\s*\\d+\\s*)*$"));
    static const QRegularExpression clock(QStringLiteral("^([01]\\d|2[0-3]):[0-5]\\d$"));
    if (pairs.match(place).hasMatch() && !clock.match(place).hasMatch())
        return offsetsOf(place);
    return timeOf(place, context);
}

QString gotoText(const GotoTarget &target, bool utc)
{
    return std::visit(TargetWords{utc}, target);
}

} // namespace Items
