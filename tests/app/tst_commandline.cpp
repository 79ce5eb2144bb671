// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commandline.h"
#include "items/errortext.h"

#include <QTemporaryDir>
#include <QTest>

using namespace Domain;
using App::CommandLine;

namespace {

Result<CommandLine> parse(const char *line)
{
    return App::parseCommandLine(QString::fromUtf8(line).split(u' ', Qt::SkipEmptyParts));
}

} // namespace

class tst_CommandLine : public QObject
{
    Q_OBJECT
private slots:
    void nothingOpensTheWindow()
    {
        const auto line = parse("");
        QVERIFY(line);
        QCOMPARE(line->command, CommandLine::Command::Window);
        QVERIFY(!line->target.isGiven());
    }

    void defaultsOfRead()
    {
        const auto line = parse("read --bootstrap 127.0.0.1:9092 orders");
        QVERIFY(line);
        QCOMPARE(line->command, CommandLine::Command::Read);
        QCOMPARE(line->plan.topic(), std::string("orders"));
        QVERIFY(line->plan.from == SeekTarget(Beginning{}));
        QVERIFY(line->plan.until == ReadUntil(UntilEnd{}));
        QVERIFY(line->plan.partitions.empty());
        QVERIFY(!line->plan.limit);
        QCOMPARE(line->plan.isolation, IsolationLevel::Committed);
        QCOMPARE(line->format, App::ReadFormat::Jsonl);
        QVERIFY(!line->stats);
    }

    void everyOptionOfRead()
    {
        const auto line = parse("read --demo t --partition 0,3-5 --from tail:7 --until time:2026-01-01T00:00:00Z --limit 9 --isolation uncommitted --format value --stats");
        QVERIFY(line);
        QVERIFY(line->target.demo);
        QCOMPARE(line->plan.partitions.size(), std::size_t(4));
        QVERIFY(line->plan.from == SeekTarget(Tail{7}));
        QVERIFY(line->plan.until == ReadUntil(UntilTime{.ms = 1767225600000}));
        QCOMPARE(*line->plan.limit, std::uint64_t(9));
        QCOMPARE(line->plan.isolation, IsolationLevel::Uncommitted);
        QCOMPARE(line->format, App::ReadFormat::Value);
        QVERIFY(line->stats);
    }

    void aCommandWordWinsOverATopic()
    {
        QCOMPARE(parse("read --demo read")->plan.topic(), std::string("read"));
        QCOMPARE(parse("topics --demo")->command, CommandLine::Command::Topics);
    }

    void twoDashesEndTheOptions()
    {
        const auto line = parse("read --demo -- --from");
        QVERIFY(line);
        QCOMPARE(line->plan.topic(), std::string("--from"));
    }

    void loopbackIsDevelopmentAndTheRestProduction()
    {
        QCOMPARE(parse("--bootstrap localhost:9092,[::1]:9092,127.0.0.1:9")->target.bootstrap->environment, Environment::Development);
        const auto remote = parse("--bootstrap localhost:9092,kafka.example:9092");
        QCOMPARE(remote->target.bootstrap->environment, Environment::Production);
        QVERIFY(remote->target.bootstrap->readOnly);
    }

    void propertiesGoToTheProfileAndPasswordsToTheSecrets()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("password")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("s3cret with space\n");
        file.close();
        const auto line = App::parseCommandLine({QStringLiteral("topics"), QStringLiteral("--bootstrap"), QStringLiteral("k:1"), QStringLiteral("-X"),
                                                 QStringLiteral("security.protocol=SASL_SSL"), QStringLiteral("-X"), QStringLiteral("sasl.username=admin"),
                                                 QStringLiteral("-X"), QStringLiteral("sasl.password=@") + file.fileName()});
        QVERIFY(line);
        QCOMPARE(line->target.bootstrap->securityProtocol, SecurityProtocol::SaslSsl);
        QCOMPARE(line->target.bootstrap->saslUsername, std::string("admin"));
        QCOMPARE(line->target.secrets.at("sasl.password"), std::string("s3cret with space"));
    }

    void thePasswordMayComeFromTheEnvironment()
    {
        qputenv("PLAYHEAD_SASL_PASSWORD", "from-env");
        const auto line = parse("topics --bootstrap k:1");
        qunsetenv("PLAYHEAD_SASL_PASSWORD");
        QVERIFY(line);
        QCOMPARE(line->target.secrets.at("sasl.password"), std::string("from-env"));
    }

    void refused_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<int>("code");
        const auto bad = static_cast<int>(ErrorCode::BadArgument);
        QTest::newRow("no cluster") << "read orders" << bad;
        QTest::newRow("two clusters") << "read --demo --bootstrap k:1 orders" << bad;
        QTest::newRow("no topic") << "read --demo" << bad;
        QTest::newRow("two topics") << "read --demo a b" << bad;
        QTest::newRow("words after topics") << "topics --demo a" << bad;
        QTest::newRow("unknown option") << "read --demo t --fast" << bad;
        QTest::newRow("another command's option") << "topics --demo --stats" << bad;
        QTest::newRow("window with read's option") << "--demo --limit 3" << bad;
        QTest::newRow("value missing") << "read --demo t --from" << bad;
        QTest::newRow("bad partition") << "read --demo t --partition x" << bad;
        QTest::newRow("bad from") << "read --demo t --from noon" << bad;
        QTest::newRow("bad limit") << "read --demo t --limit -1" << bad;
        QTest::newRow("bad isolation") << "read --demo t --isolation dirty" << bad;
        QTest::newRow("bad format") << "read --demo t --format xml" << bad;
        QTest::newRow("empty bootstrap") << "topics --bootstrap ," << bad;
        QTest::newRow("port too large") << "topics --bootstrap k:99999" << bad;
        QTest::newRow("port no number") << "topics --bootstrap k:1,l:x" << bad;
        QTest::newRow("web address") << "topics --bootstrap http://k:9092" << bad;
        QTest::newRow("empty topic") << "read --demo " << bad;
        QTest::newRow("-X without --bootstrap") << "topics --demo -X client.id=x" << bad;
        QTest::newRow("-X without =") << "topics --bootstrap k:1 -X client.id" << bad;
        QTest::newRow("topic without cluster") << "orders" << bad;
        QTest::newRow("bad time") << "read --demo t --from time:noon" << static_cast<int>(ErrorCode::BadTime);
        QTest::newRow("unknown property") << "topics --bootstrap k:1 -X no.such.thing=1" << static_cast<int>(ErrorCode::UnknownProperty);
        QTest::newRow("property never allowed") << "topics --bootstrap k:1 -X plugin.library.paths=/tmp/x.so" << static_cast<int>(ErrorCode::PropertyNotAllowed);
        QTest::newRow("secret file missing") << "topics --bootstrap k:1 -X sasl.password=@/nonexistent" << static_cast<int>(ErrorCode::FileUnreadable);
    }
    void refused()
    {
        QFETCH(QString, line);
        QFETCH(int, code);
        const auto parsed = App::parseCommandLine(line.split(u' '));
        QVERIFY(!parsed);
        QCOMPARE(static_cast<int>(parsed.error().code), code);
    }

    void sentences_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("no cluster") << "read t" << "The cluster is missing. Expected: --bootstrap HOST:PORT, --profile NAME or --demo. See playhead --help.";
        QTest::newRow("two clusters") << "read --demo --bootstrap k:1 t" << "Only one of these can be given: --bootstrap, --profile, --demo. See playhead --help.";
        QTest::newRow("no topic") << "read --demo" << "The topic is missing. Expected: the name of a topic. See playhead --help.";
        QTest::newRow("two topics") << "read --demo a b c" << "Too many words: b c. Expected: one topic name. See playhead --help.";
        QTest::newRow("unknown option") << "read --demo t --fast" << "There is no option --fast. See playhead --help.";
        QTest::newRow("unknown letter") << "read --demo t -Z" << "There is no option -Z. See playhead --help.";
        QTest::newRow("another command's option") << "topics --demo --stats" << "--stats is no option of topics. See playhead --help.";
        QTest::newRow("value missing") << "read --demo t --from" << "Missing value after '--from'. See playhead --help.";
        QTest::newRow("value as typed") << "read --demo t --from offset:-1" << "offset:-1 is no value for --from. Expected: a whole number from 0 on. See playhead --help.";
        QTest::newRow("port") << "topics --bootstrap k:1,l:99999"
                              << "l:99999 is no value for --bootstrap. Expected: HOST:PORT with a port from 1 to 65535, several separated by commas. See playhead --help.";
        QTest::newRow("-X without =") << "topics --bootstrap k:1 -X client.id" << "client.id is no value for -X. Expected: KEY=VALUE. See playhead --help.";
    }
    void sentences()
    {
        QFETCH(QString, line);
        QFETCH(QString, sentence);
        const auto parsed = App::parseCommandLine(line.split(u' '));
        QVERIFY(!parsed);
        QCOMPARE(Items::errorLine(parsed.error()), sentence);
    }

    void helpNamesEveryOption()
    {
        const QString help = App::helpText();
        for (const char *word : {"--bootstrap", "--profile", "--demo", "-X", "--json", "--partition", "--from", "--until", "--limit", "--isolation", "--format", "--stats"})
            QVERIFY2(help.contains(QString::fromLatin1(word)), word);
    }
};

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_commandline.moc"
