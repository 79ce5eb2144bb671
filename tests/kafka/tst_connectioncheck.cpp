// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/connectioncheck.h"
#include "kafka/stream.h"
#include "kafka/threadreaper.h"

#include "loopback.h"
#include "mockbroker.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <openssl/err.h>
#include <openssl/ssl.h>

using Domain::CheckStep;
using Domain::ErrorCode;
using Stage = CheckStep::Stage;
using Outcome = CheckStep::Outcome;

namespace {

/// Shakes hands as a TLS listener with this certificate and hangs up.
KafkaTest::LoopbackServer::Serve tlsListener(const std::string &certificate, const std::string &key)
{
    return [=](int socket, const std::stop_token &) {
        const std::unique_ptr<SSL_CTX, decltype([](SSL_CTX *c) { SSL_CTX_free(c); })> context(SSL_CTX_new(TLS_server_method()));
        SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str());
        SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM);
        const std::unique_ptr<SSL, decltype([](SSL *s) { SSL_free(s); })> ssl(SSL_new(context.get()));
        SSL_set_fd(ssl.get(), socket);
        const timeval patience{.tv_sec = 5, .tv_usec = 0};
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        SSL_accept(ssl.get());
    };
}

} // namespace

class ConnectionCheckTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::shared_ptr<Kafka::ThreadReaper> m_reaper;
    std::vector<CheckStep> m_steps;

    std::string path(const char *name) const { return m_dir.path().toStdString() + "/" + name; }
    void certificate(const QString &name, const QString &subjectAltName)
    {
        QProcess process;
        process.setWorkingDirectory(m_dir.path());
        process.start(QStringLiteral("openssl"), {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"), QStringLiteral("-nodes"),
                                                  QStringLiteral("-keyout"), QString(name + QStringLiteral(".key")), QStringLiteral("-out"), QString(name + QStringLiteral(".pem")),
                                                  QStringLiteral("-subj"), QString(QStringLiteral("/CN=") + name), QStringLiteral("-addext"), QString(QStringLiteral("subjectAltName=") + subjectAltName)});
        QVERIFY2(process.waitForFinished(30'000) && process.exitCode() == 0, process.readAllStandardError().constData());
    }
    static Domain::ConnectionProfile profileFor(const std::string &bootstrap, Domain::SecurityProtocol protocol = Domain::SecurityProtocol::Plaintext)
    {
        Domain::ConnectionProfile profile;
        profile.bootstrapServers = bootstrap;
        profile.securityProtocol = protocol;
        profile.saslUsername = "reader";
        return profile;
    }
    void run(const Domain::ConnectionProfile &profile, const Domain::Secrets &secrets = {})
    {
        QElapsedTimer timer;
        timer.start();
        const auto check = Kafka::checkConnection(profile, secrets, m_reaper);
        QTRY_VERIFY_WITH_TIMEOUT(check->finished(), 11'000);
        QVERIFY(timer.elapsed() < 10'000);
        QVERIFY(check->generation() > 0);
        m_steps = check->steps();
    }
    const CheckStep *failed() const
    {
        for (const CheckStep &step : m_steps)
            if (step.outcome == Outcome::Failed)
                return &step;
        return nullptr;
    }
    /// After the first failure of an address that matters nothing has run.
    bool restHasNotRun() const
    {
        for (const CheckStep &step : m_steps)
            if (failed() && step.stage > failed()->stage && step.outcome != Outcome::NotRun)
                return false;
        return true;
    }
    void verifyFailure(Stage stage, ErrorCode code)
    {
        QVERIFY(failed());
        QCOMPARE(int(failed()->stage), int(stage));
        QCOMPARE(int(failed()->error->code), int(code));
        QVERIFY(restHasNotRun());
    }

private slots:
    void init() { m_reaper = std::make_shared<Kafka::ThreadReaper>(); }
    void cleanup() { QCOMPARE(m_reaper->finish(), std::vector<std::string>()); }

    void everythingWorks()
    {
        KafkaTest::MockBroker broker(2);
        broker.createTopic("t", 1);
        run(profileFor(broker.bootstrap()));
        QVERIFY(!failed());
        std::vector<int> stages;
        for (const CheckStep &step : m_steps) {
            stages.push_back(int(step.stage));
            QCOMPARE(int(step.outcome), int(Outcome::Passed));
        }
        QCOMPARE(stages, (std::vector<int>{0, 0, 1, 1, 4, 5, 5}));
        QCOMPARE(m_steps[4].detail, "2 brokers, 1 topic");
    }

    void nameAndPort()
    {
        run(profileFor("no-such-host.invalid:9092"));
        verifyFailure(Stage::Resolve, ErrorCode::NameNotResolved);
        run(profileFor("127.0.0.1:1"));
        verifyFailure(Stage::Connect, ErrorCode::ConnectionRefused);
        run(profileFor(""));
        verifyFailure(Stage::Resolve, ErrorCode::BadPropertyValue);
        KafkaTest::MockBroker broker;
        run(profileFor("127.0.0.1:1," + broker.bootstrap()));
        QCOMPARE(int(m_steps.back().outcome), int(Outcome::Passed)); // one dead address is told, the others do
        QCOMPARE(int(failed()->error->code), int(ErrorCode::ConnectionRefused));
    }

    void inClearText()
    {
        KafkaTest::LoopbackServer http(KafkaTest::answerHttp), tls(KafkaTest::answerTlsAlert), rude(KafkaTest::hangUp), silent(KafkaTest::stayHalfOpen);
        run(profileFor(http.address()));
        verifyFailure(Stage::Metadata, ErrorCode::NotKafka);
        QCOMPARE(failed()->error->arg("looksLike"), "HTTP");
        run(profileFor(tls.address()));
        verifyFailure(Stage::Tls, ErrorCode::TlsExpected);
        run(profileFor(rude.address()));
        verifyFailure(Stage::Tls, ErrorCode::TlsExpected);
        run(profileFor(silent.address()));
        verifyFailure(Stage::Metadata, ErrorCode::NoAnswer);
    }

    void throughTls()
    {
        certificate(QStringLiteral("right"), QStringLiteral("IP:127.0.0.1"));
        certificate(QStringLiteral("other"), QStringLiteral("DNS:kafka.example.org"));
        KafkaTest::LoopbackServer right(tlsListener(path("right.pem"), path("right.key"))), other(tlsListener(path("other.pem"), path("other.key")));
        KafkaTest::LoopbackServer http(KafkaTest::answerHttp), plain(KafkaTest::hangUp), silent(KafkaTest::stayHalfOpen);
        Domain::ConnectionProfile profile = profileFor(right.address(), Domain::SecurityProtocol::Ssl);

        run(profile);
        verifyFailure(Stage::Tls, ErrorCode::TlsUntrusted);
        profile.caFile = path("right.pem");
        run(profile);
        verifyFailure(Stage::Tls, ErrorCode::Disconnected); // the handshake went well; the server hung up then
        profile.bootstrapServers = other.address();
        profile.caFile = path("other.pem");
        run(profile);
        verifyFailure(Stage::Tls, ErrorCode::TlsHostMismatch);
        QCOMPARE(failed()->error->arg("names"), "kafka.example.org");
        profile.bootstrapServers = http.address();
        run(profile);
        verifyFailure(Stage::Tls, ErrorCode::NotKafka);
        profile.bootstrapServers = plain.address();
        run(profile);
        verifyFailure(Stage::Tls, ErrorCode::TlsNotOffered);
        profile.bootstrapServers = silent.address();
        run(profile);
        verifyFailure(Stage::Tls, ErrorCode::NoAnswer);
        profile.caFile = path("missing.pem");
        run(profile);
        verifyFailure(Stage::Tls, ErrorCode::KeyFileUnreadable);
    }

    void oneLogin()
    {
        KafkaTest::RefusingBroker refusing;
        KafkaTest::LoopbackServer server([&](int socket, const std::stop_token &stop) { refusing.serve(socket, stop); });
        const Domain::ConnectionProfile profile = profileFor(server.address() + "," + server.address(), Domain::SecurityProtocol::SaslPlaintext);
        run(profile);
        verifyFailure(Stage::Sasl, ErrorCode::SecretMissing);
        QCOMPARE(refusing.logins(), 0);
        run(profile, {{"sasl.password", "canary"}});
        verifyFailure(Stage::Sasl, ErrorCode::AuthenticationFailed);
        QCOMPARE(refusing.logins(), 1);
        QVERIFY(failed()->error->technical.find("canary") == std::string::npos);
    }

    void cancelling()
    {
        KafkaTest::LoopbackServer silent(KafkaTest::stayHalfOpen);
        auto check = Kafka::checkConnection(profileFor(silent.address()), {}, m_reaper);
        QTRY_VERIFY(silent.connections() > 0);
        QElapsedTimer timer;
        timer.start();
        check.reset();
        QVERIFY(timer.elapsed() < 20);
        QTRY_VERIFY_WITH_TIMEOUT(m_reaper->living().empty(), 1'000);
    }

    void bootstrapLists()
    {
        const auto text = [](const std::string &servers) {
            std::string all;
            for (const Kafka::HostPort &one : Kafka::parseBootstrap(servers))
                all += one.host + " " + one.port + ";";
            return all;
        };
        QCOMPARE(text("a:1, b ,[::1]:9093,SSL://c:2,,"), "a 1;b 9092;::1 9093;c 2;");
        QCOMPARE(text(""), "");
        QCOMPARE(text(",,, ,"), "");
        QCOMPARE(text("["), " 9092;");
    }
};

QTEST_GUILESS_MAIN(ConnectionCheckTest)
#include "tst_connectioncheck.moc"
