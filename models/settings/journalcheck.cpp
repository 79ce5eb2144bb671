// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/journalcheck.h"

#include "settings/filesystem.h"
#include "settings/journalfolder.h"
#include "settings/journalline.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>

namespace Settings {

namespace {

constexpr quint64 linesBetweenLooks = 1000;

/// Goes through the files in their order.
class Chain
{
public:
    Chain(QString folder, JournalCheck &result, const std::function<bool()> &isCancelled)
        : m_folder(std::move(folder)), m_result(result), m_isCancelled(isCancelled)
    {
    }

    void follow(const QString &name)
    {
        QFile file(m_folder + u'/' + name);
        if (!QFileInfo(file.fileName()).isFile() || !file.open(QIODevice::ReadOnly)) {
            ++m_result.broken;
            m_result.first = m_result.first ? m_result.first : fileError(Domain::ErrorCode::FileUnreadable, file.fileName(), file.errorString());
            return;
        }
        ++m_result.files;
        m_file = &file;
        m_line = 0;
        m_hasBad = false;
        const qint64 size = file.size(); // what is appended meanwhile is not looked at
        while (file.pos() < size && !isCancelled()) {
            const qint64 at = file.pos();
            const QByteArray text = file.readLine(JournalLine::limit + 1);
            if (text.isEmpty())
                break;
            takeText(at, text);
        }
        settleBad(size);
        m_isFirst = false;
    }

private:
    bool isCancelled()
    {
        if (m_isCancelled && m_line % linesBetweenLooks == 0 && m_isCancelled())
            m_result.isCancelled = true;
        return m_result.isCancelled;
    }

    void takeText(qint64 at, const QByteArray &text)
    {
        ++m_line;
        const bool hasLineEnd = text.endsWith('\n');
        if (!hasLineEnd && text.size() > JournalLine::limit) {
            skipLine();
            return noteBad(at, true);
        }
        const QByteArrayView content = QByteArrayView(text).chopped(hasLineEnd ? 1 : 0);
        const auto seal = JournalSeal::of(content);
        const auto line = seal ? JournalLine::parse(content) : std::nullopt;
        if (!line)
            return noteBad(at, hasLineEnd);
        ++m_result.lines;
        if (line->kind == JournalLine::Kind::Mark)
            takeMark(at, *line);
        else
            settleBad(at);
        if (seal->previous != m_previous && !mayBegin(*line))
            tell(m_line, m_line == 1 ? "it does not follow from the file before" : "it does not follow from the line before");
        m_previous = seal->hash;
    }

    /// Where the oldest files were removed, the chain begins with what is left.
    bool mayBegin(const JournalLine &line) const
    {
        return m_isFirst && m_line == 1 && line.kind == JournalLine::Kind::Start && !line.continues.empty();
    }

    void skipLine()
    {
        QByteArray piece;
        do {
            piece = m_file->readLine(JournalLine::limit + 1);
        } while (!piece.isEmpty() && !piece.endsWith('\n'));
    }

    void noteBad(qint64 at, bool hasLineEnd)
    {
        if (!m_hasBad) {
            m_badFrom = at;
            m_badLine = m_line;
            m_badLines = 0;
        }
        m_hasBad = true;
        m_badHasLineEnd = hasLineEnd;
        ++m_badLines;
    }

    /// What was skipped when the mark was written must still be what stands in front of it.
    void takeMark(qint64 at, const JournalLine &mark)
    {
        const JournalLine::Skipped &skipped = mark.skipped;
        const qint64 to = at - (skipped.isTerminated ? 1 : 0);
        if (!m_hasBad || to - m_badFrom != skipped.bytes || hashOf(m_badFrom, to) != skipped.hash) {
            settleBad(at);
            return tell(m_line, "what stands before it is not what was skipped");
        }
        if (!skipped.isTorn)
            return settleBad(at);
        m_hasBad = false;
        ++m_result.torn;
    }

    /// Nothing explains the lines that are not whole. An unfinished last line of all is a crash, or is being written.
    void settleBad(qint64 at)
    {
        if (!m_hasBad)
            return;
        m_hasBad = false;
        if (!m_badHasLineEnd && m_badLines == 1 && at == m_file->size()) {
            ++m_result.torn;
            return;
        }
        tell(m_badLine, "it is not what was written");
    }

    std::string hashOf(qint64 from, qint64 to)
    {
        const qint64 back = m_file->pos();
        QCryptographicHash hash(QCryptographicHash::Sha256);
        m_file->seek(from);
        while (from < to) {
            const QByteArray block = m_file->read(std::min<qint64>(to - from, 64 * 1024));
            if (block.isEmpty())
                break;
            hash.addData(block);
            from += block.size();
        }
        m_file->seek(back);
        return hash.result().toHex().toStdString();
    }

    void tell(quint64 line, const char *problem)
    {
        ++m_result.broken;
        if (m_result.first)
            return;
        Domain::Error error = fileError(Domain::ErrorCode::JournalBroken, m_file->fileName(), QString::fromLatin1(problem));
        error.args["line"] = std::to_string(line);
        error.args["problem"] = problem;
        m_result.first = error;
    }

    const QString m_folder;
    JournalCheck &m_result;
    const std::function<bool()> &m_isCancelled;
    QFile *m_file = nullptr;
    QByteArray m_previous = JournalLine::firstPrevious();
    bool m_isFirst = true;
    quint64 m_line = 0;
    bool m_hasBad = false;
    bool m_badHasLineEnd = false;
    qint64 m_badFrom = 0;
    quint64 m_badLine = 0;
    quint64 m_badLines = 0;
};

} // namespace

JournalCheck checkJournal(const QString &folder, const std::function<bool()> &isCancelled)
{
    while (true) {
        JournalCheck result;
        Chain chain(folder, result, isCancelled);
        const QStringList full = fullJournals(folder);
        QStringList names = full;
        if (QFileInfo::exists(journalFile(folder)))
            names.append(QFileInfo(journalFile(folder)).fileName());
        for (const QString &name : std::as_const(names)) {
            if (!result.isCancelled)
                chain.follow(name);
        }
        // A file that was put away meanwhile was looked at under neither name.
        if (result.holds() || result.isCancelled || fullJournals(folder) == full)
            return result;
    }
}

} // namespace Settings
