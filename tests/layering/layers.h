// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QMap>
#include <QString>
#include <QStringList>

/// The architecture as a table: which folder may include which. Everything may include itself and the standard library.
namespace Layers {

inline const QMap<QString, QStringList> &mayInclude()
{
    static const auto words = [](const char *text) { return QString::fromLatin1(text).split(u' ', Qt::SkipEmptyParts); };
    static const QMap<QString, QStringList> table{
        {QStringLiteral("domain"), {}},
        {QStringLiteral("store"), words("domain")},
        {QStringLiteral("codec"), words("domain")},
        {QStringLiteral("kafka"), words("domain")},
        {QStringLiteral("schema"), words("domain")},
        {QStringLiteral("settings"), words("domain")},
        {QStringLiteral("search"), words("codec store domain")},
        {QStringLiteral("produce"), words("codec domain")},
        {QStringLiteral("replay"), words("produce search codec domain")},
        {QStringLiteral("session"), words("replay produce kafka store search codec schema settings domain")},
        {QStringLiteral("items"), words("session replay produce store codec search domain")},
        {QStringLiteral("views"), words("items session domain")},
        {QStringLiteral("app"), words("views items session replay produce kafka store search codec schema settings domain resources")},
    };
    return table;
}

/// Standard C++ only.
inline bool isEngine(const QString &folder)
{
    return QStringList{QStringLiteral("domain"), QStringLiteral("store"), QStringLiteral("search"), QStringLiteral("codec"), QStringLiteral("produce"), QStringLiteral("replay"), QStringLiteral("kafka")}.contains(folder);
}

/// One forbidden include.
struct Fault
{
    QString file;
    QString include;
    QString why;
    bool operator==(const Fault &) const = default;
};

/// What the `#include`s of one file do against the rules. `file` is relative to the source folder, such as "models/store/chunk.h".
QList<Fault> faults(const QString &file, const QString &content);

/// The folder in the table that a file belongs to: "store" for "models/store/chunk.h", "views" for "views/pages/x.cpp".
QString layerOf(const QString &file);

} // namespace Layers
