// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writejournal.h"
#include "settings/journalline.h"

#include <QString>

#include <chrono>
#include <mutex>

namespace Settings {

struct JournalTail;
class FileDescriptor;

/// The journal of writes: lines of JSON in a folder of the user's, each sealed with the hash of the one before, synced before begin() or
/// end() returns. Any number of threads and processes append at once: the file is locked from reading its last line until the new one is
/// on disk. Made by app/ and shared by the gates of all clusters; any thread, blocks.
class JournalFile final : public Domain::WriteJournal
{
public:
    /// Nothing is touched before the first begin(). `rotateAt`: bytes after which a new file begins.
    explicit JournalFile(QString folder, qint64 rotateAt = 8 * 1024 * 1024);

    Domain::Result<std::string> begin(const Domain::WritePlace &place, const Domain::WriteIntent &intent) override;
    Domain::Status end(const std::string &entry, const Domain::WriteEnd &end) override;

    const QString &folder() const { return m_folder; }
    /// How long another process may hold the lock.
    void setPatience(std::chrono::milliseconds patience) { m_patience = patience; }

private:
    Domain::Status append(const JournalLine &line);
    Domain::Status appendLocked(const JournalLine &line);
    Domain::Result<QByteArray> healed(const FileDescriptor &file, const JournalTail &tail);
    Domain::Status rotate();
    Domain::Result<QByteArray> started(const FileDescriptor &file);
    Domain::Status write(const FileDescriptor &file, const QByteArray &text);
    Domain::Error unwritable(int error) const;
    Domain::Error unwritable(const QString &problem) const;

    const QString m_folder;
    const qint64 m_rotateAt;
    std::chrono::milliseconds m_patience{10'000};
    std::mutex m_mutex; ///< threads of this process queue here, the others at the lock file
};

} // namespace Settings
