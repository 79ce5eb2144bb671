// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "tests/support/kafkabroker.h"
#include "tests/support/programrun.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <poll.h>
#include <unistd.h>

/// The headless commands against bad input and bad company, with a real broker: a sentence, the right exit code, in time.
class CommandLineFaults final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void refusedWithASentence_data();
    void refusedWithASentence();
    void aWrongPasswordIsTriedOnce_data();
    void aWrongPasswordIsTriedOnce();
    void anotherProtocolAnswers();
    void aTopicDeletedWhileItIsRead();
    void theLimitCountsAllPartitions_data();
    void theLimitCountsAllPartitions();
    void anOffsetBeyondTheEndFailsItsPartitionOnly();
    void interruptedWhileLive_data();
    void interruptedWhileLive();
    void interruptedWhileNobodyReadsTheOutput();
    void theOutputTakesNoMore_data();
    void theOutputTakesNoMore();
    void aBrokenProfileFileIsNamedAndKept();

private:
    ProgramRun playhead(const QStringList &arguments);
    ProgramRun shell(const QString &command);
    void start(QProcess &process, const QStringList &arguments);
    QStringList at(KafkaBroker::Listener listener, const QStringList &properties = {}) const;

    KafkaBroker m_broker{KafkaBroker::Version::V4, 1, true};
    QTemporaryDir m_home;
};

namespace {

constexpr qint64 inTimeMs = 10'000;
using Listener = KafkaBroker::Listener;

QStringList password(const QString &mechanism, const QString &user, const QString &secret)
{
    return {QStringLiteral("security.protocol=SASL_PLAINTEXT"), QStringLiteral("sasl.mechanism=") + mechanism, QStringLiteral("sasl.username=") + user,
            QStringLiteral("sasl.password=") + secret};
}

} // namespace

void CommandLineFaults::initTestCase()
{
    QVERIFY2(m_broker.start(), qPrintable(m_broker.error()));
    QVERIFY2(!m_broker.oracle({QStringLiteral("fill"), QStringLiteral("kinds"), QStringLiteral("many-partitions")}).isNull(), qPrintable(m_broker.error()));
    QVERIFY2(!m_broker.oracle({QStringLiteral("bulk"), QStringLiteral("big"), QStringLiteral("2000"), QStringLiteral("1000"), QStringLiteral("1")}).isNull(),
             qPrintable(m_broker.error()));
}

void CommandLineFaults::start(QProcess &process, const QStringList &arguments)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_home.path());
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
    process.setProcessEnvironment(environment);
    process.start(arguments.front(), arguments.mid(1));
}

ProgramRun CommandLineFaults::playhead(const QStringList &arguments)
{
    QProcess process;
    start(process, QStringList{QStringLiteral(PLAYHEAD_PROGRAM)} + arguments);
    return finishRun(process, 30'000);
}

ProgramRun CommandLineFaults::shell(const QString &command)
{
    QProcess process;
    start(process, {QStringLiteral("bash"), QStringLiteral("-c"),
                    QStringLiteral("read() { '" PLAYHEAD_PROGRAM "' read --bootstrap %1 \"$@\"; }; topics() { '" PLAYHEAD_PROGRAM "' topics --bootstrap %1 \"$@\"; }; ").arg(m_broker.bootstrap()) + command});
    return finishRun(process, 30'000);
}

QStringList CommandLineFaults::at(Listener listener, const QStringList &properties) const
{
    QStringList arguments{QStringLiteral("--bootstrap"), m_broker.bootstrap(listener)};
    for (const QString &property : properties)
        arguments << QStringLiteral("-X") << property;
    return arguments;
}

void CommandLineFaults::refusedWithASentence_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("sentence");
    const auto both = [](const char *name, const QStringList &target, int exitCode, const QString &sentence) {
        QTest::addRow("topics, %s", name) << QStringList{QStringLiteral("topics")} + target << exitCode << sentence;
        QTest::addRow("read, %s", name) << QStringList{QStringLiteral("read")} + target + QStringList{QStringLiteral("kinds")} << exitCode << sentence;
    };
    // Ways to be shut out take 3 s each: one command is enough where the other has the same words from the same place.
    const auto readAt = [](const char *name, const QStringList &target, const QString &sentence) {
        QTest::addRow("read, %s", name) << QStringList{QStringLiteral("read")} + target + QStringList{QStringLiteral("kinds")} << 1 << sentence;
    };
    const auto topicsAt = [](const char *name, const QStringList &target, const QString &sentence) {
        QTest::addRow("topics, %s", name) << QStringList{QStringLiteral("topics")} + target << 1 << sentence;
    };
    const auto read = [this](const char *name, const QStringList &more, int exitCode, const QString &sentence) {
        QTest::addRow("read, %s", name) << QStringList{QStringLiteral("read")} + at(Listener::Plaintext) + more << exitCode << sentence;
    };
    const QString tls = QStringLiteral("security.protocol=SSL");
    const QString ca = QStringLiteral("ssl.ca.location=");
    const QString certificate = QStringLiteral("ssl.certificate.location=") + m_broker.tlsFile(QStringLiteral("client.pem"));
    const QString ourCa = ca + m_broker.tlsFile(QStringLiteral("ca.pem"));
    both("nothing listens", {QStringLiteral("--bootstrap"), QStringLiteral("127.0.0.1:1")}, 1, QStringLiteral("Cannot reach 127.0.0.1:1: connection refused."));
    readAt("no such name", {QStringLiteral("--bootstrap"), QStringLiteral("no-such-host.invalid:9092")}, QStringLiteral("Cannot find no-such-host.invalid:9092"));
    both("no such port", {QStringLiteral("--bootstrap"), QStringLiteral("k:99999")}, 2, QStringLiteral("k:99999 is no value for --bootstrap."));
    readAt("clear text to TLS", at(Listener::Tls), QStringLiteral("does not speak clear text: it seems to expect TLS."));
    readAt("TLS to clear text", at(Listener::Plaintext, {tls}), QStringLiteral("does not speak TLS."));
    topicsAt("another CA", at(Listener::Tls, {tls, ca + m_broker.tlsFile(QStringLiteral("other-ca.pem"))}), QStringLiteral("is not trusted."));
    both("no such CA file", at(Listener::Tls, {tls, ca + QStringLiteral("/no/such.pem")}), 1, QStringLiteral("Cannot use the file /no/such.pem."));
    topicsAt("no client certificate", at(Listener::MutualTls, {tls, ourCa}), QStringLiteral("refused the client certificate, or wants one."));
    both("passphrase", at(Listener::MutualTls, {tls, ourCa, certificate, QStringLiteral("ssl.key.location=") + m_broker.tlsFile(QStringLiteral("client-encrypted.key")), QStringLiteral("ssl.key.password=wrong")}), 1,
         QStringLiteral("wrong passphrase, or none."));
    both("another's key", at(Listener::MutualTls, {tls, ourCa, certificate, QStringLiteral("ssl.key.location=") + m_broker.tlsFile(QStringLiteral("stranger.key"))}), 1,
         QStringLiteral("its key does not belong to the certificate in"));
    readAt("SASL wanted", at(Listener::Sasl), QStringLiteral("may require SASL"));
    both("SASL not offered", at(Listener::Plaintext, password(QStringLiteral("SCRAM-SHA-256"), QStringLiteral("reader"), QStringLiteral("reader-secret"))), 1,
         QStringLiteral("does not offer SASL mechanism SCRAM-SHA-256."));
    both("no such connection", {QStringLiteral("--profile"), QStringLiteral("nowhere")}, 1, QStringLiteral("There is no saved connection named nowhere."));
    QTest::newRow("read, denied topic") << QStringList{QStringLiteral("read")} + at(Listener::Sasl, password(QStringLiteral("PLAIN"), QStringLiteral("nobody"), QStringLiteral("nobody-secret"))) + QStringList{QStringLiteral("kinds")}
                                        << 1 << QStringLiteral("Not allowed: DESCRIBE on topic kinds.");
    read("unknown topic", {QStringLiteral("no-such-topic")}, 1, QStringLiteral("Topic no-such-topic does not exist in this cluster, or may not be seen."));
    read("unknown partition", {QStringLiteral("kinds"), QStringLiteral("--partition"), QStringLiteral("0,77")}, 1, QStringLiteral("Topic kinds has no partition 77."));
    QTest::newRow("window without a display") << at(Listener::Plaintext) << 1 << QStringLiteral("playhead: No window can be opened");
}

void CommandLineFaults::refusedWithASentence()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    QFETCH(QString, sentence);
    const ProgramRun outcome = playhead(arguments);
    QVERIFY2(QString::fromUtf8(outcome.err).contains(sentence), outcome.err.constData());
    QCOMPARE(outcome.exitCode, exitCode);
    QVERIFY2(outcome.ms < inTimeMs, qPrintable(QString::number(outcome.ms)));
    QVERIFY(outcome.out.isEmpty());
    QVERIFY2(!outcome.err.contains("\n\n") && outcome.err.endsWith('\n'), outcome.err.constData());
}

void CommandLineFaults::aWrongPasswordIsTriedOnce_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("mechanism");
    for (const char *command : {"topics", "read"})
        for (const char *mechanism : {"PLAIN", "SCRAM-SHA-512"})
            QTest::addRow("%s %s", command, mechanism) << QString::fromLatin1(command) << QString::fromLatin1(mechanism);
}

void CommandLineFaults::aWrongPasswordIsTriedOnce()
{
    QFETCH(QString, command);
    QFETCH(QString, mechanism);
    const auto refusals = [this] {
        QFile log(m_broker.logFile());
        return log.open(QIODevice::ReadOnly) ? log.readAll().count("Failed authentication") : -1;
    };
    const auto before = refusals();
    QStringList arguments = QStringList{command} + at(Listener::Sasl, password(mechanism, QStringLiteral("reader"), QStringLiteral("wrong")));
    if (command == QStringLiteral("read"))
        arguments << QStringLiteral("kinds");
    const ProgramRun outcome = playhead(arguments);
    QCOMPARE(outcome.exitCode, 1);
    QVERIFY2(outcome.err.contains("refused the credentials of user reader."), outcome.err.constData());
    QVERIFY(outcome.ms < inTimeMs);
    QTRY_VERIFY(refusals() > before);
    QCOMPARE(refusals(), before + 1);
}

void CommandLineFaults::anotherProtocolAnswers()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, this, [&server] {
        while (QTcpSocket *socket = server.nextPendingConnection()) {
            socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            socket->disconnectFromHost();
        }
    });
    QProcess process;
    QElapsedTimer clock;
    clock.start();
    start(process, {QStringLiteral(PLAYHEAD_PROGRAM), QStringLiteral("read"), QStringLiteral("--bootstrap"), QStringLiteral("127.0.0.1:%1").arg(server.serverPort()), QStringLiteral("t")});
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20'000);
    QVERIFY(clock.elapsed() < inTimeMs);
    QCOMPARE(process.exitCode(), 1);
    const QByteArray told = process.readAllStandardError();
    QVERIFY2(told.contains("is not a Kafka broker: it answers like HTTP."), told.constData());
}

void CommandLineFaults::aTopicDeletedWhileItIsRead()
{
    QVERIFY(!m_broker.oracle({QStringLiteral("bulk"), QStringLiteral("short-lived"), QStringLiteral("10"), QStringLiteral("10"), QStringLiteral("1")}).isNull());
    QProcess process;
    start(process, {QStringLiteral(PLAYHEAD_PROGRAM), QStringLiteral("read"), QStringLiteral("--bootstrap"), m_broker.bootstrap(), QStringLiteral("short-lived"), QStringLiteral("--until"), QStringLiteral("live"), QStringLiteral("--stats")});
    QByteArray out;
    QTRY_VERIFY_WITH_TIMEOUT((out += process.readAllStandardOutput()).count('\n') == 10, 10'000);
    QVERIFY(!m_broker.oracle({QStringLiteral("delete"), QStringLiteral("short-lived")}).isNull());
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20'000);
    QCOMPARE(process.exitCode(), 3);
    const QByteArray told = process.readAllStandardError();
    QVERIFY2(told.count("Topic short-lived was deleted while it was read.") == 1, told.constData());
    QVERIFY2(told.contains("{\"records\":10,") && told.endsWith("\"complete\":false}\n"), told.constData());
}

void CommandLineFaults::theLimitCountsAllPartitions_data()
{
    QTest::addColumn<int>("limit");
    for (const int limit : {0, 1, 7, 1000})
        QTest::addRow("%d", limit) << limit;
}

void CommandLineFaults::theLimitCountsAllPartitions()
{
    QFETCH(int, limit);
    const ProgramRun outcome = playhead(QStringList{QStringLiteral("read")} + at(Listener::Plaintext) + QStringList{QStringLiteral("many-partitions"), QStringLiteral("--limit"), QString::number(limit)});
    QCOMPARE(outcome.exitCode, 0);
    QCOMPARE(outcome.out.count('\n'), limit);
}

void CommandLineFaults::anOffsetBeyondTheEndFailsItsPartitionOnly()
{
    // Partition 1 of "kinds" has two records more than partition 0.
    const ProgramRun outcome = playhead(QStringList{QStringLiteral("read")} + at(Listener::Plaintext) + QStringList{QStringLiteral("kinds"), QStringLiteral("--partition"), QStringLiteral("0,1"), QStringLiteral("--from"), QStringLiteral("offset:23")});
    QCOMPARE(outcome.exitCode, 3);
    QVERIFY2(outcome.err.contains("Offset 23 is not in partition 0 of topic kinds. The log holds offsets 0 to 22 (exclusive)."), outcome.err.constData());
    QVERIFY2(outcome.out.startsWith("{\"topic\":\"kinds\",\"partition\":1,\"offset\":23,"), outcome.out.constData());
}

void CommandLineFaults::interruptedWhileLive_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void CommandLineFaults::interruptedWhileLive()
{
    QFETCH(int, signal);
    QProcess process;
    start(process, {QStringLiteral(PLAYHEAD_PROGRAM), QStringLiteral("read"), QStringLiteral("--bootstrap"), m_broker.bootstrap(), QStringLiteral("many-partitions"), QStringLiteral("--until"), QStringLiteral("live"), QStringLiteral("--stats")});
    QByteArray out;
    QTRY_VERIFY_WITH_TIMEOUT((out += process.readAllStandardOutput()).count('\n') == 2400, 10'000);
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(::kill(pid_t(process.processId()), signal), 0);
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 10'000);
    QVERIFY2(clock.elapsed() < 3000, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 3);
    const QByteArray told = process.readAllStandardError();
    QVERIFY2(told.startsWith("playhead: Stopped before the end was reached.\n{\"records\":2400,") && told.endsWith("\"complete\":false}\n"), told.constData());
}

/// The reading thread sits in write() then and cannot be asked anything.
void CommandLineFaults::interruptedWhileNobodyReadsTheOutput()
{
    int ends[2] = {-1, -1};
    QCOMPARE(::pipe(ends), 0);
    QProcess process;
    process.setChildProcessModifier([&ends] {
        ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]); // otherwise it would hold the reading end open itself
        ::close(ends[1]);
    });
    start(process, {QStringLiteral(PLAYHEAD_PROGRAM), QStringLiteral("read"), QStringLiteral("--bootstrap"), m_broker.bootstrap(), QStringLiteral("big"), QStringLiteral("--stats")});
    QVERIFY(process.waitForStarted());
    const auto isFull = [&ends] { // no room for even one more byte
        pollfd end{.fd = ends[1], .events = POLLOUT, .revents = 0};
        return ::poll(&end, 1, 0) == 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isFull(), 10'000);
    QCOMPARE(::kill(pid_t(process.processId()), SIGINT), 0);
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, inTimeMs);
    ::close(ends[0]);
    ::close(ends[1]);
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 3);
    const QByteArray told = process.readAllStandardError();
    QVERIFY2(told.startsWith("playhead: Stopped before the end was reached.\n{\"records\":") && told.endsWith("\"complete\":false}\n"), told.constData());
}

void CommandLineFaults::theOutputTakesNoMore_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("reason");
    QTest::newRow("read, pipe closed") << "read big | head -1 >/dev/null; exit ${PIPESTATUS[0]}" << "Broken pipe";
    QTest::newRow("read, disk full") << "read kinds >/dev/full" << "No space left on device";
    QTest::newRow("read, no stdout") << "read kinds >&-" << "Bad file descriptor";
    QTest::newRow("topics, disk full") << "topics --json >/dev/full" << "No space left on device";
    QTest::newRow("topics, no stdout") << "topics >&-" << "Bad file descriptor";
}

void CommandLineFaults::theOutputTakesNoMore()
{
    QFETCH(QString, command);
    QFETCH(QString, reason);
    const ProgramRun outcome = shell(command);
    QCOMPARE(QString::fromUtf8(outcome.err), QStringLiteral("playhead: Cannot write the output: %1.\n").arg(reason));
    QCOMPARE(outcome.exitCode, 3);
}

void CommandLineFaults::aBrokenProfileFileIsNamedAndKept()
{
    const QString folder = m_home.filePath(QStringLiteral("playhead"));
    QVERIFY(QDir().mkpath(folder));
    const QByteArray content("{\"version\":1,\"connections\":[{");
    QFile file(folder + QStringLiteral("/connections.json"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    file.close();
    const ProgramRun outcome = playhead({QStringLiteral("topics"), QStringLiteral("--profile"), QStringLiteral("x")});
    QCOMPARE(outcome.exitCode, 1);
    static const QRegularExpression kept(QStringLiteral("The file of saved connections cannot be read: .* It is kept as (\\S+) and was not changed\\."));
    const QRegularExpressionMatch match = kept.match(QString::fromUtf8(outcome.err));
    QVERIFY2(match.hasMatch(), outcome.err.constData());
    QFile keptFile(match.captured(1));
    QVERIFY(keptFile.open(QIODevice::ReadOnly));
    QCOMPARE(keptFile.readAll(), content);
}

QTEST_GUILESS_MAIN(CommandLineFaults)
#include "tst_commandlinefaults.moc"
