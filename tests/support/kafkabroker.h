// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

class KafkaProxy;

/// A real Kafka of one test program: one or three nodes on 127.0.0.1 with free ports, data in a temporary folder. Started and
/// stopped through tests/support/kafka/kafka.sh, which also cleans up should this process die. Every call blocks until it is
/// done and returns whether it worked; error() then tells why not. A test whose broker does not start fails.
class KafkaBroker
{
    Q_DISABLE_COPY_MOVE(KafkaBroker)
public:
    enum class Version { V3_9, V4 };
    enum class Listener { Plaintext = 0, Tls = 1, MutualTls = 2, Sasl = 3, SaslTls = 4, Proxied = 5 };

    explicit KafkaBroker(Version version, int nodes = 1, bool secure = false);
    ~KafkaBroker(); ///< stops the nodes

    bool start();
    /// With one listener more, in plain text, that sends every client through `proxy` (of as many nodes): connect to proxy.bootstrap().
    /// The other listeners, the nodes among themselves and oracle() pass it by.
    bool startBehind(KafkaProxy &proxy);
    void stop();

    // Nodes count from 1.
    bool stopNode(int node);  ///< asks it to leave and waits
    bool killNode(int node);  ///< SIGKILL
    bool startNode(int node); ///< and waits until it answers
    bool suspendNode(int node); ///< SIGSTOP
    bool resumeNode(int node);  ///< SIGCONT

    QString bootstrap(Listener listener = Listener::Plaintext) const; ///< "host:port,…" of all nodes
    int port(int node = 1, Listener listener = Listener::Plaintext) const;
    QString tlsFile(const QString &name) const; ///< "ca.pem", "other-ca.pem", "client.pem", "client.key", "client-encrypted.key", …
    QString logFile(int node = 1) const { return m_dir.filePath(QStringLiteral("node%1.log").arg(node)); }
    const QString &error() const { return m_error; }

    /// Runs the independent client (tests/support/kafka/Oracle.java) and returns what it printed; a null array if it failed.
    QByteArray oracle(const QStringList &arguments);
    /// The command line of the same, for a test that lets it run meanwhile. Environment: oracleEnvironment().
    QString oracleProgram() const;
    QStringList oracleEnvironment() const;

    static QString versionName(Version version) { return version == Version::V4 ? QStringLiteral("4") : QStringLiteral("3.9"); }

private:
    bool rig(const QStringList &arguments, int timeoutMs = 120'000);
    QString jars() const;

    Version m_version;
    int m_nodes;
    bool m_secure;
    int m_port = 0;
    QStringList m_proxyPorts;
    bool m_started = false;
    QTemporaryDir m_dir;
    QString m_error;
};
