// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/journalreader.h"

#include "settings/filesystem.h"
#include "settings/journalfolder.h"
#include "settings/journalline.h"
#include "settings/processmark.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace Settings {

namespace {

constexpr qint64 blockSize = 256 * 1024;
constexpr qsizetype mostEnds = 100'000; ///< outcomes whose intent never comes: only in a file that somebody made

} // namespace

JournalReader::JournalReader(QString folder) : m_folder(std::move(folder)) {}

JournalReader::~JournalReader() = default;

Domain::Result<std::vector<Domain::WriteEntry>> JournalReader::next(std::size_t most, const Filter &filter, const IsCancelled &isCancelled)
{
    std::vector<Domain::WriteEntry> page;
    while (page.size() < most) {
        auto at = m_ready.begin();
        for (; at != m_ready.end() && page.size() < most; ++at) {
            if (!filter || filter(*at))
                page.push_back(std::move(*at));
        }
        m_ready.erase(m_ready.begin(), at);
        if (page.size() == most || m_isAtBeginning || (isCancelled && isCancelled()))
            break;
        if (const Domain::Status read = m_file ? readBlock() : openNext(); !read) {
            m_isAtBeginning = true; // there is no way past it
            if (page.empty())
                return read.error();
        }
    }
    return page;
}

Domain::Status JournalReader::openNext()
{
    if (!m_isBegun) {
        m_isBegun = true;
        return openPresent();
    }
    if (m_files.isEmpty()) {
        m_isAtBeginning = true;
        return std::monostate();
    }
    return open(m_folder + u'/' + m_files.takeLast());
}

/// The one that is being written. It may be put away at any moment: then it is looked for again under its new name.
Domain::Status JournalReader::openPresent()
{
    QStringList now = fullJournals(m_folder);
    do {
        m_files = now;
        m_file.reset();
        if (const Domain::Status opened = open(journalFile(m_folder)); !opened)
            return opened;
        now = fullJournals(m_folder);
    } while (now != m_files);
    return std::monostate();
}

Domain::Status JournalReader::open(const QString &file)
{
    if (!QFileInfo::exists(file))
        return std::monostate(); // none yet
    if (!QFileInfo(file).isFile())
        return fileError(Domain::ErrorCode::FileUnreadable, file, QStringLiteral("not a regular file"));
    auto opened = std::make_unique<QFile>(file);
    if (!opened->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return fileError(Domain::ErrorCode::FileUnreadable, file, opened->errorString());
    m_position = opened->size();
    m_file = std::move(opened);
    return std::monostate();
}

Domain::Status JournalReader::readBlock()
{
    const qint64 from = std::max<qint64>(0, m_position - blockSize);
    m_file->seek(from);
    const QByteArray block = m_file->read(m_position - from);
    if (block.size() != m_position - from)
        return fileError(Domain::ErrorCode::FileUnreadable, m_file->fileName(), m_file->errorString());
    m_position = from;
    takeBlock(block, from == 0);
    if (from == 0)
        m_file.reset();
    return std::monostate();
}

void JournalReader::takeBlock(const QByteArray &block, bool isFirst)
{
    qsizetype end = block.size();
    for (qsizetype at = block.lastIndexOf('\n'); at >= 0; at = at > 0 ? block.lastIndexOf('\n', at - 1) : -1) {
        const QByteArrayView piece = QByteArrayView(block).sliced(at + 1, end - at - 1);
        if (m_isTooLong)
            ++m_unreadable;
        else if (m_rest.isEmpty())
            takeLine(piece);
        else
            takeLine(QByteArray(piece.toByteArray() + m_rest));
        m_rest.clear();
        m_isTooLong = false;
        end = at;
    }
    if (m_isTooLong || end + m_rest.size() > JournalLine::limit) {
        m_isTooLong = true;
        m_rest.clear();
    } else {
        m_rest.prepend(block.first(end));
    }
    if (!isFirst)
        return;
    if (m_isTooLong)
        ++m_unreadable;
    else
        takeLine(m_rest);
    m_rest.clear();
    m_isTooLong = false;
}

void JournalReader::takeLine(QByteArrayView text)
{
    if (text.isEmpty())
        return;
    std::optional<JournalLine> line = JournalLine::parse(text);
    if (!line) {
        ++m_unreadable;
        return;
    }
    const QByteArray id = QByteArray::fromStdString(line->entry.id);
    if (line->kind == JournalLine::Kind::Outcome) {
        if (m_ends.size() < mostEnds)
            m_ends.insert(id, line->entry);
    } else if (line->kind == JournalLine::Kind::Intent) {
        Domain::WriteEntry entry = std::move(line->entry);
        if (const auto end = m_ends.constFind(id); end != m_ends.cend()) {
            entry.end = end->end;
            entry.endedMs = end->endedMs;
            m_ends.erase(end);
        } else {
            entry.isRunning = isProcessAlive(line->process);
        }
        m_ready.push_back(std::move(entry));
    }
}

} // namespace Settings
