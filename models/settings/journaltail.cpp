// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/journaltail.h"

#include "settings/journalline.h"

#include <algorithm>
#include <cerrno>
#include <unistd.h>

namespace Settings {

namespace {

constexpr qint64 firstLook = 16 * 1024;
constexpr qint64 farthestLook = 4 * JournalLine::limit;

std::optional<QByteArray> lastBytes(int descriptor, qint64 size, qint64 wanted)
{
    QByteArray bytes(std::min(size, wanted), Qt::Uninitialized);
    qint64 have = 0;
    while (have < bytes.size()) {
        const ssize_t n = ::pread(descriptor, bytes.data() + have, static_cast<std::size_t>(bytes.size() - have), size - bytes.size() + have);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return std::nullopt;
        have += n;
    }
    return bytes;
}

/// Looks for the last whole line in what is at hand; `start` is where the file's first line begins in it.
bool findWhole(JournalTail &tail, const QByteArray &bytes, bool isFromStart)
{
    qsizetype end = bytes.size();
    tail.hasLinesBehind = false;
    while (end > 0) {
        const bool hasLineEnd = bytes[end - 1] == '\n';
        const qsizetype textEnd = hasLineEnd ? end - 1 : end;
        const qsizetype before = textEnd > 0 ? bytes.lastIndexOf('\n', textEnd - 1) : -1;
        if (before < 0 && !isFromStart)
            return false; // begins before what is at hand
        if (const auto seal = JournalSeal::of(QByteArrayView(bytes).sliced(before + 1, textEnd - before - 1))) {
            tail.hash = seal->hash;
            tail.wholeEnd = tail.size - bytes.size() + end;
            return true;
        }
        tail.hasLinesBehind = tail.hasLinesBehind || hasLineEnd;
        end = before + 1;
    }
    return false;
}

} // namespace

std::optional<JournalTail> JournalTail::of(int descriptor, qint64 size)
{
    JournalTail tail;
    tail.size = size;
    for (qint64 look = firstLook;; look *= 16) {
        const auto bytes = lastBytes(descriptor, size, std::min(look, farthestLook));
        if (!bytes)
            return std::nullopt;
        tail.lacksLineEnd = !bytes->isEmpty() && bytes->back() != '\n';
        const bool isAll = bytes->size() == size;
        if (findWhole(tail, *bytes, isAll) || isAll || look >= farthestLook)
            return tail;
    }
}

} // namespace Settings
