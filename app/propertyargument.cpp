// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/propertyargument.h"

#include "kafka/allowedproperties.h"

#include <QFile>
#include <QHostAddress>
#include <QStringList>

namespace App {

namespace {

constexpr qint64 maxSecretBytes = 64 * 1024;

bool isLoopback(const QString &server)
{
    QString host = server.trimmed();
    host = host.left(host.lastIndexOf(u':'));
    host.remove(u'[').remove(u']');
    return host == u"localhost" || QHostAddress(host).isLoopback();
}

Domain::Result<QString> readSecretFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Domain::Error{.code = Domain::ErrorCode::FileUnreadable, .args = {{"file", path.toStdString()}}, .technical = file.errorString().toStdString()};
    QByteArray line = file.readLine(maxSecretBytes);
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    return QString::fromUtf8(line);
}

} // namespace

Domain::ConnectionProfile adHocProfile(const QString &bootstrapServers)
{
    QStringList servers;
    for (const QString &server : bootstrapServers.split(u',', Qt::SkipEmptyParts))
        if (!server.trimmed().isEmpty())
            servers.append(server.trimmed());
    Domain::ConnectionProfile profile;
    profile.bootstrapServers = servers.join(u',').toStdString();
    profile.id = "bootstrap:" + profile.bootstrapServers;
    profile.name = servers.isEmpty() ? std::string() : servers.front().toStdString();
    bool local = true;
    for (const QString &server : servers)
        local = local && isLoopback(server);
    profile.environment = local ? Domain::Environment::Development : Domain::Environment::Production;
    return profile;
}

Domain::Status applyPropertyArgument(const QString &argument, Domain::ConnectionProfile &profile, Domain::Secrets &secrets)
{
    const qsizetype equals = argument.indexOf(u'=');
    if (equals <= 0)
        return Domain::Error{.code = Domain::ErrorCode::BadArgument, .args = {{"argument", "-X"}, {"value", equals < 0 ? argument.toStdString() : std::string()}, {"expected", "KEY=VALUE"}}};
    const std::string name = argument.left(equals).trimmed().toStdString();
    QString value = argument.mid(equals + 1);
    if (Kafka::isSecretProperty(name) && value.startsWith(u'@')) {
        const auto secret = readSecretFile(value.mid(1));
        if (!secret)
            return secret.error();
        value = secret.value();
    }
    return Kafka::applyProperty(name, value.toStdString(), profile, secrets);
}

void takeSecretsFromEnvironment(Domain::Secrets &secrets)
{
    const QByteArray sasl = qgetenv("PLAYHEAD_SASL_PASSWORD");
    if (!sasl.isEmpty())
        secrets["sasl.password"] = sasl.toStdString();
    const QByteArray key = qgetenv("PLAYHEAD_SSL_KEY_PASSWORD");
    if (!key.isEmpty())
        secrets["ssl.key.password"] = key.toStdString();
}

} // namespace App
