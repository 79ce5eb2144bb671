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

    void filtersOfRead()
    {
        const auto text = parse("read --demo t --text Abc --case insensitive --in key,headers --max-matches 3 --fail-if-none");
        QVERIFY(text);
        QCOMPARE(text->filter->mode, Search::Mode::Text);
        QCOMPARE(text->filter->pattern, std::string("Abc"));
        QCOMPARE(text->filter->caseRule, Search::CaseRule::Insensitive);
        QCOMPARE(text->filter->parts, std::uint8_t(Search::KeyPart | Search::HeaderPart));
        QCOMPARE(*text->maxMatches, std::uint64_t(3));
        QVERIFY(text->failIfNone);
        const auto regex = parse("read --demo t --regex a|b");
        QCOMPARE(regex->filter->mode, Search::Mode::Regex);
        QCOMPARE(regex->filter->parts, Search::allParts);
        QCOMPARE(regex->filter->caseRule, Search::CaseRule::Smart);
        QCOMPARE(parse("read --demo t --filter offset>3")->filter->mode, Search::Mode::Expression);
        QVERIFY(!parse("read --demo t")->filter);
    }

    void topicsAndOrders()
    {
        const auto line = parse("read --demo a b a --order time --newest-first --until time:2026-01-01T00:00:00Z --lateness 90s --format csv --output x.csv");
        QVERIFY(line);
        QCOMPARE(line->plan.topics, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(line->plan.order, ReadOrder::Time);
        QVERIFY(line->plan.newestFirst);
        QVERIFY(line->plan.until == ReadUntil(UntilTime{.ms = 1767225600000, .latenessMs = 90'000}));
        QCOMPARE(line->format, App::ReadFormat::Csv);
        QCOMPARE(line->outputFile, QStringLiteral("x.csv"));
        QCOMPARE(parse("read --demo a --order offset")->plan.order, ReadOrder::Offset);
        QVERIFY(parse("read --demo a --until time:0 --lateness 0")->plan.until == ReadUntil(UntilTime{.ms = 0, .latenessMs = 0}));
    }

    void aRecordingStandsForACluster()
    {
        const auto read = parse("read dir/x.playhead");
        QVERIFY(read);
        QCOMPARE(read->target.recordingFile, QStringLiteral("dir/x.playhead"));
        QVERIFY(read->target.isGiven());
        QVERIFY(read->plan.topics.empty());
        QCOMPARE(parse("read x.playhead orders --text a")->plan.topic(), std::string("orders"));
        QCOMPARE(parse("topics x.playhead")->target.recordingFile, QStringLiteral("x.playhead"));
        QCOMPARE(parse("timeline x.playhead --buckets 7")->target.recordingFile, QStringLiteral("x.playhead"));
        QCOMPARE(parse("x.playhead")->target.recordingFile, QStringLiteral("x.playhead"));
        QCOMPARE(parse("read x.playhead.part")->target.recordingFile, QStringLiteral("x.playhead.part"));
        // Where a cluster is named it is a topic.
        QCOMPARE(parse("read --demo x.playhead")->plan.topic(), std::string("x.playhead"));
    }

    void timelineAndEval()
    {
        const auto timeline = parse("timeline --bootstrap k:1 a b --buckets 24 --partition 1");
        QVERIFY(timeline);
        QCOMPARE(timeline->command, CommandLine::Command::Timeline);
        QCOMPARE(timeline->plan.topics, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(timeline->plan.partitions, std::vector<PartitionId>{PartitionId(1)});
        QCOMPARE(timeline->buckets, 24);
        const auto eval = App::parseCommandLine({QStringLiteral("eval"), QStringLiteral("1 + 2"), QStringLiteral("--record"), QStringLiteral("r.jsonl")});
        QVERIFY(eval);
        QCOMPARE(eval->command, CommandLine::Command::Eval);
        QCOMPARE(eval->expression, QStringLiteral("1 + 2"));
        QCOMPARE(eval->recordFile, QStringLiteral("r.jsonl"));
        QVERIFY(parse("eval --batch")->batch);
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
        QVERIFY(!remote->target.bootstrap->readOnly); // it is production: nothing is written without its name
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
        QTest::newRow("two topics for the window") << "--demo a b" << bad;
        QTest::newRow("live and newest first") << "read --demo t --until live --newest-first" << bad;
        QTest::newRow("live and one partition after the other") << "read --demo t --until live --order offset" << bad;
        QTest::newRow("bad order") << "read --demo t --order random" << bad;
        QTest::newRow("two filters") << "read --demo t --text a --filter true" << bad;
        QTest::newRow("case without text") << "read --demo t --case smart" << bad;
        QTest::newRow("case with an expression") << "read --demo t --filter true --case smart" << bad;
        QTest::newRow("in without text") << "read --demo t --in key" << bad;
        QTest::newRow("bad case") << "read --demo t --text a --case upper" << bad;
        QTest::newRow("bad part") << "read --demo t --text a --in key,body" << bad;
        QTest::newRow("empty part") << "read --demo t --text a --in key," << bad;
        QTest::newRow("matches without a filter") << "read --demo t --max-matches 3" << bad;
        QTest::newRow("no matches wanted") << "read --demo t --text a --max-matches 0" << bad;
        QTest::newRow("lateness without a time") << "read --demo t --lateness 10m" << bad;
        QTest::newRow("lateness without a unit") << "read --demo t --until time:0 --lateness 10" << bad;
        QTest::newRow("negative lateness") << "read --demo t --until time:0 --lateness -1m" << bad;
        QTest::newRow("lateness beyond all time") << "read --demo t --until time:0 --lateness 9999999999999999d" << bad;
        QTest::newRow("recording without a file") << "read --demo t --format playhead" << bad;
        QTest::newRow("timeline without a topic") << "timeline --demo" << bad;
        QTest::newRow("timeline without buckets") << "timeline --demo t --buckets 0" << bad;
        QTest::newRow("too many buckets") << "timeline --demo t --buckets 4097" << bad;
        QTest::newRow("buckets of read") << "read --demo t --buckets 7" << bad;
        QTest::newRow("no expression") << "eval" << bad;
        QTest::newRow("two expressions") << "eval 1 2" << bad;
        QTest::newRow("batch and an expression") << "eval --batch 1" << bad;
        QTest::newRow("eval of a cluster") << "eval 1 --demo" << bad;
        QTest::newRow("a recording and a cluster option") << "read a.playhead -X client.id=x" << bad;
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
        QTest::newRow("two topics") << "--demo a b c" << "Too many words: b c. Expected: one topic name. See playhead --help.";
        QTest::newRow("two filters") << "read --demo t --text a --regex b" << "Only one of these can be given: --text, --regex, --filter. See playhead --help.";
        QTest::newRow("recording without a file") << "read --demo t --format playhead"
                                                  << "--output beside --format playhead is missing. Expected: --output FILE.playhead. See playhead --help.";
        QTest::newRow("bad part") << "read --demo t --text a --in body" << "body is no value for --in. Expected: key, value, headers, several separated by commas. See playhead --help.";
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
        for (const char *word : {"--bootstrap", "--profile", "--demo", "-X", "--json", "--partition", "--from", "--until", "--limit", "--isolation", "--format", "--stats",
                                 "--text", "--regex", "--filter", "--case", "--in", "--newest-first", "--order", "--max-matches", "--lateness", "--output", "--fail-if-none",
                                 "--buckets", "--record", "--batch", "timeline", "eval", ".playhead"})
            QVERIFY2(help.contains(QString::fromLatin1(word)), word);
    }
};

QTEST_GUILESS_MAIN(tst_CommandLine)
#include "tst_commandline.moc"
