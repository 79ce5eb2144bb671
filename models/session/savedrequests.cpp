// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "session/savedrequests.h"

#include "produce/requestfile.h"
#include "settings/filesystem.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>

namespace Session {

namespace {

constexpr QLatin1String ending(".kafka.json");
constexpr qint64 largestFile = 16 * 1024 * 1024;
constexpr int mostNames = 5'000;
constexpr int settleMs = 50; // an editor writes, renames and removes in one go

} // namespace

QString SavedRequests::usualFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + QStringLiteral("/requests");
}

SavedRequests::SavedRequests(const QString &folder, QObject *parent) : QObject(parent), m_folder(folder)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(settleMs);
    connect(&m_timer, &QTimer::timeout, this, &SavedRequests::look);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { m_timer.start(); });
    look();
}

void SavedRequests::setFolder(const QString &folder)
{
    if (m_folder == folder)
        return;
    if (!m_watcher.directories().isEmpty())
        m_watcher.removePaths(m_watcher.directories());
    m_folder = folder;
    look();
    emit changed();
}

void SavedRequests::watch()
{
    if (m_watcher.directories().isEmpty() && QFileInfo(m_folder).isDir())
        m_watcher.addPath(m_folder);
}

void SavedRequests::look()
{
    watch();
    QStringList names;
    const QStringList files = QDir(m_folder).entryList({u'*' + QString(ending)}, QDir::Files | QDir::Readable);
    for (const QString &file : files) {
        const QString name = file.chopped(ending.size());
        if (isName(name) && names.size() < mostNames)
            names.append(name);
    }
    std::sort(names.begin(), names.end(), [](const QString &a, const QString &b) { return a.compare(b, Qt::CaseInsensitive) < 0; });
    if (names == m_names)
        return;
    m_names = names;
    emit changed();
}

QString SavedRequests::file(const QString &name) const
{
    return m_folder + u'/' + name + ending;
}

bool SavedRequests::isName(const QString &name)
{
    constexpr int longest = 100;
    if (name.isEmpty() || name.size() > longest || name.startsWith(u'.') || name != name.trimmed())
        return false;
    return std::none_of(name.begin(), name.end(), [](QChar c) { return !c.isPrint() || QStringLiteral("/\\:*?\"<>|").contains(c); });
}

Domain::Status SavedRequests::save(const QString &name, const Produce::ProduceRequest &request)
{
    if (!isName(name))
        return Domain::Error{.code = Domain::ErrorCode::BadArgument, .args = {{"argument", "name"}, {"value", name.toStdString()}, {"expected", "a file name"}}};
    if (const Domain::Status made = Settings::makeFolderOf(file(name)); !made)
        return made;
    const std::string text = Produce::writeRequest(request);
    const Domain::Status written = Settings::writeAtomically(file(name), QByteArray::fromRawData(text.data(), qsizetype(text.size())));
    if (written)
        look();
    return written;
}

Domain::Result<Produce::ProduceRequest> SavedRequests::loadFile(const QString &file)
{
    const auto content = Settings::readWhole(file, largestFile);
    if (!content)
        return content.error();
    if (content->isNull())
        return Settings::fileError(Domain::ErrorCode::FileUnreadable, file, QStringLiteral("no such file"));
    auto request = Produce::readRequest(std::string_view(content->constData(), std::size_t(content->size())));
    if (request)
        return request;
    Domain::Error error = request.error();
    error.args["file"] = file.toStdString();
    return error;
}

QString SavedRequests::textOf(const Produce::ProduceRequest &request)
{
    return QString::fromStdString(Produce::writeRequest(request));
}

Domain::Result<Produce::ProduceRequest> SavedRequests::fromText(const QString &text)
{
    return Produce::readRequest(text.toStdString());
}

Domain::Result<Produce::ProduceRequest> SavedRequests::load(const QString &name) const
{
    return loadFile(file(name));
}

Domain::Status SavedRequests::remove(const QString &name)
{
    QFile target(file(name));
    if (!target.remove())
        return Settings::fileError(Domain::ErrorCode::FileUnwritable, target.fileName(), target.errorString());
    look();
    return std::monostate{};
}

} // namespace Session
