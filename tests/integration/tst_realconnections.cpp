// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/connectioncheck.h"
#include "kafka/kafkacluster.h"
#include "tests/support/kafkabroker.h"

#include <QFile>
#include <QTest>

#include <atomic>

using namespace Domain;
using Listener = KafkaBroker::Listener;

namespace {

struct Login
{
    ConnectionProfile profile;
    Secrets secrets;
};

const CheckStep *failedStep(const std::vector<CheckStep> &steps)
{
    for (const CheckStep &step : steps)
        if (step.outcome == CheckStep::Outcome::Failed)
            return &step;
    return nullptr;
}

QByteArray describe(const std::vector<CheckStep> &steps)
{
    QByteArray text;
    for (const CheckStep &step : steps) {
        text += QByteArrayLiteral("stage ") + QByteArray::number(static_cast<int>(step.stage)) + " outcome " + QByteArray::number(static_cast<int>(step.outcome))
                + ' ' + QByteArray::fromStdString(step.address + ' ' + step.detail);
        if (step.error)
            text += " code " + QByteArray::number(static_cast<int>(step.error->code)) + ' ' + QByteArray::fromStdString(step.error->technical);
        text += '\n';
    }
    return text;
}

std::string toStd(const QString &text)
{
    return text.toStdString();
}

} // namespace

/// Every way to log in reaches a real broker of both versions; every common mistake is named, after one attempt.
class RealConnections final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data();
    void initTestCase();
    void connects_data();
    void connects();
    void namesTheMistake_data();
    void namesTheMistake();
    void aRefusedPasswordIsTriedOnce();
    void opensAndListsBrokers();

private:
    KafkaBroker &broker();
    Login login(Listener listener, const QString &host = QStringLiteral("127.0.0.1"));
    Login loginAs(const std::string &password, Listener listener, SaslMechanism mechanism);
    std::unique_ptr<ConnectionCheck> check(const Login &login);
    int refusalsInLog();

    KafkaBroker m_older{KafkaBroker::Version::V3_9, 1, true};
    KafkaBroker m_newer{KafkaBroker::Version::V4, 1, true};
};

void RealConnections::initTestCase_data()
{
    QTest::addColumn<bool>("newer");
    QTest::newRow("3.9") << false;
    QTest::newRow("4") << true;
}

void RealConnections::initTestCase()
{
    for (KafkaBroker *started : {&m_older, &m_newer})
        QVERIFY2(started->start(), qPrintable(started->error()));
}

KafkaBroker &RealConnections::broker()
{
    const bool newer = *static_cast<bool *>(QTest::qGlobalData("newer", qMetaTypeId<bool>()));
    return newer ? m_newer : m_older;
}

Login RealConnections::login(Listener listener, const QString &host)
{
    Login login;
    login.profile.name = "test";
    login.profile.bootstrapServers = toStd(QStringLiteral("%1:%2").arg(host).arg(broker().port(1, listener)));
    const bool tls = listener == Listener::Tls || listener == Listener::MutualTls || listener == Listener::SaslTls;
    const bool sasl = listener == Listener::Sasl || listener == Listener::SaslTls;
    login.profile.securityProtocol = tls && sasl ? SecurityProtocol::SaslSsl : tls ? SecurityProtocol::Ssl : sasl ? SecurityProtocol::SaslPlaintext : SecurityProtocol::Plaintext;
    if (tls)
        login.profile.caFile = toStd(broker().tlsFile(QStringLiteral("ca.pem")));
    if (listener == Listener::MutualTls) {
        login.profile.certificateFile = toStd(broker().tlsFile(QStringLiteral("client.pem")));
        login.profile.keyFile = toStd(broker().tlsFile(QStringLiteral("client.key")));
    }
    return login;
}

Login RealConnections::loginAs(const std::string &password, Listener listener, SaslMechanism mechanism)
{
    Login result = login(listener);
    result.profile.saslMechanism = mechanism;
    result.profile.saslUsername = "admin";
    result.secrets["sasl.password"] = password;
    return result;
}

/// A check that has ended, or is still running after its 10 s.
std::unique_ptr<ConnectionCheck> RealConnections::check(const Login &login)
{
    std::unique_ptr<ConnectionCheck> check = Kafka::checkConnection(login.profile, login.secrets);
    (void)QTest::qWaitFor([&] { return check->finished(); }, 12'000);
    return check;
}

void RealConnections::connects_data()
{
    QTest::addColumn<int>("listener");
    QTest::addColumn<int>("mechanism");
    QTest::newRow("plain text") << int(Listener::Plaintext) << 0;
    QTest::newRow("TLS") << int(Listener::Tls) << 0;
    QTest::newRow("mutual TLS") << int(Listener::MutualTls) << 0;
    for (const Listener listener : {Listener::Sasl, Listener::SaslTls}) {
        const char *transport = listener == Listener::Sasl ? "plain text" : "TLS";
        QTest::addRow("PLAIN over %s", transport) << int(listener) << int(SaslMechanism::Plain);
        QTest::addRow("SCRAM-SHA-256 over %s", transport) << int(listener) << int(SaslMechanism::ScramSha256);
        QTest::addRow("SCRAM-SHA-512 over %s", transport) << int(listener) << int(SaslMechanism::ScramSha512);
    }
}

void RealConnections::connects()
{
    QFETCH(int, listener);
    QFETCH(int, mechanism);
    const auto done = check(loginAs("admin-secret", Listener(listener), SaslMechanism(mechanism)));
    QVERIFY(done->finished());
    const std::vector<CheckStep> steps = done->steps();
    QVERIFY2(!failedStep(steps), describe(steps).constData());
    QVERIFY(!steps.empty());
    for (const CheckStep &step : steps)
        QVERIFY2(step.outcome == CheckStep::Outcome::Passed, describe(steps).constData());
}

void RealConnections::namesTheMistake_data()
{
    QTest::addColumn<int>("mistake");
    QTest::addColumn<int>("code");
    int mistake = 0;
    for (const auto &[name, code] : std::initializer_list<std::pair<const char *, ErrorCode>>{
             {"wrong password, PLAIN", ErrorCode::AuthenticationFailed},
             {"wrong password, SCRAM-SHA-256", ErrorCode::AuthenticationFailed},
             {"wrong password, SCRAM-SHA-512 over TLS", ErrorCode::AuthenticationFailed},
             {"a CA that did not sign", ErrorCode::TlsUntrusted},
             {"another host name", ErrorCode::TlsHostMismatch},
             {"no client certificate", ErrorCode::TlsClientCertificate},
             {"TLS against plain text", ErrorCode::TlsNotOffered},
             {"plain text against TLS", ErrorCode::TlsExpected},
             {"nobody listens", ErrorCode::ConnectionRefused},
             {"name that does not resolve", ErrorCode::NameNotResolved},
             {"wrong passphrase", ErrorCode::KeyPassphraseWrong},
             {"CA file that is missing", ErrorCode::KeyFileUnreadable}})
        QTest::newRow(name) << mistake++ << int(code);
}

void RealConnections::namesTheMistake()
{
    QFETCH(int, mistake);
    QFETCH(int, code);
    Login wrong = login(Listener::Tls);
    switch (mistake) {
    case 0: wrong = loginAs("guess", Listener::Sasl, SaslMechanism::Plain); break;
    case 1: wrong = loginAs("guess", Listener::Sasl, SaslMechanism::ScramSha256); break;
    case 2: wrong = loginAs("guess", Listener::SaslTls, SaslMechanism::ScramSha512); break;
    case 3: wrong.profile.caFile = toStd(broker().tlsFile(QStringLiteral("other-ca.pem"))); break;
    case 4: wrong = login(Listener::Tls, QStringLiteral("localhost")); break;
    case 5:
        wrong = login(Listener::MutualTls);
        wrong.profile.certificateFile.clear();
        wrong.profile.keyFile.clear();
        break;
    case 6: wrong.profile.bootstrapServers = toStd(broker().bootstrap(Listener::Plaintext)); break;
    case 7:
        wrong = login(Listener::Plaintext);
        wrong.profile.bootstrapServers = toStd(broker().bootstrap(Listener::Tls));
        break;
    case 8: wrong = login(Listener::Plaintext); wrong.profile.bootstrapServers = "127.0.0.1:1"; break;
    case 9: wrong = login(Listener::Plaintext); wrong.profile.bootstrapServers = "no-such-host.invalid:9092"; break;
    case 10:
        wrong = login(Listener::MutualTls);
        wrong.profile.keyFile = toStd(broker().tlsFile(QStringLiteral("client-encrypted.key")));
        wrong.secrets["ssl.key.password"] = "guess";
        break;
    case 11: wrong.profile.caFile = "/nonexistent/ca.pem"; break;
    default: QFAIL("no such mistake");
    }
    const auto done = check(wrong);
    QVERIFY(done->finished());
    const std::vector<CheckStep> steps = done->steps();
    const CheckStep *failed = failedStep(steps);
    QVERIFY2(failed && failed->error, describe(steps).constData());
    QVERIFY2(int(failed->error->code) == code, describe(steps).constData());
}

int RealConnections::refusalsInLog()
{
    QFile log(broker().logFile());
    if (!log.open(QIODevice::ReadOnly))
        return -1;
    return static_cast<int>(log.readAll().count("ailed authentication with"));
}

void RealConnections::aRefusedPasswordIsTriedOnce()
{
    const int before = refusalsInLog();
    QVERIFY(before >= 0);
    const Login wrong = loginAs("guess", Listener::Sasl, SaslMechanism::ScramSha256);
    const std::unique_ptr<Cluster> cluster = Kafka::openCluster(wrong.profile, wrong.secrets);
    QTRY_VERIFY_WITH_TIMEOUT(cluster->connectionState().kind == ConnectionState::Kind::Refused, 10'000);
    QCOMPARE(int(cluster->connectionState().error->code), int(ErrorCode::AuthenticationFailed));
    QTRY_COMPARE(refusalsInLog(), before + 1);

    // Asking for more must not knock again: the request fails, and a look at the right password afterwards proves that the
    // broker has had the time to log any other attempt.
    std::atomic<int> answers = 0;
    cluster->requestMetadata({}, std::chrono::seconds(5), [&](const Result<ClusterSnapshot> &result) { answers += result.ok() ? 100 : 1; });
    QTRY_COMPARE_WITH_TIMEOUT(answers.load(), 1, 10'000);
    QVERIFY(!failedStep(check(loginAs("admin-secret", Listener::Sasl, SaslMechanism::ScramSha256))->steps()));
    QCOMPARE(refusalsInLog(), before + 1);
}

void RealConnections::opensAndListsBrokers()
{
    const Login right = loginAs("admin-secret", Listener::SaslTls, SaslMechanism::ScramSha512);
    const std::unique_ptr<Cluster> cluster = Kafka::openCluster(right.profile, right.secrets);
    std::atomic<int> brokers = -1;
    std::atomic<int> port = -1;
    cluster->requestMetadata({}, std::chrono::seconds(10), [&](const Result<ClusterSnapshot> &result) {
        port = result.ok() && !result.value().brokers.empty() ? result.value().brokers.front().port : 0;
        brokers = result.ok() ? static_cast<int>(result.value().brokers.size()) : 0;
    });
    QTRY_COMPARE_WITH_TIMEOUT(brokers.load(), 1, 12'000);
    QCOMPARE(port.load(), broker().port(1, Listener::SaslTls));
    QTRY_VERIFY(cluster->connectionState().kind == ConnectionState::Kind::Up);
}

QTEST_GUILESS_MAIN(RealConnections)
#include "tst_realconnections.moc"
