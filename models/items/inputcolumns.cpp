// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/inputcolumns.h"

#include <QFile>
#include <QFileInfo>

namespace Items {

namespace {

constexpr qint64 mostBytes = 64 * 1024;
constexpr qsizetype mostColumns = 500;

} // namespace

QStringList csvColumns(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly)) // a pipe would block
        return {};
    const QString text = QString::fromUtf8(file.read(mostBytes));
    QStringList columns;
    QString column;
    bool isQuoted = false;
    for (qsizetype i = text.startsWith(QChar(0xfeff)) ? 1 : 0; i <= text.size() && columns.size() < mostColumns; ++i) {
        const bool isEnd = i == text.size() || (!isQuoted && (text[i] == u'\n' || text[i] == u'\r'));
        if (isEnd || (!isQuoted && text[i] == u',')) {
            columns += column;
            column.clear();
            if (isEnd)
                break;
        } else if (text[i] == u'"') {
            const bool isDoubled = isQuoted && i + 1 < text.size() && text[i + 1] == u'"';
            if (isDoubled)
                column += text[i++];
            else
                isQuoted = !isQuoted;
        } else {
            column += text[i];
        }
    }
    columns.removeAll(QString());
    return columns;
}

} // namespace Items
