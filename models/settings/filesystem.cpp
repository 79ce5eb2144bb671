// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/filesystem.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <unistd.h>
#endif

namespace Settings {

namespace {

/// A rename is durable only when its folder is. Best effort: not every file system can.
void syncFolder([[maybe_unused]] const QString &folder)
{
#ifdef Q_OS_UNIX
    const int fd = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    ::fsync(fd);
    ::close(fd);
#endif
}

QString freeName(const QString &file, const QString &word)
{
    const QString base = file + u'.' + word + u'-' + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QString name = base;
    for (int i = 2; QFileInfo::exists(name); ++i)
        name = base + u'-' + QString::number(i);
    return name;
}

} // namespace

Domain::Error fileError(Domain::ErrorCode code, const QString &file, const QString &technical)
{
    Domain::Error error;
    error.code = code;
    error.args = {{"file", file.toStdString()}};
    error.technical = technical.toStdString();
    return error;
}

Domain::Result<QByteArray> readWhole(const QString &file, qint64 limit)
{
    QFile in(file);
    if (!in.exists())
        return QByteArray();
    if (!QFileInfo(file).isFile())
        return fileError(Domain::ErrorCode::FileUnreadable, file, QStringLiteral("not a regular file"));
    if (!in.open(QIODevice::ReadOnly))
        return fileError(Domain::ErrorCode::FileUnreadable, file, in.errorString());
    QByteArray content = in.read(limit + 1);
    if (in.error() != QFileDevice::NoError)
        return fileError(Domain::ErrorCode::FileUnreadable, file, in.errorString());
    return content.isNull() ? QByteArray("") : content;
}

Domain::Status makeFolderOf(const QString &file)
{
    const QString folder = QFileInfo(file).absolutePath();
    if (!QDir().mkpath(folder))
        return fileError(Domain::ErrorCode::FileUnwritable, file, QStringLiteral("cannot make the folder %1").arg(folder));
    return std::monostate();
}

Domain::Status writeAtomically(const QString &file, const QByteArray &content)
{
    if (const Domain::Status folder = makeFolderOf(file); !folder)
        return folder;
    QSaveFile out(file); // its commit() syncs the temporary file before it renames
    if (!out.open(QIODevice::WriteOnly))
        return fileError(Domain::ErrorCode::FileUnwritable, file, out.errorString());
    out.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
    if (out.write(content) != content.size() || !out.commit())
        return fileError(Domain::ErrorCode::FileUnwritable, file, out.errorString());
    syncFolder(QFileInfo(file).absolutePath());
    return std::monostate();
}

QString moveAside(const QString &file, const QString &word)
{
    const QString name = freeName(file, word);
    return QFile::rename(file, name) ? name : QString();
}

QString copyAside(const QString &file, const QString &word)
{
    const QString name = freeName(file, word);
    return QFile::copy(file, name) ? name : QString();
}

} // namespace Settings
