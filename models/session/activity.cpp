// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/activity.h"

#include "session/handover.h"
#include "session/ownerthread.h"
#include "session/workpool.h"
#include "settings/journalcheck.h"
#include "settings/journalfolder.h"
#include "settings/journalreader.h"

#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QTimer>

#include <algorithm>
#include <stop_token>

namespace Session {

namespace {

constexpr int growthIntervalMs = 500; ///< a run writes many lines; the page follows at this pace
constexpr int lookIntervalMs = 2000;  ///< where the folder cannot be watched, and for what ended without a line

struct Filter
{
    QString connection;
    QString topic;

    bool passes(const Domain::WriteEntry &entry) const
    {
        return (connection.isEmpty() || contains(entry.place.profile, connection) || contains(entry.place.clusterId, connection))
            && (topic.isEmpty() || contains(entry.intent.target, topic));
    }
    static bool contains(const std::string &text, const QString &part) { return QString::fromStdString(text).contains(part, Qt::CaseInsensitive); }
};

/// What a look into the journal brought.
struct Look
{
    std::vector<Domain::WriteEntry> entries;
    bool isAtBeginning = false;
    std::uint64_t unreadable = 0;
    std::optional<Domain::Error> error;
};

Look look(const QString &folder, const Filter &filter, std::size_t most, const std::stop_token &stop)
{
    Look result;
    Settings::JournalReader reader(folder);
    auto page = reader.next(most, [&filter](const Domain::WriteEntry &entry) { return filter.passes(entry); }, [&stop] { return stop.stop_requested(); });
    if (page)
        result.entries = std::move(page).value();
    else
        result.error = page.error();
    result.isAtBeginning = reader.isAtBeginning();
    result.unreadable = reader.unreadable();
    return result;
}

} // namespace

class Activity::Private
{
public:
    Private(Activity *activity, QString aFolder) : q(activity), folder(std::move(aFolder)), handover(activity)
    {
        growth.setSingleShot(true);
        growth.setInterval(growthIntervalMs);
        QObject::connect(&growth, &QTimer::timeout, q, [this] { read(); });
        QObject::connect(&watcher, &QFileSystemWatcher::directoryChanged, q, [this] { lookSoon(); });
        QObject::connect(&watcher, &QFileSystemWatcher::fileChanged, q, [this] { lookSoon(); });
        looks.setInterval(lookIntervalMs);
        QObject::connect(&looks, &QTimer::timeout, q, [this] { lookAtSize(); });
    }
    ~Private() { stop.request_stop(); }

    void read();
    void take(Look &&found);
    void watch();
    void lookSoon();
    void lookAtSize();
    void startCheck();

    Activity *q;
    const QString folder;
    Filter filter;
    std::size_t wanted = pageSize;
    std::vector<Domain::WriteEntry> entries;
    bool isReading = false;
    bool mustReadAgain = false;
    bool isAtBeginning = true;
    std::uint64_t unreadable = 0;
    std::optional<Domain::Error> error;
    bool isChecking = false;
    std::optional<Check> lastCheck;
    std::stop_source stop;
    QFileSystemWatcher watcher;
    QTimer growth;
    QTimer looks;
    qint64 size = -1;
    Handover handover; // last, see there
};

void Activity::Private::read()
{
    if (isReading) {
        mustReadAgain = true;
        return;
    }
    isReading = true;
    mustReadAgain = false;
    watch();
    runInPool([this, folder = folder, filter = filter, most = wanted, token = stop.get_token(), handle = handover.handle()] {
        Look found = look(folder, filter, most, token);
        handle.post([this, found = std::move(found)]() mutable { take(std::move(found)); });
    });
}

void Activity::Private::take(Look &&found)
{
    isReading = false;
    if (mustReadAgain) {
        read(); // for another filter, or more of them
        return;
    }
    entries = std::move(found.entries);
    isAtBeginning = found.isAtBeginning;
    unreadable = found.unreadable;
    error = std::move(found.error);
    emit q->changed();
}

void Activity::Private::watch()
{
    if (!looks.isActive())
        looks.start();
    const QString file = Settings::journalFile(folder);
    size = QFileInfo(file).size();
    for (const QString &path : {folder, file}) {
        if (!watcher.files().contains(path) && !watcher.directories().contains(path) && QFileInfo::exists(path))
            watcher.addPath(path);
    }
}

void Activity::Private::lookSoon()
{
    if (!growth.isActive())
        growth.start();
}

void Activity::Private::lookAtSize()
{
    const bool hasOpenOnes = std::any_of(entries.begin(), entries.end(), [](const Domain::WriteEntry &entry) { return entry.isRunning; });
    if (hasOpenOnes || size != QFileInfo(Settings::journalFile(folder)).size())
        lookSoon();
}

void Activity::Private::startCheck()
{
    isChecking = true;
    runInPool([this, folder = folder, token = stop.get_token(), handle = handover.handle()] {
        const Settings::JournalCheck found = Settings::checkJournal(folder, [&token] { return token.stop_requested(); });
        handle.post([this, found] {
            isChecking = false;
            lastCheck = Check{found.files, found.lines, found.torn, found.broken, found.first};
            emit q->checked();
        });
    });
}

Activity::Activity(QString folder, QObject *parent)
    : QObject(parent), d(std::make_unique<Private>(this, std::move(folder)))
{
}

Activity::~Activity() = default;

const QString &Activity::folder() const
{
    assertOwnerThread(this);
    return d->folder;
}

void Activity::setFilter(const QString &connection, const QString &topic)
{
    assertOwnerThread(this);
    d->filter = {connection.trimmed(), topic.trimmed()};
    d->wanted = pageSize;
    d->read();
}

bool Activity::isFiltered() const
{
    assertOwnerThread(this);
    return !d->filter.connection.isEmpty() || !d->filter.topic.isEmpty();
}

void Activity::refresh()
{
    assertOwnerThread(this);
    d->read();
}

void Activity::readMore()
{
    assertOwnerThread(this);
    d->wanted = d->entries.size() + pageSize;
    d->read();
}

const std::vector<Domain::WriteEntry> &Activity::entries() const
{
    assertOwnerThread(this);
    return d->entries;
}

bool Activity::isReading() const
{
    assertOwnerThread(this);
    return d->isReading;
}

bool Activity::hasMore() const
{
    assertOwnerThread(this);
    return !d->isAtBeginning;
}

std::uint64_t Activity::unreadableLines() const
{
    assertOwnerThread(this);
    return d->unreadable;
}

const std::optional<Domain::Error> &Activity::error() const
{
    assertOwnerThread(this);
    return d->error;
}

void Activity::check()
{
    assertOwnerThread(this);
    if (!d->isChecking)
        d->startCheck();
}

bool Activity::isChecking() const
{
    assertOwnerThread(this);
    return d->isChecking;
}

const std::optional<Activity::Check> &Activity::lastCheck() const
{
    assertOwnerThread(this);
    return d->lastCheck;
}

} // namespace Session
