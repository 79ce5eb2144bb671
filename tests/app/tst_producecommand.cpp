// SPDX-FileCopyrightText: The Playhead authors
// SPDX-License-Identifier: Apache-2.0

#include "app/commands/producecommand.h"
#include "app/writepermission.h"
#include "produce/requestfile.h"
#include "tests/support/fakewrites.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <unistd.h>

using namespace App;
using namespace std::string_literals;
using Domain::ErrorCode;
using Produce::FieldKind;

namespace {

Domain::Result<CommandLine> parse(const QStringList &arguments)
{
    return parseCommandLine(QStringList{QStringLiteral("produce"), QStringLiteral("--demo")} + arguments);
}

QStringList words(const char *text)
{
    return QString::fromUtf8(text).split(u' ', Qt::SkipEmptyParts);
}

/// stdout of a stretch of time, as a file.
class Stdout
{
public:
    explicit Stdout(const QString &name) : m_name(name), m_before(::dup(STDOUT_FILENO))
    {
        std::fflush(stdout);
        const int file = ::open(qPrintable(name), O_CREAT | O_TRUNC | O_WRONLY, 0600);
        ::dup2(file, STDOUT_FILENO);
        ::close(file);
    }
    ~Stdout() { take(); }
    QByteArray take()
    {
        if (m_before >= 0) {
            std::fflush(stdout);
            ::dup2(m_before, STDOUT_FILENO);
            ::close(std::exchange(m_before, -1));
        }
        QFile file(m_name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    const QString m_name;
    int m_before;
};

} // namespace

/// `playhead produce`: its arguments, its output, and a whole run against the demo's cluster.
class TestProduceCommand final : public QObject
{
    Q_OBJECT
    QTemporaryDir m_dir;

    /// → exit code; what was printed.
    int run(const QStringList &arguments, QByteArray &printed)
    {
        const auto line = parse(arguments);
        if (!line) {
            printError(line.error());
            return -2;
        }
        Services services;
        int exitCode = -1;
        {
            Stdout output(m_dir.filePath(QStringLiteral("out")));
            ProduceCommand command(services, *line);
            QSignalSpy finished(&command, &Command::finished);
            command.start();
            if (finished.isEmpty() && !finished.wait(20'000))
                return -1;
            printed = output.take();
            exitCode = finished.front().front().toInt();
        }
        services.finishThreads();
        return exitCode;
    }

private slots:
    void optionsBecomeARequest()
    {
        const auto line = parse(words("orders --key k --value-json {} --header a=1 --header-null b --header-hex a=ff --header c=x=y --partition 3 --timestamp=-5000 --repeat 7"
                                      " --rate 2.5 --seed 9 --transaction abort --partitioner fnv1a --compression zstd --template --stop-at-failure --execute --yes name"));
        QVERIFY(line);
        QCOMPARE(line->command, CommandLine::Command::Produce);
        QVERIFY(line->execute);
        QCOMPARE(line->yes, QStringLiteral("name"));
        Produce::ProduceRequest expected;
        expected.topic = "orders";
        expected.key = {FieldKind::Text, "k"};
        expected.value = {FieldKind::Json, "{}"};
        expected.headers = {{"a", {FieldKind::Text, "1"}}, {"b", {FieldKind::Null, {}}}, {"a", {FieldKind::Hex, "ff"}}, {"c", {FieldKind::Text, "x=y"}}};
        expected.partition = Domain::PartitionId(3);
        expected.timestampMs = -5000;
        expected.repeat = Produce::Times{7};
        expected.perSecond = 2.5;
        expected.seed = 9;
        expected.transaction = Produce::Transaction::Abort;
        expected.partitioner = Domain::Partitioner::Fnv1aRandom;
        expected.compression = Domain::Compression::Zstd;
        expected.stopsAtFailure = true;
        QVERIFY(line->request == expected);
    }

    void textStaysTextWithoutTemplate()
    {
        const auto line = parse({QStringLiteral("t"), QStringLiteral("--value"), QStringLiteral("{{uuid()}}")});
        QVERIFY(line);
        QVERIFY(!line->request.hasTemplates);
        QVERIFY(!line->execute);
    }

    void aSavedRequestIsTheBeginning()
    {
        Produce::ProduceRequest saved;
        saved.topic = "saved";
        saved.value = {FieldKind::Text, "{{uuid()}}"};
        saved.headers = {{"old", {FieldKind::Text, "1"}}};
        QFile file(m_dir.filePath(QStringLiteral("a.kafka.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(Produce::writeRequest(saved)));
        file.close();
        auto line = parse({QStringLiteral("--request"), file.fileName()});
        QVERIFY(line);
        QVERIFY(line->request == saved);
        line = parse({QStringLiteral("other"), QStringLiteral("--request"), file.fileName(), QStringLiteral("--header"), QStringLiteral("new=2")});
        QCOMPARE(line->request.topic, "other"s);
        QCOMPARE(line->request.headers.size(), 1U);
        QCOMPARE(parse({QStringLiteral("--request"), QStringLiteral("/nowhere")}).error().code, ErrorCode::FileUnreadable);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{}");
        file.close();
        QCOMPARE(parse({QStringLiteral("--request"), file.fileName()}).error().code, ErrorCode::BadRequestFile);
    }

    void wrongUsageIsSaid_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::addColumn<QString>("problem");
        QTest::newRow("no topic") << QStringLiteral("--value x") << QStringLiteral("missing");
        QTest::newRow("two topics") << QStringLiteral("a b --value x") << QStringLiteral("surplus");
        QTest::newRow("no value") << QStringLiteral("t --key k") << QStringLiteral("missing");
        QTest::newRow("two values") << QStringLiteral("t --value x --value-null") << QStringLiteral("conflict");
        QTest::newRow("value beside jsonl") << QStringLiteral("t --input f --value x") << QStringLiteral("conflict");
        QTest::newRow("header beside jsonl") << QStringLiteral("t --input f --header a=b") << QStringLiteral("conflict");
        QTest::newRow("format without input") << QStringLiteral("t --value x --input-format csv") << QStringLiteral("missing");
        QTest::newRow("column without csv") << QStringLiteral("t --input f --column key=a") << QStringLiteral("missing");
        QTest::newRow("column") << QStringLiteral("t --input f --input-format csv --column colour=a") << QString();
        QTest::newRow("header without =") << QStringLiteral("t --value x --header a") << QString();
        QTest::newRow("partition") << QStringLiteral("t --value x --partition 0,1") << QString();
        QTest::newRow("timestamp 0") << QStringLiteral("t --value x --timestamp 0") << QString();
        QTest::newRow("repeat") << QStringLiteral("t --value x --repeat 0") << QString();
        QTest::newRow("rate") << QStringLiteral("t --value x --rate -1") << QString();
        QTest::newRow("acks and transaction") << QStringLiteral("t --value x --acks 1 --transaction commit") << QStringLiteral("conflict");
        QTest::newRow("an option of read") << QStringLiteral("t --value x --from beginning") << QStringLiteral("misplaced");
    }
    void wrongUsageIsSaid()
    {
        QFETCH(QString, arguments);
        QFETCH(QString, problem);
        const auto line = parse(arguments.split(u' '));
        QVERIFY(!line);
        QCOMPARE(line.error().code, ErrorCode::BadArgument);
        QCOMPARE(QString::fromStdString(line.error().arg("problem")), problem);
    }

    void linesSayWhatBecameOfARecord()
    {
        Produce::Delivery delivery{.number = 4};
        delivery.report = {.outcome = Domain::Outcome::Done, .partition = Domain::PartitionId(2), .offset = Domain::Offset(7), .timestamp = {-5000, Domain::TimestampType::Create}};
        QCOMPARE(ProduceCommand::outputLine(delivery, {}), "{\"partition\":2,\"offset\":7,\"timestamp\":-5000,\"outcome\":\"done\"}\n"s);
        QCOMPARE(ProduceCommand::outputLine(delivery, "aborted"), "{\"partition\":2,\"offset\":7,\"timestamp\":-5000,\"outcome\":\"done\",\"transaction\":\"aborted\"}\n"s);
        delivery.report = {.outcome = Domain::Outcome::Failed, .error = Domain::Error{.code = ErrorCode::BadInput, .args = {{"file", "f"}, {"line", "3"}, {"problem", "no JSON"}}}};
        const QJsonObject line = QJsonDocument::fromJson(QByteArray::fromStdString(ProduceCommand::outputLine(delivery, {}))).object();
        QCOMPARE(line[u"outcome"].toString(), QStringLiteral("failed"));
        QVERIFY(line[u"partition"].isNull() && line[u"offset"].isNull() && line[u"timestamp"].isNull());
        QVERIFY(line[u"error"].toString().contains(QStringLiteral("Line 3 of f")));
        QCOMPARE(line[u"record"].toInt(), 4);
    }

    void onlyWhoMayWriteWrites()
    {
        Domain::ConnectionProfile profile;
        profile.name = "shop";
        profile.bootstrapServers = "a:1,b:2";
        const auto permit = [&](const QString &yes) {
            TestSupport::FakeGate gate(std::make_shared<Domain::WriteLock>(profile));
            const Domain::Status status = permitWrites(profile, &gate, yes);
            return status ? (gate.lock()->mayWrite() ? "yes"s : "still locked"s) : status.error().arg("reason");
        };
        QCOMPARE(permit({}), "yes"s);
        profile.readOnly = true;
        QCOMPARE(permit(QStringLiteral("shop")), "read-only"s);
        profile.environment = Domain::Environment::Production;
        QCOMPARE(permit(QStringLiteral("shop")), "read-only"s);
        profile.readOnly = false;
        QCOMPARE(permit({}), "production"s);
        QCOMPARE(permit(QStringLiteral("Shop")), "production"s);
        QCOMPARE(permit(QStringLiteral("shop")), "yes"s);
        QCOMPARE(permit(QStringLiteral("a:1,b:2")), "yes"s); // what was written behind --bootstrap
        QCOMPARE(permitWrites(profile, nullptr, QStringLiteral("shop")).error().arg("reason"), "recording"s);
    }

    void aPlanCountsAndShows()
    {
        Produce::ProduceRequest request;
        request.topic = "t";
        ProducePlan plan(request, {.maxMessageBytes = 200, .isCompacted = true}, 3, 1'767'225'600'000);
        for (int i = 0; i < 5; ++i)
            plan.add({.key = i == 4 ? std::nullopt : std::optional("k" + std::to_string(i)), .value = std::string(i == 3 ? 300 : 1, 'v'), .headers = {{"h", std::nullopt}}});
        plan.addBadLine();
        QVERIFY(plan.hasTrouble());
        const QJsonObject json = QJsonDocument::fromJson(QByteArray::fromStdString(plan.json("production"))).object();
        QCOMPARE(json[u"records"].toInt(), 5);
        QCOMPARE(json[u"bytes"].toInt(), 4 * 2 + 4 + 300 + 5);
        QCOMPARE(json[u"badLines"].toInt(), 1);
        QCOMPARE(json[u"anyPartition"].toInt(), 1);
        QCOMPARE(json[u"locked"].toString(), QStringLiteral("production"));
        QCOMPARE(json[u"first"].toArray().size(), 3);
        QCOMPARE(json[u"first"][0][u"key"].toString(), QStringLiteral("k0"));
        QCOMPARE(json[u"findings"].toArray().size(), 2);
        int placed = 0;
        for (const QJsonValue &count : json[u"partitions"].toObject())
            placed += count.toInt();
        QCOMPARE(placed, 4);
    }

    void aDryRunSendsNothing()
    {
        QByteArray printed;
        QCOMPARE(run(words("orders --value x{{seq(1)}} --template --repeat 10 --key k"), printed), int(Command::done));
        const QJsonObject json = QJsonDocument::fromJson(printed).object();
        QVERIFY(json[u"dryRun"].toBool());
        QCOMPARE(json[u"records"].toInt(), 10);
        QCOMPARE(json[u"first"][2][u"value"].toString(), QStringLiteral("x3"));
    }

    void recordsAreSentAndTold()
    {
        QByteArray printed;
        QCOMPARE(run(words("orders --value x --repeat 20 --partition 0 --execute"), printed), int(Command::done));
        QList<QByteArray> lines = printed.trimmed().split('\n');
        QCOMPARE(lines.size(), 20);
        qint64 last = -1;
        for (const QByteArray &text : lines) {
            const QJsonObject line = QJsonDocument::fromJson(text).object();
            QCOMPARE(line[u"outcome"].toString(), QStringLiteral("done"));
            QCOMPARE(line[u"partition"].toInt(-1), 0);
            QVERIFY(line[u"offset"].toInteger() > last);
            last = line[u"offset"].toInteger();
        }
    }

    void whatCannotBeDoneSaysSo()
    {
        QByteArray printed;
        QCOMPARE(run(words("nowhere --value x --execute"), printed), int(Command::nothingRead));
        QCOMPARE(run(words("orders --value {{uid()}} --template --execute"), printed), int(Command::wrongUsage));
        QCOMPARE(run(words("orders --input /nowhere/x --execute"), printed), int(Command::nothingRead));
        QVERIFY(printed.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestProduceCommand)
#include "tst_producecommand.moc"
