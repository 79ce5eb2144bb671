// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafkabroker.h"

#include "kafkaproxy.h"

#include <QCoreApplication>
#include <QDir>
#include <QProcess>
#include <QRandomGenerator>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

QString rigFile(const QString &name)
{
    return QStringLiteral(PLAYHEAD_KAFKA_RIG "/") + name;
}

bool isFree(int port)
{
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool ok = bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0;
    close(fd);
    return ok;
}

/// Below the range that the system gives to outgoing connections, or one of those could take the port while a node is down.
int freeBasePort(int nodes)
{
    for (;;) {
        const int base = QRandomGenerator::global()->bounded(100, 300) * 100;
        bool ok = true;
        for (int node = 0; node < nodes; ++node)
            for (int i = 0; i < 10; ++i)
                ok = ok && isFree(base + 100 * node + i);
        if (ok)
            return base;
    }
}

} // namespace

KafkaBroker::KafkaBroker(Version version, int nodes, bool secure)
    : m_version(version)
    , m_nodes(nodes)
    , m_secure(secure)
    , m_dir(QDir::tempPath() + QStringLiteral("/playhead-kafka-XXXXXX"))
{
}

KafkaBroker::~KafkaBroker()
{
    stop();
}

bool KafkaBroker::start()
{
    m_port = freeBasePort(m_nodes);
    m_started = true;
    return rig({QStringLiteral("start")});
}

bool KafkaBroker::startBehind(KafkaProxy &proxy)
{
    m_proxyPorts.clear();
    for (int node = 1; node <= m_nodes; ++node)
        m_proxyPorts << QString::number(proxy.port(node));
    if (!start())
        return false;
    for (int node = 1; node <= m_nodes; ++node)
        proxy.setTarget(node, port(node, Listener::Proxied));
    return true;
}

void KafkaBroker::stop()
{
    if (m_started)
        rig({QStringLiteral("stop")});
    m_started = false;
}

bool KafkaBroker::stopNode(int node)
{
    return rig({QStringLiteral("stop-node"), QString::number(node)});
}

bool KafkaBroker::killNode(int node)
{
    return rig({QStringLiteral("kill-node"), QString::number(node)});
}

bool KafkaBroker::startNode(int node)
{
    return rig({QStringLiteral("start-node"), QString::number(node)});
}

bool KafkaBroker::suspendNode(int node)
{
    return rig({QStringLiteral("suspend-node"), QString::number(node)});
}

bool KafkaBroker::resumeNode(int node)
{
    return rig({QStringLiteral("resume-node"), QString::number(node)});
}

QString KafkaBroker::bootstrap(Listener listener) const
{
    QStringList addresses;
    for (int node = 1; node <= m_nodes; ++node)
        addresses << QStringLiteral("127.0.0.1:%1").arg(port(node, listener));
    return addresses.join(u',');
}

int KafkaBroker::port(int node, Listener listener) const
{
    return m_port + 100 * (node - 1) + static_cast<int>(listener);
}

QString KafkaBroker::tlsFile(const QString &name) const
{
    return m_dir.filePath(QStringLiteral("tls/") + name);
}

QString KafkaBroker::jars() const
{
    return QStringLiteral("%1/kafka-%2").arg(QStringLiteral(PLAYHEAD_CACHE_FOLDER),
                                             m_version == Version::V4 ? QStringLiteral(PLAYHEAD_KAFKA_4) : QStringLiteral(PLAYHEAD_KAFKA_3_9));
}

QString KafkaBroker::oracleProgram() const
{
    return rigFile(QStringLiteral("oracle.sh"));
}

QStringList KafkaBroker::oracleEnvironment() const
{
    return {QStringLiteral("KAFKA_LIBS=") + jars(), QStringLiteral("PLAYHEAD_CACHE=" PLAYHEAD_CACHE_FOLDER)};
}

QByteArray KafkaBroker::oracle(const QStringList &arguments)
{
    QProcess process;
    process.setEnvironment(QProcess::systemEnvironment() + oracleEnvironment());
    process.start(oracleProgram(), QStringList{bootstrap()} + arguments);
    if (!process.waitForFinished(180'000) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        m_error = QString::fromUtf8(process.readAllStandardError());
        process.kill();
        process.waitForFinished();
        return {};
    }
    const QByteArray output = process.readAllStandardOutput();
    return output.isNull() ? QByteArray("") : output;
}

bool KafkaBroker::rig(const QStringList &arguments, int timeoutMs)
{
    QProcess process;
    process.setEnvironment(QProcess::systemEnvironment()
                           + QStringList{QStringLiteral("KAFKA_LIBS=") + jars(), QStringLiteral("KAFKA_DIR=") + m_dir.path(),
                                         QStringLiteral("KAFKA_PORT=%1").arg(m_port), QStringLiteral("KAFKA_NODES=%1").arg(m_nodes),
                                         QStringLiteral("KAFKA_SECURE=%1").arg(m_secure ? 1 : 0),
                                         QStringLiteral("KAFKA_PROXIED=") + m_proxyPorts.join(u' '),
                                         QStringLiteral("KAFKA_OWNER=%1").arg(QCoreApplication::applicationPid())});
    process.start(rigFile(QStringLiteral("kafka.sh")), arguments);
    if (process.waitForFinished(timeoutMs) && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return true;
    m_error = QString::fromUtf8(process.readAllStandardError());
    if (m_error.isEmpty())
        m_error = QStringLiteral("kafka.sh %1: no answer within %2 s").arg(arguments.join(u' ')).arg(timeoutMs / 1000);
    process.kill();
    process.waitForFinished();
    return false;
}
