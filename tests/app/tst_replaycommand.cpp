// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commandline.h"
#include "app/commands/replaycommand.h"
#include "app/commands/replayoutput.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace App;
using namespace Replay;
using Domain::ErrorCode;
using Task = ReplayRequest::Task;

namespace {

Domain::Result<CommandLine> parse(const char *arguments)
{
    return parseCommandLine(QStringList{QStringLiteral("replay")} + QString::fromUtf8(arguments).split(u' ', Qt::SkipEmptyParts));
}

Step step(auto what)
{
    return Step{what};
}

QJsonObject object(const std::string &line)
{
    return QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
}

} // namespace

/// `playhead replay`: its arguments, the lines it prints, and dry runs against the demo's cluster.
class TestReplayCommand final : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;

    int run(const QString &arguments)
    {
        const auto line = parse(qPrintable(arguments + QStringLiteral(" --run-folder ") + m_dir.path()));
        if (!line) {
            printError(line.error());
            return -2;
        }
        Services services;
        int exitCode = -1;
        {
            ReplayCommand command(services, *line);
            QSignalSpy finished(&command, &Command::finished);
            command.start();
            if (finished.isEmpty() && !finished.wait(20'000))
                return -1;
            exitCode = finished.front().front().toInt();
        }
        services.finishThreads();
        return exitCode;
    }

private slots:
    void optionsBecomeAPlan()
    {
        const auto line = parse("--demo orders payments --to prod/copy --map payments=p2 --partitions 0,2-3 --from offset:5 --until offset:9 --isolation uncommitted --text x"
                                " --partition key --rate 250.5 --mode at-least-once --create-missing --run-folder runs --execute --yes prod");
        QVERIFY(line);
        QCOMPARE(line->command, CommandLine::Command::Replay);
        QVERIFY(line->execute);
        QCOMPARE(line->yes, QStringLiteral("prod"));
        const ReplayRequest &request = line->replay;
        QCOMPARE(request.task, Task::Replay);
        QCOMPARE(request.toProfile, QStringLiteral("prod"));
        QVERIFY(request.createsMissing);
        QCOMPARE(request.folder, QStringLiteral("runs"));
        const Plan &plan = request.plan;
        QCOMPARE(plan.source.read.topics, (std::vector<std::string>{"orders", "payments"}));
        QCOMPARE(plan.source.read.partitions, (std::vector<Domain::PartitionId>{Domain::PartitionId(0), Domain::PartitionId(2), Domain::PartitionId(3)}));
        QVERIFY(plan.source.read.from == Domain::SeekTarget(Domain::AtOffset{Domain::Offset(5)}));
        QVERIFY(plan.source.read.until == Domain::ReadUntil(Domain::UntilOffset{Domain::Offset(9)}));
        QCOMPARE(plan.source.read.isolation, Domain::IsolationLevel::Uncommitted);
        QVERIFY(plan.source.filter && plan.source.filter->pattern == "x");
        QCOMPARE(plan.target.topicFor("orders"), std::string("copy"));
        QCOMPARE(plan.target.topicFor("payments"), std::string("p2"));
        QCOMPARE(plan.target.partitioning, Replay::Target::Partitioning::ByKey);
        QVERIFY(plan.tempo == Tempo(Rate{250.5}));
        QCOMPARE(plan.mode, Mode::AtLeastOnce);
    }

    void stepsKeepTheirOrder()
    {
        const auto line = parse("--demo t --to c --set-header a=1 --drop offset>5 --set-header-cel b=key --remove-header a --patch {\"x\":null} --rekey value.id --redact card.number"
                                " --original Topic,Partition --timestamps shift:-5 --keep true --set-header a=x=y");
        QVERIFY(line);
        const std::vector<Step> expected{step(SetHeaderStep{"a", "1", false}),
                                         step(DropStep{"offset>5"}),
                                         step(SetHeaderStep{"b", "key", true}),
                                         step(RemoveHeaderStep{"a"}),
                                         step(PatchStep{"{\"x\":null}"}),
                                         step(RekeyStep{"value.id"}),
                                         step(RedactStep{.paths = {"card.number"}}),
                                         step(OriginalPlaceStep{.origin = Origin::Plain, .topicHeader = "Topic", .partitionHeader = "Partition"}),
                                         step(TimestampStep{TimestampStep::Kind::Shift, -5}),
                                         step(KeepStep{"true"}),
                                         step(SetHeaderStep{"a", "x=y", false})};
        QVERIFY(line->replay.plan.steps == expected);
    }

    void defaults()
    {
        const auto line = parse("--demo t --to c");
        QVERIFY(line);
        QVERIFY(!line->execute);
        QVERIFY(line->replay.plan.steps.empty());
        QCOMPARE(line->replay.plan.mode, Mode::VerifiedOnce);
        QCOMPARE(line->replay.plan.target.partitioning, Replay::Target::Partitioning::Same);
        QVERIFY(line->replay.plan.tempo == Tempo(AsFastAsPossible{}));
        QVERIFY(line->replay.toProfile.isEmpty());
    }

    void otherForms()
    {
        QCOMPARE(parse("--demo t --to c --partition 4")->replay.plan.target.fixed.value(), 4);
        QVERIFY(parse("--demo t --to c --tempo 2")->replay.plan.tempo == Tempo(OriginalGaps{2}));
        QVERIFY(parse("--demo t --to c --original spring")->replay.plan.steps.front() == step(OriginalPlaceStep{.origin = Origin::Spring}));
        QVERIFY(parse("--demo t --to c --timestamps now")->replay.plan.steps.front() == step(TimestampStep{TimestampStep::Kind::Now, 0}));
        QCOMPARE(parse("--demo t --to c --to-bootstrap h:1")->replay.toBootstrap->bootstrapServers, std::string("h:1"));
        QCOMPARE(parse("x.playhead --to c --to-bootstrap h:1")->target.recordingFile, QStringLiteral("x.playhead"));
        const auto resumed = parse("--demo --resume R --execute");
        QVERIFY(resumed);
        QCOMPARE(resumed->replay.task, Task::Resume);
        QCOMPARE(resumed->replay.run, QStringLiteral("R"));
        QVERIFY(!resumed->replay.hasPlan);
        QVERIFY(parse("--demo t --to c --resume R --execute")->replay.hasPlan);
        QCOMPARE(parse("--demo --verify R")->replay.task, Task::Verify);
        QCOMPARE(parse("--runs")->replay.task, Task::List);
    }

    void wrongOptions_data()
    {
        QTest::addColumn<QString>("arguments");
        for (const char *arguments :
             {"--demo t", "--demo --to c", "t --to c", "--demo t --to c --partition x", "--demo t --to c --partition -1", "--demo t --to c --rate 0", "--demo t --to c --rate nan",
              "--demo t --to c --rate 1 --tempo 1", "--demo t --to c --mode twice", "--demo t --to c --timestamps soon", "--demo t --to c --timestamps shift:x",
              "--demo t --to c --set-header novalue", "--demo t --to c --set-header-cel a=(", "--demo t --to c --keep offset>", "--demo t --to c --patch [",
              "--demo t --to c --original a,b,c", "--demo t --to p/c --to-bootstrap h:1", "--demo t --to c --to-bootstrap h:x", "--demo t u --map t=c",
              "--demo t --to c --map t", "--demo --resume a --verify b", "--demo t --to c --limit 3", "--demo t --to c --until live", "--demo t --to c --partitions x"})
            QTest::newRow(arguments) << QString::fromLatin1(arguments);
    }

    void wrongOptions()
    {
        QFETCH(QString, arguments);
        QVERIFY(!parse(qPrintable(arguments)));
    }

    void theLineOfADryRun()
    {
        Plan plan;
        plan.source.read.topics = {"t"};
        plan.target.topic = "c";
        DryRunReport report;
        report.planHash = "abc";
        report.read = 5;
        report.sent = 3;
        report.dropped = {{2, 2}};
        report.perTarget = {{{"c", Domain::PartitionId(-1)}, 1}, {{"c", Domain::PartitionId(4)}, 2}};
        report.findings = {{"c", {.kind = Produce::Finding::Kind::OlderThanRetention, .records = 3}}};
        report.missingTopics = {"c"};
        report.groups = {"g"};
        report.groupsAsked = 1;
        report.groupsTotal = 2;
        report.complete = false;
        Sample sample{.topic = "t", .keyBefore = "\xff", .valueAfter = "v", .targetTopic = "c"};
        sample.headersAfter = {{"h", std::nullopt}};
        report.samples.assign(5, sample);
        const std::string line = dryRunLine(plan, report);
        QCOMPARE(line.find('\n'), line.size() - 1);
        const QJsonObject told = object(line);
        QCOMPARE(told[u"plan"].toObject()[u"target"].toObject()[u"topic"].toString(), QStringLiteral("c"));
        QCOMPARE(told[u"planHash"].toString(), QStringLiteral("abc"));
        QCOMPARE(told[u"read"].toInt(), 5);
        QCOMPARE(told[u"sent"].toInt(), 3);
        QCOMPARE(told[u"dropped"].toObject()[u"2"].toInt(), 2);
        QVERIFY(told[u"targets"].toArray()[0].toObject()[u"partition"].isNull());
        QCOMPARE(told[u"targets"].toArray()[1].toObject()[u"partition"].toInt(), 4);
        QCOMPARE(told[u"findings"].toArray()[0].toObject()[u"finding"].toString(), QStringLiteral("older-than-retention"));
        QCOMPARE(told[u"missingTopics"].toArray(), QJsonArray{QStringLiteral("c")});
        QCOMPARE(told[u"groups"].toObject()[u"total"].toInt(), 2);
        QCOMPARE(told[u"complete"].toBool(true), false);
        QCOMPARE(told[u"samples"].toArray().size(), 3);
        const QJsonObject first = told[u"samples"].toArray()[0].toObject();
        QCOMPARE(first[u"before"].toObject()[u"key"].toObject()[u"base64"].toString(), QStringLiteral("/w=="));
        QVERIFY(first[u"after"].toObject()[u"headers"].toArray()[0].toArray()[1].isNull());
    }

    void theLineOfAVerdict()
    {
        RunStatus sent;
        sent.read = 10;
        sent.sent = 9;
        sent.acknowledged = 9;
        sent.dropped = 1;
        sent.complete = true;
        RunStatus verified;
        verified.verdict = Verdict{.kind = Verdict::Kind::Fail, .expected = 9, .found = 8, .hash = "ff"};
        verified.verdict->difference = Difference{.kind = Difference::Kind::Lost, .sourceTopic = "t", .sourceOffset = Domain::Offset(7), .topic = "c"};
        const QJsonObject told = object(verdictLine("run1", Mode::AtLeastOnce, sent, verified, 1.5, 0.25));
        QCOMPARE(told[u"run"].toString(), QStringLiteral("run1"));
        QCOMPARE(told[u"mode"].toString(), QStringLiteral("at-least-once"));
        QCOMPARE(told[u"sent"].toInt(), 9);
        QCOMPARE(told[u"dropped"].toInt(), 1);
        QCOMPARE(told[u"seconds"].toDouble(), 1.5);
        QCOMPARE(told[u"verifySeconds"].toDouble(), 0.25);
        QCOMPARE(told[u"verdict"].toString(), QStringLiteral("FAIL"));
        QCOMPARE(told[u"found"].toInt(), 8);
        QCOMPARE(told[u"difference"].toObject()[u"kind"].toString(), QStringLiteral("lost"));
        QCOMPARE(told[u"difference"].toObject()[u"sourceOffset"].toInt(), 7);
        QVERIFY(told[u"difference"].toObject()[u"offset"].isNull());

        RunStatus stopped;
        stopped.error = Domain::Error{.code = ErrorCode::Fenced, .args = {{"id", "x"}}};
        const QJsonObject unfinished = object(verdictLine("run1", Mode::VerifiedOnce, stopped, stopped, 1, 0));
        QVERIFY(unfinished[u"verdict"].isNull());
        QVERIFY(!unfinished[u"error"].toString().isEmpty());
        QCOMPARE(unfinished[u"complete"].toBool(true), false);
    }

    void theListOfRuns()
    {
        RunSummary summary;
        summary.runId = "r";
        summary.progress = 0.61;
        summary.verdict = Verdict{.kind = Verdict::Kind::Pass};
        const std::string lines = runLines({summary, RunSummary()});
        QCOMPARE(std::count(lines.begin(), lines.end(), '\n'), std::ptrdiff_t(2));
        const QJsonObject told = object(lines.substr(0, lines.find('\n')));
        QCOMPARE(told[u"run"].toString(), QStringLiteral("r"));
        QCOMPARE(told[u"state"].toString(), QStringLiteral("stopped"));
        QCOMPARE(told[u"verdict"].toString(), QStringLiteral("PASS"));
        QCOMPARE(told[u"progress"].toDouble(), 0.61);
        QVERIFY(told[u"plan"].isNull());
    }

    void dryRunsAgainstTheDemo()
    {
        QCOMPARE(run(QStringLiteral("--demo orders --to orders --until offset:50")), Command::done);
        QCOMPARE(run(QStringLiteral("--demo no-such-topic --to orders")), Command::nothingRead);
        QCOMPARE(run(QStringLiteral("--demo --resume 01m8703e3tpc83xpjwenavatfw")), Command::wrongUsage); // --execute is missing
        QCOMPARE(run(QStringLiteral("--demo --resume 01m8703e3tpc83xpjwenavatfw --execute")), Command::nothingRead);
        QCOMPARE(run(QStringLiteral("--demo --verify 01m8703e3tpc83xpjwenavatfw")), Command::nothingRead);
        QCOMPARE(run(QStringLiteral("--runs")), Command::done);
        QVERIFY(listRuns(m_dir.path().toStdString()).empty()); // none of them has begun anything
    }
};

QTEST_GUILESS_MAIN(TestReplayCommand)
#include "tst_replaycommand.moc"
