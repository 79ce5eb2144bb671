// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/error.h"
#include "domain/writeentry.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

class QFile;

namespace Settings {

/// Reads the journal of writes from its end, a page at a time, in memory that does not grow with it. Takes no lock: what is appended
/// meanwhile is not seen. Values of any thread, used by one at a time; blocks.
class JournalReader final
{
public:
    using Filter = std::function<bool(const Domain::WriteEntry &)>;
    using IsCancelled = std::function<bool()>;

    /// Nothing is opened before the first next(). A journal that does not exist yet is empty.
    explicit JournalReader(QString folder);
    ~JournalReader();

    /// The next `most` entries that pass, further back in time, newest first; fewer only at the beginning of the journal, or when
    /// `isCancelled` (asked now and then) said so. FileUnreadable: it cannot be read further.
    Domain::Result<std::vector<Domain::WriteEntry>> next(std::size_t most, const Filter &filter, const IsCancelled &isCancelled = {});
    bool isAtBeginning() const { return m_isAtBeginning; }
    /// Lines that could not be read so far.
    quint64 unreadable() const { return m_unreadable; }

private:
    Domain::Status openNext();
    Domain::Status openPresent();
    Domain::Status open(const QString &file);
    Domain::Status readBlock();
    void takeBlock(const QByteArray &block, bool isFirst);
    void takeLine(QByteArrayView line);

    const QString m_folder;
    QStringList m_files;                ///< not opened yet; the last one is next
    bool m_isBegun = false;
    bool m_isAtBeginning = false;
    std::unique_ptr<QFile> m_file;
    qint64 m_position = 0;              ///< what is in front of it has not been read
    QByteArray m_rest;                  ///< beginning of a line whose begin is not read yet
    bool m_isTooLong = false;           ///< that line is: its rest was dropped
    std::vector<Domain::WriteEntry> m_ready; ///< read, not handed out; oldest last
    QHash<QByteArray, Domain::WriteEntry> m_ends; ///< whose intent stands further back
    quint64 m_unreadable = 0;
};

} // namespace Settings
