// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>

#include <optional>

namespace Settings {

/// The end of a file of the journal: the last line that is whole, and what stands behind it. Found from the end, so its cost does not
/// grow with the file. Values only.
struct JournalTail
{
    QByteArray hash;              ///< of that line; null: no such line near the end
    qint64 size = 0;              ///< of the file
    qint64 wholeEnd = 0;          ///< behind that line, with its end of line where there is one
    bool lacksLineEnd = false;    ///< the file ends without one
    bool hasLinesBehind = false;  ///< lines that are not whole stand behind it: changed, not only torn

    bool isWhole() const { return wholeEnd == size && !hash.isNull(); }

    /// None: it cannot be read.
    static std::optional<JournalTail> of(int descriptor, qint64 size);
};

} // namespace Settings
