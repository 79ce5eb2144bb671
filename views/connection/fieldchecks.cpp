// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "views/connection/fieldchecks.h"

#include <QFileInfo>
#include <QSet>
#include <QStringList>

#include <algorithm>

namespace Views {

namespace {

struct Address
{
    QString host;
    bool valid = false;
};

bool isPort(const QString &text)
{
    bool ok = false;
    const int port = text.toInt(&ok);
    return ok && port >= 1 && port <= 65535 && text.at(0).isDigit();
}

Address parsed(QString text)
{
    text = text.trimmed();
    if (text.startsWith(u'[')) {
        const qsizetype end = text.indexOf(u']');
        const QString rest = text.mid(end + 1);
        const QString host = text.mid(1, end - 1);
        const bool valid = end > 1 && host.contains(u':') && (rest.isEmpty() || (rest.startsWith(u':') && rest.size() > 1 && isPort(rest.mid(1))));
        return {host, valid};
    }
    const qsizetype colon = text.indexOf(u':');
    const QString host = colon < 0 ? text : text.left(colon);
    if (host.isEmpty() || (colon >= 0 && (colon + 1 == text.size() || !isPort(text.mid(colon + 1)))))
        return {host, false};
    for (const QChar c : host) {
        if (c.isSpace() || c == u'/' || c == u'@' || c.category() == QChar::Other_Control)
            return {host, false};
    }
    return {host, true};
}

bool isLoopback(const QString &host)
{
    if (host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0)
        return true;
    if (host == QLatin1String("::1"))
        return true;
    const QStringList parts = host.split(u'.');
    return parts.size() == 4 && parts.first() == QLatin1String("127");
}

/// Name and value of a line; no '=' or no name: the second is false.
std::pair<std::pair<QString, QString>, bool> property(const QString &line)
{
    const qsizetype equals = line.indexOf(u'=');
    return {{line.left(equals).trimmed(), line.mid(equals + 1).trimmed()}, equals > 0};
}

} // namespace

std::optional<QString> firstBadAddress(const QString &bootstrapServers)
{
    for (const QString &part : bootstrapServers.split(u',')) {
        if (!parsed(part).valid)
            return part.trimmed();
    }
    return std::nullopt;
}

bool isLoopbackOnly(const QString &bootstrapServers)
{
    for (const QString &part : bootstrapServers.split(u',', Qt::SkipEmptyParts)) {
        if (!part.trimmed().isEmpty() && !isLoopback(parsed(part).host))
            return false;
    }
    return true;
}

bool isReadableFile(const QString &file)
{
    const QFileInfo info(file);
    return info.isFile() && info.isReadable();
}

std::vector<std::string> groupsOf(const QString &lines)
{
    std::vector<std::string> groups;
    for (const QString &line : lines.split(u'\n', Qt::SkipEmptyParts)) {
        const std::string group = line.trimmed().toStdString();
        if (!group.empty() && std::find(groups.begin(), groups.end(), group) == groups.end())
            groups.push_back(group);
    }
    return groups;
}

std::map<std::string, std::string> propertiesOf(const QString &lines)
{
    std::map<std::string, std::string> result;
    for (const QString &line : lines.split(u'\n', Qt::SkipEmptyParts)) {
        const auto [pair, valid] = property(line);
        if (valid && !pair.first.isEmpty())
            result.insert_or_assign(pair.first.toStdString(), pair.second.toStdString());
    }
    return result;
}

BadLine firstBadProperty(const QString &lines)
{
    static const QSet<QString> secrets{QStringLiteral("sasl.password"), QStringLiteral("ssl.key.password"), QStringLiteral("ssl.keystore.password"), QStringLiteral("ssl.key.pem"), QStringLiteral("sasl.oauthbearer.client.secret")};
    static const QSet<QString> fields{QStringLiteral("bootstrap.servers"), QStringLiteral("metadata.broker.list"), QStringLiteral("security.protocol"), QStringLiteral("sasl.mechanism"), QStringLiteral("sasl.mechanisms"),
                                      QStringLiteral("sasl.username"), QStringLiteral("ssl.ca.location"), QStringLiteral("ssl.certificate.location"), QStringLiteral("ssl.key.location")};
    QSet<QString> seen;
    int number = 0;
    for (const QString &line : lines.split(u'\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const auto [pair, valid] = property(line);
        const QString &name = pair.first;
        if (!valid || name.isEmpty())
            return {BadLine::Reason::NoValue, number, name};
        if (secrets.contains(name))
            return {BadLine::Reason::Secret, number, name};
        if (fields.contains(name))
            return {BadLine::Reason::HasField, number, name};
        if (seen.contains(name))
            return {BadLine::Reason::Twice, number, name};
        seen.insert(name);
    }
    return {};
}

} // namespace Views
