// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "items/errortext.h"

#include "items/errorwords.h"
#include "items/safetext.h"

#include <QStringList>

namespace Items {

namespace {

constexpr int maxDetail = 1000;

QString line(const QString &name, const std::string &value)
{
    return value.empty() ? QString() : name + QStringLiteral(": ") + safeText(value, maxDetail);
}

/// Raw facts for "Copy details"; the names of arguments are those of Domain::ErrorCode.
QString details(const Domain::Error &error)
{
    QStringList lines{line(QStringLiteral("code"), error.origin), line(QStringLiteral("text"), error.technical)};
    for (const auto &[name, value] : error.args)
        lines << line(safeText(name, 40), value);
    lines.removeAll(QString());
    return lines.join(QLatin1Char('\n'));
}

} // namespace

ErrorText errorText(const Domain::Error &error)
{
    ErrorText text = errorWords(ErrorArguments(error));
    text.details = details(error);
    return text;
}

QString errorLine(const Domain::Error &error)
{
    const ErrorText text = errorText(error);
    QStringList parts{text.what, text.why, text.next};
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

} // namespace Items
