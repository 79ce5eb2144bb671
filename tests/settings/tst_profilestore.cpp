// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "settings/profilestore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using Domain::ErrorCode;
using Settings::ProfileStore;

namespace {

Domain::ConnectionProfile fullProfile()
{
    Domain::ConnectionProfile p;
    p.id = "4f1e";
    p.name = "Bücher \"live\" \\ 日本";
    p.environment = Domain::Environment::Production;
    p.bootstrapServers = "kafka-1:9092,[::1]:9093";
    p.securityProtocol = Domain::SecurityProtocol::SaslSsl;
    p.saslMechanism = Domain::SaslMechanism::ScramSha512;
    p.saslUsername = "ada";
    p.caFile = "/etc/ca.pem";
    p.certificateFile = "/etc/client.pem";
    p.keyFile = "/etc/client.key";
    p.readOnly = true;
    p.pinnedGroups = {"billing", "billing-2"};
    p.extraProperties = {{"socket.timeout.ms", "5000"}, {"unknown.property", "kept as it is"}};
    return p;
}

Domain::ConnectionProfile named(const std::string &id)
{
    Domain::ConnectionProfile p;
    p.id = id;
    p.name = "name of " + id;
    return p;
}

} // namespace

class TestProfileStore : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        folder = std::make_unique<QTemporaryDir>();
        file = folder->filePath(QStringLiteral("config/profiles.json"));
    }

    void write(const QByteArray &content) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(file).path()));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(content), content.size());
    }
    static QByteArray read(const QString &name)
    {
        QFile in(name);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    QStringList filesLike(const QString &pattern) const { return QFileInfo(file).dir().entryList({pattern}, QDir::Files | QDir::Hidden); }

    void beginsEmptyAndWritesNothing()
    {
        const ProfileStore store(file);
        QVERIFY(!store.loadError());
        QVERIFY(store.profiles().empty());
        QVERIFY(!QFile::exists(file));
    }

    void keepsEveryFieldOfAProfile()
    {
        {
            ProfileStore store(file);
            QSignalSpy changed(&store, &ProfileStore::changed);
            QVERIFY(store.save(fullProfile()));
            QCOMPARE(changed.count(), 1);
        }
        const ProfileStore store(file);
        QVERIFY(!store.loadError());
        QCOMPARE(store.profiles(), std::vector{fullProfile()});
        QCOMPARE(store.byName(fullProfile().name), fullProfile());
        QVERIFY(!store.byName("4f1e"));
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther), QFile::Permissions());
    }

    void replacesByIdAndRemoves()
    {
        ProfileStore store(file);
        QVERIFY(store.save(named("a")));
        QVERIFY(store.save(named("b")));
        Domain::ConnectionProfile other = named("a");
        other.name = "renamed";
        QVERIFY(store.save(other));
        QCOMPARE(store.profiles().size(), 2u);
        QVERIFY(store.byName("renamed"));
        QVERIFY(store.remove("a"));
        QCOMPARE(store.profiles(), std::vector{named("b")});
        QCOMPARE(store.remove("a").error().code, ErrorCode::UnknownProfile);
        QCOMPARE(ProfileStore(file).profiles(), std::vector{named("b")});
    }

    void ordersByTheTimeOfOpening()
    {
        ProfileStore store(file);
        for (const char *id : {"a", "b", "c"})
            QVERIFY(store.save(named(id)));
        QVERIFY(store.noteOpened("b"));
        QCOMPARE(store.profiles().front(), named("b"));
        QVERIFY(store.lastOpenedMs("b"));
        QVERIFY(!store.lastOpenedMs("a"));
        QCOMPARE(ProfileStore(file).profiles().front(), named("b"));
        QVERIFY(store.save(named("b"))); // editing keeps the time
        QVERIFY(store.lastOpenedMs("b"));
        QCOMPARE(store.noteOpened("x").error().code, ErrorCode::UnknownProfile);
    }

    void refusesWhatMustNotBeStored()
    {
        ProfileStore store(file);
        Domain::ConnectionProfile p = named("a");
        p.extraProperties["sasl.password"] = "canary-7391";
        const Domain::Status secret = store.save(p);
        QCOMPARE(secret.error().code, ErrorCode::PropertyNotAllowed);
        QCOMPARE(secret.error().arg("property"), "sasl.password");
        p = named("demo");
        p.isDemo = true;
        QCOMPARE(store.save(p).error().code, ErrorCode::BadArgument);
        QCOMPARE(store.save(Domain::ConnectionProfile()).error().code, ErrorCode::BadArgument);
        p = named("a");
        p.saslUsername = "\xff\xfe";
        QCOMPARE(store.save(p).error().code, ErrorCode::BadArgument);
        p.saslUsername = std::string(100'000, 'x');
        QCOMPARE(store.save(p).error().code, ErrorCode::BadArgument);
        QVERIFY(store.save(named("a")));
        p = named("b");
        p.name = named("a").name;
        const Domain::Status taken = store.save(p);
        QCOMPARE(taken.error().code, ErrorCode::BadArgument);
        QCOMPARE(taken.error().arg("argument"), "name");
        QCOMPARE(store.profiles().size(), 1u);
    }

    void keepsKeysItDoesNotKnow()
    {
        write(R"({"version":1,"future":{"x":[1,2]},"profiles":[{"id":"a","name":"A","colour":"teal","environment":"staging"}]})");
        ProfileStore store(file);
        QVERIFY(!store.loadError());
        QVERIFY(store.noteOpened("a"));
        Domain::ConnectionProfile p = store.profiles().front();
        QCOMPARE(p.environment, Domain::Environment::Staging);
        p.name = "B";
        QVERIFY(store.save(p));
        const QByteArray text = read(file);
        QVERIFY2(text.contains("\"colour\": \"teal\""), text.constData());
        QVERIFY(text.contains("\"future\""));
    }

    void whatAProfileDoesNotSayIsTakenStrictly()
    {
        write(R"({"version":1,"profiles":[{"id":"a","name":"A"}]})");
        const ProfileStore store(file);
        QCOMPARE(store.profiles().front().environment, Domain::Environment::Production);
        QVERIFY(store.profiles().front().readOnly);
    }

    void keepsABrokenFileAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("cut") << QByteArray(R"({"version":1,"profiles":[{"id":"a")");
        QTest::newRow("binary") << QByteArray("\0\1\2\xff\xfe", 5);
        QTest::newRow("not utf-8") << QByteArray("{\"version\":1,\"profiles\":[{\"id\":\"a\",\"name\":\"\xff\"}]}");
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("number") << QByteArray("7");
        QTest::newRow("no version") << QByteArray(R"({"profiles":[]})");
        QTest::newRow("version is text") << QByteArray(R"({"version":"1","profiles":[]})");
        QTest::newRow("version 0") << QByteArray(R"({"version":0,"profiles":[]})");
        QTest::newRow("no profiles") << QByteArray(R"({"version":1})");
        QTest::newRow("profile is text") << QByteArray(R"({"version":1,"profiles":["a"]})");
        QTest::newRow("no id") << QByteArray(R"({"version":1,"profiles":[{"name":"A"}]})");
        QTest::newRow("same id twice") << QByteArray(R"({"version":1,"profiles":[{"id":"a"},{"id":"a"}]})");
        QTest::newRow("unknown environment") << QByteArray(R"({"version":1,"profiles":[{"id":"a","environment":"moon"}]})");
        QTest::newRow("number for a name") << QByteArray(R"({"version":1,"profiles":[{"id":"a","name":5}]})");
        QTest::newRow("list of numbers") << QByteArray(R"({"version":1,"profiles":[{"id":"a","pinnedGroups":[1]}]})");
        QTest::newRow("properties as a list") << QByteArray(R"({"version":1,"profiles":[{"id":"a","extraProperties":["x"]}]})");
        QTest::newRow("long text") << QByteArray("{\"version\":1,\"profiles\":[{\"id\":\"a\",\"name\":\"") + QByteArray(100'000, 'x') + QByteArray("\"}]}");
        QTest::newRow("a million brackets") << QByteArray(1'000'000, '[');
        QTest::newRow("deep") << QByteArray(R"({"version":1,"profiles":[],"x":)") + QByteArray(1000, '[') + QByteArray(1000, ']') + '}';
        QTest::newRow("many values") << QByteArray(R"({"version":1,"profiles":[],"x":[1)") + QByteArray(",1").repeated(1'000'000) + "]}";
        QTest::newRow("many profiles") << QByteArray(R"({"version":1,"profiles":[)") + QByteArray("{},").repeated(3000) + "{}]}";
        QByteArray keys;
        for (int i = 0; i < 90'000; ++i)
            keys += '"' + QByteArray::number(i) + "\":1,";
        QTest::newRow("many keys") << QByteArray(R"({"version":1,"profiles":[],"x":{)") + keys + "\"y\":1}}";
        QTest::newRow("large") << QByteArray(R"({"version":1,"profiles":[]})") + QByteArray(9'000'000, ' ');
        QTest::newRow("huge number") << QByteArray(R"({"version":1e999,"profiles":[]})");
    }
    void keepsABrokenFileAside()
    {
        QFETCH(const QByteArray, content);
        write(content);
        ProfileStore store(file);
        QVERIFY(store.loadError());
        QCOMPARE(store.loadError()->code, ErrorCode::ProfileFileBroken);
        QCOMPARE(store.loadError()->arg("file"), file.toStdString());
        QVERIFY(!store.loadError()->technical.empty());
        const QString keptAs = QString::fromStdString(store.loadError()->arg("keptAs"));
        QVERIFY2(keptAs.startsWith(file + u".broken-"), qPrintable(keptAs));
        QCOMPARE(read(keptAs), content);
        QVERIFY(!QFile::exists(file));
        // And life goes on.
        QVERIFY(store.save(named("a")));
        QCOMPARE(read(keptAs), content);
        QVERIFY(!ProfileStore(file).loadError());
    }

    void twoBrokenFilesAreBothKept()
    {
        write("one");
        const ProfileStore first(file);
        write("two");
        const ProfileStore second(file);
        QCOMPARE(filesLike(QStringLiteral("profiles.json.broken-*")).size(), 2);
    }

    void keepsANewerFileAside()
    {
        const QByteArray content = R"({"version":2,"profiles":{"not":"ours to understand"}})";
        write(content);
        ProfileStore store(file);
        QCOMPARE(store.loadError()->code, ErrorCode::ProfileFileNewer);
        QCOMPARE(store.loadError()->arg("version"), "2");
        const QString keptAs = QString::fromStdString(store.loadError()->arg("keptAs"));
        QVERIFY(keptAs.startsWith(file + u".newer-"));
        QCOMPARE(read(keptAs), content);
        QVERIFY(store.save(named("a")));
        QCOMPARE(read(keptAs), content);
    }

    void fallsBackToTheBackupOfABrokenFile()
    {
        {
            ProfileStore store(file);
            QVERIFY(store.save(named("a")));
            QVERIFY(store.save(named("b")));
        }
        write("{ broken");
        ProfileStore store(file);
        QCOMPARE(store.loadError()->code, ErrorCode::ProfileFileBroken);
        QCOMPARE(store.loadError()->arg("restoredFrom"), QString(file + u".bak").toStdString());
        QCOMPARE(store.profiles(), std::vector{named("a")}); // as it was before the last change
        QVERIFY(store.save(named("c")));
        QCOMPARE(ProfileStore(file).profiles().size(), 2u);
    }

    void aDeadWriterLeavesTheOldContent()
    {
        {
            ProfileStore store(file);
            QVERIFY(store.save(named("a")));
        }
        // What is left when the program is killed between writing the temporary file and renaming it.
        for (const QString &suffix : {QStringLiteral(".AbCdEf"), QStringLiteral(".bak.XyZ123")}) {
            QFile left(file + suffix);
            QVERIFY(left.open(QIODevice::WriteOnly));
            left.write("{\"version\":1,\"profi");
        }
        ProfileStore store(file);
        QVERIFY(!store.loadError());
        QCOMPARE(store.profiles(), std::vector{named("a")});
        QVERIFY(store.save(named("b")));
        QCOMPARE(ProfileStore(file).profiles().size(), 2u);
    }

    void aFileThatCannotBeReadIsNeitherMovedNorReplaced()
    {
        QVERIFY(QDir().mkpath(file)); // a folder stands where the file belongs
        ProfileStore store(file);
        QCOMPARE(store.loadError()->code, ErrorCode::FileUnreadable);
        const Domain::Status saved = store.save(named("a"));
        QCOMPARE(saved.error().code, ErrorCode::FileUnwritable);
        QVERIFY(QFileInfo(file).isDir());
        QVERIFY(store.profiles().empty());
    }

    void aFolderThatCannotBeMadeIsNamed()
    {
        QFile blocker(QFileInfo(file).path());
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        ProfileStore store(file);
        const Domain::Status saved = store.save(named("a"));
        QCOMPARE(saved.error().code, ErrorCode::FileUnwritable);
        QCOMPARE(saved.error().arg("file"), file.toStdString());
        QVERIFY(store.profiles().empty());
    }

    void twoWindowsKeepEachOthersChanges()
    {
        ProfileStore one(file);
        ProfileStore two(file);
        QVERIFY(one.save(named("a")));
        QVERIFY(two.save(named("b")));
        QVERIFY(one.save(named("c")));
        QCOMPARE(one.profiles().size(), 3u);
        QVERIFY(two.remove("a"));
        QCOMPARE(two.profiles().size(), 2u);
        QCOMPARE(ProfileStore(file).profiles().size(), 2u);
    }

    void doesNotOverwriteWhatSomebodyElseBroke()
    {
        ProfileStore store(file);
        QVERIFY(store.save(named("a")));
        write("{\"version\":9}");
        QCOMPARE(store.save(named("b")).error().code, ErrorCode::FileUnwritable);
        QCOMPARE(read(file), QByteArray("{\"version\":9}"));
    }

    void doesNotWaitLongForAnotherWriter()
    {
        ProfileStore store(file);
        QVERIFY(store.save(named("a")));
        QLockFile lock(file + QStringLiteral(".lock"));
        QVERIFY(lock.lock());
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(store.save(named("b")).error().code, ErrorCode::FileUnwritable);
        QVERIFY(clock.elapsed() < 1000);
        lock.unlock();
        QVERIFY(store.save(named("b")));
    }

private:
    std::unique_ptr<QTemporaryDir> folder;
    QString file;
};

QTEST_GUILESS_MAIN(TestProfileStore)
#include "tst_profilestore.moc"
