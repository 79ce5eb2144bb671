// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/keyringsecretstore.h"
#include "settings/memorysecretstore.h"
#include "settings/profilestore.h"
#include "settings/settingsfile.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using Domain::ErrorCode;
using Settings::KeyringSecretStore;
using Settings::MemorySecretStore;
using Settings::SecretStore;

namespace {

// Appears nowhere but in the memory of the program and, encrypted, in the keyring.
const std::string canary = "canary-7391-\xc3\xbc";
constexpr const char *modeVariable = "PLAYHEAD_KEYRING_TEST";

Domain::ConnectionProfile profile(const std::string &id = "one")
{
    Domain::ConnectionProfile p;
    p.id = id;
    p.name = "name of " + id;
    p.securityProtocol = Domain::SecurityProtocol::SaslSsl;
    p.saslUsername = "ada";
    p.keyFile = "/keys/client.pem";
    return p;
}

std::optional<Domain::Result<Domain::Secrets>> loaded(SecretStore &store, const Domain::ConnectionProfile &p)
{
    std::optional<Domain::Result<Domain::Secrets>> answer;
    QObject context;
    store.load(p, &context, [&answer](const Domain::Result<Domain::Secrets> &result) { answer = result; });
    [&answer] { QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 10'000); }();
    return answer;
}

std::optional<Domain::Status> saved(SecretStore &store, const Domain::ConnectionProfile &p, const Domain::Secrets &secrets)
{
    std::optional<Domain::Status> answer;
    QObject context;
    store.save(p, secrets, &context, [&answer](const Domain::Status &status) { answer = status; });
    [&answer] { QTRY_VERIFY_WITH_TIMEOUT(answer.has_value(), 10'000); }();
    return answer;
}

} // namespace

/// What every secret store does; run with a real keyring, without one, and with the one in memory.
class StoreContract
{
public:
    static void keepsAndForgets(SecretStore &store, bool isKept)
    {
        const auto expectStatus = [isKept](const std::optional<Domain::Status> &status) {
            QVERIFY(status);
            QCOMPARE(status->ok(), isKept);
            if (!isKept)
                QCOMPARE(status->error().code, ErrorCode::NoKeyring);
        };
        expectStatus(saved(store, profile(), {{"sasl.password", canary}, {"ssl.key.password", "other"}}));
        auto answer = loaded(store, profile());
        QVERIFY(answer && answer->ok());
        QCOMPARE(answer->value(), (Domain::Secrets{{"sasl.password", canary}, {"ssl.key.password", "other"}}));
        // Replaced; an empty one is removed.
        expectStatus(saved(store, profile(), {{"sasl.password", "second"}, {"ssl.key.password", ""}}));
        answer = loaded(store, profile());
        QVERIFY(answer && answer->ok());
        QCOMPARE(answer->value(), (Domain::Secrets{{"sasl.password", "second"}}));
        // No text at all, and no other profile's.
        expectStatus(saved(store, profile("two"), {{"sasl.password", "\xff\xfe\x80"}}));
        answer = loaded(store, profile("two"));
        QVERIFY(answer && answer->ok());
        QCOMPARE(answer->value().at("sasl.password"), "\xff\xfe\x80");
        store.remove(profile("two"));
        answer = loaded(store, profile());
        QCOMPARE(answer->value().at("sasl.password"), "second");
    }

    static void saysNothingToTheDead(SecretStore &store)
    {
        bool called = false;
        {
            QObject context;
            store.load(profile(), &context, [&called](const Domain::Result<Domain::Secrets> &) { called = true; });
            store.save(profile(), {{"sasl.password", "x"}}, &context, [&called](const Domain::Status &) { called = true; });
        }
        QVERIFY(saved(store, profile("later"), {{"sasl.password", "y"}})); // answered after those
        QVERIFY(!called);
    }
};

/// Runs inside a session bus of its own with an unlocked gnome-keyring.
class WithKeyring : public QObject
{
    Q_OBJECT

private slots:
    void keepsAndForgets()
    {
        KeyringSecretStore store;
        StoreContract::keepsAndForgets(store, true);
        const auto gone = loaded(store, profile("two"));
        QVERIFY(gone && gone->ok());
        QVERIFY(gone->value().empty()); // removed, and nothing is there
    }
    void isThereInTheNextRun()
    {
        {
            KeyringSecretStore store;
            QVERIFY(saved(store, profile(), {{"sasl.password", canary}})->ok());
        }
        KeyringSecretStore store;
        QCOMPARE(loaded(store, profile())->value().at("sasl.password"), canary);
    }
    void asksOnlyForWhatTheProfileUses()
    {
        KeyringSecretStore store;
        QVERIFY(saved(store, profile(), {{"sasl.password", canary}, {"ssl.key.password", "x"}})->ok());
        Domain::ConnectionProfile plain = profile();
        plain.securityProtocol = Domain::SecurityProtocol::Plaintext;
        QVERIFY(loaded(store, plain)->value().empty());
        plain.securityProtocol = Domain::SecurityProtocol::SaslPlaintext;
        QCOMPARE(loaded(store, plain)->value(), (Domain::Secrets{{"sasl.password", canary}}));
    }
    void saysNothingToTheDead()
    {
        KeyringSecretStore store;
        StoreContract::saysNothingToTheDead(store);
    }
    void mayDieWithQuestionsOpen()
    {
        QObject context;
        for (int round = 0; round < 20; ++round) {
            KeyringSecretStore store;
            store.load(profile(), &context, [](const Domain::Result<Domain::Secrets> &) { QFAIL("answered by a dead store"); });
            store.save(profile(), {{"sasl.password", canary}}, &context, [](const Domain::Status &) { QFAIL("answered by a dead store"); });
        }
        KeyringSecretStore store;
        QCOMPARE(loaded(store, profile())->value().at("sasl.password"), canary);
    }
    void writesNoSecretBeside()
    {
        const QString home = qEnvironmentVariable("HOME");
        {
            Settings::ProfileStore profiles(home + QStringLiteral("/profiles.json"));
            Settings::SettingsFile settings(home + QStringLiteral("/settings.json"));
            KeyringSecretStore store;
            QVERIFY(profiles.save(profile()));
            QVERIFY(saved(store, profile(), {{"sasl.password", canary}})->ok());
            QVERIFY(profiles.noteOpened("one"));
            settings.set(QStringLiteral("favourites/one"), QStringList{QStringLiteral("orders")});
        }
        int files = 0;
        for (QDirIterator it(home, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories); it.hasNext(); ++files) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(canary.c_str()), qPrintable(file.fileName()));
        }
        QVERIFY(files >= 3); // profiles, settings and the keyring itself
    }
};

/// Runs with a session bus address nobody listens on.
class WithoutKeyring : public QObject
{
    Q_OBJECT

private slots:
    void keepsItForThisRunAndSaysSo()
    {
        KeyringSecretStore store;
        StoreContract::keepsAndForgets(store, false);
    }
    void knowsNothingInTheNextRun()
    {
        {
            KeyringSecretStore store;
            QCOMPARE(saved(store, profile(), {{"sasl.password", canary}})->error().code, ErrorCode::NoKeyring);
        }
        KeyringSecretStore store;
        const auto answer = loaded(store, profile());
        QVERIFY(answer && !answer->ok());
        QCOMPARE(answer->error().code, ErrorCode::NoKeyring);
        QVERIFY(answer->error().technical.find("canary") == std::string::npos);
    }
    void saysNothingToTheDead()
    {
        KeyringSecretStore store;
        StoreContract::saysNothingToTheDead(store);
    }
    void aKeyringThatNeverAnswersIsNone()
    {
        KeyringSecretStore store(std::chrono::milliseconds(0));
        QCOMPARE(saved(store, profile(), {{"sasl.password", canary}})->error().code, ErrorCode::NoKeyring);
        QCOMPARE(loaded(store, profile())->value().at("sasl.password"), canary);
    }
};

class TestKeyringSecretStore : public QObject
{
    Q_OBJECT

private slots:
    void memoryStoreKeepsAndForgets()
    {
        MemorySecretStore store;
        StoreContract::keepsAndForgets(store, true);
        StoreContract::saysNothingToTheDead(store);
    }
    void withAKeyring()
    {
        runAgain("present", QStringLiteral("dbus-run-session"),
                 {QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"),
                  QStringLiteral("eval \"$(printf pw | gnome-keyring-daemon --unlock --components=secrets)\" && exec \"$0\""),
                  QCoreApplication::applicationFilePath()});
    }
    void withoutAKeyring() { runAgain("absent", QCoreApplication::applicationFilePath(), {}); }

private:
    /// This program again, in a home of its own. Everything it says is checked for the secret.
    static void runAgain(const char *mode, const QString &program, const QStringList &arguments)
    {
        QTemporaryDir home;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const QString &folder : {QStringLiteral("HOME"), QStringLiteral("XDG_RUNTIME_DIR"), QStringLiteral("XDG_DATA_HOME"),
                                      QStringLiteral("XDG_CONFIG_HOME"), QStringLiteral("XDG_CACHE_HOME")})
            environment.insert(folder, home.path());
        environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("unix:path=") + home.path() + QStringLiteral("/nobody"));
        environment.remove(QStringLiteral("DISPLAY"));
        environment.insert(QString::fromLatin1(modeVariable), QString::fromLatin1(mode));
        environment.insert(QStringLiteral("QT_LOGGING_RULES"), QStringLiteral("*.debug=true"));
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program, arguments);
        QVERIFY2(process.waitForFinished(60'000), qPrintable(process.errorString()));
        const QByteArray output = process.readAll();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, output.constData());
        QVERIFY2(output.contains("0 failed, 0 skipped"), output.constData());
        QVERIFY2(!output.contains("canary"), output.constData());
    }
};

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QByteArray mode = qgetenv(modeVariable);
    if (mode == "present") {
        WithKeyring test;
        return QTest::qExec(&test, argc, argv);
    }
    if (mode == "absent") {
        WithoutKeyring test;
        return QTest::qExec(&test, argc, argv);
    }
    TestKeyringSecretStore test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_keyringsecretstore.moc"
