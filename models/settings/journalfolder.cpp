// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/journalfolder.h"

#include <QDir>

#include <algorithm>

namespace Settings {

namespace {

constexpr QLatin1String prefix("writes-");
constexpr QLatin1String suffix(".jsonl");
constexpr int digits = 6;

} // namespace

QString journalFile(const QString &folder)
{
    return folder + QStringLiteral("/writes.jsonl");
}

QString journalLockFile(const QString &folder)
{
    return folder + QStringLiteral("/writes.lock");
}

std::optional<qint64> journalNumber(const QString &name)
{
    if (!name.startsWith(prefix) || !name.endsWith(suffix))
        return std::nullopt;
    const QStringView number = QStringView(name).sliced(prefix.size()).chopped(suffix.size());
    bool ok = false;
    const qint64 value = number.toLongLong(&ok);
    return ok && value > 0 && number.size() >= digits ? std::optional(value) : std::nullopt;
}

QStringList fullJournals(const QString &folder)
{
    QStringList names = QDir(folder).entryList({prefix + u'*' + suffix}, QDir::Files);
    names.removeIf([](const QString &name) { return !journalNumber(name); });
    std::sort(names.begin(), names.end(), [](const QString &a, const QString &b) { return *journalNumber(a) < *journalNumber(b); });
    return names;
}

QString nextFullJournal(const QString &folder)
{
    const QStringList names = fullJournals(folder);
    const qint64 number = names.isEmpty() ? 1 : *journalNumber(names.back()) + 1;
    return prefix + QStringLiteral("%1").arg(number, digits, 10, QLatin1Char('0')) + suffix;
}

} // namespace Settings
