// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/profilestore.h"

#include "settings/filesystem.h"
#include "settings/profilefile.h"

#include <QDateTime>
#include <QLockFile>

#include <algorithm>

namespace Settings {

namespace {

constexpr int lockWaitMs = 200; ///< another window writes in a few milliseconds or not at all

QString backupOf(const QString &file)
{
    return file + QStringLiteral(".bak");
}

Domain::Error unknownProfile(const std::string &id)
{
    Domain::Error error;
    error.code = Domain::ErrorCode::UnknownProfile;
    error.args = {{"profile", id}};
    return error;
}

auto byId(const std::string &id)
{
    return [&id](const StoredProfile &stored) { return stored.profile.id == id; };
}

} // namespace

class ProfileStore::Private
{
public:
    explicit Private(const QString &name) : file(name) {}

    void load();
    void setContent(ProfileFile next);
    std::optional<ProfileFile> backup() const;
    Domain::Status change(const std::function<Domain::Status(ProfileFile &)> &edit);
    Domain::Status write(const ProfileFile &next, const QByteArray &before);

    QString file;
    ProfileFile content;
    std::vector<Domain::ConnectionProfile> sorted;
    std::optional<Domain::Error> loadError;
    bool writable = true; ///< false: a file is there that could neither be read nor moved aside
};

void ProfileStore::Private::load()
{
    const Domain::Result<QByteArray> bytes = readWhole(file, qint64(ProfileFile::sizeLimit));
    if (!bytes) { // perhaps readable again tomorrow: left where it is, and not replaced by what we know today
        loadError = bytes.error();
        writable = false;
        return;
    }
    if (bytes->isNull())
        return;
    Domain::Result<ProfileFile> parsed = ProfileFile::parse({bytes->constData(), std::size_t(bytes->size())});
    if (parsed) {
        setContent(std::move(parsed).value());
        return;
    }
    loadError = parsed.error();
    const bool newer = loadError->code == Domain::ErrorCode::ProfileFileNewer;
    const QString keptAs = moveAside(file, newer ? QStringLiteral("newer") : QStringLiteral("broken"));
    loadError->args["file"] = file.toStdString();
    loadError->args["keptAs"] = keptAs.toStdString();
    writable = !keptAs.isEmpty();
    if (newer)
        return;
    if (std::optional<ProfileFile> last = backup()) {
        loadError->args["restoredFrom"] = backupOf(file).toStdString();
        setContent(std::move(*last));
    }
}

/// The content before the last change, if it is sound.
std::optional<ProfileFile> ProfileStore::Private::backup() const
{
    const Domain::Result<QByteArray> bytes = readWhole(backupOf(file), qint64(ProfileFile::sizeLimit));
    if (!bytes || bytes->isNull())
        return std::nullopt;
    Domain::Result<ProfileFile> parsed = ProfileFile::parse({bytes->constData(), std::size_t(bytes->size())});
    if (!parsed)
        return std::nullopt;
    return std::move(parsed).value();
}

void ProfileStore::Private::setContent(ProfileFile next)
{
    content = std::move(next);
    std::stable_sort(content.profiles.begin(), content.profiles.end(), [](const StoredProfile &a, const StoredProfile &b) {
        return a.lastOpenedMs.value_or(0) > b.lastOpenedMs.value_or(0);
    });
    sorted.clear();
    for (const StoredProfile &stored : content.profiles)
        sorted.push_back(stored.profile);
}

/// Another window of the program may have written meanwhile: the change is made to what the file holds now.
Domain::Status ProfileStore::Private::change(const std::function<Domain::Status(ProfileFile &)> &edit)
{
    if (!writable)
        return fileError(Domain::ErrorCode::FileUnwritable, file, QString::fromStdString(loadError->technical));
    if (const Domain::Status folder = makeFolderOf(file); !folder)
        return folder;
    QLockFile lock(file + QStringLiteral(".lock"));
    if (!lock.tryLock(lockWaitMs))
        return fileError(Domain::ErrorCode::FileUnwritable, file, QStringLiteral("another window is writing it, or its folder cannot be written"));
    const Domain::Result<QByteArray> before = readWhole(file, qint64(ProfileFile::sizeLimit));
    if (!before)
        return before.error();
    ProfileFile next = content;
    if (!before->isNull()) {
        Domain::Result<ProfileFile> parsed = ProfileFile::parse({before->constData(), std::size_t(before->size())});
        if (!parsed)
            return fileError(Domain::ErrorCode::FileUnwritable, file, QStringLiteral("it was changed by something else: ") + QString::fromStdString(parsed.error().technical));
        next = std::move(parsed).value();
    }
    if (const Domain::Status edited = edit(next); !edited)
        return edited;
    if (const Domain::Status written = write(next, *before); !written)
        return written;
    setContent(std::move(next));
    return std::monostate();
}

Domain::Status ProfileStore::Private::write(const ProfileFile &next, const QByteArray &before)
{
    const Domain::Result<std::string> text = next.text();
    if (!text)
        return text.error();
    if (!before.isNull())
        if (const Domain::Status kept = writeAtomically(backupOf(file), before); !kept)
            return kept;
    return writeAtomically(file, QByteArray::fromStdString(*text));
}

ProfileStore::ProfileStore(const QString &file, QObject *parent) : QObject(parent), d(std::make_shared<Private>(file))
{
    d->load();
}

const std::optional<Domain::Error> &ProfileStore::loadError() const
{
    return d->loadError;
}

const std::vector<Domain::ConnectionProfile> &ProfileStore::profiles() const
{
    return d->sorted;
}

std::optional<Domain::ConnectionProfile> ProfileStore::byName(const std::string &name) const
{
    const auto it = std::find_if(d->sorted.begin(), d->sorted.end(), [&name](const Domain::ConnectionProfile &p) { return p.name == name; });
    return it == d->sorted.end() ? std::nullopt : std::optional(*it);
}

std::optional<qint64> ProfileStore::lastOpenedMs(const std::string &id) const
{
    const auto it = std::find_if(d->content.profiles.begin(), d->content.profiles.end(), byId(id));
    return it == d->content.profiles.end() || !it->lastOpenedMs ? std::nullopt : std::optional<qint64>(*it->lastOpenedMs);
}

Domain::Status ProfileStore::save(const Domain::ConnectionProfile &profile)
{
    if (const Domain::Status storable = checkStorable(profile); !storable)
        return storable;
    Domain::Status saved = d->change([&profile](ProfileFile &file) -> Domain::Status {
        for (const StoredProfile &stored : file.profiles) {
            if (stored.profile.id == profile.id || stored.profile.name != profile.name)
                continue;
            Domain::Error error;
            error.code = Domain::ErrorCode::BadArgument;
            error.args = {{"argument", "name"}, {"value", profile.name}, {"expected", "a name no other connection has"}};
            return error;
        }
        const auto it = std::find_if(file.profiles.begin(), file.profiles.end(), byId(profile.id));
        if (it != file.profiles.end())
            it->profile = profile;
        else
            file.profiles.push_back({profile});
        return std::monostate();
    });
    if (saved)
        emit changed();
    return saved;
}

Domain::Status ProfileStore::remove(const std::string &id)
{
    Domain::Status removed = d->change([&id](ProfileFile &file) -> Domain::Status {
        if (std::erase_if(file.profiles, byId(id)) == 0)
            return unknownProfile(id);
        return std::monostate();
    });
    if (removed)
        emit changed();
    return removed;
}

Domain::Status ProfileStore::noteOpened(const std::string &id)
{
    Domain::Status noted = d->change([&id](ProfileFile &file) -> Domain::Status {
        const auto it = std::find_if(file.profiles.begin(), file.profiles.end(), byId(id));
        if (it == file.profiles.end())
            return unknownProfile(id);
        it->lastOpenedMs = QDateTime::currentMSecsSinceEpoch();
        return std::monostate();
    });
    if (noted)
        emit changed();
    return noted;
}

} // namespace Settings
