// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/bookmarks.h"

#include "session/preferences.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>
#include <tuple>

namespace Session {

namespace {

QString kind() { return QStringLiteral("bookmarks"); }

// Offsets are text: a JSON number is exact only up to 2^53.
QString toLine(const Bookmark &mark)
{
    QJsonObject object{{QStringLiteral("partition"), mark.partition.value()}, {QStringLiteral("offset"), QString::number(mark.offset.value())}};
    if (mark.ms >= 0)
        object.insert(QStringLiteral("time"), QString::number(mark.ms));
    if (!mark.note.isEmpty())
        object.insert(QStringLiteral("note"), mark.note);
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

std::optional<Bookmark> fromLine(const QString &line, const QString &topic)
{
    const QJsonObject object = QJsonDocument::fromJson(line.toUtf8()).object();
    const int partition = object.value(QLatin1String("partition")).toInt(-1);
    bool isNumber = false;
    const qint64 offset = object.value(QLatin1String("offset")).toString().toLongLong(&isNumber);
    if (partition < 0 || !isNumber || offset < 0)
        return std::nullopt;
    Bookmark mark{topic, Domain::PartitionId(partition), Domain::Offset(offset), -1, object.value(QLatin1String("note")).toString().left(Bookmarks::LongestNote)};
    const qint64 ms = object.value(QLatin1String("time")).toString().toLongLong(&isNumber);
    if (isNumber && ms >= 0)
        mark.ms = ms;
    return mark;
}

} // namespace

Bookmarks::Bookmarks(Preferences &preferences, QString profileId, QStringList topics)
    : m_preferences(preferences), m_profileId(std::move(profileId)), m_topics(std::move(topics))
{
}

QList<Bookmark> Bookmarks::of(const QString &topic) const
{
    QList<Bookmark> marks;
    for (const QString &line : m_preferences.notes(kind(), m_profileId, topic))
        if (const auto mark = fromLine(line, topic))
            marks += *mark;
    return marks;
}

QList<Bookmark> Bookmarks::all() const
{
    QList<Bookmark> marks;
    for (const QString &topic : m_topics)
        marks += of(topic);
    return marks;
}

const Bookmark *Bookmarks::find(const QList<Bookmark> &marks, const QString &topic, Domain::PartitionId partition, Domain::Offset offset) const
{
    const auto it = std::find_if(marks.begin(), marks.end(), [&](const Bookmark &mark) { return mark.isOf(topic, partition, offset); });
    return it == marks.end() ? nullptr : &*it;
}

void Bookmarks::keep(const QString &topic, const QList<Bookmark> &marks)
{
    QStringList lines;
    for (const Bookmark &mark : marks)
        lines += toLine(mark);
    m_preferences.setNotes(kind(), m_profileId, topic, lines);
}

bool Bookmarks::set(const Bookmark &bookmark)
{
    QList<Bookmark> marks = of(bookmark.topic);
    marks.removeIf([&bookmark](const Bookmark &mark) { return mark.isOf(bookmark.topic, bookmark.partition, bookmark.offset); });
    if (marks.size() >= MostOfATopic)
        return false;
    marks += bookmark;
    marks.back().note.truncate(LongestNote);
    std::sort(marks.begin(), marks.end(), [](const Bookmark &a, const Bookmark &b) { return std::tuple(a.partition, a.offset) < std::tuple(b.partition, b.offset); });
    keep(bookmark.topic, marks);
    return true;
}

void Bookmarks::remove(const Bookmark &bookmark)
{
    QList<Bookmark> marks = of(bookmark.topic);
    marks.removeIf([&bookmark](const Bookmark &mark) { return mark.isOf(bookmark.topic, bookmark.partition, bookmark.offset); });
    keep(bookmark.topic, marks);
}

} // namespace Session
