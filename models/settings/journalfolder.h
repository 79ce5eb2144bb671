// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace Settings {

/// How the files of the journal of writes lie in their folder: `writes.jsonl` is being written, `writes-000001.jsonl` and up are full and
/// never change again. Free functions, any thread.
QString journalFile(const QString &folder);
QString journalLockFile(const QString &folder);
/// Names of the full ones without the folder, oldest first.
QStringList fullJournals(const QString &folder);
/// The name under which the present one is put away next.
QString nextFullJournal(const QString &folder);
/// 1 for `writes-000001.jsonl`; none: not such a name.
std::optional<qint64> journalNumber(const QString &name);

} // namespace Settings
