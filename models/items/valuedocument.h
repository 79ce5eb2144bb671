// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "codec/jsonlayout.h"
#include "items/byterange.h"
#include "items/formattext.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <optional>
#include <vector>

namespace Items {

/// A value as lines of safe text, made when asked for, each character linked to its bytes. The index of lines grows in steps of a
/// few milliseconds, so the first screen of any value is there at once. Owned by its view; GUI thread.
class ValueDocument final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ValueDocument)
public:
    struct Span
    {
        int start = 0;
        int length = 0;
        Codec::Syntax syntax = Codec::Syntax::Plain;
    };
    struct Line
    {
        static constexpr std::size_t noByte = static_cast<std::size_t>(-1);

        QString text;                   ///< indent included
        std::vector<Span> spans;        ///< in order, covering all but the indent
        std::vector<std::size_t> bytes; ///< first byte of each QChar; noByte for blanks that are not in the value
        ByteRange range;                ///< from the first to behind the last byte shown
        bool isContinuation = false;    ///< of a line that was too long
        bool isAscii = true;            ///< every character is one cell of a fixed font
    };

    /// `format` is not Automatic. Binary is shown as text here: what is no text as U+FFFD.
    ValueDocument(SharedBytes bytes, Format format, QObject *parent = nullptr);

    int lineCount() const; ///< known so far
    bool isComplete() const;
    int longestLine() const; ///< characters at most, of the known lines
    std::size_t size() const { return m_bytes->size(); }

    Line line(int number) const;
    std::vector<Line> lines(int first, int count) const;
    /// The known line that shows the byte.
    int lineOf(std::size_t byte) const;

    /// Why the format does not hold to the end, as far as indexed.
    Codec::Problem problem() const;

    /// The laid out text of the range, exact characters (nothing made visible); none when it is above 16 MiB.
    std::optional<QString> text(ByteRange range);

signals:
    void grown(); ///< more lines are known, or the problem is

private:
    void stepForAWhile();
    Line decodedLine() const;
    Line shownLine(const Codec::LayoutLine &laidOut) const;

    SharedBytes m_bytes;
    QString m_decoded; ///< Integer, UUID: the one line
    Codec::Layout m_layout;
    QTimer m_timer;
};

} // namespace Items
