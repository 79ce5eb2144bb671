// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include "settings/journalcheck.h"
#include "settings/journalfile.h"
#include "settings/journalfolder.h"
#include "settings/journalreader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

/// A journal in a folder of its own.
namespace JournalTest {

inline Domain::WriteIntent intent(const std::string &target = "orders", std::uint64_t records = 1)
{
    return {.action = "produce", .target = target, .plan = "1 record", .planHash = "abc", .records = records};
}

inline Domain::WritePlace place(const std::string &profile = "local")
{
    return {.clusterId = "cluster-1", .profile = profile, .principal = "User:alice"};
}

struct Folder
{
    QTemporaryDir dir;
    QString path = dir.filePath(QStringLiteral("journal"));
    QString file = Settings::journalFile(path);

    QByteArray content() const
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    QList<QByteArray> lines() const
    {
        QList<QByteArray> all = content().split('\n');
        if (!all.isEmpty() && all.back().isEmpty())
            all.removeLast();
        return all;
    }
    bool replace(const QByteArray &text) const
    {
        QFile out(file);
        return out.open(QIODevice::WriteOnly | QIODevice::Truncate) && out.write(text) == text.size();
    }
    bool append(const QByteArray &text) const
    {
        QFile out(file);
        return out.open(QIODevice::WriteOnly | QIODevice::Append) && out.write(text) == text.size();
    }
    std::vector<Domain::WriteEntry> entries(std::size_t most = 100'000) const
    {
        Settings::JournalReader reader(path);
        const auto page = reader.next(most, {});
        return page ? *page : std::vector<Domain::WriteEntry>();
    }
    Settings::JournalCheck check() const { return Settings::checkJournal(path); }
};

} // namespace JournalTest
