// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/preferences.h"

#include "session/ownerthread.h"
#include "settings/settingsfile.h"

#include <algorithm>
#include <utility>

namespace Session {

namespace {

constexpr quint64 defaultBudget = 2'000'000'000;
constexpr quint64 smallestBudget = 64 * 1024 * 1024;
constexpr quint64 largestShare = 512 * 1024 * 1024;

template<typename Choice, std::size_t count>
Choice choiceOf(const QString &word, const std::pair<Choice, QLatin1String> (&words)[count], Choice otherwise)
{
    for (const auto &[choice, name] : words)
        if (word == name)
            return choice;
    return otherwise;
}

template<typename Choice, std::size_t count>
QString wordOf(Choice choice, const std::pair<Choice, QLatin1String> (&words)[count])
{
    for (const auto &[other, name] : words)
        if (other == choice)
            return name;
    return {};
}

constexpr std::pair<ThemeChoice, QLatin1String> themes[] = {
    {ThemeChoice::System, QLatin1String("system")}, {ThemeChoice::Light, QLatin1String("light")}, {ThemeChoice::Dark, QLatin1String("dark")}};
constexpr std::pair<TimeZoneChoice, QLatin1String> zones[] = {{TimeZoneChoice::Local, QLatin1String("local")}, {TimeZoneChoice::Utc, QLatin1String("utc")}};

// Topic names have no slash, profile ids are ours: a key says without doubt whose it is.
QString topicKey(const char *what, const QString &profileId, const QString &topic)
{
    return QLatin1String(what) + u'/' + profileId + u'/' + topic;
}

} // namespace

class Preferences::Private
{
public:
    Private(Preferences *preferences, const QString &name) : q(preferences), file(name) {}

    template<typename Value>
    void set(const QString &key, const Value &value)
    {
        if (file.set(key, value))
            emit q->changed();
    }

    Preferences *q;
    Settings::SettingsFile file;
};

Preferences::Preferences(const QString &file, QObject *parent) : QObject(parent), d(std::make_unique<Private>(this, file)) {}

Preferences::~Preferences() = default;

const std::optional<Domain::Error> &Preferences::loadError() const
{
    assertOwnerThread(this);
    return d->file.loadError();
}

bool Preferences::save()
{
    assertOwnerThread(this);
    return d->file.save().ok();
}

ThemeChoice Preferences::theme() const
{
    assertOwnerThread(this);
    return choiceOf(d->file.text(QStringLiteral("theme")), themes, ThemeChoice::System);
}

void Preferences::setTheme(ThemeChoice choice)
{
    assertOwnerThread(this);
    d->set(QStringLiteral("theme"), wordOf(choice, themes));
}

TimeZoneChoice Preferences::timeZone() const
{
    assertOwnerThread(this);
    return choiceOf(d->file.text(QStringLiteral("timeZone")), zones, TimeZoneChoice::Local);
}

void Preferences::setTimeZone(TimeZoneChoice choice)
{
    assertOwnerThread(this);
    d->set(QStringLiteral("timeZone"), wordOf(choice, zones));
}

int Preferences::zoomSteps() const
{
    assertOwnerThread(this);
    return static_cast<int>(std::clamp<qint64>(d->file.number(QStringLiteral("zoomSteps"), 0), -5, 10));
}

void Preferences::setZoomSteps(int steps)
{
    assertOwnerThread(this);
    d->set(QStringLiteral("zoomSteps"), qint64(std::clamp(steps, -5, 10)));
}

quint64 Preferences::memoryBudget() const
{
    assertOwnerThread(this);
    const qint64 bytes = d->file.number(QStringLiteral("memoryBudget"), qint64(defaultBudget));
    return std::max(quint64(std::max<qint64>(bytes, 0)), smallestBudget);
}

void Preferences::setMemoryBudget(quint64 bytes)
{
    assertOwnerThread(this);
    // A JSON number is exact up to 2^53, far above any memory.
    d->set(QStringLiteral("memoryBudget"), qint64(std::clamp<quint64>(bytes, smallestBudget, quint64(1) << 53)));
}

quint64 Preferences::sessionBudget() const
{
    return std::min(memoryBudget() / 4, largestShare);
}

QByteArray Preferences::windowGeometry() const
{
    assertOwnerThread(this);
    return d->file.bytes(QStringLiteral("window/geometry"));
}

QByteArray Preferences::windowState() const
{
    assertOwnerThread(this);
    return d->file.bytes(QStringLiteral("window/state"));
}

void Preferences::setWindow(const QByteArray &geometry, const QByteArray &state)
{
    assertOwnerThread(this);
    d->set(QStringLiteral("window/geometry"), geometry);
    d->set(QStringLiteral("window/state"), state);
}

QByteArray Preferences::splitterState(const QString &name) const
{
    assertOwnerThread(this);
    return d->file.bytes(u"splitter/" + name);
}

void Preferences::setSplitterState(const QString &name, const QByteArray &state)
{
    assertOwnerThread(this);
    d->set(u"splitter/" + name, state);
}

QStringList Preferences::favouriteTopics(const QString &profileId) const
{
    assertOwnerThread(this);
    return d->file.list(u"favourites/" + profileId);
}

void Preferences::setFavouriteTopics(const QString &profileId, const QStringList &topics)
{
    assertOwnerThread(this);
    d->set(u"favourites/" + profileId, topics);
}

QByteArray Preferences::columnState(const QString &profileId, const QString &topic) const
{
    assertOwnerThread(this);
    return d->file.bytes(topicKey("columns", profileId, topic));
}

void Preferences::setColumnState(const QString &profileId, const QString &topic, const QByteArray &state)
{
    assertOwnerThread(this);
    d->set(topicKey("columns", profileId, topic), state);
}

QString Preferences::valueFormat(const QString &profileId, const QString &topic) const
{
    assertOwnerThread(this);
    return d->file.text(topicKey("format", profileId, topic));
}

void Preferences::setValueFormat(const QString &profileId, const QString &topic, const QString &format)
{
    assertOwnerThread(this);
    d->set(topicKey("format", profileId, topic), format);
}

QStringList Preferences::pathColumns(const QString &profileId, const QString &topic) const
{
    assertOwnerThread(this);
    return d->file.list(topicKey("pathColumns", profileId, topic));
}

void Preferences::setPathColumns(const QString &profileId, const QString &topic, const QStringList &paths)
{
    assertOwnerThread(this);
    d->set(topicKey("pathColumns", profileId, topic), paths);
}

bool Preferences::isTimelineShown() const
{
    assertOwnerThread(this);
    return d->file.number(QStringLiteral("timelineShown"), 1) != 0;
}

void Preferences::setTimelineShown(bool shown)
{
    assertOwnerThread(this);
    d->set(QStringLiteral("timelineShown"), qint64(shown));
}

QStringList Preferences::notes(const QString &kind, const QString &profileId, const QString &topic) const
{
    assertOwnerThread(this);
    return d->file.list(topic.isEmpty() ? kind : topicKey(kind.toLatin1().constData(), profileId, topic));
}

void Preferences::setNotes(const QString &kind, const QString &profileId, const QString &topic, const QStringList &lines)
{
    assertOwnerThread(this);
    d->set(topic.isEmpty() ? kind : topicKey(kind.toLatin1().constData(), profileId, topic), lines);
}

} // namespace Session
