// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "domain/writeentry.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <string>

namespace Settings {

/// The text of one line of the journal of writes: a JSON object whose last two members are "previous", the hash of the line before, and
/// "hash", the SHA-256 of everything in front of it. Values only, no I/O; any thread.
struct JournalLine
{
    enum class Kind {
        Start,   ///< first of a file: which one it continues
        Intent,
        Outcome,
        Mark,    ///< what stands between this line and the one it follows was not readable when this line was written
        Other    ///< of a newer program
    };
    /// How many bytes were skipped, and why.
    struct Skipped
    {
        qint64 bytes = 0;
        std::string hash = {};        ///< of these bytes; empty: too many to tell
        bool isTorn = false;          ///< the last line was not finished: a crash. Else something was changed
        bool isTerminated = false;    ///< an end of line was added behind them
    };

    Kind kind = Kind::Other;
    Domain::WriteEntry entry = {};    ///< Intent: without end; Outcome: id, end, endedMs
    std::string process = {};         ///< Intent: see processmark.h
    std::string continues = {};       ///< Start: name of the file before; empty: the first one
    Skipped skipped = {};             ///< Mark

    /// Longest line that is read, with its end. What is written stays far below.
    static constexpr qint64 limit = 1024 * 1024;
    static const QByteArray &firstPrevious(); ///< what the very first line follows

    /// The line, sealed, with its end.
    QByteArray sealed(const QByteArray &previous) const;
    /// None: not a line of ours (not JSON, or without its kind). Does not look at the seal.
    static std::optional<JournalLine> parse(QByteArrayView text);
};

/// The end of a line: what it follows and its own hash. None: there is no such end, or the hash is not that of the line.
struct JournalSeal
{
    QByteArray previous;
    QByteArray hash;
    static std::optional<JournalSeal> of(QByteArrayView line); ///< without the end of line
};

} // namespace Settings
