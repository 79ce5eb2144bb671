// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/journalfile.h"

#include "settings/filedescriptor.h"
#include "settings/filesystem.h"
#include "settings/journalfolder.h"
#include "settings/journaltail.h"
#include "settings/processmark.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QThread>
#include <QUuid>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace Settings {

namespace {

constexpr unsigned long lockPollMs = 5;
constexpr qint64 longestHashed = 16 * JournalLine::limit; ///< of what is damaged

/// Exclusive among processes and threads until the descriptor is closed. 0, or errno; EWOULDBLOCK: somebody else had it all the time.
int lockWithin(int descriptor, std::chrono::milliseconds patience)
{
    const QDeadlineTimer deadline(patience);
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return errno;
        if (deadline.hasExpired())
            return EWOULDBLOCK;
        QThread::msleep(lockPollMs);
    }
    return 0;
}

/// A file and its name last only when their folder is on disk.
void syncFolder(const QString &folder)
{
    const FileDescriptor directory(folder, O_RDONLY | O_DIRECTORY);
    if (directory.isOpen())
        ::fsync(directory.get());
}

std::string hashBetween(int descriptor, qint64 from, qint64 to)
{
    if (to - from > longestHashed)
        return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    QByteArray block(64 * 1024, Qt::Uninitialized);
    while (from < to) {
        const ssize_t n = ::pread(descriptor, block.data(), static_cast<std::size_t>(std::min<qint64>(block.size(), to - from)), from);
        if (n <= 0)
            return {};
        hash.addData(QByteArrayView(block).first(n));
        from += n;
    }
    return hash.result().toHex().toStdString();
}

JournalLine markOf(const FileDescriptor &file, const JournalTail &tail)
{
    JournalLine mark;
    mark.kind = JournalLine::Kind::Mark;
    mark.entry.whenMs = QDateTime::currentMSecsSinceEpoch();
    mark.skipped = {tail.size - tail.wholeEnd, hashBetween(file.get(), tail.wholeEnd, tail.size), !tail.hasLinesBehind, tail.lacksLineEnd};
    return mark;
}

} // namespace

JournalFile::JournalFile(QString folder, qint64 rotateAt)
    : m_folder(std::move(folder)), m_rotateAt(rotateAt)
{
}

Domain::Result<std::string> JournalFile::begin(const Domain::WritePlace &place, const Domain::WriteIntent &intent)
{
    JournalLine line;
    line.kind = JournalLine::Kind::Intent;
    line.entry.id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    line.entry.whenMs = QDateTime::currentMSecsSinceEpoch();
    line.entry.place = place;
    line.entry.intent = intent;
    line.process = ownProcessMark();
    if (const Domain::Status written = append(line); !written)
        return written.error();
    return line.entry.id;
}

Domain::Status JournalFile::end(const std::string &entry, const Domain::WriteEnd &end)
{
    JournalLine line;
    line.kind = JournalLine::Kind::Outcome;
    line.entry.id = entry;
    line.entry.end = end;
    line.entry.endedMs = QDateTime::currentMSecsSinceEpoch();
    return append(line);
}

Domain::Status JournalFile::append(const JournalLine &line)
{
    const std::lock_guard lock(m_mutex);
    if (!QDir(m_folder).exists()) {
        if (!QDir().mkpath(m_folder))
            return unwritable(QStringLiteral("its folder cannot be made"));
        QFile::setPermissions(m_folder, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    }
    const FileDescriptor lockFile(journalLockFile(m_folder), O_RDWR | O_CREAT);
    if (!lockFile.isOpen())
        return unwritable(errno);
    if (const int error = lockWithin(lockFile.get(), m_patience); error != 0)
        return error == EWOULDBLOCK ? unwritable(QStringLiteral("another process holds it")) : unwritable(error);
    return appendLocked(line);
}

Domain::Status JournalFile::appendLocked(const JournalLine &line)
{
    const FileDescriptor file(journalFile(m_folder), O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK); // a pipe in its place must not block
    if (!file.isOpen())
        return unwritable(errno);
    const std::optional<qint64> size = file.size();
    if (!size)
        return unwritable(QStringLiteral("not a regular file"));
    if (*size == 0) {
        const auto hash = started(file);
        return hash ? write(file, line.sealed(*hash)) : hash.error();
    }
    const auto tail = JournalTail::of(file.get(), *size);
    if (!tail)
        return unwritable(errno);
    const auto hash = healed(file, *tail);
    if (!hash)
        return hash.error();
    if (*size < m_rotateAt)
        return write(file, line.sealed(*hash));
    if (const Domain::Status moved = rotate(); !moved)
        return moved;
    return appendLocked(line);
}

/// What is not whole at the end stays as it is; a line behind it says so, and the chain goes on from the last whole one.
Domain::Result<QByteArray> JournalFile::healed(const FileDescriptor &file, const JournalTail &tail)
{
    if (tail.isWhole()) {
        if (tail.lacksLineEnd) {
            if (const Domain::Status ended = write(file, "\n"); !ended)
                return ended.error();
        }
        return tail.hash;
    }
    const QByteArray previous = tail.hash.isNull() ? JournalLine::firstPrevious() : tail.hash;
    const QByteArray mark = markOf(file, tail).sealed(previous);
    if (const Domain::Status written = write(file, tail.lacksLineEnd ? '\n' + mark : mark); !written)
        return written.error();
    return JournalSeal::of(QByteArrayView(mark).chopped(1))->hash;
}

/// Puts the full file away. A kill before the next one exists is no harm: started() looks for the newest full one.
Domain::Status JournalFile::rotate()
{
    const QString name = nextFullJournal(m_folder);
    if (!QFile::rename(journalFile(m_folder), m_folder + u'/' + name))
        return unwritable(QStringLiteral("the full file cannot be renamed"));
    syncFolder(m_folder);
    return std::monostate();
}

/// The first line of an empty file, which continues the newest full one.
Domain::Result<QByteArray> JournalFile::started(const FileDescriptor &file)
{
    JournalLine line;
    line.kind = JournalLine::Kind::Start;
    line.entry.whenMs = QDateTime::currentMSecsSinceEpoch();
    QByteArray previous = JournalLine::firstPrevious();
    if (const QStringList full = fullJournals(m_folder); !full.isEmpty()) {
        const FileDescriptor before(m_folder + u'/' + full.back(), O_RDONLY | O_NONBLOCK);
        const auto tail = JournalTail::of(before.get(), before.size().value_or(0));
        if (tail && !tail->hash.isNull())
            previous = tail->hash;
        line.continues = full.back().toStdString();
    }
    const QByteArray text = line.sealed(previous);
    if (const Domain::Status written = write(file, text); !written)
        return written.error();
    syncFolder(m_folder);
    return JournalSeal::of(QByteArrayView(text).chopped(1))->hash;
}

/// All of it on disk, or none of it.
Domain::Status JournalFile::write(const FileDescriptor &file, const QByteArray &text)
{
    const qint64 before = file.size().value_or(-1);
    qint64 done = 0;
    while (done < text.size()) {
        const ssize_t n = ::write(file.get(), text.data() + done, static_cast<std::size_t>(text.size() - done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        done += n;
    }
    if (done == text.size() && ::fsync(file.get()) == 0)
        return std::monostate();
    const int error = errno;
    if (before >= 0 && ::ftruncate(file.get(), before) != 0)
        return unwritable(error); // a torn line then, which the next one marks
    return unwritable(error);
}

Domain::Error JournalFile::unwritable(int error) const
{
    return unwritable(QString::fromLocal8Bit(std::strerror(error)));
}

Domain::Error JournalFile::unwritable(const QString &problem) const
{
    Domain::Error error = fileError(Domain::ErrorCode::JournalUnwritable, journalFile(m_folder), problem);
    error.args["problem"] = problem.toStdString();
    return error;
}

} // namespace Settings
