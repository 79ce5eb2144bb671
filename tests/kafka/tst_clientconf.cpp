// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "kafka/allowedproperties.h"
#include "kafka/clientconf.h"
#include "kafka/keyfiles.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using Domain::ErrorCode;
using Kafka::ClientRole;

namespace {

Domain::ConnectionProfile plainProfile()
{
    Domain::ConnectionProfile profile;
    profile.bootstrapServers = "127.0.0.1:1";
    return profile;
}

std::string confValue(rd_kafka_conf_t *conf, const char *name)
{
    char text[1024] = {};
    std::size_t size = sizeof text;
    return rd_kafka_conf_get(conf, name, text, &size) == RD_KAFKA_CONF_OK ? std::string(text) : std::string("(not set)");
}

/// The property as it is in a configuration for this profile.
std::string confValue(const Domain::ConnectionProfile &profile, const char *name, const Kafka::ClientOptions &options = {}, const Domain::Secrets &secrets = {})
{
    Kafka::ClientWitness witness(profile, secrets);
    auto conf = Kafka::clientConf(profile, secrets, options, &witness);
    return conf ? confValue(conf.value().get(), name) : "error " + std::to_string(int(conf.error().code));
}

bool holds(const Domain::Error &error, const std::string &secret)
{
    for (const auto &[name, value] : error.args)
        if (value.find(secret) != std::string::npos)
            return true;
    return error.technical.find(secret) != std::string::npos || error.origin.find(secret) != std::string::npos;
}

} // namespace

class ClientConfTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    std::string path(const char *name) const { return m_dir.path().toStdString() + "/" + name; }
    void openssl(const QStringList &arguments)
    {
        QProcess process;
        process.setWorkingDirectory(m_dir.path());
        process.start(QStringLiteral("openssl"), arguments);
        QVERIFY2(process.waitForFinished(30'000) && process.exitCode() == 0, process.readAllStandardError().constData());
    }

private slots:
    void fixedSettings_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("browse");
        QTest::addColumn<QString>("consumer");
        const auto row = [](const char *name, const char *browse, const char *consumer) {
            QTest::newRow(name) << QString::fromLatin1(name) << QString::fromLatin1(browse) << QString::fromLatin1(consumer);
        };
        row("enable.auto.commit", "false", "false");
        row("enable.auto.offset.store", "false", "false");
        row("allow.auto.create.topics", "false", "false");
        row("auto.offset.reset", "error", "error");
        row("enable.partition.eof", "true", "true");
        row("check.crcs", "true", "true");
        row("fetch.wait.max.ms", "50", "50");
        row("fetch.queue.backoff.ms", "5", "5");
        row("enable.metrics.push", "false", "false");
        row("socket.nagle.disable", "true", "true");
        row("socket.keepalive.enable", "true", "true");
        row("log.connection.close", "true", "false");
        row("isolation.level", "read_uncommitted", "read_committed");
        row("socket.connection.setup.timeout.ms", "5000", "5000");
        row("reconnect.backoff.max.ms", "2000", "2000");
        row("queued.max.messages.kbytes", "65536", "16384");
        row("group.id", "(not set)", "(not set)");
        row("bootstrap.servers", "127.0.0.1:1", "127.0.0.1:1");
    }
    void fixedSettings()
    {
        QFETCH(QString, name);
        QFETCH(QString, browse);
        QFETCH(QString, consumer);
        QCOMPARE(QString::fromStdString(confValue(plainProfile(), qPrintable(name))), browse);
        const Kafka::ClientOptions options{.role = ClientRole::Consumer, .isolation = Domain::IsolationLevel::Committed, .consumerThreads = 4};
        QCOMPARE(QString::fromStdString(confValue(plainProfile(), qPrintable(name), options)), consumer);
    }

    void producerSettings_data()
    {
        QTest::addColumn<QString>("plain");
        QTest::addColumn<QString>("transactional");
        const auto row = [](const char *name, const char *plain, const char *transactional) {
            QTest::newRow(name) << QString::fromLatin1(plain) << QString::fromLatin1(transactional);
        };
        row("allow.auto.create.topics", "false", "false");
        row("enable.idempotence", "true", "true");
        row("acks", "-1", "-1");
        row("partitioner", "murmur2_random", "fnv1a_random");
        row("compression.type", "none", "zstd");
        row("message.timeout.ms", "30000", "20000"); // a transaction ends earlier
        row("transactional.id", "(not set)", "run");
        row("transaction.timeout.ms", "60000", "20000");
        row("linger.ms", "5", "5");
        row("batch.size", "1000000", "5000");
        row("message.max.bytes", "1000000", "1000000000"); // the broker looks at it compressed
        row("queue.buffering.max.kbytes", "32768", "32768");
        row("queue.buffering.max.messages", "100000", "100000");
        row("enable.metrics.push", "false", "false");
        row("log.connection.close", "false", "false");
    }
    void producerSettings()
    {
        QFETCH(QString, plain);
        QFETCH(QString, transactional);
        Kafka::ClientOptions options{.role = ClientRole::Producer};
        QCOMPARE(QString::fromStdString(confValue(plainProfile(), QTest::currentDataTag(), options)), plain);
        options.producer = {.partitioner = Domain::Partitioner::Fnv1aRandom, .compression = Domain::Compression::Zstd, .isIdempotent = false, .maxMessageBytes = 5000,
                            .transaction = Domain::TransactionSettings{.id = "run", .timeout = std::chrono::seconds(20)}};
        QCOMPARE(QString::fromStdString(confValue(plainProfile(), QTest::currentDataTag(), options)), transactional);
    }

    void clientIdIsShort()
    {
        const std::string id = confValue(plainProfile(), "client.id");
        QVERIFY(id.starts_with("playhead") && id.size() <= 40);
    }

    void profilesCannotChangeFixedSettings()
    {
        for (const char *name : {"enable.auto.commit", "allow.auto.create.topics", "group.id", "isolation.level", "enable.partition.eof"}) {
            Domain::ConnectionProfile profile = plainProfile();
            profile.extraProperties[name] = "true";
            QCOMPARE(confValue(profile, name), "error " + std::to_string(int(ErrorCode::PropertyNotAllowed)));
        }
    }

    void fiveNeverPass()
    {
        for (const char *name : {"sasl.kerberos.kinit.cmd", "plugin.library.paths", "ssl.engine.location", "ssl.providers", "debug"}) {
            const Domain::Status status = Kafka::checkProperty(name);
            QVERIFY(!status);
            QCOMPARE(int(status.error().code), int(ErrorCode::PropertyNotAllowed));
        }
    }

    void unknownIsNotForbidden()
    {
        QCOMPARE(int(Kafka::checkProperty("no.such.thing").error().code), int(ErrorCode::UnknownProperty));
        QCOMPARE(int(Kafka::checkProperty("").error().code), int(ErrorCode::UnknownProperty));
        QVERIFY(Kafka::checkProperty("socket.timeout.ms").ok());
    }

    void everyAllowedPropertyExistsAndHasAReason()
    {
        for (const Kafka::AllowedProperty &allowed : Kafka::allowedProperties()) {
            QVERIFY(!allowed.why.empty());
            const Kafka::Conf conf(rd_kafka_conf_new());
            char text[256];
            QVERIFY2(rd_kafka_conf_set(conf.get(), std::string(allowed.name).c_str(), "x", text, sizeof text) != RD_KAFKA_CONF_UNKNOWN, allowed.name.data());
        }
    }

    void propertiesGoToTheirFields()
    {
        Domain::ConnectionProfile profile;
        Domain::Secrets secrets;
        const auto apply = [&](const char *name, const char *value) { return Kafka::applyProperty(name, value, profile, secrets); };
        QVERIFY(apply("security.protocol", "sasl_ssl").ok());
        QVERIFY(apply("sasl.mechanism", "SCRAM-SHA-512").ok());
        QVERIFY(apply("sasl.username", "u").ok());
        QVERIFY(apply("sasl.password", "p").ok());
        QVERIFY(apply("socket.timeout.ms", "7000").ok());
        QCOMPARE(profile.securityProtocol, Domain::SecurityProtocol::SaslSsl);
        QCOMPARE(profile.saslMechanism, Domain::SaslMechanism::ScramSha512);
        QCOMPARE(profile.extraProperties, (std::map<std::string, std::string>{{"socket.timeout.ms", "7000"}}));
        QCOMPARE(secrets, (Domain::Secrets{{"sasl.password", "p"}}));
        QCOMPARE(int(apply("security.protocol", "TLS").error().code), int(ErrorCode::BadPropertyValue));
        QCOMPARE(int(apply("socket.timeout.ms", "many").error().code), int(ErrorCode::BadPropertyValue));
        QCOMPARE(int(apply("client.id", "12345678901234567890123456789012345678901").error().code), int(ErrorCode::BadPropertyValue));
    }

    void extraPropertiesOfAFileAreFolded()
    {
        Domain::ConnectionProfile profile = plainProfile();
        profile.extraProperties = {{"security.protocol", "SASL_PLAINTEXT"}, {"sasl.mechanism", "PLAIN"}, {"sasl.username", "reader"}};
        const Domain::Secrets secrets{{"sasl.password", "canary"}};
        QCOMPARE(confValue(profile, "security.protocol", {}, secrets), "sasl_plaintext");
        QCOMPARE(confValue(profile, "sasl.username", {}, secrets), "reader");
    }

    void missingSecretsAreNamed()
    {
        Domain::ConnectionProfile profile = plainProfile();
        profile.securityProtocol = Domain::SecurityProtocol::SaslPlaintext;
        profile.saslUsername = "reader";
        QCOMPARE(confValue(profile, "sasl.username"), "error " + std::to_string(int(ErrorCode::SecretMissing)));
    }

    void secretsNeverShow()
    {
        const std::string canary = "canary-secret";
        Domain::ConnectionProfile profile = plainProfile();
        profile.securityProtocol = Domain::SecurityProtocol::SaslPlaintext;
        profile.saslUsername = "reader";
        profile.extraProperties["sasl.mechanism"] = "NOPE";
        const Domain::Secrets secrets{{"sasl.password", canary}};
        Kafka::ClientWitness witness(profile, secrets);
        const auto conf = Kafka::clientConf(profile, secrets, {}, &witness);
        QVERIFY(!conf && !holds(conf.error(), canary));
        Domain::Secrets given;
        const Domain::Status status = Kafka::applyProperty("sasl.password", canary + std::string(1, '\0'), profile, given);
        QVERIFY(!status && !holds(status.error(), canary));
        QCOMPARE(witness.withoutSecrets("a " + canary + " b " + canary), std::string("a *** b ***"));
    }

    void keyFilesAreTriedFirst()
    {
        openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"), QStringLiteral("-passout"), QStringLiteral("pass:right"),
                 QStringLiteral("-keyout"), QStringLiteral("key.pem"), QStringLiteral("-out"), QStringLiteral("cert.pem"), QStringLiteral("-subj"), QStringLiteral("/CN=x")});
        QFile garbage(QString::fromStdString(path("garbage.pem")));
        QVERIFY(garbage.open(QIODevice::WriteOnly) && garbage.write("no certificate") > 0);
        garbage.close();

        Domain::ConnectionProfile profile = plainProfile();
        profile.securityProtocol = Domain::SecurityProtocol::Ssl;
        const auto code = [&](const Domain::Secrets &secrets = {}) {
            const Domain::Status status = Kafka::checkKeyFiles(profile, secrets);
            return status ? -1 : int(status.error().code);
        };
        profile.caFile = path("missing.pem");
        QCOMPARE(code(), int(ErrorCode::KeyFileUnreadable));
        profile.caFile = path("garbage.pem");
        QCOMPARE(code(), int(ErrorCode::KeyFileUnreadable));
        QCOMPARE(Kafka::checkKeyFiles(profile, {}).error().arg("file"), profile.caFile);
        profile.caFile = path("cert.pem");
        profile.certificateFile = path("cert.pem");
        profile.keyFile = path("key.pem");
        QCOMPARE(code(), int(ErrorCode::KeyPassphraseWrong));
        QCOMPARE(code({{"ssl.key.password", "wrong"}}), int(ErrorCode::KeyPassphraseWrong));
        QCOMPARE(code({{"ssl.key.password", "right"}}), -1);
        QCOMPARE(confValue(profile, "ssl.key.location", {}, {{"ssl.key.password", "right"}}), path("key.pem"));
        profile.keyFile = path("cert.pem");
        QCOMPARE(code(), int(ErrorCode::KeyFileUnreadable));
        profile.securityProtocol = Domain::SecurityProtocol::Plaintext;
        QCOMPARE(code(), -1);
    }
};

QTEST_GUILESS_MAIN(ClientConfTest)
#include "tst_clientconf.moc"
